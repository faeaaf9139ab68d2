# SPDX-License-Identifier: MIT
"""MP4 files of every codec that ffmpeg puts into one, beside AAC and ALAC."""

# encoder and extension
CODECS = (("ac3", "mp4"), ("eac3", "mp4"), ("libmp3lame", "mp4"), ("libmp3lame", "mov"), ("mp2", "mp4"),
          ("flac", "mp4"), ("libopus", "mp4"), ("libvorbis", "mp4"), ("pcm_s16le", "mov"), ("dca", "mp4"),
          ("dca", "mov"), ("truehd", "mp4"))


def make(m):
    wav = m.wav(0.4, 48000)
    for codec, kind in CODECS:
        m.maybe(f"mp4-codec-{codec}-{kind}.m4a", m.ffmpeg(kind, f"-strict -2 -c:a {codec}", wav))
