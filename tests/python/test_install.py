# SPDX-License-Identifier: MIT
"""simdtag.install(): simdtag under mutagen's name. Each test has a process of its own."""

import os
import pickle
import subprocess
import sys
import textwrap

import pytest

import samples


def python(body, *args):
    """What the code prints; an AssertionError with its error when it fails."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(body), *args], capture_output=True, text=True,
                          check=False, env=dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, sys.path))))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_very_same_modules():
    python("""
        import simdtag, sys
        simdtag.install()
        import mutagen
        assert mutagen is simdtag
        import mutagen.id3, simdtag.id3
        assert mutagen.id3 is simdtag.id3 is sys.modules["mutagen.id3"] is sys.modules["simdtag.id3"]
        assert simdtag.id3.__name__ == simdtag.id3.__spec__.name == "simdtag.id3"
        assert simdtag.id3.__package__ == "simdtag.id3" and simdtag.__spec__.name == "simdtag"
    """)


def test_every_way_to_import():
    python("""
        import simdtag
        simdtag.install()
        from mutagen.id3 import TIT2, ID3
        from mutagen import File, mp3
        import mutagen.id3._util as util
        from mutagen.flac import *
        import importlib
        flac = importlib.import_module("mutagen.flac")
        relative = importlib.import_module(".oggvorbis", "mutagen")
        assert __import__("mutagen.mp4", fromlist=["MP4"]) is importlib.import_module("simdtag.mp4")
        import simdtag.id3._util, simdtag.oggvorbis, simdtag.flac, simdtag.mp3
        assert TIT2 is simdtag.id3.TIT2 and File is simdtag.File and mp3 is simdtag.mp3
        assert util is simdtag.id3._util and flac is simdtag.flac and relative is simdtag.oggvorbis
        assert FLAC is simdtag.flac.FLAC
        assert importlib.reload(flac) is simdtag.flac and simdtag.flac.__spec__.name == "simdtag.flac"
        assert importlib.util.find_spec("mutagen.oggopus").name == "mutagen.oggopus"
    """)


def test_modules_that_were_loaded_before():
    python("""
        import simdtag, simdtag.mp3, simdtag.id3._frames
        simdtag.install()
        import mutagen.mp3, mutagen.id3._frames
        assert mutagen.mp3 is simdtag.mp3 and mutagen.id3._frames is simdtag.id3._frames
    """)


def test_every_module():
    """Of all modules, whichever name is imported first, there is one."""
    python("""
        import pkgutil, sys, importlib, simdtag
        simdtag.install()
        names = [m.name for m in pkgutil.walk_packages(simdtag.__path__, "simdtag.")
                 if m.name.rpartition(".")[2] not in ("__main__", "_core")]
        assert len(names) > 15
        for i, own in enumerate(names):
            other = "mutagen" + own[len("simdtag"):]
            first, second = (own, other) if i % 2 else (other, own)
            assert importlib.import_module(first) is importlib.import_module(second), own
            assert sys.modules[own].__name__ == own == sys.modules[own].__spec__.name
    """)


def test_missing_module_is_an_error():
    """Though the real mutagen has it: never half one and half the other."""
    python("""
        import importlib.util, sys
        assert importlib.util.find_spec("mutagen").submodule_search_locations  # the real one is there
        folder = importlib.util.find_spec("mutagen").submodule_search_locations[0]
        import os
        open_names = [n[:-3] for n in os.listdir(folder) if n.endswith(".py")]
        assert "id3" in os.listdir(folder) and open_names
        import simdtag
        simdtag.install()
        import mutagen
        mutagen.__path__.append(os.path.dirname(folder))  # a module of any name may lie there
        for name in ("mutagen.nothing", "mutagen.id3.nothing", "mutagen._tools.mid3v3"):
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as e:
                assert "mutagen" in str(e)
            else:
                raise AssertionError(name)
        for line in ("from mutagen import nothing", "from mutagen.mp3 import nothing"):
            try:
                exec(line)
            except ImportError:
                pass
            else:
                raise AssertionError(line)
        assert not [m for m in sys.modules.values() if (getattr(m, "__file__", "") or "").startswith(folder)]
    """)


def test_a_finder_that_has_the_real_one_is_not_asked(tmp_path):
    (tmp_path / "extra.py").write_text("")
    python("""
        import sys, importlib.util
        import simdtag
        class Editable:
            @staticmethod
            def find_spec(name, path=None, target=None):
                if name.startswith("mutagen"):
                    return importlib.util.spec_from_file_location(name, sys.argv[1])
        sys.meta_path.insert(0, Editable)
        simdtag.install()
        try:
            import mutagen.extra
        except ImportError:
            sys.exit(0)
        sys.exit(1)
    """, str(tmp_path / "extra.py"))


@pytest.mark.parametrize("module", ["mutagen", "mutagen.id3", "mutagen.flac"])
def test_too_late(module):
    out = python("""
        import importlib, sys
        importlib.import_module(sys.argv[1])
        import simdtag
        own = simdtag.version
        try:
            simdtag.install()
        except ImportError as e:
            print(e, e.name)
        import mutagen
        assert mutagen is not simdtag and simdtag.version == own
    """, module)
    assert "comes too late" in out and "mutagen was imported already" in out


def test_twice():
    python("""
        import sys, simdtag
        simdtag.install()
        import mutagen.mp3
        before = list(sys.meta_path), dict(sys.modules)
        simdtag.install()
        assert (list(sys.meta_path), dict(sys.modules)) == before
        import mutagen.mp3
        assert mutagen.mp3 is simdtag.mp3
    """)


def test_nothing_happens_without_it():
    python("""
        import sys, simdtag, simdtag.mp3
        assert "mutagen" not in sys.modules and "simdtag._install" not in sys.modules
        import mutagen.mp3
        assert mutagen.mp3 is not simdtag.mp3
    """)


def test_version_is_that_of_the_mutagen_it_stands_for():
    import oracle

    out = python("""
        import simdtag
        own = simdtag.__version__
        simdtag.install()
        import mutagen
        assert simdtag.__version__ == own
        print(mutagen.version_string, mutagen.version)
    """)
    assert out.split(None, 1) == [oracle.VERSION, "%r\n" % (tuple(map(int, oracle.VERSION.split("."))),)]


def test_pickles_of_mutagen_are_read(tmp_path):
    """By name, they become ours."""
    from mutagen.flac import Picture
    from mutagen.id3 import TIT2, TXXX, PictureType

    picture = Picture()
    picture.mime, picture.data, picture.type = "image/png", b"data", PictureType.COVER_FRONT
    path = tmp_path / "pickle"
    path.write_bytes(pickle.dumps([TIT2(encoding=3, text=["a", "b"]), TXXX(encoding=1, desc="d", text=["x"]),
                                   PictureType.ARTIST]))
    python("""
        import pickle, sys, simdtag
        simdtag.install()
        tit2, txxx, kind = pickle.load(open(sys.argv[1], "rb"))
        from simdtag.id3 import TIT2, TXXX, PictureType
        assert type(tit2) is TIT2 and tit2 == TIT2(encoding=3, text=["a", "b"]) and tit2.text == ["a", "b"]
        assert type(txxx) is TXXX and txxx.HashKey == "TXXX:d" and txxx.encoding == 1
        assert type(kind) is PictureType and repr(kind) == "<PictureType.ARTIST: 8>"
        again = pickle.loads(pickle.dumps(tit2))
        assert type(again) is TIT2 and again == tit2
    """, str(path))


def test_a_program_runs():
    out = python("""
        import simdtag, sys
        simdtag.install()
        import mutagen
        from mutagen.mp3 import MP3
        from mutagen.easyid3 import EasyID3
        f = mutagen.File(sys.argv[1])
        assert isinstance(f, MP3) and isinstance(f, simdtag.mp3.MP3)
        try:
            mutagen.File("/nonexistent/file.mp3")
        except mutagen.MutagenError:
            print(mutagen.File(sys.argv[1], easy=True).__class__.__name__)
    """, samples.one(".mp3"))
    assert out == "EasyMP3\n"


def test_classes_that_file_chooses_from():
    """In mutagen's order, each asked once, the easy ones if so told."""
    body = """
        import importlib, io, pkgutil, sys
        package = importlib.import_module(sys.argv[1])
        asked = []
        for module in pkgutil.iter_modules(package.__path__):
            if module.name.startswith("_"):
                continue
            home = importlib.import_module(sys.argv[1] + "." + module.name)
            for name in [*vars(home), "EasyMP3", "EasyTrueAudio", "ID3FileType"]:
                cls = getattr(home, name, None)
                if isinstance(cls, type) and issubclass(cls, package.FileType):
                    cls.score = staticmethod(lambda *args, name=cls.__name__: asked.append(name) or 0)
        if sys.argv[1] == "simdtag":
            from simdtag._choose import choose
            find = lambda f, easy: choose(f, None, easy, None, None)
        else:
            find = lambda f, easy: package.File(f, easy=easy)
        for easy in (False, True):
            find(io.BytesIO(b"ID3" + bytes(300)), easy)
        print(asked)
    """
    assert python(body, "simdtag") == python(body, "mutagen")
