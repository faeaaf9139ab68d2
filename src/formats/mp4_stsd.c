/* SPDX-License-Identifier: MIT */
/* MP4: the sample description (ISO/IEC 14496-12, 8.5.2 and 12.2.3): the first entry, and the atom
 * inside it that tells more about ALAC and AC-3; AAC has a file of its own. */
#include <string.h>

#include "formats/mp4_codec.h"

enum { ENTRY_FIELDS = 28, FULL_BOX = 4 };

static const char cut_short[] = "not enough data";

/* A full box's version and flags; only version 0 is known. */
static const char *full_box(st_cur *c)
{
    const uint8_t version = st_u8(c);
    st_skip(c, 3);
    if (!st_ok(c))
        return cut_short;
    return version ? "Unsupported version" : NULL;
}

/* ALACSpecificConfig (Apple's ALACMagicCookieDescription). */
static const char *read_alac(st_cur c, simdtag_info *info)
{
    const char *damage = full_box(&c);
    if (damage)
        return damage;
    st_skip(&c, 4); /* frame length */
    const uint8_t version = st_u8(&c);
    if (!st_ok(&c))
        return cut_short;
    if (version != 0)
        return NULL;
    const uint8_t depth = st_u8(&c);
    st_skip(&c, 3); /* pb, mb, kb */
    const uint8_t channels = st_u8(&c);
    st_skip(&c, 6); /* longest run, largest frame */
    const uint32_t bitrate = st_be32(&c);
    const uint32_t rate = st_be32(&c);
    if (!st_ok(&c))
        return cut_short;
    info->bits_per_sample = depth;
    info->channels = channels;
    info->bitrate = bitrate;
    info->sample_rate = rate;
    return NULL;
}

/* AC3SpecificBox (ETSI TS 102 366, F.4). */
static const char *read_dac3(st_cur c, simdtag_info *info)
{
    static const uint8_t channels[8] = {2, 1, 2, 3, 3, 4, 4, 5};
    static const uint16_t kbits[] = {32,  40,  48,  56,  64,  80,  96,  112, 128, 160,
                                     192, 224, 256, 320, 384, 448, 512, 576, 640};
    const uint32_t bits = (uint32_t)st_be(
        &c, 3); /* fscod 2, bsid 5, bsmod 3, acmod 3, lfeon 1, bit rate 5, reserved 5 */
    if (!st_ok(&c))
        return cut_short;
    const unsigned rate = bits >> 5 & 31;
    info->channels = channels[bits >> 11 & 7] + (bits >> 10 & 1);
    if (rate < sizeof kbits / sizeof *kbits)
        info->bitrate = kbits[rate] * 1000.0;
    return NULL;
}

/* str.upper() of a Latin-1 letter as UTF-8; mutagen shows an unknown codec's name in capitals. */
static size_t put_upper(char *to, uint8_t c)
{
    static const struct {
        uint8_t from;
        const char *to;
    } odd[] = {{0xB5, "\xCE\x9C"}, {0xDF, "SS"}, {0xFF, "\xC5\xB8"}};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        if (c == odd[i].from) {
            memcpy(to, odd[i].to, 2);
            return 2;
        }
    }
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c != 0xF7))
        c = (uint8_t)(c - 0x20);
    if (c > 0 && c < 0x80) {
        *to = (char)c;
        return 1;
    }
    to[0] = (char)(0xC0 | c >> 6);
    to[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

static void name_codec(simdtag_mp4_info *mp4, uint32_t name)
{
    char *codec = mp4->codec, *words = mp4->codec_description;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const uint8_t c = (uint8_t)(name >> shift);
        if (c == 0 || c >= 0x80) /* a zero byte becomes C0 80, so that the text has none */
            *codec++ = (char)(0xC0 | c >> 6);
        *codec++ = (char)(c > 0 && c < 0x80 ? c : 0x80 | (c & 0x3F));
        words += put_upper(words, c);
    }
    *codec = *words = '\0';
}

