# SPDX-License-Identifier: MIT
"""make.py FOLDER: makes the sample files: real encoders for the audio, tags byte by byte. The same bytes at
every run.

ffmpeg is needed; lame, flac, oggenc and opusenc add samples of their own where they are installed."""

import importlib
import os
import shutil
import struct
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tagbytes as t  # noqa: E402

LONG = "日本語のタイトル — ☃ 𝄞 "
JPEG, PNG = t.jpeg(3000), t.png()
BIG = t.jpeg(64 << 10)
# modules beside this one, each with make(maker)
FAMILIES = ["mp4_codecs", "oggs", "midi", "ape", "asf", "mpc_wv", "iff", "streams"]


class Maker:
    """The folder, and the encodings that several samples share."""

    def __init__(self, folder):
        self.folder = folder
        self.work = os.path.join(folder, ".work")
        os.makedirs(self.work, exist_ok=True)
        self.made = {}

    def write(self, name, *parts):
        with open(os.path.join(self.folder, name), "wb") as f:
            f.write(b"".join(parts))

    def wav(self, seconds=0.4, rate=44100, channels=2):
        """A path to tones with a little noise, 16 bits."""
        path = os.path.join(self.work, "%g-%d-%d.wav" % (seconds, rate, channels))
        if not os.path.exists(path):
            n, state, out = int(seconds * rate), 1, bytearray()
            for i in range(n):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                saw = (i * 440 * 256 // rate) % 256 - 128
                for c in range(channels):
                    out += struct.pack("<h", saw * (60 - 20 * c) + (state >> 20) - 1024)
            head = struct.pack(
                "<4sI4s4sIHHIIHH4sI",
                b"RIFF",
                36 + len(out),
                b"WAVE",
                b"fmt ",
                16,
                1,
                channels,
                rate,
                rate * channels * 2,
                channels * 2,
                16,
                b"data",
                len(out),
            )
            with open(path, "wb") as f:
                f.write(head + out)
        return path

    def run(self, ending, command):
        """The bytes that a command writes to OUT.<ending>; None when the program is not installed."""
        key = (ending,) + tuple(command)
        if key not in self.made:
            if shutil.which(command[0]) is None:
                print("(no %s: its samples are left out)" % command[0])
                return None
            path = os.path.join(self.work, "out." + ending)
            if os.path.exists(path):
                os.remove(path)
            subprocess.run(
                [path if word == "OUT" else word for word in command],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            with open(path, "rb") as f:
                self.made[key] = f.read()
        return self.made[key]

    def ffmpeg(self, ending, options="", source=None, before=()):
        return self.run(
            ending,
            [
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                source or self.wav(),
                *before,
                "-map_metadata",
                "-1",
                "-fflags",
                "+bitexact",
                "-flags",
                "+bitexact",
                *options.split(),
                "OUT",
            ],
        )

    def maybe(self, name, data):
        if data is not None:
            self.write(name, data)


def mpeg_frame(header, length, body=b"", at=36):
    return (header + bytes(at - 4) + body).ljust(length, b"\0")[:length]


def mpeg_streams(m):
    """Streams without tags: every version, layer, kind of bitrate and header."""
    for name, options in {
        "mp3-cbr-128": "-b:a 128k",
        "mp3-cbr-noxing": "-b:a 96k -write_xing 0",
        "mp3-vbr-ffmpeg": "-q:a 4",
        "mp3-abr-ffmpeg": "-abr 1 -b:a 112k",
        "mp3-mpeg2": "-ar 22050 -b:a 48k",
        "mp3-mpeg25-mono": "-ar 8000 -ac 1",
        "mp3-mono-32k": "-ar 32000 -ac 1 -b:a 64k",
    }.items():
        m.write(name + ".mp3", m.ffmpeg("mp3", "-id3v2_version 0 " + options))
    for name, options in {"mp2-192": "-b:a 192k", "mp2-mpeg2-mono": "-ar 22050 -ac 1 -b:a 64k"}.items():
        m.write(name + ".mp2", m.ffmpeg("mp2", "-c:a mp2 " + options))
    for name, options in {
        "lame-v2": "-V 2",
        "lame-v9": "-V 9",
        "lame-old": "-V 4 --vbr-old",
        "lame-insane": "--preset insane",
        "lame-abr": "--abr 140",
        "lame-cbr-crc": "-p -b 128",
        "lame-mono": "-m m -b 64",
        "lame-dual": "-m d -b 128",
        "lame-gain": "-V 5 --replaygain-accurate",
        "lame-free-format": "--freeformat -b 400",
    }.items():
        m.maybe("mp3-%s.mp3" % name, m.run("mp3", ["lame", "--quiet", *options.split(), m.wav(), "OUT"]))
    plain = b"\xff\xfb\x90\x00"
    m.write(
        "mp3-vbri.mp3",
        mpeg_frame(plain, 417, struct.pack(">4sHHHIIHHHH", b"VBRI", 1, 0, 75, 4170, 10, 4, 1, 2, 2) + bytes(8)),
        mpeg_frame(plain, 417) * 9,
    )
    m.write(
        "mp3-xing-partial.mp3", mpeg_frame(plain, 417, struct.pack(">4sII", b"Xing", 1, 10)), mpeg_frame(plain, 417) * 9
    )
    m.write("mp3-layer1.mp3", mpeg_frame(b"\xff\xff\x40\x00", 136) * 40)
    m.write("mp3-junk-before.mp3", b"junk\xff\xe0\xff\xfb\x90" * 300, mpeg_frame(plain, 417) * 9)
    m.write("mp3-two-frames.mp3", mpeg_frame(plain, 417) * 2)
    m.write("mp3-one-frame.mp3", mpeg_frame(plain, 417))


def usual_frames(v, cover=None):
    """A dozen usual fields in a version's own names."""
    x = t.text
    if v == 2:
        names = ("TT2", "TP1", "TAL", "TRK", "TYE", "TCO")
    else:
        names = ("TIT2", "TPE1", "TALB", "TRCK", "TYER" if v == 3 else "TDRC", "TCON")
    out = [
        x(n, s, v, None if v > 2 else 1)
        for n, s in zip(names, ("Größe " + LONG, "Ærø & Sønner", "Album", "3/12", "1999", "(17)"))
    ]
    if v == 2:
        out += [t.comment("COM", "eng", "", "a comment", 2), x("TCM", "Composer", 2, 0), x("TPA", "1/2", 2, 0)]
    else:
        out += [
            x("TPE2", "Album Artist", v),
            x("TPOS", "1/2", v),
            x("TCOM", "Composer", v),
            t.comment("COMM", "eng", "", "a comment", v),
            t.described("TXXX", "MusicBrainz Album Id", "0f2b37c8-3a4f-4b4e-9d5e-5f5d1a0d3c55", v),
            x("TBPM", "128", v),
        ]
    return out + ([t.apic(cover, v)] if cover else [])


def odd_frames(v):
    """One of nearly every frame class."""
    f, le = t.frame, t.nul(1)
    utf16 = t.encoded("Ünïcode", 1)
    return [
        t.described("WXXX", "home", "http://example.org/", v),
        f("WCOM", b"http://example.org/buy", v),
        f("WOAF", b"http://example.org/f", v),
        t.comment("USLT", "deu", "Text", "Zeile 1\nZeile 2", v),
        t.comment("COMM", "XXX", "iTunNORM", " 00000318 000002FC", v, 0),
        f(
            "SYLT",
            b"\1eng\2\1"
            + t.encoded("d", 1)
            + le
            + utf16
            + le
            + struct.pack(">I", 1000)
            + t.encoded("zwei", 1)
            + le
            + struct.pack(">I", 2000),
            v,
        ),
        f("UFID", b"http://musicbrainz.org\0abc-def", v),
        f("PRIV", b"WM/UniqueFileIdentifier\0" + utf16, v),
        f("POPM", b"Windows Media Player 9 Series\0\xff\0\0\0\x07", v),
        f("PCNT", struct.pack(">I", 42), v),
        f("MCDI", bytes(range(40)), v),
        f("GEOB", b"\0application/x-thing\0thing.bin\0a thing\0" + bytes(range(64)), v),
        f("ETCO", b"\2\1\0\0\0\x0a\2\0\0\1\0", v),
        f("RVA2", b"track\0\1\xfe\0\x10\x7f\xff", v),
        f("RVRB", bytes(range(12)), v),
        f("USER", b"\0engterms of use", v),
        f("OWNE", b"\0USD10\00020010203Seller", v),
        f("LINK", b"TIT2http://example.org/\0id", v),
        f("POSS", b"\1\0\0\1\0", v),
        f("SIGN", b"\x80signature", v),
        f("SEEK", struct.pack(">I", 12345), v),
        f("ENCR", b"owner\0\x80data", v),
        f("GRID", b"owner\0\x81data", v),
        f("COMR", b"\0USD1.00\00020301231http://example.org/\0\1Seller\0Thing\0image/png\0" + PNG, v),
        f("RBUF", struct.pack(">I", 4096)[1:] + b"\1" + struct.pack(">I", 99), v),
        f("AENC", b"owner\0\0\1\0\2data", v),
        f("MLLT", struct.pack(">HBBBBBB", 1, 0, 4, 16, 0, 8, 8) + bytes(8), v),
        f("SYTC", b"\2\x80\0\0\0\0\xff\x02\0\0\1\0", v),
        t.text("TIPL", ["producer", "P", "mix", "M"]) if v == 4 else f("IPLS", b"\0producer\0P\0mix\0M", v),
        t.text("TCON", ["(4)Eurodisco", "17", "(RX)", "Rock"] if v == 4 else "(51)(39)(CR)", v),
        t.apic(JPEG, v),
        t.apic(PNG, v, "image/png", 4, "Rückseite", 1),
        t.apic(t.GIF, v, "image/gif", 5, "inside"),
        t.apic(b"http://example.org/c.jpg", v, "-->", 0),
        f("XSOP", b"\0sort", v),
        f("ZZZZ", b"unknown to all", v),
        f("TXXX", b"", v),
        t.text("TSRC", "GBAAA0000001", v),
        t.text("TLEN", "400", v),
        t.text("TKEY", "Am", v),
        t.text("TLAN", "eng", v),
    ]


def chapters(v):
    def chap(name, begin, end, *sub):
        return t.frame(
            "CHAP", name + b"\0" + struct.pack(">IIII", begin, end, 0xFFFFFFFF, 0xFFFFFFFF) + b"".join(sub), v
        )

    toc = t.frame("CTOC", b"toc\0\3\2c1\0c2\0" + t.text("TIT2", "Contents", v), v)
    return [
        toc,
        chap(b"c1", 0, 200, t.text("TIT2", "One", v), t.apic(PNG, v, "image/png")),
        chap(b"c2", 200, 400, t.text("TIT2", "Zwei", v)),
    ]


def id3_tags(m):
    audio = m.ffmpeg("mp3", "-id3v2_version 0 -b:a 64k")
    w = m.write
    for v in (2, 3, 4):
        w("id3-22.mp3 id3-23.mp3 id3-24.mp3".split()[v - 2], t.id3(usual_frames(v), v, padding=200), audio)
        w("id3-2%d-cover.mp3" % v, t.id3(usual_frames(v, BIG), v), audio)
    for v in (3, 4):
        w("id3-2%d-odd.mp3" % v, t.id3(odd_frames(v), v, padding=17), audio)
        w("id3-2%d-chapters.mp3" % v, t.id3(usual_frames(v) + chapters(v), v), audio)
        w(
            "id3-2%d-latin1.mp3" % v,
            t.id3([t.text(n, "caf\xe9 " + n, v, 0) for n in ("TIT2", "TPE1", "TALB")], v),
            audio,
        )
        w(
            "id3-2%d-many-values.mp3" % v,
            t.id3(
                [
                    t.text("TPE1", ["a", "b", "", "c"], v),
                    t.described("TXXX", "x", "1\0002" if v == 4 else "1/2", v),
                    t.described("TXXX", "x", "again", v),
                    t.text("TIT2", "first", v),
                    t.text("TIT2", "second", v),
                ],
                v,
            ),
            audio,
        )
    w("id3-24-utf16be.mp3", t.id3([t.text("TIT2", LONG, 4, 2), t.text("TPE1", ["eins", LONG], 4, 2)]), audio)
    w(
        "id3-22-odd.mp3",
        t.id3(
            usual_frames(2)
            + [
                t.apic(PNG, 2, "image/png", 6, "media"),
                t.described("TXX", "k", "v", 2),
                t.frame("UFI", b"o\0d", 2),
                t.frame("POP", b"a@b\0\x80\0\0\0\1", 2),
                t.frame("RVA", b"\3\x10\0\x01\0\x02", 2),
                t.frame("CNT", b"\0\0\0\7", 2),
                t.described("WXX", "d", "http://example.org/", 2),
                t.comment("ULT", "eng", "", "words", 2),
                t.frame("IPL", b"\0who\0what", 2),
                t.frame("BUF", b"\0\1\0\1\0\0\0\2", 2),
                t.frame("ZZZ", b"?", 2),
            ],
            2,
        ),
        audio,
    )
    w(
        "id3-23-unsync.mp3",
        t.id3([t.text("TIT2", "ÿþÿà ÿ", 3), t.apic(b"\xff\xd8\xff\xe0\xff\0\xff" * 20, 3)], 3, 0x80, padding=30),
        audio,
    )
    unsynced = t.unsync(t.encoded("ÿþÿà ÿ", 1))
    w(
        "id3-24-unsync.mp3",
        t.id3(
            [
                t.frame("TIT2", b"\1" + unsynced, 4, 0x0002),
                t.frame("TPE1", t.synchsafe(4) + t.unsync(b"\0\xff\xe0x"), 4, 0x0003),
            ],
            4,
            0x80,
        ),
        audio,
    )
    body = b"\3" + ("compressed " * 40).encode()
    w(
        "id3-24-compressed.mp3",
        t.id3(
            [
                t.frame("TIT2", t.synchsafe(len(body)) + zlib.compress(body), 4, 0x0009),
                t.frame("TALB", t.synchsafe(6) + b"\3plain", 4, 0x0001),
            ]
        ),
        audio,
    )
    body = b"\1" + t.encoded("compressed " * 40, 1)
    w(
        "id3-23-compressed.mp3",
        t.id3(
            [
                t.frame("TIT2", struct.pack(">I", len(body)) + zlib.compress(body), 3, 0x0080),
                t.text("TPE1", "x", 3),
                t.frame("TALB", b"\x05" + b"\0grouped", 3, 0x0020),
            ],
            3,
        ),
        audio,
    )
    w("id3-23-encrypted.mp3", t.id3([t.frame("TIT2", b"\x80secret", 3, 0x0040), t.text("TPE1", "open", 3)], 3), audio)
    w("id3-24-extended.mp3", t.id3(usual_frames(4), 4, 0x40, extended=b"\0\0\0\x0c\1\x20\5\0\0\0\0\0"), audio)
    w("id3-23-extended.mp3", t.id3(usual_frames(3), 3, 0x40, extended=struct.pack(">IHI", 6, 0, 0)), audio)
    w("id3-24-footer.mp3", t.id3(usual_frames(4), 4, 0x10, footer=True), audio)
    w("id3-24-itunes-sizes.mp3", t.id3([t.text("TIT2", "x" * 300, 3, 0), t.text("TPE1", "y" * 200, 3, 0)], 4), audio)
    w(
        "id3-23-dates.mp3",
        t.id3(
            [
                t.text("TYER", "2004", 3, 0),
                t.text("TDAT", "2512", 3, 0),
                t.text("TIME", "1815", 3, 0),
                t.text("TORY", "1971", 3, 0),
                t.text("TRDA", "June", 3, 0),
                t.text("TSIZ", "1", 3, 0),
            ],
            3,
        ),
        audio,
    )
    w(
        "id3-24-dates.mp3",
        t.id3(
            [t.text("TDRC", ["2004-12-25T18:15:07", "2005"]), t.text("TDOR", "1971-02"), t.text("TDRL", "not a date")]
        ),
        audio,
    )
    v1 = t.id3v1("A title of thirty characters!!!", "Artist", "Album", "1984", "Comment", 7, 17)
    w("id3v1.mp3", audio, v1)
    w("id3v1-0.mp3", audio, t.id3v1("caf\xe9", "", "Album", "", "a comment of thirty characters", 0, 255))
    w("id3v1-and-v2.mp3", t.id3([t.text("TIT2", "from v2"), t.text("TPE1", "Artist v2")]), audio, v1)
    w("id3-empty.mp3", t.id3([], 4), audio)
    w("id3-padding-only.mp3", t.id3([], 3, padding=1000), audio)
    w("id3-two-tags.mp3", t.id3(usual_frames(3), 3), t.id3([t.text("TIT2", "second tag")]), audio)
    w("id3-big-padding.mp3", t.id3(usual_frames(4), 4, padding=20000), audio)
    w(
        "id3-broken-frames.mp3",
        t.id3([t.text("TIT2", "good"), b"TPE1" + t.synchsafe(9000) + b"\0\0\0cut", t.text("TALB", "lost")]),
        audio,
    )
    w(
        "id3-bad-encoding.mp3",
        t.id3(
            [
                t.frame("TIT2", b"\7what"),
                t.frame("TPE1", b"\1\xff\xfea"),
                t.frame("TALB", b"\3\xc3\x28"),
                t.text("TBPM", "5"),
            ]
        ),
        audio,
    )
    w("id3-ape-end.mp3", t.id3(usual_frames(4)), audio, struct.pack("<8sIIII8x", b"APETAGEX", 2000, 32, 0, 0x80000000))
    w("id3-no-audio.id3", t.id3(usual_frames(4)))


def flac_files(m):
    w, comment = m.write, t.vorbis_comment
    info, audio = t.flac_split(m.ffmpeg("flac"))
    pairs = [
        ("TITLE", LONG),
        ("ARTIST", "Ærø"),
        ("ARTIST", "Zwei"),
        ("album", "Album"),
        ("TRACKNUMBER", "3"),
        ("DATE", "1999"),
        ("COMMENT", "a=b=c"),
        ("EMPTY", ""),
        ("REPLAYGAIN_TRACK_GAIN", "-7.03 dB"),
    ]
    w("flac-ffmpeg.flac", m.ffmpeg("flac", "-compression_level 8"))
    w("flac-24bit.flac", m.ffmpeg("flac", "-sample_fmt s32 -ar 96000"))
    w("flac-mono-8k.flac", m.ffmpeg("flac", "-ac 1 -ar 8000"))
    m.maybe(
        "flac-reference.flac",
        m.run(
            "flac",
            [
                "flac",
                "-s",
                "-8",
                "-f",
                "-T",
                "TITLE=flac",
                "-T",
                "ARTIST=x",
                "-S",
                "1s;2x",
                "--padding=500",
                m.wav(),
                "-o",
                "OUT",
            ],
        ),
    )
    w("flac-tags.flac", t.flac([(0, info), (4, comment(pairs)), (1, bytes(4096))], audio))
    w("flac-no-tags.flac", t.flac([(0, info)], audio))
    w("flac-cover.flac", t.flac([(0, info), (4, comment(pairs)), (6, t.flac_picture(BIG)), (1, bytes(300))], audio))
    w(
        "flac-pictures.flac",
        t.flac(
            [
                (0, info),
                (6, t.flac_picture(PNG, "image/png", 4, "Rückseite", (1, 1, 24, 0))),
                (4, comment(pairs)),
                (6, t.flac_picture(JPEG)),
                (6, t.flac_picture(t.GIF, "image/gif", 0, "", (1, 1, 8, 2))),
                (6, t.flac_picture(b"http://example.org/c.jpg", "-->")),
            ],
            audio,
        ),
    )
    w(
        "flac-all-blocks.flac",
        t.flac(
            [
                (0, info),
                (3, t.seektable()),
                (2, b"ATCHdata of an application"),
                (5, t.cuesheet()),
                (4, comment(pairs)),
                (6, t.flac_picture(JPEG)),
                (9, b"a block of the future"),
                (1, bytes(64)),
            ],
            audio,
        ),
    )
    w("flac-id3-before.flac", t.id3(usual_frames(3), 3), t.flac([(0, info), (4, comment(pairs))], audio))
    w("flac-id3-after.flac", t.flac([(0, info), (4, comment(pairs))], audio), t.id3v1("title"))
    w(
        "flac-total-unknown.flac",
        t.flac([(0, info[:13] + bytes([info[13] & 0xF0]) + bytes(4) + info[18:]), (4, comment(pairs))], audio),
    )
    w("flac-two-comments.flac", t.flac([(0, info), (4, comment(pairs)), (4, comment([("A", "b")]))], audio))
    w("flac-bad-utf8.flac", t.flac([(0, info), (4, comment([("TITLE", b"caf\xe9"), ("ARTIST", "ok")]))], audio))
    w("flac-no-equals.flac", t.flac([(0, info), (4, struct.pack("<III2sI3s", 0, 2, 2, b"no", 3, b"A=b"))], audio))
    size = len(t.flac_picture(BIG))
    wrong = t.flac([(0, info), (4, comment(pairs)), (6, t.flac_picture(BIG))], audio)
    w("flac-picture-wrong-size.flac", wrong.replace(size.to_bytes(3, "big"), (size & 0xFF).to_bytes(3, "big"), 1))
    w("flac-no-streaminfo.flac", t.flac([(4, comment(pairs))], audio))


def multiplex(one, two):
    """Two streams in one physical stream (RFC 3533, 4): all first pages, then the rest in turns."""
    a, b = (
        [t.ogg_page(p[5], p[4], serial, p[3], p[1], p[0]) for p in t.ogg_pages(data)]
        for data, serial in ((one, 77), (two, 99))
    )
    out = [a.pop(0), b.pop(0)]
    while a or b:
        out += ([a.pop(0)] if a else []) + ([b.pop(0)] if b else [])
    return b"".join(out)


def ogg_files(m):
    w = m.write
    pairs = [
        ("TITLE", LONG),
        ("ARTIST", "Ærø"),
        ("artist", "Zwei"),
        ("ALBUM", "Album"),
        ("TRACKNUMBER", "3/9"),
        ("DATE", "1999"),
    ]
    retag_vendor = "simdtag samples"
    vorbis, opus = m.ffmpeg("ogg", "-c:a libvorbis -q:a 2"), m.ffmpeg("opus", "-c:a libopus -b:a 64k")
    mono = m.ffmpeg("ogg", "-c:a libvorbis -ac 1 -ar 22050")
    cover = [("METADATA_BLOCK_PICTURE", t.picture_field(BIG))]
    for name, data, magic, framing in (("vorbis", vorbis, b"\3vorbis", True), ("opus", opus, b"OpusTags", False)):
        ending = ".ogg" if name == "vorbis" else ".opus"

        def retag(items, more=b""):
            return t.ogg_retag(
                data, magic + t.vorbis_comment(items, framing=framing) + more, setup=framing
            )  # noqa: B023

        w(name + "-plain" + ending, data)
        w(name + "-tags" + ending, retag(pairs))
        w(name + "-no-tags" + ending, retag([]))
        w(name + "-cover" + ending, retag(pairs + cover))
        w(
            name + "-two-covers" + ending,
            retag(
                pairs
                + cover
                + [("METADATA_BLOCK_PICTURE", t.picture_field(PNG, mime="image/png", kind=4))]
                + pairs[:1]
                + [("COVERART", "bm90IGEgcGljdHVyZQ==")]
            ),
        )
        w(name + "-padding" + ending, retag(pairs, bytes(3000)))
        w(name + "-long-value" + ending, retag([("LYRICS", "la " * 30000)] + pairs))
        w(
            name + "-chained" + ending,
            retag(pairs),
            t.ogg_retag(data, magic + t.vorbis_comment([("TITLE", "second link")], framing=framing), 4711, framing),
        )
        w(
            name + "-lacing-255" + ending,
            retag([("A", "x" * (255 * 3 - len(magic) - len(retag_vendor) - 15 - framing))]),
        )
        w(name + "-cut" + ending, retag(pairs)[:-700])
    w("vorbis-mono.ogg", mono)
    w(
        "vorbis-multiplexed.ogg",
        multiplex(t.ogg_retag(vorbis, b"\3vorbis" + t.vorbis_comment(pairs, framing=True)), opus),
    )
    w("opus-multiplexed.opus", multiplex(t.ogg_retag(opus, b"OpusTags" + t.vorbis_comment(pairs), setup=False), vorbis))
    w(
        "vorbis-after-other.ogg",
        multiplex(mono, t.ogg_retag(vorbis, b"\3vorbis" + t.vorbis_comment(pairs, framing=True))),
    )
    w("opus-mono-8k.opus", m.ffmpeg("opus", "-c:a libopus -ac 1 -b:a 8k"))
    w("ogg-flac.oga", m.ffmpeg("oga", "-c:a flac"))
    m.maybe(
        "vorbis-oggenc.ogg",
        m.run(
            "ogg",
            [
                "oggenc",
                "-Q",
                "-q",
                "3",
                "-s",
                "1",
                "-t",
                "title",
                "-a",
                "artist",
                "-c",
                "key=value",
                m.wav(),
                "-o",
                "OUT",
            ],
        ),
    )
    m.maybe(
        "opus-opusenc.opus",
        m.run(
            "opus",
            ["opusenc", "--quiet", "--serial", "1", "--title", "title", "--comment", "key=value", m.wav(), "OUT"],
        ),
    )


def ilst_items(cover=None):
    d = t.ilst_data
    out = [
        t.ilst_text("©nam", LONG),
        t.ilst_text("©ART", "Ærø", "Zwei"),
        t.ilst_text("©alb", "Album"),
        t.ilst_text("aART", "Album Artist"),
        t.ilst_text("©day", "1999-02-03"),
        t.ilst_text("©gen", "Own Genre"),
        t.ilst_text("©wrt", "Composer"),
        t.ilst_text("©too", "encoder"),
        t.ilst_text("©cmt", "a comment"),
        t.atom("trkn", d(0, struct.pack(">HHHH", 0, 3, 12, 0))),
        t.atom("disk", d(0, struct.pack(">HHH", 0, 1, 2))),
        t.atom("tmpo", d(21, struct.pack(">H", 128))),
    ]
    return out + ([t.atom("covr", d(13, cover))] if cover else [])


def mp4_files(m):
    w, d = m.write, t.ilst_data
    aac = m.ffmpeg("m4a", "-c:a aac -b:a 64k")
    front = m.ffmpeg("m4a", "-c:a aac -b:a 64k -movflags +faststart")
    for name, data in {
        "aac": aac,
        "aac-front": front,
        "alac": m.ffmpeg("m4a", "-c:a alac"),
        "ac3": m.ffmpeg("mp4", "-c:a ac3 -b:a 96k"),
        "eac3": m.ffmpeg("mp4", "-c:a eac3 -b:a 96k"),
        "aac-mono-8k": m.ffmpeg("m4a", "-c:a aac -ac 1 -ar 8000"),
        "mp3": m.ffmpeg("mp4", "-c:a libmp3lame -b:a 64k"),
        "opus": m.ffmpeg("mp4", "-c:a libopus -strict -2"),
        "flac": m.ffmpeg("mp4", "-c:a flac -strict -2"),
        "fragmented": m.ffmpeg("m4a", "-c:a aac -movflags +frag_keyframe+empty_moov"),
    }.items():
        w("mp4-%s.m4a" % name, data)
    for place in (False, True):
        word = "first" if place else "last"
        w("mp4-moov-%s.m4a" % word, t.mp4_retag(aac, t.meta(ilst_items(), 1000), place))
        w("mp4-moov-%s-cover.m4a" % word, t.mp4_retag(aac, t.meta(ilst_items(BIG), 1000), place))
    every = ilst_items(JPEG) + [
        t.atom("covr", d(14, PNG) + d(13, JPEG) + d(27, t.BMP) + d(0, t.GIF)),
        t.atom("cpil", d(21, b"\1")),
        t.atom("pgap", d(21, b"\0")),
        t.atom("pcst", d(21, b"\1")),
        t.atom("gnre", d(0, b"\0\x12")),
        t.atom("rtng", d(21, b"\2")),
        t.atom("stik", d(21, b"\1")),
        t.atom("hdvd", d(21, b"\0")),
        t.atom("plID", d(21, struct.pack(">q", 1 << 40))),
        t.atom("cnID", d(21, struct.pack(">i", -5))),
        t.atom("geID", d(21, struct.pack(">i", 17))),
        t.atom("sfID", d(21, struct.pack(">i", 143443))),
        t.atom("tvsn", d(21, struct.pack(">i", 2))),
        t.ilst_text("sonm", "sort"),
        t.ilst_text("purd", "2020"),
        t.ilst_text("©grp", "grp"),
        t.ilst_text("©lyr", "la\nla"),
        t.ilst_text("xid ", "x:y:z"),
        t.atom("©mvi", d(21, b"\0\2")),
        t.atom("shwm", d(21, b"\1")),
        t.ilst_text("©wrk", "work"),
        t.atom("akID", d(21, b"\0")),
        t.freeform("com.apple.iTunes", "MusicBrainz Album Id", "0f2b37c8", "second"),
        t.freeform("com.apple.iTunes", "iTunSMPB", " 00000000 00000840"),
        t.freeform("org.example", "binary", b"\0\1\2", kind=0),
        t.freeform("com.apple.iTunes", "MusicBrainz Album Id", "third"),
        t.atom("zzzz", d(1, b"unknown")),
        t.atom("©xyz", d(2, "utf16".encode("utf-16-be"))),
        t.ilst_text("©nam", "again"),
        t.atom("free", bytes(10)),
    ]
    w("mp4-every-item.m4a", t.mp4_retag(aac, t.meta(every)))
    w("mp4-short-trkn.m4a", t.mp4_retag(aac, t.meta([t.ilst_text("©nam", "x"), t.atom("trkn", d(0, b"\0\0"))])))
    w("mp4-short-tmpo.m4a", t.mp4_retag(aac, t.meta([t.ilst_text("©nam", "x"), t.atom("tmpo", d(0, b""))])))
    titles = ("Anfang", "Mitte", "Ende " + LONG)
    chpl = t.atom(
        "chpl",
        struct.pack(">IIB", 0x01000000, 0, len(titles))
        + b"".join(struct.pack(">QB", i * 1000000, len(s.encode())) + s.encode() for i, s in enumerate(titles)),
    )
    w("mp4-chapters.m4b", t.mp4_retag(aac, t.meta(ilst_items()) + chpl))
    path = os.path.join(m.work, "chapters.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write(
            ";FFMETADATA1\n"
            + "".join(
                "[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=%d\ntitle=Kapitel %d\n" % (i * 200, i * 200 + 200, i)
                for i in range(2)
            )
        )
    w(
        "mp4-chapters-ffmpeg.m4b",
        m.run(
            "m4b",
            [
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                m.wav(),
                "-i",
                path,
                "-map_metadata",
                "1",
                "-fflags",
                "+bitexact",
                "-c:a",
                "aac",
                "-b:a",
                "64k",
                "-f",
                "ipod",
                "OUT",
            ],
        ),
    )
    w("mp4-no-udta.m4a", t.mp4_retag(aac, None))
    w("mp4-empty-ilst.m4a", t.mp4_retag(aac, t.meta([])))
    top = {name: aac[a:b] for name, a, _, b in t.atoms(aac)}
    wide = struct.pack(">I4sQ", 1, b"mdat", len(top[b"mdat"]) + 8) + top[b"mdat"][8:]
    w(
        "mp4-64bit-mdat.m4a",
        top[b"ftyp"],
        t.mp4_retag(aac, t.meta(ilst_items()))[len(top[b"ftyp"]) :].replace(top[b"mdat"], b""),
        wide,
    )
    w(
        "mp4-mdat-to-end.m4a",
        t.mp4_retag(aac, t.meta(ilst_items()), True).replace(top[b"mdat"], bytes(4) + top[b"mdat"][4:]),
    )
    w("mp4-no-moov.m4a", top[b"ftyp"], top[b"mdat"])


def budgets(m):
    """Ordinary files, one a row of the table of system calls in docs/design.md: bigger than every window, tags of the
    usual size, Ogg pages of some 4 KiB as oggenc makes them."""
    wav = m.wav(2.0)
    mp3 = m.ffmpeg("mp3", "-id3v2_version 0 -b:a 128k", wav)
    info, audio = t.flac_split(m.ffmpeg("flac", "", wav))
    pairs = [
        (k, "some ordinary value")
        for k in "TITLE ARTIST ALBUM ALBUMARTIST DATE GENRE TRACKNUMBER DISCNUMBER COMPOSER COMMENT ISRC LABEL".split()
    ]
    comment = t.vorbis_comment(pairs)
    m.write("budget-plain.mp3", t.id3(usual_frames(4), 4, padding=1000), mp3)
    m.write("budget-cover.mp3", t.id3(usual_frames(4, BIG), 4, padding=1000), mp3)
    m.write("budget-plain.flac", t.flac([(0, info), (3, t.seektable()), (4, comment), (1, bytes(4096))], audio))
    m.write("budget-cover.flac", t.flac([(0, info), (4, comment), (6, t.flac_picture(BIG)), (1, bytes(4096))], audio))
    vorbis, opus = m.ffmpeg("ogg", "-c:a libvorbis -q:a 4 -page_duration 250000", wav), m.ffmpeg(
        "opus", "-c:a libopus -b:a 160k", wav
    )
    m.write("budget-plain.ogg", t.ogg_retag(vorbis, b"\3vorbis" + t.vorbis_comment(pairs, framing=True)))
    m.write("budget-plain.opus", t.ogg_retag(opus, b"OpusTags" + comment, setup=False))
    aac = m.ffmpeg("m4a", "-c:a aac -b:a 128k", wav)
    m.write("budget-moov-first.m4a", t.mp4_retag(aac, t.meta(ilst_items(), 2000), True))
    m.write("budget-moov-last.m4a", t.mp4_retag(aac, t.meta(ilst_items(), 2000), False))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if shutil.which("ffmpeg") is None:
        sys.exit("make.py: ffmpeg is not installed (apt-get install ffmpeg)")
    m = Maker(sys.argv[1])
    for part in (mpeg_streams, id3_tags, flac_files, ogg_files, mp4_files, budgets):
        part(m)
    for name in FAMILIES:
        importlib.import_module(name).make(m)
    shutil.rmtree(m.work)


if __name__ == "__main__":
    main()
