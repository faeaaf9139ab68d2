# SPDX-License-Identifier: MIT
"""Behaviour: the same little program run over both packages, and what came of it, exceptions word by word. (describe.py
compares what files hold.)"""

import importlib
import re


class Package:
    """`p.flac.FLAC` is simdtag.flac.FLAC or mutagen.flac.FLAC."""

    def __init__(self, name):
        self._name = name
        self._top = importlib.import_module(name)

    def __getattr__(self, name):
        try:
            return importlib.import_module(f"{self._name}.{name}")
        except ModuleNotFoundError:
            return getattr(self._top, name)


OURS, THEIRS = Package("simdtag"), Package("mutagen")


def plain(value):
    """repr without addresses, the package's name and its version."""
    text = re.sub(r"0x[0-9a-f]+", "0x", repr(value))
    text = re.sub(r"mutagen|simdtag", "PACKAGE", text)
    return re.sub(r"(Mutagen|simdtag|PACKAGE) \d+\.\d+\.\d+", "VENDOR", text)


def error(e):
    """An exception as data: class, bases by name, arguments, cause."""
    names = [f"{c.__module__}.{c.__qualname__}" for c in type(e).__mro__]
    return plain(("raises", names, e.args, e.__cause__, str(e)))


def outcome(program, package):
    try:
        return plain(program(package))
    except Exception as e:  # any: that is what is compared
        return error(e)


def check(program):
    """The program does the same with both."""
    ours, theirs = outcome(program, OURS), outcome(program, THEIRS)
    assert ours == theirs
