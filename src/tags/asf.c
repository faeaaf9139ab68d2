/* SPDX-License-Identifier: MIT */
/* ASF attributes (Advanced Systems Format specification, sections 3.10, 3.11, 4.7 and 4.8) and the
 * codec of the codec list (3.5): raw items to their parts. */
#include "tags/asf.h"

#include <string.h>

#include "base/cursor.h"
#include "text/text.h"

typedef struct span {
    const uint8_t *at;
    uint32_t len;
} span;

/* Encoders end text with a zero, or with several; mutagen drops those on either side. */
static inline span without_zeros(const uint8_t *at, uint32_t len)
{
    while (len >= 2 && !(at[len - 2] | at[len - 1]))
        len -= 2;
    while (len >= 2 && !(at[0] | at[1])) {
        at += 2;
        len -= 2;
    }
    return (span){at, len};
}

/* What Unicode calls white space, and the four separators of ASCII: what str.strip() takes off. */
static bool is_space(unsigned u)
{
    return (u >= 0x09 && u <= 0x0D) || (u >= 0x1C && u <= 0x20) || u == 0x85 || u == 0xA0 ||
           u == 0x1680 || (u >= 0x2000 && u <= 0x200A) || u == 0x2028 || u == 0x2029 ||
           u == 0x202F || u == 0x205F || u == 0x3000;
}

static unsigned unit(const uint8_t *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

static span without_spaces(span s)
{
    while (s.len >= 2 && is_space(unit(s.at + s.len - 2)))
        s.len -= 2;
    while (s.len >= 2 && is_space(unit(s.at))) {
        s.at += 2;
        s.len -= 2;
    }
    return s;
}

/* Names of the content description's fields (3.10), as UTF-16LE. */
static span field_name(uint32_t field)
{
#define NAME(text)                                    \
    {                                                 \
        (const uint8_t *)(text), sizeof(text) - 1     \
    }
    static const span names[ST_ASF_CONTENT_FIELDS] = {
        NAME("T\0i\0t\0l\0e\0"),
        NAME("A\0u\0t\0h\0o\0r\0"),
        NAME("C\0o\0p\0y\0r\0i\0g\0h\0t\0"),
        NAME("D\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0"),
        NAME("R\0a\0t\0i\0n\0g\0"),
    };
#undef NAME
    return names[field < ST_ASF_CONTENT_FIELDS ? field : 0];
}

static span name_of(const simdtag_raw *raw)
{
    if (raw->id >> 16 == SIMDTAG_ASF_CONTENT)
        return field_name(raw->aux);
    return without_zeros(raw->data, raw->aux < raw->len ? raw->aux : raw->len);
}

const uint8_t *simdtag_asf_name(const simdtag_raw *raw, uint32_t *len)
{
    const span name = name_of(raw);
    *len = name.len;
    return name.at;
}

void simdtag_asf_read(const simdtag_raw *raw, simdtag_asf_attribute *out)
{
    const span name = name_of(raw);
    *out = (simdtag_asf_attribute){.type = (simdtag_asf_type)(raw->id & 0xFFFF),
                                   .place = (simdtag_asf_place)(raw->id >> 16),
                                   .language = (uint16_t)(raw->aux2 >> 16),
                                   .stream = (uint16_t)raw->aux2,
                                   .name = name.at,
                                   .name_len = name.len};
    st_cur c = st_cur_of(raw->data, raw->len);
    if (out->place != SIMDTAG_ASF_CONTENT)
        st_skip(&c, raw->aux + (out->place == SIMDTAG_ASF_EXTENDED ? ST_ASF_EXTENDED_GAP : 0u));
    span value = {c.at, (uint32_t)st_left(&c)};
    if (out->type == SIMDTAG_ASF_UNICODE) {
        value = without_zeros(value.at, value.len);
    } else if (out->type >= SIMDTAG_ASF_BOOL && out->type <= SIMDTAG_ASF_WORD && value.len <= 8) {
        out->number = st_le(&c, value.len);
        if (out->type == SIMDTAG_ASF_BOOL)
            out->number = out->number == 1; /* as mutagen has it: any other number is false */
    }
    out->value = value.at;
    out->value_len = value.len;
}

bool st_asf_is_picture(const uint8_t *name, size_t n)
{
    static const char picture[] = "W\0M\0/\0P\0i\0c\0t\0u\0r\0e\0";
    const span s = without_zeros(name, (uint32_t)n);
    return s.len == sizeof picture - 1 && memcmp(s.at, picture, s.len) == 0;
}

/* ---- the codec ---- */

static span codec_text(const uint8_t *at, uint32_t len)
{
    if (!st_text_valid(SIMDTAG_UTF16LE, at, len))
        return (span){at, 0};
    return without_spaces(without_zeros(at, len));
}

int simdtag_asf_codec_of(const simdtag_doc *doc, simdtag_asf_codec *out)
{
    static const uint8_t nothing[1];
    *out = (simdtag_asf_codec){.type = "", .name = nothing, .description = nothing};
    const simdtag_raw *raw = doc->n_raws ? &doc->raws[doc->n_raws - 1] : NULL;
    if (raw == NULL || raw->kind != SIMDTAG_RAW_ASF_CODEC)
        return 0;
    st_cur c = st_cur_of(raw->data, raw->len);
    const span name = codec_text(st_take(&c, raw->aux), raw->aux);
    st_skip(&c, ST_ASF_CODEC_GAP);
    const span description = codec_text(st_take(&c, raw->aux2), raw->aux2);
    out->type = simdtag_asf_codec_name(raw->id);
    out->name = name.at;
    out->name_len = name.len;
    out->description = description.at;
    out->description_len = description.len;
    return 1;
}

/* ---- pictures ---- */

/* The text up to its terminating zero, behind which the cursor then stands. */
static bool take_text(st_cur *c, const uint8_t **at, uint32_t *len)
{
    const size_t n = st_text_nul16(c->at, st_left(c) & ~(size_t)1);
    *len = (uint32_t)n;
    *at = st_take(c, n);
    st_skip(c, 2);
    return st_ok(c);
}

int simdtag_asf_picture_of(const uint8_t *value, size_t n, simdtag_asf_picture *out)
{
    st_cur c = st_cur_of(value, n);
    out->type = st_u8(&c);
    out->size = st_le32(&c);
    if (!take_text(&c, &out->mime, &out->mime_len) ||
        !take_text(&c, &out->description, &out->description_len))
        return 0;
    out->head = (uint32_t)(c.at - value);
    return 1;
}
