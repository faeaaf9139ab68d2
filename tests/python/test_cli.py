# SPDX-License-Identifier: MIT
"""The command `simdtag inspect`."""

import json
import os
import subprocess
import sys

import pytest

import samples
import simdtag


def run(*args):
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), PYTHONIOENCODING="utf-8")
    return subprocess.run([sys.executable, "-m", "simdtag", *args], capture_output=True, encoding="utf-8", env=env)


FLAC, OGG = samples.one("budget-plain.flac"), samples.one("budget-plain.ogg")


def test_one_file():
    done = run("inspect", FLAC)
    f = simdtag.File(FLAC)
    assert done.returncode == 0 and done.stderr == ""
    assert f.info.pprint() in done.stdout
    for key in f.tags.keys():
        assert any(line.split()[:1] == [key] and f[key][0] in line for line in done.stdout.splitlines())


def test_table_of_several():
    done = run("inspect", FLAC, OGG)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == 4
    assert lines[0].split()[:3] == ["file", "format", "length"]
    assert "FLAC" in lines[2] and "OggVorbis" in lines[3] and simdtag.File(FLAC)["title"][0] in lines[2]


def test_folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "notes.txt").write_text("no audio")
    with open(FLAC, "rb") as f:
        (tmp_path / "sub" / "a.flac").write_bytes(f.read())
    done = run("inspect", str(tmp_path))
    assert done.returncode == 0 and done.stderr == "" and "a.flac" in done.stdout and "notes" not in done.stdout


def test_json():
    done = run("inspect", "--json", FLAC, OGG)
    found = json.loads(done.stdout)
    assert [entry["format"] for entry in found] == ["FLAC", "OggVorbis"]
    f = simdtag.File(FLAC)
    assert found[0]["info"]["length"] == f.info.length and found[0]["tags"] == dict(f.tags)
    assert json.loads(run("inspect", "--json", os.devnull).stdout) == []


def test_picture_is_described():
    entry = json.loads(run("inspect", "--json", samples.one("flac-cover.flac")).stdout)[0]
    picture = simdtag.File(samples.one("flac-cover.flac")).pictures[0]
    assert entry["pictures"][0] == {"mime": picture.mime, "type": picture.type, "description": picture.desc,
                                    "bytes": len(picture.data)}


@pytest.mark.parametrize("flags", [[], ["--json"], ["--long"]])
def test_unreadable(tmp_path, flags):
    text = tmp_path / "text.txt"
    text.write_text("no audio")
    broken = tmp_path / "broken.flac"
    broken.write_bytes(b"fLaC")
    done = run("inspect", *flags, "/nonexistent.flac", str(text), str(broken), FLAC)
    assert done.returncode == 1
    errors = done.stderr.splitlines()
    assert len(errors) == 3
    for line, name in zip(errors, ("/nonexistent.flac", str(text), str(broken))):
        assert line.startswith("simdtag: " + name + ": ") and line.count(name) == 1
    assert simdtag.File(FLAC)["title"][0] in done.stdout


def test_name_that_is_not_utf8(tmp_path):
    name = os.fsencode(str(tmp_path)) + b"/\xff.flac"
    with open(FLAC, "rb") as f, open(name, "wb") as g:
        g.write(f.read())
    done = run("inspect", os.fsdecode(name))
    assert done.returncode == 0 and "\ufffd.flac" in done.stdout


def test_version():
    for args in (["--version"], ["inspect", "--version"]):
        assert run(*args).stdout == f"simdtag {simdtag.version_string} ({simdtag.cpu()} kernels)\n"


def test_wrong_use():
    assert run().returncode == 2 and run("inspect").returncode == 2 and run("bogus").returncode == 2
