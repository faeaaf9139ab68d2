# SPDX-License-Identifier: MIT
"""PEP 517 and 660 build backend: runs the autotools build out of tree on a copy of the sources and packs what it made.

The list of C and assembler sources is the Makefile's alone; the list of files is script/manifest's. Standard library
only.
"""
import ast
import base64
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GENERATED = ("configure", "aclocal.m4", "Makefile.in", "build-aux", "m4")


# What is built: metadata

def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def version():
    return re.search(r"AC_INIT\(\[simdtag\],\[([^\]]+)\]", read("configure.ac"))[1]


def project():
    """{table: {key: value}} of pyproject.toml, whose values are all strings and lists of strings on one line."""
    tables, table = {}, None
    for line in read("pyproject.toml").splitlines():
        header = re.fullmatch(r"\[([\w.-]+)\]", line.strip())
        if header:
            table = tables.setdefault(header[1], {})
        elif table is not None and line.strip() and not line.startswith("#"):
            key, _, value = line.partition("=")
            table[key.strip()] = ast.literal_eval(value.strip())
    return tables


def metadata():
    p = project()["project"]
    lines = ["Metadata-Version: 2.4", f"Name: {p['name']}", f"Version: {version()}", f"Summary: {p['description']}",
             f"Requires-Python: {p['requires-python']}", f"License-Expression: {p['license']}"]
    lines += [f"License-File: {name}" for name in p["license-files"]]
    lines += ["Keywords: " + ",".join(p["keywords"])]
    lines += [f"Classifier: {name}" for name in p["classifiers"]]
    text = ""
    if os.path.exists(os.path.join(ROOT, p["readme"])):
        lines.append("Description-Content-Type: text/markdown")
        text = read(p["readme"])
    return "\n".join(lines) + "\n\n" + text


def tag():
    """The wheel's tag: this interpreter, its ABI and the machine it runs on."""
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    soabi = sysconfig.get_config_var("SOABI") or ""
    cpython = re.match(r"cpython-(\d+\w*)", soabi)
    if cpython:
        return f"cp{sys.version_info.major}{sys.version_info.minor}-cp{cpython[1]}-{platform}"
    interpreter = sys.implementation.name[:2] + f"{sys.version_info.major}{sys.version_info.minor}"
    return f"{interpreter}-{re.sub(r'[^A-Za-z0-9]', '_', soabi)}-{platform}"


def dist_info():
    return f"simdtag-{version()}.dist-info"


def dist_info_files(wheel_tag):
    """{name: bytes} of the .dist-info folder, without RECORD."""
    scripts = project()["project.scripts"]
    entry = "[console_scripts]\n" + "".join(f"{name} = {target}\n" for name, target in scripts.items())
    wheel = f"Wheel-Version: 1.0\nGenerator: simdtag\nRoot-Is-Purelib: false\nTag: {wheel_tag}\n"
    folder = dist_info()
    return {f"{folder}/METADATA": metadata().encode(), f"{folder}/WHEEL": wheel.encode(),
            f"{folder}/entry_points.txt": entry.encode(), f"{folder}/licenses/LICENSE": read("LICENSE").encode()}


# Building

def run(what, command, cwd, **env):
    """Runs a command; when it fails, says what could not be done and shows the end of its output."""
    try:
        done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace",
                              env=dict(os.environ, **env), check=False)
    except FileNotFoundError:
        raise SystemExit(f"simdtag: {what} failed: {command[0]} is not installed") from None
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-40:])
        raise SystemExit(f"{tail}\nsimdtag: {what} failed (see above)")
    for line in done.stdout.splitlines():
        if "nasm" in line or "GENERIC" in line:
            print(line, file=sys.stderr)
    return done.stdout


def manifest():
    done = subprocess.run(["sh", os.path.join(ROOT, "script", "manifest")], stdout=subprocess.PIPE, text=True,
                          check=True)
    return done.stdout.split("\n")[:-1]


def copy_tree(to):
    """Copies the sources to `to` and makes sure that there is a configure: a release brings it, a checkout needs
    autoconf."""
    names = manifest()
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(to, name)) or to, exist_ok=True)
        shutil.copy2(os.path.join(ROOT, name), os.path.join(to, name))
    release = os.path.exists(os.path.join(ROOT, "MANIFEST")) and not os.path.exists(os.path.join(ROOT, ".git"))
    here = os.path.exists(os.path.join(ROOT, "configure"))
    if here and (release or not shutil.which("autoreconf")):
        for name in GENERATED:
            path = os.path.join(ROOT, name)
            if os.path.isdir(path):
                shutil.copytree(path, os.path.join(to, name), dirs_exist_ok=True)
            elif os.path.exists(path):
                shutil.copy2(path, os.path.join(to, name))
    else:
        if not shutil.which("autoreconf"):
            raise SystemExit("simdtag: a checkout needs autoconf, automake and libtool to build "
                             "(apt-get install autoconf automake libtool); an sdist does not")
        run("autoreconf", ["autoreconf", "-fi"], to)
    return names


