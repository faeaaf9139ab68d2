# SPDX-License-Identifier: MIT
"""cold_worker.py READER IN_FLIGHT LIST WARM_LIST: imports a reader and opens the files of WARM_LIST, says "ready",
waits for a line, opens every path of LIST, and prints seconds and how many files failed, as JSON.

What comes before "ready" is what a program has in memory when it begins: modules, classes, threads' stacks. The parent
empties the caches then. READER: mutagen, simdtag, ring, threads (both simdtag.batch_open), or walk:READER or
inodes:READER, for which LIST is a directory."""

import concurrent.futures
import json
import os
import sys
import time


def pooled(package, in_flight):
    """Opens by the package's File, one file after the other or in a pool of threads."""
    file = __import__(package).File

    def opened(path):
        try:
            f = file(path)
            f.info.length
            return f
        except Exception as error:
            return error

    if in_flight == 1:
        return lambda paths: [opened(path) for path in paths]

    def through(paths):
        with concurrent.futures.ThreadPoolExecutor(in_flight) as pool:
            return list(pool.map(opened, paths))

    return through


def batched(engine, in_flight):
    """simdtag.batch_open with that many files in flight; two rings share them."""
    import simdtag

    threads = in_flight if engine == "threads" else min(2, in_flight)
    depth = {} if engine == "threads" else {"depth": in_flight // threads}
    return lambda paths: list(simdtag.batch_open(paths, threads=threads, engine=engine, **depth))


def opener(reader, in_flight):
    if reader in ("ring", "threads"):
        return batched(reader, in_flight)
    return pooled(reader, in_flight)


ENDINGS = (".mp3", ".m4a", ".flac", ".ogg", ".opus", ".wma", ".wav", ".aiff", ".wv", ".ape", ".mpc")


def walked(reader, in_flight, top, sort):
    """All paths under a folder: by os.walk for mutagen, by simdtag.walk otherwise."""
    if reader != "mutagen":
        import simdtag

        return simdtag.walk(top, sort=sort, threads=0 if in_flight == 1 else 16)
    return [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names
            if name.endswith(ENDINGS)]


def lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def main():
    reader, in_flight, listing, warm = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    walk, _, reader = reader.rpartition(":")
    run = opener(reader, in_flight)
    warm_paths = lines(warm)
    assert not any(isinstance(f, Exception) or f is None for f in run(warm_paths)), "the files to warm up with fail"
    paths = None if walk else lines(listing)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    files = run(walked(reader, in_flight, listing, walk == "walk") if walk else paths)
    took = time.perf_counter() - began
    failed = sum(f is None or isinstance(f, Exception) for f in files)
    print(json.dumps({"seconds": took, "files": len(files), "failed": failed}), flush=True)


if __name__ == "__main__":
    main()
