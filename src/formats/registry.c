/* SPDX-License-Identifier: MIT */
/* The registry of formats: adding one is a file of its own and a line here. */
#include <string.h>

#include "base/bytes.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"

static const st_format *const formats[] = {
    &st_format_flac,
    &st_format_oggvorbis,
    &st_format_oggopus,
    &st_format_oggtheora,
    &st_format_oggspeex,
    &st_format_oggflac,
    &st_format_aac,
    &st_format_ac3,
    &st_format_mp3,
    &st_format_id3,
    &st_format_mp4,
    &st_format_smf,
    &st_format_apev2,
    &st_format_monkeysaudio,
    &st_format_optimfrog,
    &st_format_tak,
    &st_format_asf,
    &st_format_musepack,
    &st_format_wavpack,
    &st_format_aiff,
    &st_format_wave,
    &st_format_dsf,
    &st_format_dsdiff,
    &st_format_trueaudio,
    NULL, /* ends the list */
};

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
    for (size_t i = 0; formats[i]; i++) {
        const int score = formats[i]->score(p);
        if (score > top || (score == top && best && strcmp(formats[i]->name, best->name) > 0)) {
            best = formats[i];
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
    for (size_t i = 0; id != SIMDTAG_FORMAT_NONE && formats[i]; i++)
        if (formats[i]->id == id)
            return formats[i];
    return NULL;
}
