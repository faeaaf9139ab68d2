# SPDX-License-Identifier: MIT
"""The race's files of formats that no other sample needs dressed: ASF, WAVE, AIFF, APEv2 at the end; written from the
format descriptions, no dependencies."""

import random
import struct
import uuid

# ---- ASF (Advanced Systems Format specification, 1.2) ----------------------------------------------------------------


def guid(text):
    return uuid.UUID(text).bytes_le


HEADER = guid("75B22630-668E-11CF-A6D9-00AA0062CE6C")
CONTENT = guid("75B22633-668E-11CF-A6D9-00AA0062CE6C")
EXTENDED = guid("D2D0A440-E307-11D2-97F0-00A0C95EA850")
EXTENSION = guid("5FBF03B5-A92E-11CF-8EE3-00C00C205365")
METADATA_LIBRARY = guid("44231C94-9498-49D1-A141-1D134E457054")
PADDING = guid("1806D474-CADF-4509-A4BA-9AABCB96AAE8")
RESERVED = guid("ABD3D211-A9BA-11CF-8EE6-00C00C205365")


def wide(text):
    return (text + "\0").encode("utf-16-le")


def asf_object(kind, body):
    return kind + struct.pack("<Q", 24 + len(body)) + body


def asf_objects(data, begin, end):
    """(guid, start, end) of the objects in data[begin:end]."""
    while begin + 24 <= end:
        size = struct.unpack_from("<Q", data, begin + 16)[0]
        yield data[begin : begin + 16], begin, begin + size
        begin += size


def content_description(title, author, copyright_="", description="", rating=""):
    texts = [wide(s) for s in (title, author, copyright_, description, rating)]
    return asf_object(CONTENT, struct.pack("<5H", *map(len, texts)) + b"".join(texts))


def extended_content(pairs):
    body = struct.pack("<H", len(pairs))
    for name, value in pairs:
        name, value = wide(name), wide(value)
        body += struct.pack("<H", len(name)) + name + struct.pack("<HH", 0, len(value)) + value
    return asf_object(EXTENDED, body)


def library_picture(data):
    """A metadata library of one WM/Picture, where pictures beyond 64 KiB have to stand."""
    name = wide("WM/Picture")
    value = b"\3" + struct.pack("<I", len(data)) + wide("image/jpeg") + wide("") + data
    return asf_object(METADATA_LIBRARY, struct.pack("<HHHHHI", 1, 0, 0, len(name), 1, len(value)) + name + value)


def asf_retag(data, tags, inner):
    """The file with `tags` (objects) in its header and `inner` (objects) in the header's extension."""
    size = struct.unpack_from("<Q", data, 16)[0]
    anew = (CONTENT, EXTENDED, EXTENSION, PADDING)
    kept = [data[a:b] for kind, a, b in asf_objects(data, 30, size) if kind not in anew]
    extension = asf_object(EXTENSION, RESERVED + struct.pack("<HI", 6, len(inner)) + inner)
    objects = kept[:1] + [extension] + kept[1:] + tags + [asf_object(PADDING, bytes(1000))]
    head = HEADER + struct.pack("<QIBB", 30 + sum(map(len, objects)), len(objects), 1, 2)
    return head + b"".join(objects) + data[size:]


# ---- IFF: WAVE and AIFF ----------------------------------------------------------------------------------------------


def chunk(name, body, order):
    return name + struct.pack(order + "I", len(body)) + body + bytes(len(body) % 2)


def iff_with_tag(data, name, tag):
    """A RIFF or FORM file with an ID3 tag as its last chunk, where taggers append it."""
    order = "<" if data[:4] == b"RIFF" else ">"
    body = data[8:] + bytes(len(data) % 2) + chunk(name, tag, order)
    return data[:4] + struct.pack(order + "I", len(body)) + body


def iff_chunks(data):
    """(name, start, end of body) of the chunks in a file."""
    order, at = "<" if data[:4] == b"RIFF" else ">", 12
    while at + 8 <= len(data):
        size = struct.unpack_from(order + "I", data, at + 4)[0]
        yield data[at : at + 4], at, at + 8 + size
        at += 8 + size + size % 2


# ---- APEv2 and what stands before it ---------------------------------------------------------------------------------


def apev2(pairs, cover=None):
    """A tag with header and footer. The picture is the last item: taggers sort by size, as the description asks."""
    items = [struct.pack("<II", len(v.encode()), 0) + k.encode() + b"\0" + v.encode() for k, v in pairs]
    items.sort(key=len)
    if cover:
        value = b"cover.jpg\0" + cover
        items.append(struct.pack("<II", len(value), 2) + b"Cover Art (Front)\0" + value)
    body = b"".join(items)

    def end(flags):
        return b"APETAGEX" + struct.pack("<4I", 2000, len(body) + 32, len(items), flags) + bytes(8)

    return end(0xA0000000) + body + end(0x80000000)


def apev2_span(data):
    """(start, end) of the items of the tag at the end."""
    size = struct.unpack_from("<I", data, len(data) - 20)[0]
    return len(data) - size, len(data) - 32


def monkeys_audio(seconds, seed):
    """A file of version 3.99 whose frames are noise: no encoder is free, and no tag reader decodes."""
    blocks, rate = 73728 * 4, 44100
    total = int(seconds * rate)
    frames = -(-total // blocks)
    seek = b"".join(struct.pack("<I", 76 + 4 * frames + i * 9000) for i in range(frames))
    noise = random.Random(seed).randbytes(9000 * frames)
    descriptor = struct.pack("<4sHH6I", b"MAC ", 3990, 0, 52, 24, len(seek), 0, len(noise), 0) + bytes(20)
    header = struct.pack("<HHIIIHHI", 2000, 0, blocks, total - blocks * (frames - 1), frames, 16, 2, rate)
    return descriptor + header + seek + noise
