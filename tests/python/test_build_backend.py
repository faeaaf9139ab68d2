# SPDX-License-Identifier: MIT
"""The build backend's own parts; that `pip install` works from a checkout and an sdist is tried by script/test."""

import base64
import hashlib
import importlib.util
import os
import re
import subprocess
import zipfile

import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir, os.pardir))
SPEC = importlib.util.spec_from_file_location("backend", os.path.join(ROOT, "build_backend", "backend.py"))
backend = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(backend)


def test_project_table_is_read_as_toml_reads_it():
    tomllib = pytest.importorskip("tomllib")
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as f:
        told = tomllib.load(f)
    ours = backend.project()
    scripts = told["project"].pop("scripts")
    assert ours["project"] == told["project"]
    assert ours["project.scripts"] == scripts
    assert ours["build-system"] == told["build-system"]


def test_version_is_that_of_the_library():
    simdtag = pytest.importorskip("simdtag")
    assert re.fullmatch(r"\d+\.\d+\.\d+", backend.version())
    if hasattr(simdtag, "__version__"):
        assert simdtag.__version__ == backend.version()


def test_tag_is_one_this_interpreter_installs():
    tags = pytest.importorskip("packaging.tags")
    assert backend.tag() in {str(tag) for tag in tags.sys_tags()}


def test_wheel_record_tells_every_file(tmp_path):
    name = backend.write_wheel(tmp_path, {"simdtag/__init__.py": b"1\n", "simdtag/_core.x.so": b"\x7fELF"})
    with zipfile.ZipFile(tmp_path / name) as wheel:
        record = next(n for n in wheel.namelist() if n.endswith("/RECORD"))
        rows = dict(line.split(",", 1) for line in wheel.read(record).decode().splitlines())
        assert set(rows) == set(wheel.namelist())
        for path, told in rows.items():
            if path != record:
                data = wheel.read(path)
                digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                assert told == f"sha256={digest},{len(data)}"
        assert b"simdtag = simdtag.__main__:main" in wheel.read(record.replace("RECORD", "entry_points.txt"))


def test_a_build_without_extension_is_no_wheel(tmp_path):
    (tmp_path / "simdtag").mkdir()
    (tmp_path / "simdtag" / "__init__.py").write_text("")
    with pytest.raises(SystemExit, match="no extension module"):
        backend.package_files(tmp_path)


def test_manifest_has_what_a_build_needs():
    done = subprocess.run(["sh", os.path.join(ROOT, "script", "manifest")], stdout=subprocess.PIPE, text=True,
                          check=True)
    names = done.stdout.splitlines()
    for needed in ("configure.ac", "Makefile.am", "pyproject.toml", "build_backend/backend.py", "m4/st_asm.m4",
                   "src/base/base.mk", "include/simdtag/simdtag.h", "LICENSE"):
        assert needed in names
    assert not [name for name in names if name.endswith((".o", ".so", ".pyc")) or name.startswith("build/")]
    assert all(os.path.isfile(os.path.join(ROOT, name)) for name in names)
