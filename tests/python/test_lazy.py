# SPDX-License-Identifier: MIT
"""lazy=True: the same answers and exceptions, later."""

import io
import os
import pickle

import pytest

import samples
import simdtag
from same import plain
from test_file import ENDINGS, OURS, cls_of, path_of, seen

@pytest.fixture(params=ENDINGS)
def ending(request):
    return request.param


@pytest.fixture(params=["File", "class"])
def opener(request, ending):
    return simdtag.File if request.param == "File" else cls_of(OURS, ending)


FIRST = {
    "info": lambda f: f.info.length,
    "tags": lambda f: plain(f.tags),
    "filename": lambda f: f.filename,
    "keys": lambda f: sorted(f.keys()),
    "len": lambda f: len(f),
    "iter": lambda f: sorted(f),
    "contains": lambda f: "title" in f,
    "repr": lambda f: repr(f),
    "pprint": lambda f: f.pprint(),
    "mime": lambda f: f.mime,
    "vars": lambda f: sorted(vars(f)),
    "eq": lambda f: f == {},
    "bool": lambda f: bool(f),
    "items": lambda f: sorted(map(str, f.items())),
    "class": lambda f: f.__class__.__name__,
    "pickle": lambda f: seen(pickle.loads(pickle.dumps(f))),
    "set": lambda f: (setattr(f, "x", 1), f.x, f.info.length),
    "set tags": lambda f: (setattr(f, "tags", None), f.tags, f.info.length),
}


@pytest.mark.parametrize("name", FIRST)
def test_first_access(opener, ending, name):
    path = path_of(ending)
    assert FIRST[name](opener(path, lazy=True)) == FIRST[name](opener(path))


def test_becomes_its_class(ending):
    f = simdtag.File(path_of(ending), lazy=True)
    assert type(f).__name__ == "LazyFile"
    assert isinstance(f, simdtag.FileType)
    assert isinstance(f, cls_of(OURS, ending))  # looks at __class__, which is an access
    assert isinstance(f, cls_of(OURS, ending))
    assert f.info.length is not None and type(f) is cls_of(OURS, ending)
    assert seen(f) == seen(simdtag.File(path_of(ending)))


def test_arguments(opener, ending):
    path = path_of(ending)
    with open(path, "rb") as file:
        data = file.read()
    unnamed = io.BytesIO(data)
    unnamed.name = path  # some formats are known by it alone
    for f in (opener(filename=path, lazy=True), opener(os.fsencode(path), lazy=True), opener(unnamed, lazy=True),
              opener(fileobj=io.BytesIO(data), filename=path, lazy=True)):
        assert f.info.length == opener(path).info.length
    assert opener(path, lazy=False).info.length == opener(path).info.length


@pytest.mark.parametrize("thing", ["/nonexistent", os.sep, 5, None, b"/nonexistent", "a\0b"])
def test_exceptions_come_later_and_again(opener, thing):
    f = opener(thing, lazy=True)
    try:
        opener(thing)
    except Exception as e:
        expected = type(e), plain(e.args), plain(e.__cause__)
    for _ in range(2):
        with pytest.raises(Exception) as caught:
            f.info
        e = caught.value
        assert (type(e), plain(e.args), plain(e.__cause__)) == expected


def test_a_file_that_appears(tmp_path, opener, ending):
    path = tmp_path / ("later" + ending)
    f = opener(str(path), lazy=True)
    with pytest.raises(simdtag.MutagenError):
        f.tags
    with open(path_of(ending), "rb") as file:
        path.write_bytes(file.read())
    assert f.info.length == opener(path_of(ending)).info.length


def test_nobody_recognises(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(b"text")
    assert simdtag.File(path) is None
    f = simdtag.File(path, lazy=True)
    with pytest.raises(simdtag.MutagenError, match="no format recognises"):
        f.info


def test_options(ending):
    cls = cls_of(OURS, ending)

    class Sub(cls):
        pass

    f = simdtag.File(path_of(ending), options=[Sub], lazy=True)
    assert f.info.length is not None and type(f) is Sub


def test_subclass_with_its_own_load(ending):
    class Sub(cls_of(OURS, ending)):
        loads = 0

        def load(self, *args, **kwargs):
            Sub.loads += 1
            super().load(*args, **kwargs)
            self.extra = 5

    f = Sub(path_of(ending), lazy=True)
    assert Sub.loads == 0
    assert f.extra == 5 and Sub.loads == 1
    assert f.info.length is not None and Sub.loads == 1


def test_samples_give_the_same():
    for path in samples.paths():
        try:
            eager = simdtag.File(path)
        except simdtag.MutagenError as e:
            with pytest.raises(type(e)):
                simdtag.File(path, lazy=True).info
            continue
        if eager is not None:
            lazy = simdtag.File(path, lazy=True)
            assert lazy.pprint() == eager.pprint() and type(lazy) is type(eager)
