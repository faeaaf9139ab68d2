#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Exact scans: how fast they are beside reading and copying the same cached files (bench/exact.c), and how far from
the truth the lengths are that mutagen tells.

    make -C build bench/exact && .venv/bin/python bench/exact.py build

Needs ffmpeg and lame, mutagen for its column. The files are made anew in a temporary folder.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile

SECONDS = 600
# bursts, pauses, a tone: an encoder of variable bitrate has something to vary
SPEECH = ("aevalsrc=0.3*sin(2*PI*t*(200+50*mod(t\\,60)))*lt(mod(t\\,3)\\,1.2)+0.1*random(0)*lt(mod(t\\,7)\\,1)"
          ":s=44100:d=%d" % SECONDS)
ENCODED = {
    "cbr-128.mp3": ["lame", "--quiet", "-b", "128"],
    "vbr-with-header.mp3": ["lame", "--quiet", "-V", "2"],
    "vbr-no-header.mp3": ["lame", "--quiet", "-t", "-V", "4"],
    "vbr-no-header-16k.mp3": ["lame", "--quiet", "-t", "-V", "4", "--resample", "16"],
    "aac-96.aac": ["ffmpeg", "-v", "error", "-b:a", "96k", "-i"],
    "flac-no-total.flac": ["flac", "-s"],
}


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def encode(folder, wave, name, command):
    path = os.path.join(folder, name)
    if command[0] == "ffmpeg":
        run("ffmpeg", "-v", "error", "-i", wave, *command[3:-1], path)
    else:
        run(*command, wave, *(["-o"] if command[0] == "flac" else []), path)
    return path


def spoil(path, name, change):
    with open(path, "rb") as f:
        data = change(bytearray(f.read()))
    spoilt = os.path.join(os.path.dirname(path), name)
    with open(spoilt, "wb") as f:
        f.write(data)
    return spoilt


def no_total(data):
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    return data


def garbage(data):
    """500 bytes of noise in every 20 KB."""
    noise = random.Random(1)
    return b"".join(data[i:i + 20000] + noise.randbytes(500) for i in range(0, len(data), 20000))


def make(folder):
    wave = os.path.join(folder, "speech.wav")
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", SPEECH, wave)
    paths = []
    for name, command in ENCODED.items():
        if shutil.which(command[0]):
            paths.append(encode(folder, wave, name, command))
    for path in paths:
        if path.endswith(".flac"):
            spoil(path, os.path.basename(path), no_total)
    plain = os.path.join(folder, "vbr-no-header.mp3")
    paths.append(spoil(plain, "vbr-cut.mp3", lambda data: data[:len(data) // 3]))
    paths.append(spoil(plain, "vbr-garbage.mp3", garbage))
    return paths


def answers(paths):
    import simdtag
    try:
        import mutagen
    except ImportError:
        mutagen = None
    print("| file | mutagen, s | exact, s | frames | truncated | garbage |\n| --- | --- | --- | --- | --- | --- |")
    for path in paths:
        told = "%.2f" % mutagen.File(path).info.length if mutagen else "-"
        x = simdtag.File(path, exact=True).info.exact
        print("| %s | %s | %.2f | %s | %s | %d |" % (
            os.path.basename(path), told, x.length, x.frames, "yes" if x.truncated else "no", x.garbage))


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build"
    sys.path.insert(0, os.path.join(build, "python"))
    with tempfile.TemporaryDirectory() as folder:
        paths = make(folder)
        print("%d seconds of sound" % SECONDS)
        answers(paths)
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
            names = [line.split(":")[1].strip() for line in f if line.startswith("model name")]
        print("\n" + (names[0] if names else "CPU unknown"))
        print("GB/s; \"÷ copy\": the scan's speed as a part of pread's and memcpy's together")
        print(run(os.path.join(build, "bench", "exact"), *paths))


if __name__ == "__main__":
    main()
