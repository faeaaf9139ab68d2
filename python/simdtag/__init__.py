# SPDX-License-Identifier: MIT
"""simdtag reads the metadata of audio files at the speed of the system calls.

It has mutagen's names: `simdtag.File("x.flac")`, `simdtag.mp3.MP3`, `simdtag.id3.TIT2` and so on mean what they mean
there.
"""

from simdtag._core import File, __version__ as version_string, batch_iter, batch_open, cpu, walk
from simdtag._file import FileType
from simdtag._tags import Metadata, PaddingInfo, StreamInfo, Tags
from simdtag._util import MutagenError

version = tuple(int(part) for part in version_string.split("."))
__version__ = version_string


def install():
    """Makes `import mutagen` mean simdtag, and `mutagen.id3` the very module simdtag.id3, in the whole process.

    Call it before anything imports mutagen: an ImportError says so when it comes too late. A second call does nothing.
    Programs look at `mutagen.version`; it and `version_string` become those of the mutagen that simdtag stands for.
    """
    from simdtag._install import install

    install()


__all__ = ["File", "FileType", "Metadata", "MutagenError", "PaddingInfo", "StreamInfo", "Tags", "batch_iter",
           "batch_open", "cpu", "install", "version", "version_string", "walk"]
