/* SPDX-License-Identifier: MIT */
/* The registry of formats: adding one is a file of its own, a line in the table here, and its
 * beginnings and extensions among the candidates. */
#include <string.h>

#include "base/bytes.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"

/* By id. */
static const st_format *const formats[SIMDTAG_FORMAT_COUNT] = {
    [SIMDTAG_FORMAT_FLAC] = &st_format_flac,
    [SIMDTAG_FORMAT_OGGVORBIS] = &st_format_oggvorbis,
    [SIMDTAG_FORMAT_OGGOPUS] = &st_format_oggopus,
    [SIMDTAG_FORMAT_OGGTHEORA] = &st_format_oggtheora,
    [SIMDTAG_FORMAT_OGGSPEEX] = &st_format_oggspeex,
    [SIMDTAG_FORMAT_OGGFLAC] = &st_format_oggflac,
    [SIMDTAG_FORMAT_AAC] = &st_format_aac,
    [SIMDTAG_FORMAT_AC3] = &st_format_ac3,
    [SIMDTAG_FORMAT_MP3] = &st_format_mp3,
    [SIMDTAG_FORMAT_ID3] = &st_format_id3,
    [SIMDTAG_FORMAT_MP4] = &st_format_mp4,
    [SIMDTAG_FORMAT_SMF] = &st_format_smf,
    [SIMDTAG_FORMAT_APEV2] = &st_format_apev2,
    [SIMDTAG_FORMAT_MONKEYSAUDIO] = &st_format_monkeysaudio,
    [SIMDTAG_FORMAT_OPTIMFROG] = &st_format_optimfrog,
    [SIMDTAG_FORMAT_TAK] = &st_format_tak,
    [SIMDTAG_FORMAT_ASF] = &st_format_asf,
    [SIMDTAG_FORMAT_MUSEPACK] = &st_format_musepack,
    [SIMDTAG_FORMAT_WAVPACK] = &st_format_wavpack,
    [SIMDTAG_FORMAT_AIFF] = &st_format_aiff,
    [SIMDTAG_FORMAT_WAVE] = &st_format_wave,
    [SIMDTAG_FORMAT_DSF] = &st_format_dsf,
    [SIMDTAG_FORMAT_DSDIFF] = &st_format_dsdiff,
    [SIMDTAG_FORMAT_TRUEAUDIO] = &st_format_trueaudio,
};

/* ---- candidates: the formats whose score can be above zero, as bits by id ---- */

#define BIT(format) (1u << SIMDTAG_FORMAT_##format)
_Static_assert(SIMDTAG_FORMAT_COUNT <= 32, "a bit for each format");

/* ST_EXT as a constant expression. */
#define EXT(a, b, c, d) ((uint64_t)ST_FOURCC(d, c, b, a) << 8 | '.')

/* By the name's extension. */
static uint32_t of_extension(uint64_t ext)
{
    switch (ext) {
    case EXT('a', 'a', 'c', 0):
    case EXT('a', 'd', 't', 's'):
    case EXT('a', 'd', 'i', 'f'): return BIT(AAC);
    case EXT('a', 'c', '3', 0):
    case EXT('e', 'a', 'c', '3'): return BIT(AC3);
    case EXT('a', 'i', 'f', 0):
    case EXT('a', 'i', 'f', 'f'):
    case EXT('a', 'i', 'f', 'c'): return BIT(AIFF);
    case EXT('d', 'f', 'f', 0): return BIT(DSDIFF);
    case EXT('d', 's', 'f', 0): return BIT(DSF);
    case EXT('f', 'l', 'a', 'c'): return BIT(FLAC);
    case EXT('a', 'p', 'e', 0): return BIT(MONKEYSAUDIO);
    case EXT('m', 'p', '3', 0):
    case EXT('m', 'p', '2', 0):
    case EXT('m', 'p', 'g', 0):
    case EXT('m', 'p', 'e', 'g'): return BIT(MP3);
    case EXT('m', 'p', 'c', 0): return BIT(MUSEPACK);
    case EXT('o', 'f', 'r', 0):
    case EXT('o', 'f', 's', 0): return BIT(OPTIMFROG);
    case EXT('t', 'a', 'k', 0): return BIT(TAK);
    case EXT('t', 't', 'a', 0): return BIT(TRUEAUDIO);
    case EXT('w', 'a', 'v', 0):
    case EXT('w', 'a', 'v', 'e'): return BIT(WAVE);
    default: return 0;
    }
}

