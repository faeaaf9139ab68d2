/* SPDX-License-Identifier: MIT */
/* Ogg codecs that are not read yet but must win where mutagen lets them win, so that their files
 * are not taken for another's: a video with Theora first and Vorbis second is no OggVorbis. Rows
 * of the registry with a score and no reader. */
#include <string.h>

#include "dispatch/dispatch.h"
#include "formats/format.h"

static int oggtheora_score(const st_probe *p)
{
    return p->magics & ST_MAGIC_OGGS && p->magics & ST_MAGIC_THEORA ? 2 : 0;
}

static int oggspeex_score(const st_probe *p)
{
    return p->magics & ST_MAGIC_OGGS && p->magics & ST_MAGIC_SPEEX ? 1 : 0;
}

/* One for "FLAC" of the mapping's header, one for the "fLaC" after it. */
static int oggflac_score(const st_probe *p)
{
    if (!(p->magics & ST_MAGIC_OGGS))
        return 0;
    return (p->magics & ST_MAGIC_OGGFLAC ? 1 : 0) + (memmem(p->head, p->len, "fLaC", 4) ? 1 : 0);
}

const st_format st_format_oggtheora = {"OggTheora", SIMDTAG_FORMAT_NONE, oggtheora_score, NULL};
const st_format st_format_oggspeex = {"OggSpeex", SIMDTAG_FORMAT_NONE, oggspeex_score, NULL};
const st_format st_format_oggflac = {"OggFLAC", SIMDTAG_FORMAT_NONE, oggflac_score, NULL};
