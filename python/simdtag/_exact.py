# SPDX-License-Identifier: MIT
"""What exact=True adds to stream info."""

from collections import namedtuple


class Exact(namedtuple("Exact", "frames samples length bitrate max_bitrate truncated garbage")):
    """What counting the frames of a file found.

    frames: whole frames of sound; None for FLAC streams whose frames vary in length
    samples: of one channel, without the delay and padding that LAME notes
    length: seconds, samples / sample rate
    bitrate: bits per second, the average of all frames
    max_bitrate: of the frame that has most; None for FLAC
    truncated: the last frame is cut, or a header promises more than there is
    garbage: bytes behind the first frame that belong to no frame and no tag; of FLAC the zeros at the end
    """

    __slots__ = ()


def make(frames, samples, garbage, length, bitrate, max_bitrate, truncated):
    known = frames if frames or not samples else None
    return Exact(known, samples, length, int(bitrate), int(max_bitrate) or None, truncated, garbage)
