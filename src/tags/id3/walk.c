/* SPDX-License-Identifier: MIT */
/* Walking over the frames of a tag: the hot path of every MP3. Bodies are pointed at, not copied
 * or decoded.
 *
 * What mutagen does and so do we: a name of zero bytes ends the tag; frames of size 0 are
 * skipped; a frame that reaches past the tag is cut; unknown names of capitals and digits are
 * kept whole, other names are junk; "TT2\0" in a newer tag (iTunes) is TIT2. */
#include <string.h>

#include "base/bytes.h"
#include "base/cursor.h"
#include "base/limits.h"
#include "tags/id3/id3.h"

enum { NEVER = 1 << 16 }; /* beside frame flags: no frame is usual */

/* What a row means to translation: ST_ID3_SAW_*. */
static const uint8_t saw_of[ST_ID3_ROWS] = {
    [ST_ID3_TCON] = ST_ID3_SAW_TCON,    [ST_ID3_PIC] = ST_ID3_SAW_PIC,
    [ST_ID3_LNK] = ST_ID3_SAW_LNK,      [ST_ID3_CHAP] = ST_ID3_SAW_CHAPTER,
    [ST_ID3_CTOC] = ST_ID3_SAW_CHAPTER, [ST_ID3_TYER] = ST_ID3_SAW_OLD,
    [ST_ID3_TDAT] = ST_ID3_SAW_OLD,     [ST_ID3_TIME] = ST_ID3_SAW_OLD,
    [ST_ID3_TORY] = ST_ID3_SAW_OLD,     [ST_ID3_IPLS] = ST_ID3_SAW_OLD,
    [ST_ID3_RVAD] = ST_ID3_SAW_OLD,     [ST_ID3_RVA] = ST_ID3_SAW_OLD,
    [ST_ID3_TRDA] = ST_ID3_SAW_OLD,     [ST_ID3_TSIZ] = ST_ID3_SAW_OLD,
    [ST_ID3_APIC] = ST_ID3_SAW_APIC,
};

st_id3_walk st_id3_walk_of(const simdtag_id3_header *tag, st_arena *arena, st_raws *raws)
{
    st_id3_walk w = {
        .tag = tag, .arena = arena, .raws = raws, .inflate_left = ST_MAX_INFLATED(tag->size)};
    w.not_usual = tag->minor == 3 ? 0xC0 : tag->flags & ST_ID3_UNSYNC ? NEVER : 0x0F; /* is_plain,
                                                                             and no data length */
    return w;
}

/* Capitals and digits, at least one capital: a name some newer program may know. */
static bool is_possible_name(uint32_t id, unsigned letters)
{
    bool capital = false;
    for (unsigned i = 0; i < letters; i++) {
        const uint8_t c = (uint8_t)(id >> (24 - 8 * i));
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= '0' && c <= '9'))
            return false;
        capital |= upper;
    }
    return capital;
}

/* Row of a name in a tag of ID3v2.3 or v2.4; -1 unknown, -2 junk. */
static int row_in_new_tag(uint32_t id)
{
    const int row = st_id3_row_of(id);
    if (row < 0)
        return is_possible_name(id, 4) ? -1 : -2;
    if (row < ST_ID3_ROWS_22)
        return row;
    return row == ST_ID3_CRM ? -2 : st_id3_rows[row].upgrade;
}

/* The same in ID3v2.2. Rows whose layout differs from the newer frame's stay: st_id3_upgrade
 * sees to them. */
static int row_in_22_tag(uint32_t id)
{
    const int row = st_id3_row_of(id);
    if (row < ST_ID3_ROWS_22)
        return is_possible_name(id, 3) ? -1 : -2;
    if (row == ST_ID3_PIC || row == ST_ID3_LNK || row == ST_ID3_RVA)
        return row;
    return row == ST_ID3_CRM ? -2 : st_id3_rows[row].upgrade;
}

uint32_t st_id3_id_of(int row)
{
    return st_load_be32((const uint8_t *)st_id3_rows[row].id);
}

/* Flags under which a body is more than plain bytes. A data length alone is only stepped over. */
static bool is_plain(const st_id3_walk *w, uint16_t flags)
{
    if (w->tag->minor == 4)
        return !(flags & 0x0E) && !(w->tag->flags & ST_ID3_UNSYNC);
    return w->tag->minor == 2 || !(flags & 0xC0);
}

