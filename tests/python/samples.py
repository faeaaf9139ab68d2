# SPDX-License-Identifier: MIT
"""The repository's own samples: made once by tests/samples/make.py with real encoders, and those committed beside
it."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, os.pardir, "samples")
CACHE = os.environ.get("SIMDTAG_TEST_CACHE") or os.path.join(HERE, os.pardir, ".cache")
AUDIO = (".mp3", ".mp2", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".m4b", ".id3", ".spx", ".ogv", ".oggflac",
         ".wma", ".asf", ".wmv", ".aif", ".aiff", ".aifc", ".wav", ".dsf", ".dff", ".tta", ".apev2", ".ape", ".mpc",
         ".mp+", ".wv", ".ofr", ".ofs", ".tak", ".aac", ".adif", ".ac3", ".eac3", ".mid", ".midi")


def made():
    """The folder of made samples, making them if it is not there or older than its scripts."""
    script = os.path.join(SAMPLES, "make.py")
    folder = os.path.join(CACHE, "samples")
    stamp = os.path.join(folder, ".made")
    scripts = [os.path.join(SAMPLES, name) for name in os.listdir(SAMPLES) if name.endswith(".py")]
    if not os.path.exists(stamp) or os.path.getmtime(stamp) < max(map(os.path.getmtime, scripts)):
        os.makedirs(folder, exist_ok=True)
        subprocess.run([sys.executable, script, folder], check=True)
        with open(stamp, "w", encoding="ascii"):
            pass
    return folder


def paths():
    """Paths of all samples, sorted by folder and name."""
    found = []
    for folder in (SAMPLES, made()):
        for top, dirs, names in os.walk(folder):
            dirs[:] = sorted(name for name in dirs if name[0] != ".")  # .work: another process is making samples
            found += [os.path.join(top, name) for name in sorted(names) if name.lower().endswith(AUDIO)]
    return found


def one(ending):
    """The first sample whose name ends so."""
    return next(path for path in paths() if path.endswith(ending))
