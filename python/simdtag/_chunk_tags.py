# SPDX-License-Identifier: MIT
"""The ID3 tags of AIFF, WAVE, DSF and DSDIFF files: classes of the modules of those formats, which load them (and with
them what ID3 needs) when tags are first asked for."""

from simdtag import _core
from simdtag._util import no_writing
from simdtag.id3._file import ID3


class IffID3(ID3):
    """The ID3 tag in a chunk."""

    __slots__ = ()
    __module__ = "simdtag._iff"
    _plain = True

    def save(self, filething=None, v2_version=4, v23_sep="/", padding=None, *, filename=None, fileobj=None):
        """Writes the tag: not supported yet."""
        no_writing()

    def delete(self, filething=None, *, filename=None, fileobj=None):
        """Takes the tag out of a file: not supported yet."""
        no_writing()


@_core.register
class _IFFID3(IffID3):
    """The ID3 tag of an AIFF file."""

    __slots__ = ()
    _plain = True
    _format = _core.FORMATS["AIFF"]


@_core.register
class _DSDIFFID3(IffID3):
    """The ID3 tag of a DSDIFF file."""

    __slots__ = ()
    _plain = True
    _format = _core.FORMATS["DSDIFF"]


@_core.register
class _WaveID3(ID3):
    """The ID3 tag of a WAVE file."""

    __slots__ = ()
    _plain = True
    _format = _core.FORMATS["WAVE"]

    def save(self, filething=None, v1=1, v2_version=4, v23_sep="/", padding=None, *, filename=None, fileobj=None):
        """Writes the tag: not supported yet."""
        no_writing()

    delete = IffID3.delete


@_core.register
class _DSFID3(ID3):
    """The ID3 tag of a DSF file."""

    __slots__ = ()
    _plain = True
    _format = _core.FORMATS["DSF"]

    save = IffID3.save


_IFFID3.__module__ = "simdtag.aiff"
_DSDIFFID3.__module__ = "simdtag.dsdiff"
_WaveID3.__module__ = "simdtag.wave"
_DSFID3.__module__ = "simdtag.dsf"
