/* SPDX-License-Identifier: MIT */
/* TCON: "17", "(17)", "(17)(9)Metal", "RX" become names (ID3v2.3, 4.2.1; ID3v2.4 frames, 4.2.3). */
#include <string.h>

#include "tags/genres.h"
#include "tags/id3/fields.h"
#include "tags/id3/genre.h"

enum {
    MOST_TEXTS = 32,
    MOST_NUMBERS = 32,
    LONGEST = 4096,
    NAME = 26,
    REMIX = 1 << 16,
    COVER,
    UNKNOWN
};

/* A text of any encoding as units: code units of UTF-16, bytes of the others. */
typedef struct units {
    const simdtag_value *v;
    size_t n;
    unsigned wide;
} units;

static units units_of(const simdtag_value *v)
{
    const unsigned wide = v->encoding == SIMDTAG_UTF16LE || v->encoding == SIMDTAG_UTF16BE;
    return (units){v, v->n >> wide, wide};
}

static unsigned unit(const units *u, size_t i)
{
    const uint8_t *p = u->v->u.at;
    if (!u->wide)
        return p[i];
    return u->v->encoding == SIMDTAG_UTF16LE ? p[2 * i] | (unsigned)p[2 * i + 1] << 8
                                             : (unsigned)p[2 * i] << 8 | p[2 * i + 1];
}

static bool units_are(const units *u, size_t from, size_t n, const char *ascii)
{
    if (n != strlen(ascii))
        return false;
    for (size_t i = 0; i < n; i++)
        if (unit(u, from + i) != (uint8_t)ascii[i])
            return false;
    return true;
}

static bool is_digit(unsigned c)
{
    return c >= '0' && c <= '9';
}

/* Whether a text's first character may be a digit outside ASCII: those are numbers to Python,
 * and left to it. Blocks of ten digits of the basic plane (Unicode general category Nd);
 * surrogates are not looked into. */
static bool starts_with_foreign_digit(const units *u)
{
    static const uint16_t zero[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66,
                                    0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20,
                                    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
                                    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0,
                                    0xA9F0, 0xAA50, 0xABF0, 0xFF10};
    unsigned c = unit(u, 0);
    if (c < 0x80 || u->v->encoding == SIMDTAG_LATIN1)
        return false;
    if (u->v->encoding == SIMDTAG_UTF8) {
        if (c >= 0xF0)
            return true;
        c = c < 0xE0 ? (c & 0x1F) << 6 | (unit(u, 1) & 0x3F)
                     : (c & 0x0F) << 12 | (unit(u, 1) & 0x3F) << 6 | (unit(u, 2) & 0x3F);
    }
    if (c >= 0xD800 && c <= 0xDFFF)
        return true;
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        if (c >= zero[i] && c < zero[i] + 10u)
            return true;
    return false;
}

/* What one text becomes: numbers (or REMIX …), then the rest of it. */
typedef struct parsed {
    uint32_t number[MOST_NUMBERS];
    unsigned numbers;
    size_t from, to; /* the rest, in units; none when equal */
    bool same;       /* exactly the text again */
} parsed;

static uint32_t number_of(const units *u, size_t from, size_t to)
{
    uint32_t n = 0;
    for (size_t i = from; i < to; i++)
        n = n > 999 ? n : n * 10 + (unit(u, i) - '0');
    return n;
}

/* Units of "(17)", "(RX)" or "(CR)" at `from`, 0 if there is none. */
static size_t numbered(const units *u, size_t from, uint32_t *number)
{
    size_t end = from + 1;
    if (unit(u, from) != '(')
        return 0;
    while (end < u->n && is_digit(unit(u, end)))
        end++;
    if (end > from + 1 && end < u->n && unit(u, end) == ')') {
        *number = number_of(u, from + 1, end);
        return end + 1 - from;
    }
    if (u->n - from >= 4 && units_are(u, from, 4, "(RX)"))
        return *number = REMIX, 4;
    if (u->n - from >= 4 && units_are(u, from, 4, "(CR)"))
        return *number = COVER, 4;
    return 0;
}

static const char *name_of(uint32_t number)
{
    if (number == REMIX)
        return "Remix";
    if (number == COVER)
        return "Cover";
    const char *name = st_genre_name(number);
    return name ? name : "Unknown";
}