st_id3_frame st_id3_frame_at(const st_id3_walk *w, const uint8_t *head)
{
    st_id3_frame f = {.row = -2};
    if (w->tag->minor == 2) {
        f.id = st_load_be32(head) & 0xFFFFFF00;
        f.size = (uint32_t)head[3] << 16 | (uint32_t)head[4] << 8 | head[5];
        f.row = row_in_22_tag(f.id);
    } else {
        f.id = st_load_be32(head);
        f.size = st_load_be32(head + 4);
        if (w->tag->minor == 4 && w->sizes != ST_ID3_SIZES_PLAIN)
            f.size = st_low_sevens(f.size);
        f.flags = (uint16_t)(head[8] << 8 | head[9]);
        f.row = row_in_new_tag(f.id);
    }
    f.kept = f.row != -2;
    f.plain = is_plain(w, f.flags);
    f.skip = f.plain && w->tag->minor == 4 && (f.flags & 1) ? 4 : 0;
    if (f.row == -2)
        f.row = -1;
    return f;
}

/* A new item, not cleared; NULL when out of memory. */
static simdtag_raw *new_raw(st_raws *list, st_arena *arena)
{
    return list->n < list->cap ? &list->at[list->n++] : st_raws_add(list, arena);
}

bool st_id3_add_part(st_id3_walk *w, const st_id3_frame *f, const uint8_t *data, size_t n,
                     uint64_t file_off, uint64_t file_len)
{
    simdtag_raw *raw = new_raw(w->raws, w->arena);
    if (raw == NULL)
        return false;
    const bool known = f->row >= 0;
    *raw = (simdtag_raw){
        .data = data,
        .file_off = file_off,
        .file_len = file_len,
        .len = (uint32_t)n,
        .id = known ? st_id3_id_of(f->row) : f->id,
        .aux = known ? (uint32_t)f->row : 0,
        .aux2 = w->tag->minor,
        .kind = known ? SIMDTAG_RAW_ID3 : SIMDTAG_RAW_ID3_UNKNOWN,
        .flags = f->flags,
    };
    if (known)
        w->saw |= saw_of[f->row];
    return true;
}

/* Unknown or encrypted: header and all. */
static bool add_whole(st_id3_walk *w, st_id3_frame f, const uint8_t *head, size_t size)
{
    f.row = -1;
    return st_id3_add_part(w, &f, head, st_id3_frame_header(w->tag) + size, 0, 0);
}

/* A frame whose header is at `head` and whose body is at `body`, all there. */
static bool add_frame(st_id3_walk *w, const uint8_t *head, const uint8_t *body, size_t size)
{
    const st_id3_frame f = st_id3_frame_at(w, head);
    if (!f.kept)
        return true;
    if (f.row < 0)
        return add_whole(w, f, head, size);
    size_t n = size;
    if (!f.plain || f.skip) {
        const int got = st_id3_body(w, f.flags, &body, &n);
        if (got == 2)
            return add_whole(w, f, head, size);
        if (got != 1)
            return got == 0; /* damaged: dropped */
    }
    return st_id3_add_part(w, &f, body, n, 0, 0);
}

/* How a size of this many bytes or more is to be read, see ST_ID3_SIZES_*. */
enum { TWO_READINGS = 0x80 };

/* Walks over plain frames of known names in a tag of ID3v2.3 or v2.4, as nearly all are: nothing
 * but their items to write. Stops before the first that is anything else, or not all there. */
static void walk_usual(st_id3_walk *w, st_cur *rest)
{
    st_raws *list = w->raws;
    simdtag_raw *to = list->at + list->n, *const end = list->at + list->cap;
    const unsigned minor = w->tag->minor, sizes = minor == 4 ? w->sizes : ST_ID3_SIZES_PLAIN;
    unsigned saw = w->saw;
    st_cur c = *rest;
    while (to < end && st_left(&c) >= 10) {
        const uint8_t *head = st_take(&c, 10);
        const uint32_t id = st_load_be32(head), flags = (uint32_t)(head[8] << 8 | head[9]);
        const unsigned row = (unsigned)st_id3_row_of(id);
        uint32_t size = st_load_be32(head + 4);
        if (row >= ST_ID3_ROWS_22 || (flags | NEVER) & w->not_usual)
            break;
        if (size >= TWO_READINGS && sizes != ST_ID3_SIZES_PLAIN) {
            if (sizes == ST_ID3_SIZES_UNKNOWN)
                break;
            size = st_low_sevens(size);
        }
        const uint8_t *body = st_take(&c, size);
        if (body == NULL || size == 0)
            break;
        *to++ = (simdtag_raw){.data = body,
                              .len = size,
                              .id = id,
                              .aux = row,
                              .aux2 = minor,
                              .kind = SIMDTAG_RAW_ID3,
                              .flags = (uint16_t)flags};
        saw |= saw_of[row];
        *rest = c;
    }
    list->n = (uint32_t)(to - list->at);
    w->saw = (uint8_t)saw;
}

