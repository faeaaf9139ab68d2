# SPDX-License-Identifier: MIT
"""The command `simdtag`: shows what is in audio files."""

import argparse
import os
import shutil
import sys

import simdtag

COMMON = {  # column: its keys in ID3, Vorbis comments, MP4
    "title": ("TIT2", "title", "\xa9nam"),
    "artist": ("TPE1", "artist", "\xa9ART"),
    "album": ("TALB", "album", "\xa9alb"),
    "date": ("TDRC", "date", "\xa9day"),
    "track": ("TRCK", "tracknumber", "trkn"),
}
NUMBERS = ("length", "bitrate", "sample_rate", "channels", "bits_per_sample")


class Problem(Exception):
    """A file that could not be read, with the words to show."""


def files_under(paths):
    """(path, whether it was named by the user): files as given, and every file below the folders given."""
    for path in paths:
        if not os.path.isdir(path):
            yield path, True
            continue
        for top, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                yield os.path.join(top, name), False


def open_file(path):
    """The opened file, or None when no format recognises it."""
    try:
        return simdtag.File(path)
    except simdtag.MutagenError as e:
        reason = e.args[0] if e.args else e
        words = reason.strerror if isinstance(reason, OSError) else str(e)
        raise Problem(words or type(e).__name__) from e


def plain(value):
    """A tag's value as JSON knows it: text, numbers, lists; of bytes only their number."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return value.real
    text = getattr(value, "text", None)  # an ID3 text frame
    if isinstance(text, list):
        return [str(item) for item in text]
    for attribute in ("url", "text", "email"):
        if isinstance(getattr(value, attribute, None), str):
            return getattr(value, attribute)
    if hasattr(value, "mime") and hasattr(value, "data"):
        return picture(value) if hasattr(value, "type") else {"mime": value.mime, "bytes": len(value.data)}  # GEOB
    return str(value)


def picture(pic):
    """A FLAC picture or an ID3 APIC frame."""
    size = pic._size_of_data() if hasattr(pic, "_size_of_data") else len(pic.data)
    return {"mime": pic.mime, "type": int(pic.type), "description": pic.desc, "bytes": size}


def describe(path, f):
    """Everything shown of a file, as plain data."""
    info = {name: plain(getattr(f.info, name)) for name in NUMBERS if hasattr(f.info, name)}
    tags = {} if f.tags is None else {key: plain(f.tags[key]) for key in f.tags.keys()}
    seen = {"file": path, "format": type(f).__name__, "mime": f.mime[0], "info": info, "tags": tags}
    pictures = getattr(f, "pictures", None)
    if pictures:
        seen["pictures"] = [picture(p) for p in pictures]
    return seen


def words(value):
    """A described value on one line."""
    if isinstance(value, dict):
        kind = value.get("mime", "data")
        return "<%s, %d bytes>" % (kind, value["bytes"]) if "bytes" in value else str(value)
    if isinstance(value, list):
        if value and all(isinstance(item, list) and len(item) == 2 for item in value):  # MP4's (number, of)
            return ", ".join("%s/%s" % tuple(item) if item[1] else str(item[0]) for item in value)
        return " / ".join(map(words, value))
    return "".join(c if c.isprintable() else " " for c in str(value))


def shorten(text, width):
    return text if len(text) <= width else text[: max(width - 1, 0)] + "\u2026"


def columns(rows, head=None, width=None):
    """Rows of text as aligned lines; the last column is cut to the width of the terminal."""
    every = ([head] if head else []) + rows
    sizes = [max(len(row[i]) for row in every) for i in range(len(every[0]))]
    lines = []
    for row in every:
        line = "  ".join(cell.ljust(size) for cell, size in zip(row, sizes)).rstrip()
        lines.append(shorten(line, width) if width else line)
        if row is head:
            lines.append("  ".join("-" * size for size in sizes)[:width])
    return lines


def minutes(seconds):
    return "%d:%02d" % divmod(int(seconds + 0.5), 60)


def show_one(f, seen, width):
    lines = [seen["file"], "  " + f.info.pprint() + " (" + seen["mime"] + ")"]
    rows = [("  " + words(key), words(value)) for key, value in seen["tags"].items()]
    rows += [("  picture", words(value)) for value in seen.get("pictures", ())]
    return lines + (columns(rows, width=width) if rows else ["  no tags"])


def row_of(seen):
    """One line of the table of many files."""
    info, tags = seen["info"], seen["tags"]
    cells = [os.path.basename(seen["file"]), seen["format"], minutes(info.get("length", 0)),
             "%d" % (info.get("bitrate", 0) / 1000 + 0.5), str(info.get("sample_rate", "")),
             str(info.get("channels", ""))]
    for keys in COMMON.values():
        cells.append(next((words(tags[key]) for key in keys if key in tags), ""))
    return [shorten(words(cell), 30) for cell in cells]


HEAD = ["file", "format", "length", "kbit/s", "Hz", "ch"] + list(COMMON)


def inspect(paths, as_json=False, long=False, out=None):
    """Prints what is in the files; the number of those that could not be read."""
    out = out or sys.stdout
    width = shutil.get_terminal_size().columns if out.isatty() else None
    failed, many, opened = 0, [], 0
    detailed = long or (len(paths) == 1 and not os.path.isdir(paths[0]))
    for path, named in files_under(paths):
        try:
            f = open_file(path)
            if f is None and named:
                raise Problem("no format recognises it")
            if f is None:
                continue
            seen = describe(path, f)
        except (Problem, simdtag.MutagenError) as e:
            failed += 1
            print("simdtag: %s: %s" % (printable(path), e), file=sys.stderr)
            continue
        seen["file"] = printable(path)
        if as_json:
            import json
            print(",\n" if opened else "[\n", end="", file=out)
            print(json.dumps(seen, ensure_ascii=False, indent=1), end="", file=out)
        elif detailed:
            print("\n".join(([""] if opened else []) + show_one(f, seen, width)), file=out)
        else:
            many.append(row_of(seen))
        opened += 1
    if as_json:
        print("\n]" if opened else "[]", file=out)
    if many:
        print("\n".join(columns(many, HEAD, width)), file=out)
    return failed


def printable(path):
    """A path that can be printed, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")


def arguments(argv):
    parser = argparse.ArgumentParser(prog="simdtag", description="Shows the tags and stream info of audio files.")
    version = "simdtag %s (%s kernels)" % (simdtag.version_string, simdtag.cpu())
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    look = commands.add_parser("inspect", help="show tags and stream info",
                               description="Shows tags and stream info: of one file everything, of several a table.")
    look.add_argument("--version", action="version", version=version)
    look.add_argument("--json", action="store_true", help="print JSON, everything of every file")
    look.add_argument("--long", action="store_true", help="show everything of every file")
    look.add_argument("paths", nargs="+", metavar="FILE", help="a file, or a folder: every file below it")
    return parser.parse_args(argv)


def main(argv=None):
    """The command; returns its exit code: 1 when a file could not be read."""
    chosen = arguments(argv)
    try:
        return 1 if inspect(chosen.paths, chosen.json, chosen.long) else 0
    except BrokenPipeError:  # `simdtag inspect … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