/* False: something for Python. */
static bool parse(const units *u, parsed *p)
{
    *p = (parsed){.from = 0, .to = u->n};
    if (u->n == 0)
        return true;
    const unsigned first = unit(u, 0);
    size_t digits = 0, end = 0;
    if (is_digit(first)) {
        while (digits < u->n && is_digit(unit(u, digits)))
            digits++;
        if (digits < u->n && unit(u, digits) >= 0x80)
            return false;
        if (digits == u->n && number_of(u, 0, u->n) <= 255) {
            p->number[p->numbers++] = number_of(u, 0, u->n);
            p->from = p->to;
            return true;
        }
    } else if (first >= 0x80 && starts_with_foreign_digit(u)) {
        return false;
    } else if (units_are(u, 0, u->n, "RX") || units_are(u, 0, u->n, "CR")) {
        p->number[p->numbers++] = first == 'R' ? REMIX : COVER;
        p->from = p->to;
        return true;
    }
    for (size_t n; p->from < u->n && (n = numbered(u, p->from, &p->number[p->numbers])) != 0;
         p->from += n)
        if (++p->numbers == MOST_NUMBERS)
            return false;
    for (end = p->from; end < u->n && unit(u, end) != '\n'; end++) /* the rest ends with its line */
        ;
    p->to = end;
    if (p->to - p->from >= 2 && unit(u, p->from) == '(' && unit(u, p->from + 1) == '(')
        p->from++; /* "((" is an escaped "(" */
    p->same = p->numbers == 0 && p->from == 0 && p->to == u->n;
    for (unsigned i = 0; i < p->numbers; i++) /* "(17)Rock" says it twice */
        if (units_are(u, p->from, p->to - p->from, name_of(p->number[i])))
            p->from = p->to;
    return true;
}

typedef struct body {
    uint8_t *at;
    size_t n;
    uint8_t stored; /* encoding byte */
    unsigned texts;
} body;

static void put_unit(body *b, unsigned c)
{
    if (b->stored == 1) {
        b->at[b->n++] = (uint8_t)c;
        b->at[b->n++] = (uint8_t)(c >> 8);
    } else if (b->stored == 2) {
        b->at[b->n++] = (uint8_t)(c >> 8);
        b->at[b->n++] = (uint8_t)c;
    } else {
        b->at[b->n++] = (uint8_t)c;
    }
}

static void begin_text(body *b)
{
    if (b->texts++)
        put_unit(b, 0);
    if (b->stored == 1)
        put_unit(b, 0xFEFF);
}

static void put_parsed(body *b, const units *u, const parsed *p)
{
    for (unsigned i = 0; i < p->numbers; i++) {
        begin_text(b);
        for (const char *name = name_of(p->number[i]); *name; name++)
            put_unit(b, (uint8_t)*name);
    }
    if (p->from == p->to)
        return;
    begin_text(b);
    for (size_t i = p->from; i < p->to; i++)
        put_unit(b, unit(u, i));
}

/* Whether a genre is certainly a name, as nearly all are: it begins with a letter and has no second
 * line; RX and CR have two letters. */
static bool is_name(const simdtag_raw *frame)
{
    st_id3_usual text;
    if (!st_id3_only_text(frame, &text))
        return false;
    const units u = units_of(&text.v);
    if (u.n == 0 || u.n == 2 || st_text_byte(text.v.u.at, text.v.n, '\n') < text.v.n)
        return false;
    const unsigned first = unit(&u, 0) | 0x20;
    return first >= 'a' && first <= 'z';
}

st_id3_genres st_id3_genre_plan(const simdtag_raw *frame)
{
    if (is_name(frame))
        return ST_ID3_GENRES_SAME;
    simdtag_value texts[MOST_TEXTS];
    uint8_t stored;
    const int n = simdtag_id3_texts(frame, &stored, texts, MOST_TEXTS);
    if (n == -1)
        return ST_ID3_GENRES_SAME; /* damaged: never shown */
    if (n < 0 || n > MOST_TEXTS || frame->len > LONGEST)
        return ST_ID3_GENRES_HARD;
    bool same = true, empty = true;
    for (int i = 0; i < n; i++) {
        const units u = units_of(&texts[i]);
        parsed p;
        if (!parse(&u, &p))
            return ST_ID3_GENRES_HARD;
        same &= p.same;
        empty &= p.numbers == 0 && p.from == p.to;
    }
    return empty ? ST_ID3_GENRES_HARD : same ? ST_ID3_GENRES_SAME : ST_ID3_GENRES_CHANGE;
}

bool st_id3_genre_change(simdtag_raw *frame, st_arena *arena)
{
    simdtag_value texts[MOST_TEXTS];
    body b = {0};
    const int n = simdtag_id3_texts(frame, &b.stored, texts, MOST_TEXTS);
    if (n < 0)
        return true;
    /* a number is at least "1" or three units of "(1)"; a unit is at most two bytes, with its
     * terminator and mark six */
    b.at = st_arena_alloc(arena, 1 + (size_t)(frame->len + 1) * 2 +
                                     ((size_t)n + frame->len / 3) * (NAME * 2 + 6));
    if (b.at == NULL)
        return false;
    b.at[b.n++] = b.stored;
    for (int i = 0; i < n; i++) {
        const units u = units_of(&texts[i]);
        parsed p;
        if (parse(&u, &p))
            put_parsed(&b, &u, &p);
    }
    frame->data = b.at;
    frame->len = (uint32_t)b.n;
    frame->aux2 = 4;
    return true;
}