/* By the first three bytes, and by those that only two formats look at. */
static uint32_t of_head(const uint8_t *p, size_t len)
{
    const uint32_t wave = len >= 12 && memcmp(p + 8, "WAVE", 4) == 0 ? BIT(WAVE) : 0;
    if (len < 3)
        return len == 2 ? BIT(AC3) : 0;
    switch (ST_FOURCC(p[0], p[1], p[2], 0)) {
    case ST_FOURCC('A', 'D', 'I', 0): return BIT(AAC) | wave;
    case ST_FOURCC('F', 'O', 'R', 0): return BIT(AIFF) | wave;
    case ST_FOURCC(0x30, 0x26, 0xB2, 0): return BIT(ASF) | wave;
    case ST_FOURCC('F', 'R', 'M', 0): return BIT(DSDIFF) | wave;
    case ST_FOURCC('D', 'S', 'D', 0): return BIT(DSF) | wave;
    case ST_FOURCC('M', 'A', 'C', 0): return BIT(MONKEYSAUDIO) | wave;
    case ST_FOURCC('M', 'P', '+', 0):
    case ST_FOURCC('M', 'P', 'C', 0): return BIT(MUSEPACK) | wave;
    case ST_FOURCC('O', 'F', 'R', 0): return BIT(OPTIMFROG) | wave;
    case ST_FOURCC('M', 'T', 'h', 0): return BIT(SMF) | wave;
    case ST_FOURCC('t', 'B', 'a', 0): return BIT(TAK) | wave;
    case ST_FOURCC('I', 'D', '3', 0):
    case ST_FOURCC('T', 'T', 'A', 0): return BIT(TRUEAUDIO) | wave;
    case ST_FOURCC('R', 'I', 'F', 0): return BIT(WAVE);
    case ST_FOURCC('w', 'v', 'p', 0): return BIT(WAVPACK) | wave;
    default: return wave | (p[0] == 0x0B && p[1] == 0x77 ? BIT(AC3) : 0);
    }
}

static uint32_t candidates(const st_probe *p)
{
    uint32_t all = of_extension(p->ext) | of_head(p->head, p->len);
    if (p->magics & (ST_MAGIC_ID3 | ST_MAGIC_MPEG_SYNC))
        all |= BIT(MP3);
    if (p->magics & ST_MAGIC_OGGS)
        all |= BIT(OGGVORBIS) | BIT(OGGOPUS) | BIT(OGGTHEORA) | BIT(OGGSPEEX) | BIT(OGGFLAC);
    if (p->magics & (ST_MAGIC_FTYP | ST_MAGIC_MP4))
        all |= BIT(MP4);
    if (p->magics & ST_MAGIC_FLAC)
        all |= BIT(FLAC);
    if (p->tail)
        all |= BIT(APEV2);
    return all;
}

bool st_bytes_have(const uint8_t *data, size_t n, const char *magic, size_t len)
{
    const uint32_t first = st_load_le32((const uint8_t *)magic);
    for (size_t left = n, at; (at = st_k.rfind_pattern32(data, left, first)) != left; left = at)
        if (n - at >= len && memcmp(data + at, magic, len) == 0)
            return true;
    return false;
}

const st_format *st_format_pick(const st_probe *p)
{
    const st_format *best = NULL;
    int top = 0;
    for (uint32_t all = candidates(p); all; all &= all - 1) {
        const st_format *format = formats[__builtin_ctz(all)];
        const int score = format->score(p);
        if (score > top || (score == top && best && strcmp(format->name, best->name) > 0)) {
            best = format;
            top = score;
        }
    }
    return best;
}

bool st_format_wants_tail(const st_probe *p, const st_format *best)
{
    if (p->tail || p->magics & ST_MAGIC_ID3) /* where APEv2File never gets above zero */
        return false;
    return best == NULL || (best->score(p) <= 1 && strcmp(best->name, st_format_apev2.name) < 0);
}

const st_format *st_format_by_id(simdtag_format id)
{
    return (unsigned)id < SIMDTAG_FORMAT_COUNT ? formats[id] : NULL;
}
