/* SPDX-License-Identifier: MIT */
/* The known keys of Vorbis comments: names, and a hash of them without collisions. */
#include "pyext/known_keys.h"

#include <pthread.h>
#include <string.h>

#include "simdtag/scan.h"

/* Keys that files use, by length, in lower case: their strings are made once, at import. */
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

enum { SLOT_BITS = 9 };

/* The first and the last eight bytes of a key, four or two of a shorter one: all of it up to 16. */
typedef struct {
    uint64_t first, last;
} ends;

/* Made of known_names alone, the same in every interpreter. In pairs: lower and upper case. */
typedef struct {
    char name[2][ST_PY_LONGEST_KNOWN];
    ends ends[2];
    size_t length;
    int index;
} known_key;
static known_key known[ST_PY_MOST_KNOWN];
static const known_key *known_at[1 << SLOT_BITS]; /* by hash; NULL ends a run of collisions */

static inline uint64_t word(const void *at, size_t width)
{
    uint64_t w = 0;
    memcpy(&w, at, width);
    return w;
}

static inline ends ends_of(const void *key, size_t n)
{
    const char *s = key, *end = s + n;
    if (n >= 8)
        return (ends){word(s, 8), word(end - 8, 8)};
    if (n >= 4)
        return (ends){word(s, 4), word(end - 4, 4)};
    return (ends){word(s, 2), word(end - 2, 2)};
}

/* In any case of letters. The factor was searched for: no two known names collide. */
static inline unsigned slot_of(uint64_t last, size_t n)
{
    return (unsigned)(((last | UINT64_C(0x2020202020202020)) + n) * UINT64_C(0x312218d0d87abbff) >>
                      (64 - SLOT_BITS));
}

static inline unsigned slot_behind(unsigned slot)
{
    return (slot + 1) % (1 << SLOT_BITS);
}

static void list_known(void)
{
    known_key *k = known;
    for (const char *p = known_names; *p; p += k++->length + 1) {
        k->index = (int)(k - known);
        k->length = strlen(p);
        for (size_t i = 0; i < k->length; i++) {
            k->name[ST_PY_LOWER][i] = p[i];
            k->name[ST_PY_UPPER][i] = p[i] == '_' ? '_' : (char)(p[i] & ~0x20);
        }
        for (int how = ST_PY_LOWER; how <= ST_PY_UPPER; how++)
            k->ends[how] = ends_of(k->name[how], k->length);
        unsigned slot = slot_of(k->ends[ST_PY_LOWER].last, k->length);
        while (known_at[slot])
            slot = slot_behind(slot);
        known_at[slot] = k;
    }
}

void st_py_list_known(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, list_known);
}

/* The careful way, for keys of mixed case and for what only has a known key's hash. */
__attribute__((noinline))
static int search(const uint8_t *s, size_t n, unsigned slot, st_py_spelling *how)
{
    for (; known_at[slot]; slot = slot_behind(slot)) {
        const known_key *k = known_at[slot];
        if (k->length != n || !simdtag_ascii_equal_fold(s, (const uint8_t *)k->name[0], n))
            continue;
        for (*how = ST_PY_LOWER; *how < ST_PY_MIXED && memcmp(s, k->name[*how], n) != 0;)
            ++*how;
        return k->index;
    }
    return -1;
}

int st_py_known_key(const uint8_t *s, size_t n, st_py_spelling *how)
{
    if (n < 2 || n >= ST_PY_LONGEST_KNOWN)
        return -1;
    const ends e = ends_of(s, n);
    const unsigned slot = slot_of(e.last, n);
    const known_key *k = known_at[slot];
    if (k == NULL)
        return -1;
    const st_py_spelling guess = s[0] & 0x20 ? ST_PY_LOWER : ST_PY_UPPER;
    int same = k->length == n && e.first == k->ends[guess].first && e.last == k->ends[guess].last;
    for (size_t i = 8; same && i + 8 < n; i += 8)
        same = word(s + i, 8) == word(k->name[guess] + i, 8);
    *how = guess;
    return same ? k->index : search(s, n, slot, how);
}

const char *st_py_known_name(int index, st_py_spelling how)
{
    return index < ST_PY_MOST_KNOWN && known[index].length ? known[index].name[how] : NULL;
}
