# SPDX-License-Identifier: MIT
"""The headers that encoders put into the first frame of an MP3 file: for programs that read them by themselves. (MP3
and its info are read in C.)"""

import struct
from io import BytesIO

__all__ = ["LAMEError", "LAMEHeader", "VBRIHeader", "VBRIHeaderError", "XingHeader", "XingHeaderError"]


class LAMEError(Exception):
    pass


class XingHeaderError(Exception):
    pass


class VBRIHeaderError(Exception):
    pass


class LAMEHeader:
    """What LAME writes behind the Xing header (its "MP3 info tag", revision 1)."""

    vbr_method = vbr_quality = quality = lowpass_filter = encoding_flags = ath_type = bitrate = 0
    encoder_delay_start = encoder_padding_end = source_sample_frequency_enum = stereo_mode = noise_shaping = 0
    unwise_setting_used = mp3_gain = surround_info = preset_used = music_length = music_crc = header_crc = 0
    track_gain_origin = album_gain_origin = 0
    track_peak = track_gain_adjustment = album_gain_adjustment = None

    def __init__(self, xing, fileobj):
        self._read(xing, fileobj.read(27))

    def _read(self, xing, data):
        if len(data) < 27:
            raise LAMEError("Not enough data")
        self.vbr_quality, self.quality = divmod(100 - xing.vbr_scale, 10)  # both are in the one number
        (method, lowpass, peak, track, album, flags, self.bitrate, delays, misc, gain, preset, self.music_length,
         self.music_crc, self.header_crc) = struct.unpack(">BBIHHBB3sBBHIHH", data)
        if method >> 4 != 0:
            raise LAMEError("unsupported header revision %d" % (method >> 4))
        self.vbr_method = method & 15
        self.lowpass_filter = lowpass * 100
        self.track_peak = peak / (1 << 23) if peak else None
        self.track_gain_origin, self.track_gain_adjustment = self._gain(track, 1)
        self.album_gain_origin, self.album_gain_adjustment = self._gain(album, 2)
        self.encoding_flags, self.ath_type = flags >> 4, flags & 15
        delays = int.from_bytes(delays, "big")
        self.encoder_delay_start, self.encoder_padding_end = delays >> 12, delays & 0xFFF
        self.source_sample_frequency_enum, self.unwise_setting_used = misc >> 6, misc >> 5 & 1
        self.stereo_mode, self.noise_shaping = misc >> 2 & 7, misc & 3
        self.mp3_gain = -(gain & 127) if gain & 128 else gain
        self.surround_info, self.preset_used = preset >> 11 & 7, preset & 0x7FF

    @staticmethod
    def _gain(bits, kind):
        """(who set it, by how many decibels) of a gain of this kind; None for another kind, or none. As for mutagen
        the gain of an album has no sign."""
        adjustment = (bits & 0x1FF) / 10 * (-1 if bits & 0x200 and kind == 1 else 1)
        return bits >> 10 & 7, adjustment if bits >> 13 == kind else None

    @classmethod
    def parse_version(cls, fileobj):
        """((major, minor), the version in words, whether a LAME header follows) of the twenty bytes at the file's
        position, which then is behind the name of the version."""
        start = fileobj.tell()
        data = fileobj.read(20)
        fileobj.seek(start)
        if len(data) != 20:
            raise LAMEError("Not a lame header")
        name = next((n for n in (b"LAME", b"L") if data.startswith(n)), None)
        if name is None:
            raise LAMEError("Not a lame header")
        data = data[len(name):].lstrip(b"e")
        major = data[:1]
        rest = data[2:] if data[1:2] == b"." else data[1:]
        digits = len(rest) - len(rest.lstrip(b"0123456789"))
        try:
            version = int(major), int(rest[:digits])
        except ValueError:
            raise LAMEError("Not a lame header") from None
        rest = rest[digits:]
        words = "%d.%d" % version
        if version < (3, 90) or (version == (3, 90) and rest[-11:-10] == b"("):
            try:
                behind = rest.strip(b"\0").decode("ascii").rstrip()
            except UnicodeDecodeError:
                behind = " (?)"
            return version, words + (behind if behind.strip() else ""), False
        if len(rest) < 11:
            raise LAMEError("version too long")
        flag = rest[: len(rest) - 11]
        fileobj.seek(start + 9)
        return version, words + cls._stage(version, flag.rstrip(b"\0")), True

    @staticmethod
    def _stage(version, flag):
        named = {b"a": " (alpha)", b"b": " (beta)", b"r": ".1+", b".": ".0+"}
        if flag in named:
            return named[flag]
        if flag in (b"", b" "):
            return ".0" if version > (3, 96) and version != (3, 100) else ".0+"
        return " (?)"

    def guess_settings(self, major, minor):
        """The command line that an encoder of version major.minor was probably run with; "" when it cannot be told."""
        return _settings(self, major, minor)


