# SPDX-License-Identifier: MIT
"""Fails on any #include that breaks the layers: a folder of src/ includes headers of folders above it in LAYERS,
never below."""
import os
import re
import sys

# From the foundation up: (folder of src/, what it may not include although that lies above it).
LAYERS = {
    "base": set(),
    "kernels": set(),
    "dispatch": set(),
    "text": set(),
    "io": {"kernels", "dispatch", "text"},  # knows base only
    "tags": {"io"},  # bytes to model: no I/O
    "formats": set(),
    "api": set(),
    "pyext": {"base", "kernels", "dispatch", "text", "io", "tags", "formats", "api"},  # public headers only
}
# The first layer that may include a public header: types.h is everybody's, text shares the names of encodings with
# id3.h.
PUBLIC = {"types.h": "base", "id3.h": "text", "simdtag.h": "tags", "asf.h": "tags", "ilst.h": "tags", "scan.h": "api",
          "batch.h": "api", "walk.h": "api"}
SYSTEM_ONLY = re.compile(r'^\s*#\s*include\s*<([^>]+)>')
QUOTED = re.compile(r'^\s*(?:#|%)\s*include\s*"([^"]+)"')
ORDER = list(LAYERS)


def layer_of_include(root, folder, name):
    """The layer that `name`, included by a file of src/<folder>, belongs to; None for system headers."""
    if name.startswith("simdtag/"):
        return "public"
    for base in (os.path.join(root, "src"), os.path.join(root, "src", folder)):
        path = os.path.normpath(os.path.join(base, name))
        if os.path.exists(path):
            return os.path.relpath(path, os.path.join(root, "src")).split(os.sep)[0]
    first = name.split("/")[0]
    return first if first in LAYERS else "missing"


def verdict(layer, target, name):
    """Why this include is wrong, or None."""
    if target == "public":
        if layer == "pyext":
            return None
        home = PUBLIC.get(os.path.basename(name), "tags")
        if ORDER.index(home) > ORDER.index(layer):
            return f"{name} belongs to {home}, which is below {layer}"
        return None
    if target == "missing":
        return f'"{name}" is no file of src/ (system headers go in <>)'
    if target == layer:
        return None
    if ORDER.index(target) > ORDER.index(layer):
        return f"{layer} may not know {target} ({name})"
    if target in LAYERS[layer]:
        return f"{layer} may not know {target} ({name}), although it lies above"
    return None


def check_file(root, path, layer):
    found = []
    folder = os.path.relpath(os.path.dirname(path), os.path.join(root, "src"))
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            system = SYSTEM_ONLY.match(line)
            if system:
                name = system[1]
                if name == "Python.h" and layer != "pyext":
                    found.append(f"{path}:{number}: only pyext knows Python.h")
                target = "public" if name.startswith("simdtag/") else None
            else:
                quoted = QUOTED.match(line)
                name = quoted[1] if quoted else None
                if quoted and name.endswith(".inc"):
                    continue
                target = layer_of_include(root, folder, name) if quoted else None
            why = verdict(layer, target, name) if target else None
            if why:
                found.append(f"{path}:{number}: {why}")
    return found


def check_public(root):
    """Public headers include public and system headers."""
    found = []
    top = os.path.join(root, "include", "simdtag")
    for name in sorted(os.listdir(top)):
        with open(os.path.join(top, name), encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                quoted = QUOTED.match(line)
                if quoted:
                    found.append(f'include/simdtag/{name}:{number}: "{quoted[1]}": public headers use <>')
                    continue
                system = SYSTEM_ONLY.match(line)
                if system and "simdtag" in system[1] and not os.path.exists(os.path.join(root, "include", system[1])):
                    found.append(f"include/simdtag/{name}:{number}: {system[1]} is not public")
    return found


def main():
    root = os.environ.get("srcdir", ".")
    found = check_public(root)
    seen = 0
    for folder in sorted(os.listdir(os.path.join(root, "src"))):
        top = os.path.join(root, "src", folder)
        if not os.path.isdir(top):
            continue
        if folder not in LAYERS:
            found.append(f"src/{folder} is no layer: add it to tests/lint/layers.py and the design")
            continue
        for where, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".def", ".S", ".asm")):
                    seen += 1
                    found += check_file(root, os.path.join(where, name), folder)
    print("\n".join(found))
    print(f"{seen} files, {len(found)} broken includes")
    return 1 if found or seen < 10 else 0


sys.exit(main())
