# SPDX-License-Identifier: MIT
"""File() with a list of classes: each scores the file's name and first bytes, the best opens it."""

from simdtag._util import opened


def _every_class(easy):
    from simdtag.flac import FLAC
    from simdtag.oggopus import OggOpus
    from simdtag.oggvorbis import OggVorbis
    if easy:
        from simdtag.easymp4 import EasyMP4 as MP4
        from simdtag.mp3 import EasyMP3 as MP3
    else:
        from simdtag.mp3 import MP3
        from simdtag.mp4 import MP4
    return [MP3, FLAC, OggVorbis, OggOpus, MP4]


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
