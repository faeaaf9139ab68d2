# SPDX-License-Identifier: MIT
"""The Python half of the training for configure --enable-pgo.

    train.py make FOLDER    files like those of the race: 24 a format, half of them with a picture
    train.py open LIST      opens each file of LIST in every way there is, and looks at all of it"""

import os
import sys

ROUNDS = 40


def make(folder):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
    import library

    library.make(folder, library.FORMATS, 24, "half", lambda words: None)


def look(f):
    """What programs ask of an opened file."""
    if f is None:
        return 0
    seen = [f.info.length, f.mime]
    if f.tags is not None:
        seen += dict(f.tags).items()
        seen += [getattr(value, "text", None) for value in f.tags.values()]
        seen += [key for key in f.keys() if key in f.tags]
    return len(seen)


def train(listing):
    import simdtag

    with open(listing, encoding="utf-8", errors="surrogateescape") as f:
        paths = f.read().splitlines()
    seen = 0
    for turn in range(ROUNDS):
        for path in paths:
            try:
                f = simdtag.File(path)
                seen += look(f)
                if f is not None:
                    seen += look(type(f)(path)) + (f.pprint() is not None if turn == 0 else 0)
                    seen += look(simdtag.File(path, lazy=True)) if turn == 1 else 0
            except simdtag.MutagenError:
                pass
        seen += sum(not isinstance(f, Exception) for f in getattr(simdtag, "batch_open", lambda paths: ())(paths))
    if not seen:
        sys.exit("pgo: none of the files could be opened")


if __name__ == "__main__":
    {"make": make, "open": train}[sys.argv[1]](sys.argv[2])