/* An atom inside the description, at `at`. mutagen reads it as a top-level one of a file that ends
 * where the description does, and reads the children of one that is named like a container. */
static bool inner_atom(st_reader *r, uint64_t at, uint64_t end, st_mp4_atom *atom)
{
    st_mp4_walk walk;
    st_mp4_atom child;
    st_mp4_walk_init(&walk, r, at, end, SIMDTAG_ERR_MP4_STREAM);
    if (!st_mp4_next(&walk, atom)) {
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, "truncated data");
        return false;
    }
    while (walk.depth > 0) {
        if (st_mp4_ends(&walk))
            walk.depth--;
        else if (!st_mp4_next(&walk, &child))
            break;
    }
    return st_status(r) == SIMDTAG_OK;
}

/* The bytes of an inner atom, which must all be there. */
static st_cur inner_body(st_reader *r, uint64_t end, const st_mp4_atom *atom)
{
    const uint64_t len = atom->size - atom->head;
    const uint64_t left = end > st_mp4_body(atom) ? end - st_mp4_body(atom) : 0;
    const uint8_t *p = NULL;
    if (len > left)
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, "too short inner atom");
    else
        p = st_view(r, st_mp4_body(atom), (size_t)len);
    return st_cur_of(p, p ? (size_t)len : 0);
}

static void read_codec_atom(st_reader *r, uint32_t entry, uint64_t at, uint64_t end,
                            simdtag_info *info)
{
    st_mp4_atom atom;
    if (!inner_atom(r, at, end, &atom))
        return;
    const bool aac =
        entry == ST_ATOM('m', 'p', '4', 'a') && atom.name == ST_ATOM('e', 's', 'd', 's');
    const bool alac =
        entry == ST_ATOM('a', 'l', 'a', 'c') && atom.name == ST_ATOM('a', 'l', 'a', 'c');
    const bool ac3 =
        entry == ST_ATOM('a', 'c', '-', '3') && atom.name == ST_ATOM('d', 'a', 'c', '3');
    if (!aac && !alac && !ac3)
        return;
    const st_cur body = inner_body(r, end, &atom);
    if (st_status(r) != SIMDTAG_OK)
        return;
    const char *damage = aac    ? st_mp4_read_esds(body, info)
                         : alac ? read_alac(body, info)
                                : read_dac3(body, info);
    if (damage)
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, "%s", damage);
}

/* AudioSampleEntry, 12.2.3.2. */
static void read_entry(st_reader *r, uint64_t at, uint64_t end, simdtag_info *info)
{
    st_mp4_atom entry;
    if (!inner_atom(r, at, end, &entry))
        return;
    st_cur c = inner_body(r, end, &entry);
    st_skip(&c, 16); /* reserved, data reference, reserved (QuickTime: version, vendor) */
    info->channels = st_be16(&c);
    info->bits_per_sample = st_be16(&c);
    st_skip(&c, 4);
    info->sample_rate = st_be32(&c) >> 16;
    if (!st_ok(&c)) {
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, cut_short);
        return;
    }
    name_codec(&info->u.mp4, entry.name);
    read_codec_atom(r, entry.name, st_mp4_body(&entry) + ENTRY_FIELDS, entry.off + entry.size,
                    info);
}

void st_mp4_read_stsd(st_reader *r, const st_mp4_atom *stsd, simdtag_info *info)
{
    enum { COUNT_END = 8 };
    const uint64_t len = stsd->size - stsd->head;
    const uint64_t at = st_mp4_body(stsd);
    if (len < COUNT_END) {
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, cut_short);
        return;
    }
    const uint8_t *p = st_view(r, at, (size_t)len);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, (size_t)len);
    const char *damage = full_box(&c);
    if (damage)
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, "%s", damage);
    else if (st_be32(&c) != 0)
        read_entry(r, at + COUNT_END, at + len, info);
}