class XingHeader:
    """A Xing or Info header, read at the position of a file object."""

    frames = bytes = vbr_scale = -1
    toc = []
    lame_header = None
    lame_version = (0, 0)
    lame_version_desc = ""
    is_info = False

    def __init__(self, fileobj):
        head = fileobj.read(8)
        if len(head) != 8 or head[:4] not in (b"Xing", b"Info"):
            raise XingHeaderError("Not a Xing header")
        self.is_info = head[:4] == b"Info"
        flags = int.from_bytes(head[4:], "big")
        if flags & 1:
            self.frames = self._number(fileobj)
        if flags & 2:
            self.bytes = self._number(fileobj)
        if flags & 4:
            self.toc = list(self._read(fileobj, 100))
        if flags & 8:
            self.vbr_scale = self._number(fileobj)
        try:
            self.lame_version, self.lame_version_desc, has_header = LAMEHeader.parse_version(fileobj)
            if has_header:
                self.lame_header = LAMEHeader(self, fileobj)
        except LAMEError:
            pass

    @staticmethod
    def _read(fileobj, size):
        data = fileobj.read(size)
        if len(data) != size:
            raise XingHeaderError("Xing header truncated")
        return data

    @classmethod
    def _number(cls, fileobj):
        return int.from_bytes(cls._read(fileobj, 4), "big")

    def get_encoder_settings(self):
        """The command line that LAME was probably run with; "" when it cannot be told."""
        return "" if self.lame_header is None else self.lame_header.guess_settings(*self.lame_version)

    @classmethod
    def get_offset(cls, info):
        """Where in a frame of Layer III the header stands, by the frame's version and channels."""
        assert info.layer == 3
        if info.version == 1:
            return 36 if info.mode != 3 else 21
        return 21 if info.mode != 3 else 13


class VBRIHeader:
    """Fraunhofer's header, read at the position of a file object."""

    def __init__(self, fileobj):
        data = fileobj.read(26)
        if len(data) != 26 or data[:4] != b"VBRI":
            raise VBRIHeaderError("Not a VBRI header")
        (self.version, _, self.quality, self.bytes, self.frames, entries, self.toc_scale_factor, width,
         self.toc_frames) = struct.unpack(">HHHIIHHHH", data[4:])
        if self.version != 1:
            raise VBRIHeaderError("Unsupported header version: %r" % self.version)
        form = {2: "H", 4: "I"}.get(width)
        if form is None:
            raise VBRIHeaderError("Invalid TOC entry size")
        table = fileobj.read(entries * width)
        if len(table) != entries * width:
            raise VBRIHeaderError("VBRI header truncated")
        self.toc = list(struct.unpack(">%d%s" % (entries, form), table))

    @classmethod
    def get_offset(cls, info):
        """Where in a frame of Layer III the header stands."""
        assert info.layer == 3
        return 36


def _settings(lame, major, minor):
    """The reader in C knows the presets: it is given a frame with this header."""
    from simdtag.mp3 import MPEGInfo

    def gain(value, origin, kind):
        if value is None:
            return 0
        return kind << 13 | (origin & 7) << 10 | (value < 0) << 9 | min(int(round(abs(value) * 10)), 0x1FF)

    scale = 100 - 10 * lame.vbr_quality - lame.quality
    delays = (lame.encoder_delay_start & 0xFFF) << 12 | lame.encoder_padding_end & 0xFFF
    misc = ((lame.source_sample_frequency_enum & 3) << 6 | (lame.unwise_setting_used & 1) << 5
            | (lame.stereo_mode & 7) << 2 | lame.noise_shaping & 3)  # fmt: skip
    tag = struct.pack(
        ">BBIHHBB3sBBHIHH", lame.vbr_method & 15, lame.lowpass_filter // 100 & 0xFF, 0,
        gain(lame.track_gain_adjustment, lame.track_gain_origin, 1),
        gain(lame.album_gain_adjustment, lame.album_gain_origin, 2),
        (lame.encoding_flags & 15) << 4 | lame.ath_type & 15, lame.bitrate & 0xFF, delays.to_bytes(3, "big"), misc,
        abs(lame.mp3_gain) & 127, (lame.surround_info & 7) << 11 | lame.preset_used & 0x7FF, 0, 0, 0)
    name = (b"LAME%d.%d" % (major, minor)).ljust(9)
    start = b"\xff\xfb\x90\x00"
    frame = start + bytes(32) + b"Xing" + struct.pack(">III", 9, 9, max(scale, 0)) + name + tag
    whole = frame.ljust(417, b"\0") + (start + bytes(413)) * 4
    return MPEGInfo(BytesIO(whole)).encoder_settings