st_id3_stop st_id3_walk_span(st_id3_walk *w, const uint8_t *data, size_t n, bool last, size_t *used)
{
    const unsigned header = st_id3_frame_header(w->tag);
    st_cur c = st_cur_of(data, n);
    if (w->raws->cap == 0 && !st_raws_grow(w->raws, w->arena))
        return ST_ID3_NOMEM;
    for (;;) {
        if (header == 10)
            walk_usual(w, &c);
        *used = n - st_left(&c);
        if (st_left(&c) < header)
            return last ? ST_ID3_DONE : ST_ID3_MORE;
        const uint8_t *head = st_take(&c, header);
        uint32_t size, name;
        if (header == 6) {
            name = st_load_be32(head) >> 8;
            size = st_load_be32(head + 2) & 0xFFFFFF;
        } else {
            name = st_load_be32(head);
            size = st_load_be32(head + 4);
        }
        if (name == 0)
            return ST_ID3_DONE;
        if (w->tag->minor == 4 && size >= TWO_READINGS) {
            if (w->sizes == ST_ID3_SIZES_UNKNOWN)
                return ST_ID3_SIZES;
            if (w->sizes == ST_ID3_SIZES_SYNCSAFE)
                size = st_low_sevens(size);
        }
        if (size == 0)
            continue;
        if (size > st_left(&c)) {
            if (!last)
                return ST_ID3_MORE;
            size = (uint32_t)st_left(&c);
        }
        const uint8_t *body = st_take(&c, size);
        if (!add_frame(w, head, body, size))
            return ST_ID3_NOMEM;
    }
}

/* One more frame of a trial. The ten bytes at t->at are `head`. */
void st_id3_trial_step(st_id3_trial *t, const uint8_t head[10])
{
    static const uint8_t padding[10] = {0};
    if (memcmp(head, padding, sizeof padding) == 0) {
        t->past = -(int64_t)((t->n - t->at) % 10);
        t->done = true;
        return;
    }
    const uint32_t stored = st_load_be32(head + 4);
    const int row = st_id3_row_of(st_load_be32(head));
    t->known += row >= 0 && row < ST_ID3_ROWS_22;
    t->at += 10 + (uint64_t)(t->syncsafe ? st_low_sevens(stored) : stored);
    if (t->n < 10 || t->at >= t->n - 10) {
        t->past = (int64_t)(t->at - t->n);
        t->done = true;
    }
}

/* Plain when that finds more frames, or as many and only syncsafe sizes lead past the end. */
int st_id3_trial_verdict(const st_id3_trial *syncsafe, const st_id3_trial *plain)
{
    const bool is_plain =
        plain->known > syncsafe->known ||
        (plain->known == syncsafe->known && syncsafe->past >= 1 && plain->past <= 1);
    return is_plain ? ST_ID3_SIZES_PLAIN : ST_ID3_SIZES_SYNCSAFE;
}

/* Both trials over memory, from the frame header at `at` on: before it the two readings agree. */
static int sizes_in_memory(const uint8_t *data, size_t n, size_t at)
{
    st_id3_trial trial[2] = {{.at = at, .n = n, .syncsafe = true}, {.at = at, .n = n}};
    for (int i = 0; i < 2; i++) {
        st_id3_trial *t = &trial[i];
        if (n < 10 || at >= n - 10) {
            t->past = (int64_t)at - (int64_t)n;
            t->done = true;
        }
        while (!t->done)
            st_id3_trial_step(t, data + t->at);
    }
    return st_id3_trial_verdict(&trial[0], &trial[1]);
}

bool st_id3_walk_all(st_id3_walk *w, const uint8_t *data, size_t n)
{
    size_t at = 0, used;
    st_id3_stop stop;
    while ((stop = st_id3_walk_span(w, data + at, n - at, true, &used)) == ST_ID3_SIZES) {
        at += used;
        w->sizes = (uint8_t)sizes_in_memory(data, n, at);
    }
    return stop != ST_ID3_NOMEM;
}
