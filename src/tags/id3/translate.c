/* SPDX-License-Identifier: MIT */
/* Bringing frames of older tags to ID3v2.4, as mutagen's load does: on raw frames, with bodies
 * of our own where they change.
 *
 * TYER, TDAT and TIME become TDRC; TORY becomes TDOR; IPLS becomes TIPL, each at the end of the
 * list in this order and only if the newer frame is not there; RVAD, TRDA and TSIZ go; numbers
 * in TCON become names; pictures of the formats JPG and PNG get MIME types. What depends on
 * merged duplicates, strange dates, or frames inside chapters is left to the careful translation
 * on decoded frames: then nothing is changed and tag->needs_translation is set. */
#include <string.h>

#include "base/bytes.h"
#include "tags/id3/fields.h"
#include "tags/id3/genre.h"

/* The rows that matter here. From OLD on they go, whatever becomes of them. */
enum kind {
    OTHER,
    TCON,
    APIC,
    CHAPTER,
    TDRC,
    TDOR,
    TIPL,
    OLD,
    TYER = OLD,
    TDAT,
    TIME,
    TORY,
    IPLS,
    GONE,
    KINDS
};

static const uint8_t kind_of_row[ST_ID3_ROWS] = {
    [ST_ID3_TCON] = TCON,    [ST_ID3_APIC] = APIC, [ST_ID3_PIC] = APIC,  [ST_ID3_CHAP] = CHAPTER,
    [ST_ID3_CTOC] = CHAPTER, [ST_ID3_TDRC] = TDRC, [ST_ID3_TDOR] = TDOR, [ST_ID3_TIPL] = TIPL,
    [ST_ID3_TYER] = TYER,    [ST_ID3_TDAT] = TDAT, [ST_ID3_TIME] = TIME, [ST_ID3_TORY] = TORY,
    [ST_ID3_IPLS] = IPLS,    [ST_ID3_RVAD] = GONE, [ST_ID3_TRDA] = GONE, [ST_ID3_TSIZ] = GONE,
    [ST_ID3_RVA] = GONE,
};

static unsigned kind_of(const simdtag_raw *raw)
{
    return raw->kind == SIMDTAG_RAW_ID3 ? kind_of_row[raw->aux] : OTHER;
}

/* What a tag has of each kind. */
typedef struct census {
    simdtag_raw *last[KINDS];
    uint32_t count[KINDS];
} census;

/* The frame of a kind that occurs once. */
typedef struct single {
    simdtag_raw *raw; /* NULL: none, or damaged */
    uint32_t count;   /* of all, damaged ones too */
} single;

static single single_of(const census *all, unsigned kind)
{
    single s = {all->last[kind], all->count[kind]};
    if (s.raw && !simdtag_id3_check(s.raw, NULL))
        s.raw = NULL;
    return s;
}

/* A frame's only text as printable ASCII without commas; -1 when it is something else. */
static int plain_text(const simdtag_raw *raw, char *out, int cap)
{
    st_id3_usual text;
    uint8_t stored;
    if (!st_id3_only_text(raw, &text) && simdtag_id3_texts(raw, &stored, &text.v, 1) != 1)
        return -1;
    const simdtag_value v = text.v;
    const unsigned wide = v.encoding == SIMDTAG_UTF16LE || v.encoding == SIMDTAG_UTF16BE;
    const unsigned low = v.encoding == SIMDTAG_UTF16BE;
    const int n = (int)(v.n >> wide);
    if (v.n > (uint32_t)cap * 2 || n >= cap)
        return -1;
    for (int i = 0; i < n; i++) {
        const unsigned at = wide ? 2 * (unsigned)i + low : (unsigned)i;
        const uint8_t c = v.u.at[at];
        if (c < 0x20 || c >= 0x7F || c == ',' || (wide && v.u.at[at ^ 1]))
            return -1;
        out[i] = (char)c;
    }
    out[n] = 0;
    return n;
}

