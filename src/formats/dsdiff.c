/* SPDX-License-Identifier: MIT */
/* DSDIFF (Philips, "Direct Stream Digital Interchange File Format", 1.5): properties and sound of a
 * FRM8, and an ID3 tag in a chunk of its own. */
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"
#include "formats/id3_read.h"
#include "formats/iff_chunk.h"

enum { FS_LEN = 4, CHNL_LEN = 2, CMPR_LEN = 4, FRTE_LEN = 6, FRTE_HEADER = 12 };

static int dsdiff_score(const st_probe *p)
{
    return 2 * ST_BEGINS(p, "FRM8") + (ST_EXT_IS(p, ".dff") && !p->ext_upper);
}

/* The start of a property's data; NULL when the file ends before, which is an error. */
static const uint8_t *property(st_reader *r, const st_chunk *c, size_t n)
{
    const uint8_t *p = st_chunk_view(r, c, n);
    if (p == NULL)
        st_fail(r, SIMDTAG_ERR_IFF_CHUNK, "the file ends inside a property");
    return p;
}

/* Section 3.6: what the sound is compressed by. */
static void read_cmpr(st_reader *r, const st_chunk *c, simdtag_dsdiff_info *info)
{
    const uint8_t *p = property(r, c, CMPR_LEN);
    size_t n = CMPR_LEN, used = 0;
    while (p && n && (p[n - 1] == ' ' || (p[n - 1] >= '\t' && p[n - 1] <= '\r') ||
                      (p[n - 1] >= 0x1C && p[n - 1] <= 0x1F)))
        n--;
    for (size_t i = 0; p && i < n; i++) {
        if (p[i] > 0x7F) /* mutagen: UnicodeDecodeError */
            st_fail(r, SIMDTAG_ERR_DSDIFF, "the compression is no ASCII");
        if (p[i] == 0) /* as the text of a C string */
            info->compression[used++] = (char)0xC0;
        info->compression[used++] = (char)(p[i] ? p[i] : 0x80);
    }
    info->compression[used] = 0;
    info->has_compression = 1;
}

/* Section 3.3 */
static void read_prop(st_reader *r, const st_chunk *prop, simdtag_info *info)
{
    st_chunk c;
    st_chunks walk = st_chunks_in(r, ST_IFF_DSDIFF, prop);
    const uint8_t *p;
    while (st_chunks_next(&walk, &c)) {
        if (c.id == ST_FOURCC('F', 'S', ' ', ' ') && c.size == FS_LEN) {
            if ((p = property(r, &c, FS_LEN)) != NULL)
                info->sample_rate = st_load_be32(p);
        } else if (c.id == ST_FOURCC('C', 'H', 'N', 'L') && c.size >= CHNL_LEN) {
            if ((p = property(r, &c, CHNL_LEN)) != NULL)
                info->channels = (uint32_t)(p[0] << 8 | p[1]);
        } else if (c.id == ST_FOURCC('C', 'M', 'P', 'R') && c.size >= CMPR_LEN) {
            read_cmpr(r, &c, &info->u.dsdiff);
        }
    }
}

/* Section 3.9: compressed sound. Its frame information is the first chunk in it; behind that the
 * chunks are audio frames, which nobody looks at. */
static void read_dst(st_reader *r, const st_chunk *dst, simdtag_info *info)
{
    st_chunk c;
    st_chunks walk = st_chunks_in(r, ST_IFF_DSDIFF, dst);
    while (st_chunks_next(&walk, &c)) {
        if (c.id != ST_FOURCC('F', 'R', 'T', 'E'))
            continue;
        const uint8_t *p = c.size >= FRTE_LEN ? property(r, &c, FRTE_LEN) : NULL;
        if (p == NULL)
            return;
        const uint32_t frames = st_load_be32(p), rate = (uint32_t)(p[4] << 8 | p[5]);
        info->u.dsdiff.has_length = rate != 0;
        if (rate)
            info->length = (double)frames / rate;
        info->u.dsdiff.has_bitrate = frames != 0;
        if (frames) {
            const uint64_t own = FRTE_HEADER + c.size + (c.size & 1);
            const long double sound = dst->size >= own ? (long double)(dst->size - own)
                                                       : -(long double)(own - dst->size);
            info->bitrate = (double)(sound / frames) * 8 * rate; /* rounded as Python does */
        }
        return;
    }
    st_fail(r, SIMDTAG_ERR_DSDIFF, "there is no FRTE chunk");
}

static void read_sound(st_reader *r, const st_chunk *dsd, const st_chunk *dst, simdtag_info *info)
{
    const char *compression = info->u.dsdiff.compression;
    const bool plain = strcmp(compression, "DSD") == 0;
    if (!plain && strcmp(compression, "DST") != 0)
        return;
    if ((plain ? dsd : dst)->data == 0) {
        st_fail(r, SIMDTAG_ERR_DSDIFF, "there is no %s chunk", compression);
    } else if (plain) {
        const double samples = (double)dsd->size * 8 / (info->channels ? info->channels : 1);
        info->u.dsdiff.has_length = info->sample_rate != 0;
        info->u.dsdiff.has_bitrate = 1;
        if (info->sample_rate)
            info->length = samples / info->sample_rate;
        info->bitrate = (double)info->channels * info->sample_rate;
    } else {
        read_dst(r, dst, info);
    }
}

static simdtag_status dsdiff_read(st_reader *r, st_out *out)
{
    uint64_t tag = ST_NO_CHUNK;
    simdtag_info *info = &out->doc.info;
    st_chunk form, c, prop = {0}, dsd = {0}, dst = {0};
    if (!st_chunk_root(r, ST_IFF_DSDIFF, ST_FOURCC('F', 'R', 'M', '8'), &form))
        return st_id3_no_root(r, out);
    st_chunks walk = st_chunks_in(r, ST_IFF_DSDIFF, &form);
    while (st_chunks_next(&walk, &c)) {
        if (c.id == ST_FOURCC('I', 'D', '3', ' ') && tag == ST_NO_CHUNK)
            tag = c.data;
        else if (c.id == ST_FOURCC('P', 'R', 'O', 'P') && prop.data == 0)
            prop = c;
        else if (c.id == ST_FOURCC('D', 'S', 'D', ' ') && dsd.data == 0)
            dsd = c;
        else if (c.id == ST_FOURCC('D', 'S', 'T', ' ') && dst.data == 0)
            dst = c;
    }
    out->doc.audio_offset = dsd.data ? dsd.data : dst.data;
    if (st_status(r) != SIMDTAG_OK ||
        st_id3_read_chunk(r, out, tag, SIMDTAG_ERR_DSDIFF) != SIMDTAG_OK ||
        out->options & ST_READ_TAGS_ONLY)
        return st_status(r);
    info->bits_per_sample = 1;
    if (prop.data == 0)
        return st_fail(r, SIMDTAG_ERR_DSDIFF, "there is no PROP chunk");
    if (prop.name == ST_FOURCC('S', 'N', 'D', ' '))
        read_prop(r, &prop, info);
    if (st_status(r) == SIMDTAG_OK)
        read_sound(r, &dsd, &dst, info);
    return st_status(r);
}

const st_format st_format_dsdiff = {"DSDIFF", SIMDTAG_FORMAT_DSDIFF, dsdiff_score, dsdiff_read,
                                    ".dff"};
