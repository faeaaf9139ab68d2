# SPDX-License-Identifier: MIT
"""Answers: everything a program can see of an opened file, as plain data of mutagen and of simdtag, and where the two
differ. (same.py compares what programs do.)"""

import hashlib
import importlib
import math
import re


def plain(value, package):
    """A value as comparable data: bytes shortened, the package's own name taken out of reprs."""
    if isinstance(value, float):
        return value
    if isinstance(value, bytes) and len(value) > 200:
        return f"{type(value).__name__} {len(value)} {hashlib.sha1(value).hexdigest()}"
    if isinstance(value, dict):
        return {plain(k, package): plain(v, package) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        head = type(value).__name__
        return [head] + [plain(v, package) for v in value]
    text = repr(value)
    if not isinstance(value, (str, bytes)):
        text = re.sub(r" at 0x[0-9a-f]+", "", text.replace(package + ".", ""))
    if len(text) > 500:
        text = f"{text[:100]} … {len(text)} {hashlib.sha1(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return f"{type(value).__name__} {text}"


def public(obj, package, skip=()):
    """Public data attributes of an object, by name."""
    found = {}
    for name in dir(obj):
        if name.startswith("_") or name in skip:
            continue
        value = getattr(obj, name)
        if not callable(value):
            found[name] = plain(value, package)
    return found


def describe_tags(tags, package):
    """A tag container: class, keys in order, values, pprint and what its kind adds."""
    seen = {"class": type(tags).__name__, "pprint": tags.pprint()}
    if hasattr(tags, "keys"):
        # a Vorbis comment's keys come in no order in mutagen (docs/differences.md)
        keys = sorted(tags.keys()) if isinstance(tags, list) else list(tags.keys())
        seen["keys"] = [plain(k, package) for k in keys]
        seen["values"] = [plain(tags[k], package) for k in keys]
    for name in ("vendor", "version", "size", "f_unsynch", "f_extended", "unknown_frames", "_failed_atoms"):
        if hasattr(tags, name):
            seen[name] = plain(getattr(tags, name), package)
    if isinstance(tags, list):
        seen["list"] = [plain(item, package) for item in tags]
    return seen


def describe_file(f, package):
    """An opened file of any class, or None."""
    if f is None:
        return None
    seen = {"class": type(f).__name__, "mime": list(f.mime), "pprint": f.pprint()}
    seen["info class"] = type(f.info).__name__
    seen["info"] = public(f.info, package)
    seen["info pprint"] = f.info.pprint()
    seen["tags"] = None if f.tags is None else describe_tags(f.tags, package)
    for name in ("pictures", "metadata_blocks"):
        if hasattr(f, name):
            seen[name] = [(type(b).__name__, public(b, package)) for b in getattr(f, name)]
    for name in ("cuesheet", "seektable"):
        if hasattr(f, name):
            seen[name] = repr(getattr(f, name))
    if hasattr(f, "chapters"):
        seen["chapters"] = None if f.chapters is None else [public(c, package) for c in f.chapters]
    return seen


def error_name(error):
    return type(error).__module__.partition(".")[2] + "." + type(error).__name__


def describe(package, filething, cls=None, **kwargs):
    """What `package.File(filething)`, or the class named like "mp3.MP3", gives: data, or the exception's class."""
    top = importlib.import_module(package)
    if cls is None:
        opener = top.File
    else:
        module, _, name = cls.rpartition(".")
        opener = getattr(importlib.import_module(f"{package}.{module}"), name)
    try:
        f = opener(filething, **kwargs)
        if cls is not None and not hasattr(f, "info"):
            return describe_tags(f, package)
        return describe_file(f, package)
    except top.MutagenError as error:
        return ("raises", error_name(error))
    except Exception as error:
        if package == "simdtag" and "set_int_max_str_digits" not in str(error):  # Python's own: a count of 2 KiB
            raise
        return ("bug", repr(error))  # mutagen lets other exceptions out of damaged files


def differences(ours, theirs, where=""):
    """The places where two descriptions differ, as lines; floats equal to 1e-9."""
    if isinstance(ours, float) and isinstance(theirs, float):
        same = math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
        return [] if same else [f"{where}: {ours!r} should be {theirs!r}"]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        lines = []
        for key in list(theirs) + [k for k in ours if k not in theirs]:
            lines += differences(ours.get(key, "<absent>"), theirs.get(key, "<absent>"), f"{where}.{key}")
        if not lines and list(ours) != list(theirs):
            lines.append(f"{where}: order {list(ours)} should be {list(theirs)}")
        return lines
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)) and len(ours) == len(theirs):
        return [line for i, (a, b) in enumerate(zip(ours, theirs)) for line in differences(a, b, f"{where}[{i}]")]
    return [] if ours == theirs else [f"{where}: {ours!r:.300} should be {theirs!r:.300}"]