static bool are_digits(const char *s, int n)
{
    for (int i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

/* What becomes of the old frames. */
typedef struct plan {
    uint8_t recorded[24], original[40]; /* bodies of TDRC and TDOR; none when the length is 0 */
    size_t recorded_len, original_len;
    simdtag_raw people; /* TIPL; none when kind is 0 */
    bool changes;       /* anything at all */
    bool genres;        /* the one TCON gets a new body */
} plan;

/* Four digits of TDAT or TIME; 0: not there or not such; -1: something for the careful
 * translation. */
static int four_digits(const single *s, char out[16])
{
    if (s->count > 1)
        return -1;
    if (s->raw == NULL)
        return 0;
    const int n = plain_text(s->raw, out, 16);
    return n < 0 ? -1 : n == 4 && are_digits(out, 4);
}

static bool plan_recorded(const census *all, plan *p)
{
    const single year = single_of(all, TYER), newer = single_of(all, TDRC);
    if (newer.count > 1 || (newer.count && newer.raw == NULL))
        return year.count == 0; /* whichever of them can be read counts */
    if (newer.raw || year.count == 0)
        return true;
    if (year.count > 1)
        return false;
    char text[16], day[16], hour[16];
    if (year.raw == NULL)
        return true;
    const int n = plain_text(year.raw, text, 16);
    if (n < 0 || (n == 10 && text[4] == '-'))
        return false;
    if (n != 4 || !are_digits(text, 4))
        return true; /* no year: the frame just goes */
    const single date = single_of(all, TDAT), time = single_of(all, TIME);
    const int has_date = four_digits(&date, day);
    const int has_time = has_date > 0 ? four_digits(&time, hour) : 0;
    if (has_date < 0 || has_time < 0)
        return false;
    uint8_t *b = p->recorded;
    b[0] = SIMDTAG_LATIN1;
    memcpy(b + 1, text, 4);
    p->recorded_len = 5;
    if (has_date) { /* DDMM -> -MM-DD */
        const char iso[] = {'-', day[2], day[3], '-', day[0], day[1]};
        memcpy(b + p->recorded_len, iso, sizeof iso);
        p->recorded_len += sizeof iso;
    }
    if (has_time) {
        const char iso[] = {'T', hour[0], hour[1], ':', hour[2], hour[3], ':', '0', '0'};
        memcpy(b + p->recorded_len, iso, sizeof iso);
        p->recorded_len += sizeof iso;
    }
    return true;
}

static bool plan_original(const census *all, plan *p)
{
    const single year = single_of(all, TORY), newer = single_of(all, TDOR);
    if (year.count == 0 || newer.raw)
        return year.count == 0 || newer.count == 1;
    if (year.count > 1 || newer.count)
        return false;
    if (year.raw == NULL)
        return true;
    char text[32];
    const int n = plain_text(year.raw, text, sizeof text);
    if (n <= 0)
        return false;
    p->original[0] = SIMDTAG_LATIN1;
    memcpy(p->original + 1, text, (size_t)n);
    p->original_len = 1 + (size_t)n;
    return true;
}

static bool plan_people(const census *all, plan *p)
{
    const single old = single_of(all, IPLS), newer = single_of(all, TIPL);
    if (old.count == 0 || newer.raw)
        return old.count == 0 || newer.count == 1;
    if (old.count > 1 || newer.count)
        return false;
    if (old.raw) {
        p->people = *old.raw;
        p->people.id = st_id3_id_of(ST_ID3_TIPL);
        p->people.aux = ST_ID3_TIPL;
    }
    return true;
}

/* Whether a picture's MIME type is one of the two formats of ID3v2.2 that become real ones; the
 * type then. */
static const char *mime_of(const simdtag_raw *raw)
{
    if (raw->kind != SIMDTAG_RAW_ID3 || raw->aux != ST_ID3_APIC || raw->len < 6)
        return NULL;
    return memcmp(raw->data + 1, "JPG", 4) == 0   ? "image/jpeg"
           : memcmp(raw->data + 1, "PNG", 4) == 0 ? "image/png"
                                                  : NULL;
}

static bool set_mime(simdtag_raw *raw, const char *mime, st_arena *arena)
{
    const size_t n = strlen(mime), rest = raw->len - 4; /* of encoding, "JPG" */
    uint8_t *made = st_arena_alloc(arena, 1 + n + rest);
    if (made == NULL)
        return false;
    made[0] = raw->data[0];
    memcpy(made + 1, mime, n);
    memcpy(made + 1 + n, raw->data + 4, rest);
    raw->data = made;
    raw->len = (uint32_t)(1 + n + rest);
    return true;
}

/* Whether frames inside a chapter would change. */
static bool chapter_changes(const simdtag_raw *raw, const simdtag_id3_header *tag)
{
    simdtag_values values;
    if (simdtag_id3_decode(raw, tag, &values) != SIMDTAG_OK)
        return false;
    bool changes = false;
    const simdtag_value *last = &values.field[values.n - 1];
    for (uint32_t i = 0; i < last->n; i++) {
        const simdtag_raw *sub = &last->u.frames[i];
        const unsigned kind = kind_of(sub);
        changes |= kind >= OLD || kind == CHAPTER || mime_of(sub) ||
                   (kind == TCON && st_id3_genre_plan(sub) != ST_ID3_GENRES_SAME);
    }
    simdtag_values_free(&values);
    return changes;
}

/* Whether raw frames are enough, and if so what to do. */
static bool plan_all(const simdtag_id3_header *tag, const st_raws *list, plan *p)
{
    census all = {0};
    unsigned genres = 0, formats = 0;
    for (simdtag_raw *raw = list->at, *const end = raw + list->n; raw < end; raw++) {
        const unsigned kind = kind_of(raw);
        if (kind == OTHER)
            continue;
        all.last[kind] = raw;
        all.count[kind]++;
        if (kind == CHAPTER && chapter_changes(raw, tag))
            return false;
        if (kind == APIC)
            formats += mime_of(raw) != NULL;
        if (kind == TCON) {
            const st_id3_genres what = st_id3_genre_plan(raw);
            if (what == ST_ID3_GENRES_HARD)
                return false;
            genres += what == ST_ID3_GENRES_CHANGE;
        }
        p->changes |= kind >= OLD;
    }
    /* they are merged or told apart first */
    if ((all.count[TCON] > 1 && genres) || (all.count[APIC] > 1 && formats))
        return false;
    if (p->changes && !(plan_recorded(&all, p) && plan_original(&all, p) && plan_people(&all, p)))
        return false;
    p->genres = genres != 0;
    p->changes |= genres || formats;
    return true;
}

static bool carry_out(const plan *p, st_raws *list, st_arena *arena)
{
    simdtag_raw *kept = list->at;
    for (simdtag_raw *raw = kept, *const end = raw + list->n; raw < end; raw++) {
        const unsigned kind = kind_of(raw);
        if (kind >= OLD)
            continue;
        if (kind == TCON && p->genres && !st_id3_genre_change(raw, arena))
            return false;
        const char *mime = kind == APIC ? mime_of(raw) : NULL;
        if (mime && !set_mime(raw, mime, arena))
            return false;
        if (kept != raw)
            *kept = *raw;
        kept++;
    }
    list->n = (uint32_t)(kept - list->at);
    if (p->recorded_len && !st_id3_add_made(list, arena, ST_ID3_TDRC, p->recorded, p->recorded_len))
        return false;
    if (p->original_len && !st_id3_add_made(list, arena, ST_ID3_TDOR, p->original, p->original_len))
        return false;
    if (p->people.kind) {
        simdtag_raw *raw = st_raws_add(list, arena);
        if (raw == NULL)
            return false;
        *raw = p->people;
    }
    return true;
}

bool st_id3_translate(simdtag_id3_header *tag, unsigned saw, st_raws *list, st_arena *arena)
{
    if (saw & (ST_ID3_SAW_TCON | ST_ID3_SAW_OLD | ST_ID3_SAW_CHAPTER | ST_ID3_SAW_APIC |
               ST_ID3_SAW_PIC)) {
        plan p = {.changes = false};
        if (!plan_all(tag, list, &p)) {
            tag->needs_translation = 1;
            return true;
        }
        if (p.changes && !carry_out(&p, list, arena))
            return false;
    }
    tag->translated = 1;
    return true;
}

/* PIC: three letters of format instead of a MIME type. */
static bool upgrade_pic(simdtag_raw *raw, st_arena *arena)
{
    const uint8_t *old = raw->data;
    if (raw->len < 4 || ((old[1] | old[2] | old[3]) & 0x80) || !old[1] || !old[2] || !old[3])
        return true; /* damaged, or no text that ends in a zero byte: stays */
    uint8_t *made = st_arena_alloc(arena, (size_t)raw->len + 1);
    if (made == NULL)
        return false;
    memcpy(made, old, 4);
    made[4] = 0;
    memcpy(made + 5, old + 4, raw->len - 4);
    raw->data = made;
    raw->len++;
    raw->aux = ST_ID3_APIC;
    return true;
}

/* LNK: a name of three letters; unknown ones are filled up with a space. */
static bool upgrade_lnk(simdtag_raw *raw, st_arena *arena)
{
    const uint8_t *old = raw->data;
    if (raw->len < 3)
        return true;
    uint8_t *made = st_arena_alloc(arena, (size_t)raw->len + 1);
    if (made == NULL)
        return false;
    const int row = simdtag_id3_row_of(ST_FOURCC(old[0], old[1], old[2], 0));
    memcpy(made, old, 3);
    made[3] = ' ';
    if (row >= ST_ID3_ROWS_22 && row != ST_ID3_CRM)
        memcpy(made, st_id3_rows[st_id3_rows[row].upgrade].id, 4);
    memcpy(made + 4, old + 3, raw->len - 3);
    raw->data = made;
    raw->len++;
    raw->aux = ST_ID3_LINK;
    return true;
}

/* RVA: the first four values of RVAD. */
static void upgrade_rva(simdtag_raw *raw)
{
    if (raw->len < 2)
        return;
    const uint32_t most = 2 + 4 * ((raw->data[1] + 7u) / 8);
    raw->len = raw->len < most ? raw->len : most;
    raw->aux = ST_ID3_RVAD;
}

bool st_id3_upgrade(const simdtag_id3_header *tag, unsigned saw, st_raws *list, st_arena *arena)
{
    if (tag->minor != 2 || !(saw & (ST_ID3_SAW_PIC | ST_ID3_SAW_LNK | ST_ID3_SAW_OLD)))
        return true;
    for (uint32_t i = 0; i < list->n; i++) {
        simdtag_raw *raw = &list->at[i];
        if (raw->kind != SIMDTAG_RAW_ID3 || raw->aux < ST_ID3_ROWS_22)
            continue;
        if (raw->aux == ST_ID3_PIC && !upgrade_pic(raw, arena))
            return false;
        if (raw->aux == ST_ID3_LNK && !upgrade_lnk(raw, arena))
            return false;
        if (raw->aux == ST_ID3_RVA)
            upgrade_rva(raw);
        raw->id = st_id3_id_of((int)raw->aux);
    }
    return true;
}
