# SPDX-License-Identifier: MIT
"""race_worker.py READER MODE FORMAT LIST: opens every path of LIST once with one reader and prints microseconds
a file, of the clock and of the processor, as JSON.

A fresh process runs one of these, so that nothing is warm that would not be in a user's program. MODE: lazy,
open, all (open, length, every tag), values (the same, and each value looked at), check (the lengths and texts
of the first files), or classic (the few files of LIST again and again, open and tags apart)."""

import json
import sys
import time


CLASSES = {
    "mp3": "mp3.MP3",
    "mp4": "mp4.MP4",
    "flac": "flac.FLAC",
    "oggvorbis": "oggvorbis.OggVorbis",
    "oggopus": "oggopus.OggOpus",
    "asf": "asf.ASF",
    "wave": "wave.WAVE",
    "aiff": "aiff.AIFF",
    "wavpack": "wavpack.WavPack",
    "monkeysaudio": "monkeysaudio.MonkeysAudio",
    "musepack": "musepack.Musepack",
}


def like_mutagen(package, lazy=False):
    """Openers of mutagen and of what stands in for it, by format."""

    def opener(name):
        module = __import__(package)
        if name == "mix":
            cls = module.File
        else:
            file, _, named = CLASSES[name].partition(".")
            if package == "mutagen_rs":
                cls = getattr(module, named, module.File)
            else:
                cls = getattr(__import__(package + "." + file, fromlist=["x"]), named)
        return (lambda path: cls(path, lazy=True)) if lazy else cls

    return opener


def tinytag(name):
    from tinytag import TinyTag

    return TinyTag.get


def taglib(name):
    import taglib as module

    return module.File


OPENERS = {
    "mutagen": like_mutagen("mutagen"),
    "mutagen-rs": like_mutagen("mutagen_rs"),
    "simdtag": like_mutagen("simdtag"),
    "tinytag": tinytag,
    "pytaglib": taglib,
}


def everything(reader):
    """A function from an opened file to (length, dict of tags)."""
    if reader == "tinytag":
        return lambda f: (f.duration, f.as_dict())
    if reader == "pytaglib":
        return lambda f: (f.length, dict(f.tags))
    return lambda f: (f.info.length, dict(f.tags))


def looked_at(read):
    """`read`, and then every value asked for its text: some readers decode only then."""

    def through(f):
        length, tags = read(f)
        for value in tags.values():
            getattr(value, "text", None)
        return length, tags

    return through


def once(reader, mode, name, paths):
    """Microseconds a file by clock and processor, and the milliseconds that the first file of each format took: many
    readers import and build what they need then, which a program pays once, not once a file."""
    wall, cpu = time.perf_counter_ns, time.thread_time_ns
    opened = like_mutagen("simdtag", True)(name) if mode == "lazy" else OPENERS[reader](name)
    read = looked_at(everything(reader)) if mode == "values" else everything(reader)
    firsts = len({path.rpartition(".")[2] for path in paths})
    began = wall()
    for path in paths[:firsts]:
        f = opened(path)
        if mode in ("all", "values"):
            read(f)
    first = wall() - began
    paths = paths[firsts:]
    began, used = wall(), cpu()
    if mode in ("all", "values"):
        for path in paths:
            read(opened(path))
    else:
        for path in paths:
            opened(path)
    used, took = cpu() - used, wall() - began
    return [took / len(paths) / 1e3, used / len(paths) / 1e3, first / 1e6]


def classic(reader, name, paths, seconds=0.4):
    """Best time of one pass of opens, and of one pass of dict(tags) over the fresh objects."""
    clock = time.perf_counter_ns
    opened, read = OPENERS[reader](name), everything(reader)
    best_open = best_tags = 1 << 62
    until = clock() + int(seconds * 1e9)
    while clock() < until:
        a = clock()
        files = [opened(path) for path in paths]
        b = clock()
        for f in files:
            read(f)
        c = clock()
        best_open, best_tags = min(best_open, b - a), min(best_tags, c - b)
        del files
    return {"open": best_open / len(paths) / 1e3, "tags": best_tags / len(paths) / 1e3}


def texts(value):
    """All strings in what a reader calls tags."""
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in texts(k) + texts(v)]
    if isinstance(value, (list, tuple)):
        return [s for v in value for s in texts(v)]
    if hasattr(value, "text"):
        return texts(value.text)
    return [] if isinstance(value, (bytes, bytearray)) else [str(value)]


def main():
    reader, mode, name, listing = sys.argv[1:]
    with open(listing, encoding="utf-8") as f:
        paths = [line.split("\t")[0] for line in f.read().splitlines()]
    if mode == "check":
        opened, read, answers = OPENERS[reader](name), everything(reader), []
        for path in paths[:20]:  # each format of the mix, with and without a cover, both versions of ID3
            length, tags = read(opened(path))
            keys = sorted(map(str, tags)) if reader in ("mutagen", "simdtag") else []
            answers.append({"length": length, "texts": sorted(texts(tags)), "keys": keys})
        print(json.dumps(answers))
    elif mode == "classic":
        print(json.dumps(classic(reader, name, paths)))
    else:
        print(json.dumps(once(reader, mode, name, paths)))


if __name__ == "__main__":
    main()
