# SPDX-License-Identifier: MIT
"""exact=True beside a naive counter of frames, and beside what real encoders put in and ffmpeg decodes."""

import io
import os
import pickle
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simdtag
from simdtag.aac import AAC
from simdtag.flac import FLAC
from simdtag.mp3 import MP3, EasyMP3
from simdtag.oggvorbis import OggVorbis

EXAMPLES = 2000 if os.environ.get("SIMDTAG_TEST_LONG") else 60
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
                    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# ---- the naive counter, from ISO 11172-3 and 14496-3 ----

KBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]  # MPEG 1 layer III
RATES = [44100, 48000, 32000]


def mpeg_size(data, at, first):
    """Bytes of the MPEG 1 layer III frame at `at`, 0 when there is none of the first one's rate."""
    head = data[at:at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xFE != 0xFA or head[2] >> 4 in (0, 15):
        return 0
    if head[2] >> 2 & 3 == 3 or head[2] & 0x0C != data[first + 2] & 0x0C:
        return 0
    rate = RATES[head[2] >> 2 & 3]
    return 144000 * KBITS[head[2] >> 4] // rate + (head[2] >> 1 & 1)


def adts_size(data, at, first):
    head = data[at:at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    if head[1] & 0xFE != data[first + 1] & 0xFE or head[2] & 0x3C != data[first + 2] & 0x3C:
        return 0
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size >= 7 else 0


def in_a_row(size, data, at, first):
    for i in range(3):
        if at == len(data):
            return True
        n = size(data, at, first)
        if n == 0:
            return False
        if n > len(data) - at:
            return i > 0
        at += n
    return True


def count(size, header, data, first):
    """Frames, bytes of garbage, and whether the end is cut, of sound with no tags behind it."""
    at, frames, garbage = first, 0, 0
    while at < len(data):
        n = size(data, at, first)
        if n > len(data) - at:
            return frames, garbage, True
        if n:
            frames += 1
            at += n
            continue
        rest = len(data) - at
        if rest < header:
            part = data[at:]
            same = data[first:first + 2] + bytes([data[first + 2] & 0x0C if header == 4 else data[first + 2] & 0x3C, 0])
            masks = (0xFF, 0xFE, 0x0C if header == 4 else 0x3C, 0)
            if all(b & m == s & m for b, m, s in zip(part, masks, same)):
                return frames, garbage, True
            return frames, garbage + rest, False
        if data[at:at + 3] == b"ID3" and rest >= 10:
            sizes = data[at + 6:at + 10]
            length = 10 + (sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3])
            if max(sizes) < 128 and length <= rest and data[at + 3] != 255 and data[at + 4] != 255:
                at += length + (10 if data[at + 5] & 16 else 0)
                continue
        start = at
        at += 1
        while at < len(data) and not in_a_row(size, data, at, first):
            at += 1
        garbage += at - start
    return frames, garbage, False


# ---- made files ----

def mpeg_frame(bitrate, padding, crc, filler):
    head = bytes([0xFF, 0xFA | crc, bitrate << 4 | padding << 1, 0x40])
    length = 144000 * KBITS[bitrate] // 44100 + padding
    return head + filler * (length - 4)


def adts_frame(size, crc, filler):
    head = 0xFFF << 44 | crc << 40 | 1 << 38 | 4 << 34 | 2 << 30 | size << 13 | 0x7FF << 2
    return head.to_bytes(7, "big") + filler * (size - 7)


FILLER = st.sampled_from([b"\x00", b"\x55", b"\xff", b"\xfb"])
MPEG = st.builds(mpeg_frame, st.integers(1, 14), st.integers(0, 1), st.integers(0, 1), FILLER)
ADTS = st.builds(adts_frame, st.integers(7, 1200), st.integers(0, 1), FILLER)
TAG = st.binary(max_size=200).map(
    lambda body: b"ID3\x04\x00\x00" + bytes([0, 0, len(body) >> 7, len(body) & 127]) + body)


def pieces(frame):
    """Frames, and between them noise, heads of frames without the rest of them, frames of other streams, tags."""
    other = st.sampled_from([b"\xff\xfb\x94\x00", b"\xff\xf3\x90\x40", b"\xff\xf1\x4c\x80\x0c\x1f\xfc",
                             b"\xff\xfb\x90"])
    noise = st.one_of(st.binary(min_size=1, max_size=60), frame.map(lambda f: f[:len(f) // 2]),
                      frame.map(lambda f: f[:7]), other, st.just(b"\xff\xfb\x90\x40" * 300),
                      st.just(b"\xff" * 500), st.just(bytes(3000)), TAG)
    return st.lists(st.one_of(st.lists(frame, min_size=1, max_size=8).map(b"".join), noise), max_size=12).map(b"".join)


ENDS = st.sampled_from([b"", b"TAG" + bytes(125)])


@SETTINGS
@given(st.lists(MPEG, min_size=5, max_size=6), pieces(MPEG), st.integers(0, 500), ENDS, st.booleans())
def test_mpeg_against_the_naive_counter(start, rest, cut, end, tagged):
    front = b"ID3\x04\x00\x00\x00\x00\x00\x20" + bytes(32) if tagged else b""
    sound = b"".join(start) + rest
    sound = sound[:max(len(sound) - cut, 1500)]
    info = MP3(io.BytesIO(front + sound + end), exact=True).info
    if info.frame_offset != len(front):
        return  # the first frames are not what the search for the first frame trusts
    while sound[-128:-125] == b"TAG":
        sound = sound[:-128]
    frames, garbage, truncated = count(mpeg_size, 4, sound, 0)
    assert (info.exact.frames, info.exact.garbage, info.exact.truncated) == (frames, garbage, truncated)
    assert info.exact.samples == frames * 1152
    assert info.length == info.exact.length == frames * 1152 / 44100


@SETTINGS
@given(st.lists(st.builds(adts_frame, st.integers(7, 1200), st.just(1), FILLER), min_size=5, max_size=6),
       pieces(ADTS), st.integers(0, 500))
def test_adts_against_the_naive_counter(start, rest, cut):
    sound = b"".join(start) + rest
    sound = sound[:max(len(sound) - cut, len(b"".join(start[:4])))]
    exact = AAC(io.BytesIO(sound), exact=True).info.exact
    assert (exact.frames, exact.garbage, exact.truncated) == count(adts_size, 7, sound, 0)
    assert exact.samples == exact.frames * 1024


# ---- real encoders ----

def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    """Speech-like sound: bursts and pauses, so that encoders vary their bitrate."""
    if not shutil.which("ffmpeg"):
        pytest.skip("needs ffmpeg")
    path = str(tmp_path_factory.mktemp("exact") / "speech.wav")
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i",
        "aevalsrc=0.3*sin(2*PI*t*(200+50*t))*lt(mod(t\\,3)\\,1.2)+0.1*random(0)*lt(mod(t\\,7)\\,1):s=44100:d=23.7",
        path)
    return path


def decoded_samples(path):
    return len(run("ffmpeg", "-v", "quiet", "-i", path, "-f", "s16le", "-ac", "1", "-")) // 2


def packets(path):
    shown = run("ffprobe", "-v", "quiet", "-count_packets", "-show_entries", "stream=nb_read_packets",
                "-of", "csv=p=0", path)
    return int(shown.split(b",")[0])


LAME = {
    "CBR": ["-b", "128"],
    "CBR without header": ["-t", "-b", "64"],
    "VBR": ["-V", "2"],
    "VBR without header": ["-t", "-V", "4"],
    "ABR, 16 kHz": ["--resample", "16", "--abr", "40"],
    "VBR without header, 8 kHz": ["-t", "-V", "5", "--resample", "8"],
}


@pytest.mark.parametrize("options", LAME.values(), ids=LAME)
def test_lame(wave, tmp_path, options):
    if not shutil.which("lame"):
        pytest.skip("needs lame")
    path = str(tmp_path / "a.mp3")
    run("lame", "--quiet", *options, wave, path)
    info = MP3(path, exact=True).info
    assert info.exact.frames == packets(path)
    assert info.exact.samples == decoded_samples(path)
    assert info.length == pytest.approx(decoded_samples(path) / info.sample_rate, abs=1e-9)
    assert info.exact.garbage == 0 and not info.exact.truncated
    if "-b" in options:
        assert info.bitrate == info.exact.max_bitrate == 1000 * int(options[-1])
    else:
        assert 0 < info.bitrate < info.exact.max_bitrate
    data = open(path, "rb").read()
    cut = MP3(io.BytesIO(data[:-10]), exact=True).info.exact
    assert cut.truncated and cut.frames == info.exact.frames - 1
    twice = MP3(io.BytesIO(data + data), exact=True).info.exact
    extra = 0 if "-t" in options else 1  # the second header is silence to a decoder
    assert twice.frames == 2 * info.exact.frames + extra


def test_a_vbr_file_without_a_header_is_what_this_is_for(wave, tmp_path):
    if not shutil.which("lame"):
        pytest.skip("needs lame")
    path = str(tmp_path / "a.mp3")
    run("lame", "--quiet", "-t", "-V", "4", wave, path)
    assert MP3(path, exact=True).info.length == pytest.approx(23.7, abs=0.1)
    assert abs(MP3(path).info.length - 23.7) > 5  # mutagen's answer


@pytest.mark.parametrize("options, ending", [(["-c:a", "mp2", "-b:a", "192k"], ".mp2"), (["-c:a", "aac"], ".aac")])
def test_ffmpeg(wave, tmp_path, options, ending):
    path = str(tmp_path / ("a" + ending))
    run("ffmpeg", "-v", "error", "-i", wave, *options, path)
    info = simdtag.File(path, exact=True).info
    assert info.exact.frames == packets(path)
    assert info.exact.samples == decoded_samples(path)
    assert info.exact.garbage == 0 and not info.exact.truncated


def without_total(data):
    """A FLAC file whose encoder could not come back to note the number of samples."""
    at = 8 + 13
    return data[:at] + bytes([data[at] & 0xF0]) + bytes(4) + data[at + 5:]


@pytest.mark.parametrize("encoder", ["ffmpeg", "flac"])
def test_flac(wave, tmp_path, encoder):
    path, bare = str(tmp_path / "a.flac"), str(tmp_path / "b.flac")
    if not shutil.which(encoder):
        pytest.skip("needs " + encoder)
    run(*(["ffmpeg", "-v", "error", "-i", wave, path] if encoder == "ffmpeg" else ["flac", "-s", wave, "-o", path]))
    data = open(path, "rb").read()
    with open(bare, "wb") as f:
        f.write(without_total(data))
    assert FLAC(bare).info.length == 0
    info = FLAC(bare, exact=True).info
    assert info.length == FLAC(path).info.length == FLAC(path, exact=True).info.length == info.exact.length
    assert info.exact.samples == FLAC(path).info.total_samples
    assert info.exact.frames == packets(path)
    assert info.bitrate == FLAC(path).info.bitrate
    assert info.exact.max_bitrate is None and not info.exact.truncated
    cut = without_total(data)[:len(data) * 2 // 3]
    with open(bare, "wb") as f:
        f.write(cut)
    info = FLAC(bare, exact=True).info
    assert info.exact.truncated and info.exact.samples == decoded_samples(bare)
    assert FLAC(io.BytesIO(data[:len(data) * 2 // 3]), exact=True).info.exact.samples == info.exact.samples


# ---- the Python side ----

SOUND = b"".join([mpeg_frame(9, 0, 1, b"\x00")] * 20)


@pytest.fixture
def path(tmp_path):
    (tmp_path / "a.mp3").write_bytes(SOUND)
    return str(tmp_path / "a.mp3")


def test_only_when_asked(path):
    for f in (MP3(path), MP3(path, exact=False), simdtag.File(path), simdtag.File(path, exact=False)):
        assert not hasattr(f.info, "exact")
        assert "exact" not in vars(f.info) and "exact" not in dir(f.info)


def test_every_way_to_ask(path):
    wanted = MP3(path, exact=True).info.exact
    assert wanted.frames == 20 and wanted._fields == (
        "frames", "samples", "length", "bitrate", "max_bitrate", "truncated", "garbage")
    assert isinstance(wanted.bitrate, int) and isinstance(wanted.truncated, bool)
    loaded = MP3.__new__(MP3)
    loaded.load(path, exact=True)
    for f in (loaded, EasyMP3(path, exact=True), simdtag.File(path, exact=True), MP3(open(path, "rb"), exact=True),
              simdtag.File(path, easy=True, exact=True), simdtag.File(path, [MP3, FLAC], exact=True),
              simdtag.File(path, lazy=True, exact=True), MP3(path, lazy=True, exact=True),
              simdtag.File(fileobj=open(path, "rb"), exact=True), simdtag.File(path, None, lazy=True, exact=True)):
        assert f.info.exact == wanted
    assert vars(MP3(path, exact=True).info)["exact"] == wanted
    assert pickle.loads(pickle.dumps(wanted)) == wanted


def test_other_formats(tmp_path):
    import samples
    ogg = samples.one(".ogg")
    assert not hasattr(simdtag.File(ogg, exact=True).info, "exact")
    assert not hasattr(simdtag.File(ogg, [OggVorbis], exact=True).info, "exact")
    with pytest.raises(TypeError):
        OggVorbis(ogg, exact=True)


def test_errors_stay(tmp_path):
    bad = tmp_path / "x.mp3"
    bad.write_bytes(b"no sound")
    with pytest.raises(simdtag.MutagenError):
        MP3(str(bad), exact=True)
    assert simdtag.File(io.BytesIO(b"nothing"), exact=True) is None

    class Truth:
        def __bool__(self):
            raise KeyError("no truth")

    for call in (MP3, simdtag.File):
        with pytest.raises(KeyError):
            call(str(bad), exact=Truth())
