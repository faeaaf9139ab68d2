/* SPDX-License-Identifier: MIT */
/* The registry of formats: adding one is a file of its own and a line here. */
#include <string.h>

#include "formats/format.h"

static const st_format *const formats[] = {
    &st_format_flac,
    &st_format_oggvorbis,
    &st_format_oggopus,
    &st_format_oggtheora,
    &st_format_oggspeex,
    &st_format_oggflac,
    &st_format_mp3,
    &st_format_id3,
    &st_format_mp4,
    &st_format_smf,
    NULL, /* ends the list */
};

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

const st_format *st_format_by_id(simdtag_format id)
{
    for (size_t i = 0; formats[i]; i++)
        if (id != SIMDTAG_FORMAT_NONE && formats[i]->id == id)
            return formats[i];
    return NULL;
}
