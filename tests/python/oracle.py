# SPDX-License-Identifier: MIT
"""mutagen's source distribution, fetched and unpacked at test time for its sample files; nothing of it is committed."""

import os
import subprocess
import sys
import tarfile

VERSION = "1.48.1"
HERE = os.path.dirname(os.path.abspath(__file__))
CACHE = os.environ.get("SIMDTAG_TEST_CACHE") or os.path.join(HERE, os.pardir, ".cache")


def unpacked():
    """The folder of the unpacked sdist; None when it cannot be had."""
    folder = os.path.join(CACHE, f"mutagen-{VERSION}")
    if os.path.isdir(folder):
        return folder
    os.makedirs(CACHE, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:",
               "-d", CACHE, f"mutagen=={VERSION}"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    archive = os.path.join(CACHE, f"mutagen-{VERSION}.tar.gz")
    if not os.path.exists(archive):
        return None
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(CACHE, filter="data")
        else:
            tar.extractall(CACHE)
    return folder if os.path.isdir(folder) else None


def samples():
    """Paths of its sample files, sorted."""
    folder = unpacked()
    data = os.path.join(folder, "tests", "data") if folder else ""
    return sorted(os.path.join(data, name) for name in os.listdir(data)) if os.path.isdir(data) else []