def build_into(build, source):
    """Configures `source` for this interpreter in `build` and makes the extension; returns the package's parent
    folder."""
    os.makedirs(build, exist_ok=True)
    flags = {"CFLAGS": os.environ.get("CFLAGS", "-O2"), "LDFLAGS": os.environ.get("LDFLAGS", "-Wl,--strip-debug")}
    run("configure", [os.path.join(source, "configure"), "--with-python=" + sys.executable, "--disable-static",
                      "--disable-maintainer-mode"], build, **flags)
    run("make", ["make", f"-j{os.cpu_count() or 1}", "python"], build)
    return os.path.join(build, "python")


# The hooks of PEP 517

def get_requires_for_build_wheel(config_settings=None):
    return []


get_requires_for_build_sdist = get_requires_for_build_editable = get_requires_for_build_wheel


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    for name, data in dist_info_files(tag()).items():
        path = os.path.join(metadata_directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    return dist_info()


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def package_files(parent):
    """{name in the wheel: bytes} of the package: modules and the one extension."""
    files = {}
    for where, dirs, names in os.walk(os.path.join(parent, "simdtag")):
        dirs[:] = sorted(d for d in dirs if d != "__pycache__")
        for name in sorted(names):
            path = os.path.join(where, name)
            with open(path, "rb") as f:
                files[os.path.relpath(path, parent).replace(os.sep, "/")] = f.read()
    if not any(name.startswith("simdtag/_core.") and not name.endswith(".pyi") for name in files):
        raise SystemExit("simdtag: the build made no extension module")
    if "simdtag/__init__.py" not in files:
        raise SystemExit("simdtag: python/simdtag has no __init__.py")
    return files


def write_wheel(directory, files):
    wheel_tag = tag()
    name = f"simdtag-{version()}-{wheel_tag}.whl"
    files = dict(files, **dist_info_files(wheel_tag))
    record = []
    with zipfile.ZipFile(os.path.join(directory, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(data)}\n")
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if ".so" in path else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
        path = dist_info() + "/RECORD"
        wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), "".join(record) + f"{path},,\n")
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with tempfile.TemporaryDirectory(prefix="simdtag-") as tmp:
        source = os.path.join(tmp, "source")
        copy_tree(source)
        return write_wheel(wheel_directory, package_files(build_into(os.path.join(tmp, "build"), source)))


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """The extension is built in build/editable-<tag>, whose links show the checkout's modules; a new module needs a
    new install."""
    kept = os.path.join(ROOT, "build", "editable-" + tag())
    source = os.path.join(kept, "source")
    shutil.rmtree(kept, ignore_errors=True)
    copy_tree(source)
    parent = build_into(os.path.join(kept, "build"), source)
    run("linking the package", ["sh", "-c", 'find "$2" -type l -delete; sh "$0" "$1" "$2"',
                                os.path.join(ROOT, "script", "link-package"), os.path.join(ROOT, "python"), parent],
                                ROOT)
    return write_wheel(wheel_directory, {"simdtag-editable.pth": (parent + "\n").encode()})


def build_sdist(sdist_directory, config_settings=None):
    """The manifest's files, the generated configure, so that installing needs no autoconf, and PKG-INFO."""
    base = f"simdtag-{version()}"
    with tempfile.TemporaryDirectory(prefix="simdtag-") as tmp:
        names = set(copy_tree(tmp))
        shutil.rmtree(os.path.join(tmp, "autom4te.cache"), ignore_errors=True)
        extra = {"MANIFEST": "".join(name + "\n" for name in sorted(names)).encode(), "PKG-INFO": metadata().encode()}
        for where, _, found in os.walk(tmp):
            names |= {os.path.relpath(os.path.join(where, name), tmp) for name in found if not name.endswith("~")}
        path = os.path.join(sdist_directory, base + ".tar.gz")
        # one time for all files: make must not think that configure is older than configure.ac
        with (gzip.GzipFile(path, "wb", mtime=0) as zipped,
              tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar):
            for name in sorted(names | set(extra)):
                entry = tarfile.TarInfo(f"{base}/{name}")
                entry.mtime = 1577836800
                if name in extra:
                    data, entry.mode = extra[name], 0o644
                else:
                    with open(os.path.join(tmp, name), "rb") as f:
                        data = f.read()
                    entry.mode = 0o755 if os.access(os.path.join(tmp, name), os.X_OK) else 0o644
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
    return base + ".tar.gz"
