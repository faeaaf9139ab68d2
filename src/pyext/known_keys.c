/* SPDX-License-Identifier: MIT */
/* The known keys of Vorbis comments: names, and a hash of them without collisions. */
#include "pyext/known_keys.h"

#include <pthread.h>
#include <string.h>

#include "simdtag/scan.h"

/* Keys that files use, by length: their strings are made once, at import. Lower case; the second
 * string of each is upper case. */
static const char known_names[] =
    "bpm\0key\0"
    "asin\0date\0isrc\0mood\0work\0year\0"
    "album\0genre\0label\0media\0mixer\0title\0"
    "artist\0author\0lyrics\0rating\0script\0source\0writer\0"
    "artists\0barcode\0comment\0contact\0encoder\0license\0remixer\0version\0website\0"
    "arranger\0composer\0engineer\0ensemble\0grouping\0language\0location\0lyricist\0movement\0"
    "producer\0subtitle\0"
    "albumsort\0conductor\0copyright\0disctotal\0encodedby\0performer\0publisher\0titlesort\0"
    "artistsort\0discnumber\0initialkey\0totaldiscs\0tracktotal\0"
    "acoustid_id\0albumartist\0compilation\0description\0releasetype\0tracknumber\0totaltracks\0"
    "composersort\0discsubtitle\0organization\0originaldate\0originalyear\0"
    "catalognumber\0releasestatus\0"
    "releasecountry\0albumartistsort\0"
    "musicbrainz_discid\0musicbrainz_workid\0musicbrainz_albumid\0musicbrainz_trackid\0"
    "musicbrainz_artistid\0musicbrainz_albumtype\0musicbrainz_albumstatus\0"
    "musicbrainz_albumartistid\0musicbrainz_releasegroupid\0musicbrainz_releasetrackid\0"
    "acoustid_fingerprint\0metadata_block_picture\0"
    "replaygain_album_gain\0replaygain_album_peak\0replaygain_track_gain\0"
    "replaygain_track_peak\0replaygain_reference_loudness\0\0";

enum { SLOTS = 512 };

/* Made of known_names alone, the same in every interpreter. */
static struct {
    char name[2][ST_PY_LONGEST_KNOWN + 1]; /* by ST_PY_LOWER and ST_PY_UPPER */
    uint8_t length;
} known[ST_PY_MOST_KNOWN];
static uint8_t known_at[SLOTS]; /* by hash: index + 1; 0 ends a run of collisions */

/* Of at least one byte, in any case of letters. The factors were searched for: hardly any known
 * names collide. */
static inline unsigned hash_of(const uint8_t *s, size_t n)
{
    const unsigned first = s[0] | 0x20u, later = s[2 * n / 3] | 0x20u, last = s[n - 1] | 0x20u;
    return (first * 114 + later * 125 + last * 91 + (unsigned)n * 380) % SLOTS;
}

static void list_known(void)
{
    int n = 0;
    for (const char *p = known_names; *p; p += strlen(p) + 1, n++) {
        known[n].length = (uint8_t)strlen(p);
        for (size_t i = 0; i < known[n].length; i++) {
            known[n].name[ST_PY_LOWER][i] = p[i];
            known[n].name[ST_PY_UPPER][i] = p[i] == '_' ? '_' : (char)(p[i] & ~0x20);
        }
        unsigned slot = hash_of((const uint8_t *)p, known[n].length);
        while (known_at[slot])
            slot = (slot + 1) % SLOTS;
        known_at[slot] = (uint8_t)(n + 1);
    }
}

void st_py_list_known(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, list_known);
}

static inline uint64_t word(const void *at, size_t width)
{
    uint64_t w = 0;
    memcpy(&w, at, width);
    return w;
}

/* Whether n bytes are the same, n > 2. Known names are so short that a call would take longer. */
static inline int equal(const uint8_t *a, const char *b, size_t n)
{
    if (n < 4)
        return word(a, 2) == word(b, 2) && word(a + n - 2, 2) == word(b + n - 2, 2);
    if (n < 8)
        return word(a, 4) == word(b, 4) && word(a + n - 4, 4) == word(b + n - 4, 4);
    for (size_t at = 0; at + 8 < n; at += 8)
        if (word(a + at, 8) != word(b + at, 8))
            return 0;
    return word(a + n - 8, 8) == word(b + n - 8, 8);
}

int st_py_known_key(const uint8_t *s, size_t n, st_py_spelling *how)
{
    if (n == 0 || n > ST_PY_LONGEST_KNOWN)
        return -1;
    *how = s[0] & 0x20 ? ST_PY_LOWER : ST_PY_UPPER;
    for (unsigned slot = hash_of(s, n); known_at[slot]; slot = (slot + 1) % SLOTS) {
        const int i = known_at[slot] - 1;
        if (known[i].length != n)
            continue;
        if (equal(s, known[i].name[*how], n))
            return i;
        if (simdtag_ascii_equal_fold(s, (const uint8_t *)known[i].name[ST_PY_LOWER], n)) {
            *how = ST_PY_MIXED;
            return i;
        }
    }
    return -1;
}

const char *st_py_known_name(int index, st_py_spelling how)
{
    return index < ST_PY_MOST_KNOWN && known[index].length ? known[index].name[how] : NULL;
}
