# SPDX-License-Identifier: MIT
"""What a program pays for `import simdtag` and for its first file of each format: the modules that are loaded."""

import subprocess
import sys

import samples

PROGRAM = """
import sys
import simdtag

FREE = {"struct", "_struct"}
CLASSES_OF_TAGS = {"simdtag.id3._file", "simdtag.id3._frames", "simdtag.easyid3", "simdtag._chunk_tags"}
before = set(sys.modules)
for path in sys.argv[1:]:
    f = simdtag.File(path)
    assert f is not None and f.info.length >= 0, path
    loaded = {name for name in sys.modules if name not in before}
    foreign = {name for name in loaded if not name.startswith("simdtag.")} - FREE
    assert not foreign, (path, foreign)
    assert not loaded & CLASSES_OF_TAGS, (path, loaded & CLASSES_OF_TAGS)
"""


def test_opening_loads_no_more_than_the_format():
    """Neither large parts of the standard library nor the classes of tags nobody has asked for."""
    paths = [path for path in samples.paths()
             if "budget-" in path and "budget-start" not in path]  # that one File() does not know
    assert len(paths) > 20
    subprocess.run([sys.executable, "-c", PROGRAM, *paths], check=True)


def test_import_loads_little():
    """`import simdtag` is its core and what the core derives classes from."""
    program = "import sys; before = set(sys.modules); import simdtag; print(sorted(set(sys.modules) - before))"
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert out.strip() == str(["simdtag", "simdtag._core", "simdtag._file", "simdtag._tags", "simdtag._util"])
