# SPDX-License-Identifier: MIT
"""Audio samples out of other packages' source distributions, fetched at test time; nothing of them is committed.

Only files that look like audio are taken out, none is run or installed. Each archive is known by its hash. (tinytag has
a fine collection in its repository but packs none of it; music-tag, eyeD3, pydub and audioread neither.)"""

import concurrent.futures
import hashlib
import io
import json
import os
import ssl
import tarfile
import urllib.parse
import urllib.request

import samples

PACKAGES = {
    "beets-2.14.1.tar.gz": "b25dc7bf8ed093d8b6e043e88013736902c1082c958b81a598af5db5275539a5",
    "mediafile-0.10.1.tar.gz": "929642a17ee5023b9086221ce80cdc2c51d06021a890d4433b0bd5bd32f2b29f",
    "picard-3.0.2.tar.gz": "ca875d573eb4b898f99821ec32978d9a6b47dc1f96b25f96608a75b6234d6098",
    "Mopidy-3.4.2.tar.gz": "ada9ecbfc09eecc8c9e6742a8a4fea1632a134a1ab060527d8aa3d36df0547b6",
    "stagger-1.0.0.tar.gz": "a587189ac654dfda469bce753732e534494f009895183ac52ad71b3af20920bc",
    "hachoir-3.4.0.tar.gz": "7f88018d58ef42b5dcd8ff51f2a6191abf3ade38eee8da11acd93f5a7d9cf8f8",
    "puremagic-1.30.tar.gz": "f9ff7ac157d54e9cf3bff1addfd97233548e75e685282d84ae11e7ffee1614c9",
    "filetype-1.2.0.tar.gz": "66b56cd6474bf41d8c54660347d37afcc3f7d1970648de365c102ef77548aadb",
    "audiofile-1.6.1.tar.gz": "6d941d216c16e3ead2fe3b80d8b7e349f0f11f2b727ed5acd0123831edd46b41",
    "miditoolkit-1.0.1.tar.gz": "88f7ba5bcf6438bd303a0654f808a6eef6f573bcb6b9f5ebd649e78fc786b2c5",
    "soundfile-0.14.0.tar.gz": "ba1c1a2d618bca5c406647c83b89f07cc8810fa506a50622a6993ba130c1de11",
    "music21-9.1.0.tar.gz": "6c61425c7af5bf54e120afebabcffdb22be32620b0ea22b0d8e36ac5eafaefc8",
}
FOLDER = os.path.join(samples.CACHE, "sdists")
SECONDS = 60  # that a server may keep silent


def index():
    """The package index that pip would ask."""
    from pip._internal.models.index import PyPI

    return (os.environ.get("PIP_INDEX_URL") or PyPI.simple_url).rstrip("/")


def download(archive):
    """The bytes of an archive, which its hash vouches for."""
    name = archive.rpartition("-")[0].lower()
    page = urllib.request.Request(f"{index()}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    trusted = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    with urllib.request.urlopen(page, timeout=SECONDS, context=trusted) as answer:
        files = json.load(answer)["files"]
        where = next(urllib.parse.urljoin(answer.url, f["url"]) for f in files if f["filename"] == archive)
    with urllib.request.urlopen(where, timeout=SECONDS, context=trusted) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != PACKAGES[archive]:
        raise ValueError(f"{archive} is not the archive that it was")
    return data


def unpack(archive):
    """Fetches one archive into a folder of its own, unless that is there; the words for why not, or None."""
    folder = os.path.join(FOLDER, archive.removesuffix(".tar.gz"))
    if os.path.isdir(folder):
        return None
    try:
        data = download(archive)
    except Exception as error:  # no network, no such archive: the tests say that they are skipped
        return f"{archive} cannot be fetched: {error!r}"
    fresh = folder + ".new"
    os.makedirs(fresh, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            if member.isfile() and member.name.lower().endswith(samples.AUDIO):
                # a flat name of the whole path below the package's folder
                name = member.name.partition("/")[2].replace("/", "-")
                with open(os.path.join(fresh, name), "wb") as f:
                    f.write(tar.extractfile(member).read())
    os.rename(fresh, folder)
    return None


def paths():
    """(paths, reasons): every sample once, though several packages have it; and what cannot be had."""
    os.makedirs(FOLDER, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        reasons = [why for why in pool.map(unpack, PACKAGES) if why]
    found, seen = [], set()
    for archive in PACKAGES:
        folder = os.path.join(FOLDER, archive.removesuffix(".tar.gz"))
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            path = os.path.join(folder, name)
            with open(path, "rb") as f:
                digest = hashlib.sha1(f.read()).digest()
            if digest not in seen:
                seen.add(digest)
                found.append(path)
    return found, reasons
