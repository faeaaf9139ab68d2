# SPDX-License-Identifier: MIT
"""File() with a list of classes: each scores the file's name and first bytes, the best opens it."""

from simdtag._util import opened


# every class, in mutagen's order, with its easy variant if there is one
_CLASSES = (
    ("mp3", "MP3", "mp3", "EasyMP3"), ("trueaudio", "TrueAudio", "trueaudio", "EasyTrueAudio"),
    ("oggtheora", "OggTheora"), ("oggspeex", "OggSpeex"), ("oggvorbis", "OggVorbis"), ("oggflac", "OggFLAC"),
    ("flac", "FLAC"), ("aiff", "AIFF"), ("apev2", "APEv2File"), ("mp4", "MP4", "easymp4", "EasyMP4"),
    ("id3", "ID3FileType", "easyid3", "EasyID3FileType"), ("wavpack", "WavPack"), ("musepack", "Musepack"),
    ("monkeysaudio", "MonkeysAudio"),
    ("optimfrog", "OptimFROG"), ("asf", "ASF"), ("oggopus", "OggOpus"), ("aac", "AAC"), ("ac3", "AC3"), ("smf", "SMF"),
    ("tak", "TAK"), ("dsf", "DSF"), ("dsdiff", "DSDIFF"), ("wave", "WAVE"),
)  # fmt: skip


def _every_class(easy):
    from importlib import import_module

    found = []
    for row in _CLASSES:
        module, name = row[-2:] if easy else row[:2]
        found.append(getattr(import_module("simdtag." + module), name))
    return found


def choose(filething, options, easy, filename, fileobj, exact=False):
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
        more = {"exact": True} if exact and getattr(cls, "_counts_frames", False) else {}
        if (fileobj is None and isinstance(filething, (str, bytes))
                and getattr(cls, "load", None) is _core.FileType._load):
            return cls(name, **more)
        try:
            source.seek(0)
        except OSError:
            pass
        return cls(source, filename=name, **more)
