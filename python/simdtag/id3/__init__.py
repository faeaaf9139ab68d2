# SPDX-License-Identifier: MIT
"""ID3v2 and ID3v1 tags: the tag (ID3), its frames (TIT2 …), files with nothing but a tag (ID3FileType).

Everything here is made when it is first looked at, so that opening a file does not load all of it.
"""

__all__ = ["ID3", "ID3FileType", "Frames", "Open", "delete"]

_HOMES = {
    "_util": (
        "BitPaddedInt", "ID3BadCompressedData", "ID3BadUnsynchData", "ID3EncryptionUnsupportedError",
        "ID3JunkFrameError", "ID3NoHeaderError", "ID3TagError", "ID3UnsupportedVersionError", "ID3Warning", "error",
    ),
    "_specs": ("CTOCFlags", "EncodedTextSpec", "Encoding", "ID3TimeStamp", "MultiSpec", "PictureType"),
    "_frames": (
        "BinaryFrame", "Frame", "Frames", "Frames_2_2", "NumericPartTextFrame", "NumericTextFrame", "PairedTextFrame",
        "TextFrame", "TimeStampTextFrame", "UrlFrame", "UrlFrameU",
    ),
    "_tags": ("ID3Tags",),
    "_id3v1": ("MakeID3v1", "ParseID3v1"),
    "_file": ("ID3", "ID3v1SaveOptions", "delete"),
    "_filetype": ("ID3FileType",),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}
_HOME["Open"] = "_file"


def __getattr__(name):
    from importlib import import_module

    if name in _HOMES:
        return import_module("simdtag.id3." + name)
    home = _HOME.get(name)
    if home is not None:
        value = getattr(import_module("simdtag.id3." + home), "ID3" if name == "Open" else name)
    elif 3 <= len(name) <= 4 and name.isupper():
        try:
            value = import_module("simdtag.id3._frames").frame_class(name)
        except KeyError:
            raise AttributeError("module %r has no attribute %r" % (__name__, name)) from None
    else:
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    globals()[name] = value
    return value


def __dir__():
    from simdtag.id3 import _frames

    return sorted(set(globals()) | set(_HOME) | set(_HOMES) | set(_frames.Frames) | set(_frames.Frames_2_2))
