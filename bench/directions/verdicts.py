# SPDX-License-Identifier: MIT
"""What came of each direction: by direction and the beginning of the variant's name. The figures are measured anew by
bench/directions.py; these words are what was decided for them."""

VERDICTS = {
    "lazy": {
        "lazy": ("kept", "an object and its arguments; File(lazy=True)"),
        "all": ("kept", "objects are made when they are touched"),
        "open": ("kept", "the default: errors are raised where mutagen raises them"),
    },
    "mmap": {
        "mmap": ("rejected", "page faults and unmapping cost more than copying a page; SIGBUS when a file shrinks"),
        "MAP_POPULATE": ("rejected", "the same for one page"),
        "head alone: pread": ("kept", "for comparison with the next"),
        "head alone: mmap": ("rejected", "even one touched page costs more than its pread"),
        "windows of 4": ("kept", "one page of the page cache for head, tail and windows on demand"),
        "windows of 8": ("rejected", "copies a page that most files do not need"),
        "windows of 16": ("rejected", "fewer reads in a few files, more bytes in all"),
    },
    "minimal": {
        "windows": ("kept", "independent of the file's size"),
        "whole": ("rejected", "grows with the file"),
    },
    "simd": {
        "files: generic": ("kept", "the slow twin, and what other machines get"),
        "files: best": ("kept", "some percent of an open, most where FLAC frames are counted"),
        "memory": ("kept", "the same without the system calls"),
    },
    "skip": {
        "a picture's pages skipped": ("kept", "a small read a page, whatever the picture's size"),
        "a picture's pages read": ("rejected", "grows with the picture"),
        "sample tables skipped": ("kept", "whatever the number of samples"),
        "moov read": ("rejected", "grows with the length of the sound"),
    },
    "walk": {
        "memory: walk_asm": ("rejected", "wins a third here, some 15 ns a file"),
        "with the calls: walk_asm": ("rejected", "some 15 ns of a whole open, within its noise"),
        "memory": ("kept", "plain C; the compilers do not differ"),
        "with": ("kept", "plain C"),
    },
    "allocators": {
        "glibc": ("kept", "an ordinary open makes at most one small allocation: block and scratch are kept"),
        "pymalloc": ("kept", "Python's own, for objects"),
        "PYTHONMALLOC": ("rejected", "slower once there are objects to make"),
        "": ("rejected", "nothing but noise; preloaded, it does help with tags of hundreds of KiB"),
    },
    "peers": {
        "simdtag": ("kept", ""),
        "TagLib": ("rejected", "wrapping it would cost several times the system calls"),
        "libavformat": ("rejected", "it probes codecs and reads sound"),
    },
    "opens": {
        "O_NOATIME": ("rejected", "fails on other owners' files, which are then opened twice, to save some percent"),
        "O_NONBLOCK": ("kept", "what simdtag does, so that a FIFO does not hang it"),
        "openat2": ("rejected", "no gain: nothing fails early that is in the cache of names anyway"),
        "openat from the folder": ("kept", "for directory walks; a single open has only a path"),
        "SYS_fstat": ("rejected", "no difference from glibc's fstat"),
        "statx": ("rejected", "not faster than fstat"),
        "lseek for": ("rejected", "tells no times, which the check for changed files needs: see the next"),
        "lseek, and": ("rejected", "what is left of it when half of the files keep a picture to be read later"),
        "fstat only behind": ("rejected", "most heads are full, so that it is made all the same"),
        "no size at all": ("rejected", "what fstat costs: the tail needs the size"),
        "mounted noatime": ("rejected", "the administrator's choice; relatime costs the same"),
    },
    "hints": {
        "FADV_RANDOM": ("rejected", "a system call more; cold it stops reading ahead, which may bring the next window"),
        "head by RWF_NOWAIT": ("rejected", "preadv2 costs some percent warm; batches, which wait for many, do it"),
        "FADV_WILLNEED of the next": (
            "rejected",
            "a system call more when warm; for many cold files batches have many requests in flight",
        ),
        "": ("rejected", "a system call more for each window, which the read itself answers"),
    },
    "deferred": {
        "close by io_uring": ("rejected", "the close itself costs what it costs; for batches see performance.md"),
        "close_range": ("rejected", "some percent, but it closes what other threads opened meanwhile"),
        "close in another": ("rejected", "moves time to another processor and adds some"),
        "one file": ("rejected", "a chain for one file costs more than plain calls; batches use the ring"),
        "only the reads": ("rejected", "a submission costs more than the preads it replaces"),
    },
    "hugepages": {
        "one slot": ("kept", "single opens: memory that is in the nearest cache"),
        "64 slots, 4": ("kept", "batches: memory is kept and used again"),
        "64 slots, MADV": ("rejected", "within the noise, for 2 MiB a thread at least"),
        "64 new": ("rejected", "fresh memory costs more than the file"),
    },
    "pgo": {
        "": ("option", "--enable-pgo, --enable-lto: some percent for those who build themselves"),
    },
    "unchecked": {
        "checked": ("kept", "hostile input is harmless"),
        "unchecked": ("rejected", "what the checks cost"),
    },
}


def verdict(direction, variant):
    """(kept, rejected …; why) of the longest beginning that fits; of a reference that is nothing else: nothing."""
    known = VERDICTS.get(direction, {})
    fits = [words for words in known if variant.startswith(words)]
    if variant.startswith(("floor", "openat, ", "as mounted")):
        return "reference", ""
    if not fits:
        return "", ""
    return known[max(fits, key=len)]
