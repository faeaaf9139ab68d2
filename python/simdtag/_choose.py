# SPDX-License-Identifier: MIT
"""File() with a list of classes: each scores the file's name and first bytes, the best opens it."""

from simdtag._util import opened


# every class, by module
_CLASSES = {
    "aac": "AAC",
    "ac3": "AC3",
    "aiff": "AIFF",
    "apev2": "APEv2File",
    "asf": "ASF",
    "dsdiff": "DSDIFF",
    "dsf": "DSF",
    "flac": "FLAC",
    "monkeysaudio": "MonkeysAudio",
    "mp3": "MP3",
    "mp4": "MP4",
    "musepack": "Musepack",
    "oggflac": "OggFLAC",
    "oggopus": "OggOpus",
    "oggspeex": "OggSpeex",
    "oggtheora": "OggTheora",
    "oggvorbis": "OggVorbis",
    "optimfrog": "OptimFROG",
    "smf": "SMF",
    "tak": "TAK",
    "trueaudio": "TrueAudio",
    "wave": "WAVE",
    "wavpack": "WavPack",
}
_EASY = {"mp3": ("mp3", "EasyMP3"), "mp4": ("easymp4", "EasyMP4"), "trueaudio": ("trueaudio", "EasyTrueAudio")}


def _every_class(easy):
    from importlib import import_module

    from simdtag._core import FORMATS

    found = []
    for module, name in _CLASSES.items():
        if name in FORMATS:  # else it is not read yet
            home, name = _EASY.get(module, (module, name)) if easy else (module, name)
            found.append(getattr(import_module("simdtag." + home), name))
    return found


def choose(filething, options, easy, filename, fileobj):
    from simdtag import _core
    options = _every_class(easy) if options is None else list(options)
    with opened(filething, filename, fileobj) as (name, source):
        if not options:
            return None
        try:
            head = source.read(128)
        except OSError:
            head = b""
        shown = name if name is not None else _core.object_name(source)
        scores = [(cls.score(shown, source, head), cls.__name__) for cls in options]
        (best, _), cls = max(zip(scores, options), key=lambda pair: pair[0])
        if best <= 0:
            return None
        if (fileobj is None and isinstance(filething, (str, bytes))
                and getattr(cls, "load", None) is _core.FileType._load):
            return cls(name)
        try:
            source.seek(0)
        except OSError:
            pass
        return cls(source, filename=name)
