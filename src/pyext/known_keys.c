/* SPDX-License-Identifier: MIT */
/* The known keys of Vorbis comments: names, and a hash of them without collisions. */
#include "pyext/known_keys.h"

#include <pthread.h>
#include <string.h>

/* Keys that files use, by length: their strings are made once, at import. Lower case; the second
 * string of each is upper case. */
static const char known_names[] =
    "bpm\0"
    "asin\0date\0isrc\0mood\0year\0"
    "album\0genre\0label\0media\0title\0"
    "artist\0author\0lyrics\0rating\0script\0source\0"
    "artists\0barcode\0comment\0contact\0encoder\0license\0version\0website\0"
    "composer\0ensemble\0grouping\0language\0location\0lyricist\0"
    "conductor\0copyright\0disctotal\0encodedby\0performer\0publisher\0titlesort\0"
    "artistsort\0discnumber\0totaldiscs\0tracktotal\0"
    "albumartist\0compilation\0description\0releasetype\0tracknumber\0totaltracks\0"
    "organization\0originaldate\0originalyear\0"
    "catalognumber\0releasestatus\0\0";

enum { SLOTS = 256 };

/* Made of known_names alone, the same in every interpreter. */
static struct {
    char name[16];
    uint8_t length;
} known[ST_PY_MOST_KNOWN];
static uint8_t known_at[SLOTS]; /* by hash: index + 1; 0 ends a run of collisions */

/* Of at least one byte, in any case of letters. The factors were searched for: no two known names
 * collide. */
static inline unsigned hash_of(const uint8_t *s, size_t n)
{
    const unsigned first = s[0] | 0x20u, middle = s[n / 2] | 0x20u, last = s[n - 1] | 0x20u;
    return (first * 53 + middle * 175 + last * 243 + (unsigned)n * 195) % SLOTS;
}

static void list_known(void)
{
    int n = 0;
    for (const char *p = known_names; *p; p += strlen(p) + 1, n++) {
        known[n].length = (uint8_t)strlen(p);
        memcpy(known[n].name, p, known[n].length);
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

/* Whether n <= ST_PY_LONGEST_KNOWN bytes spell a known name in any case of letters; *how says in
 * which. `| 0x20` is exact here: what else it maps to a letter of the alphabet is that letter. */
static inline int spells(const uint8_t *s, const char *name, size_t n, st_py_spelling *how)
{
    const uint64_t low = UINT64_C(0x2020202020202020);
    uint64_t a = 0, b = 0, x = 0, y = 0, mask = low;
    if (n >= 8) {
        memcpy(&a, s, 8);
        memcpy(&b, s + n - 8, 8);
        memcpy(&x, name, 8);
        memcpy(&y, name + n - 8, 8);
    } else if (n >= 4) {
        mask = low >> 32;
        memcpy(&a, s, 4);
        memcpy(&b, s + n - 4, 4);
        memcpy(&x, name, 4);
        memcpy(&y, name + n - 4, 4);
    } else { /* no known name is shorter than three letters */
        mask = low >> 48;
        memcpy(&a, s, 2);
        memcpy(&b, s + n - 2, 2);
        memcpy(&x, name, 2);
        memcpy(&y, name + n - 2, 2);
    }
    *how = (a & b & mask) == mask ? ST_PY_LOWER : ((a | b) & mask) == 0 ? ST_PY_UPPER : ST_PY_MIXED;
    return (a | mask) == x && (b | mask) == y;
}

int st_py_known_key(const uint8_t *s, size_t n, st_py_spelling *how)
{
    if (n == 0 || n > ST_PY_LONGEST_KNOWN)
        return -1;
    for (unsigned slot = hash_of(s, n); known_at[slot]; slot = (slot + 1) % SLOTS) {
        const int i = known_at[slot] - 1;
        if (known[i].length == n && spells(s, known[i].name, n, how))
            return i;
    }
    return -1;
}

const char *st_py_known_name(int index)
{
    return index < ST_PY_MOST_KNOWN && known[index].length ? known[index].name : NULL;
}
