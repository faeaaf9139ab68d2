/* SPDX-License-Identifier: MIT */
/* Standard MIDI files (RP-001): the playing time of formats 0 and 1, by walking every event.
 *
 * The length is what mutagen says it is: only the delta times of channel events count, those of
 * meta and system exclusive events move the position in the piece and are not heard; a tempo
 * holds from its position on, for the events at that position too. */
#include <math.h>
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"

enum {
    HEADER_SIZE = 14,
    CHUNK_SIZE = 8,
    DEFAULT_TEMPO = 500000,   /* microseconds a quarter note: 120 a minute */
    WHOLE_FILE = 1u << 20,    /* a file up to this size is one read; a larger one reads so much */
    META = 0xFF, SYSEX = 0xF0, SYSEX_GOES_ON = 0xF7,
    META_TEMPO = 0x51
};

#define TOO_FAR (UINT64_C(1) << 62) /* ticks that are not counted exactly any more */

/* Where the tempo changes: position in ticks, ascending and none twice, and microseconds a
 * quarter note. Two arrays: hostile files have many. */
typedef struct {
    uint64_t *at;
    uint32_t *tempo;
    size_t n;
} tempo_map;

/* Time along one track. Ticks under one tempo are added up as a whole number, as mutagen does. */
typedef struct {
    double division; /* ticks a quarter note */
    double passed;   /* microseconds until the last change of the tempo */
    double far;      /* ticks since then that are too many for the next member */
    uint64_t ticks;  /* ticks since then */
    uint64_t pending; /* those of them that led to `now`: for them a tempo that follows holds */
    uint64_t now;     /* position; stops at TOO_FAR */
    uint64_t set_at;  /* position of the last tempo event */
    uint32_t tempo;
    bool is_set;      /* there was a tempo event */
    const tempo_map *others; /* tempo events of another track, which hold for this; may be NULL */
    size_t next_other;
    uint64_t next_at; /* position of the next of them; UINT64_MAX: there is none */
    tempo_map *kept;  /* where to note tempo events; NULL: nowhere */
    size_t changes;   /* tempo events at positions of their own */
} track_clock;

static int smf_score(const st_probe *p)
{
    return ST_BEGINS(p, "MThd") && (ST_EXT_IS(p, ".mid") || ST_EXT_IS(p, ".midi"));
}

static bool bad(st_reader *r, const char *words)
{
    st_fail(r, SIMDTAG_ERR_SMF, "%s", words);
    return false;
}

/* ---- time ---- */

static track_clock clock_of(double division, const tempo_map *others)
{
    const bool any = others && others->n;
    return (track_clock){.division = division,
                         .tempo = DEFAULT_TEMPO,
                         .others = any ? others : NULL,
                         .next_at = any ? others->at[0] : UINT64_MAX};
}

static double time_passed(const track_clock *t, uint64_t ticks)
{
    return t->passed + ((double)ticks + t->far) / t->division * t->tempo;
}

/* Of several tempos at one position the slowest holds: mutagen sorts them. */
static void set_tempo(track_clock *t, uint64_t at, uint32_t tempo)
{
    const bool again = t->is_set && t->set_at == at;
    if (!again) {
        t->passed = time_passed(t, t->ticks - t->pending);
        t->ticks = t->pending;
        t->far = 0;
        t->changes++;
    }
    t->tempo = again && t->tempo > tempo ? t->tempo : tempo;
    t->set_at = at;
    t->is_set = true;
    if (t->kept) {
        t->kept->n = t->changes;
        t->kept->at[t->changes - 1] = at;
        t->kept->tempo[t->changes - 1] = t->tempo;
    }
}

static void advance(track_clock *t, uint64_t delta)
{
    if (delta) {
        t->pending = 0;
        t->now = delta < TOO_FAR - t->now ? t->now + delta : TOO_FAR;
    }
}

/* Up to `now` the other track's tempos hold: of those since the last event only the last matters.
 * It is searched for in growing steps, so that many tracks with few events cost no walk each. */
static void follow_others(track_clock *t)
{
    const tempo_map *others = t->others;
    size_t low = t->next_other, step = 1; /* at[low] <= now */
    while (step < others->n - low && others->at[low + step] <= t->now) {
        low += step;
        step *= 2;
    }
    for (; step; step /= 2)
        if (step < others->n - low && others->at[low + step] <= t->now)
            low += step;
    t->pending = 0;
    set_tempo(t, others->at[low], others->tempo[low]);
    t->next_other = low + 1;
    t->next_at = low + 1 < others->n ? others->at[low + 1] : UINT64_MAX;
}

/* An event that is heard, at `now`; its delta is `real` when it is too large. */
static void channel_event(track_clock *t, uint64_t delta, double real)
{
    if (t->now >= t->next_at)
        follow_others(t);
    if (delta >= TOO_FAR - t->ticks) {
        t->far += real;
    } else if (delta) { /* at one position only the first delta is not 0 */
        t->ticks += delta;
        t->pending = delta;
    }
}

/* ---- events ---- */

/* A variable-length quantity: 7 bits a byte, the last byte below 128. The specification stops at
 * four bytes, mutagen does not. *whole is UINT64_MAX when it is too large; *real is near then. */
static bool long_quantity(st_cur *c, uint64_t *whole, double *real)
{
    double near = 0;
    uint64_t value = 0;
    uint8_t b;
    do {
        b = st_u8(c);
        near = near * 128 + (b & 0x7F);
        value = value <= UINT64_MAX >> 8 ? value << 7 | (b & 0x7F) : UINT64_MAX;
    } while (b & 0x80);
    *real = near;
    *whole = value;
    return st_ok(c);
}

static inline bool quantity(st_cur *c, uint64_t *whole, double *real)
{
    const st_cur start = *c;
    uint8_t b = st_u8(c);
    uint32_t value = b & 0x7F;
    for (int i = 1; b & 0x80 && i < 4; i++) {
        b = st_u8(c);
        value = value << 7 | (b & 0x7F);
    }
    if (b & 0x80) {
        *c = start;
        return long_quantity(c, whole, real);
    }
    *whole = value;
    *real = value;
    return st_ok(c);
}

/* Passes over data of a stated length, or to the end of the track if that is nearer. Returns the
 * number of bytes that were there; *data are they. */
static bool event_data(st_cur *c, const uint8_t **data, size_t *n)
{
    uint64_t length;
    double real;
    if (!quantity(c, &length, &real))
        return false;
    *n = length < st_left(c) ? (size_t)length : st_left(c);
    *data = st_take(c, *n);
    return true;
}

static bool meta_event(st_reader *r, st_cur *c, track_clock *t)
{
    const uint8_t *data;
    size_t n;
    const uint8_t type = st_u8(c);
    if (!event_data(c, &data, &n))
        return bad(r, "a meta event is cut");
    if (type != META_TEMPO)
        return true;
    if (n != 3)
        return bad(r, "a tempo is three bytes");
    if (t->others == NULL)
        set_tempo(t, t->now, (uint32_t)(data[0] << 16 | data[1] << 8 | data[2]));
    return true;
}

/* Bytes of data behind a channel event's status: program change and channel pressure have one. */
static inline unsigned data_bytes(uint8_t status)
{
    return (status & 0xE0) == 0xC0 ? 1 : 2;
}

/* The events that nearly all are, without a branch that depends on them: channel events whose
 * delta has one or two bytes. Stops before any other, or near the end. */
static void usual_events(st_cur *c, track_clock *t, uint8_t *status)
{
    enum { LONGEST = 5 };
    uint64_t ticks = t->ticks, pending = t->pending, now = t->now;
    const uint64_t until = t->next_at < TOO_FAR ? t->next_at : TOO_FAR;
    uint8_t running = *status;
    while (st_left(c) >= LONGEST) {
        const uint32_t bytes = st_load_le32(c->at);
        const unsigned two = bytes >> 7 & 1, three = bytes >> 15 & two;
        const uint32_t delta = two ? (bytes & 0x7F) << 7 | (bytes >> 8 & 0x7F) : bytes & 0x7F;
        const uint8_t next = (uint8_t)(bytes >> 8 >> 8 * two);
        if (three | (next >= SYSEX) | (now + delta >= until))
            break;
        const unsigned told = next >> 7;
        running = told ? next : running;
        now += delta;
        ticks += delta;
        pending = delta ? delta : pending;
        st_skip(c, 1 + two + told + data_bytes(running));
    }
    *status = running;
    t->ticks = ticks;
    t->pending = pending;
    t->now = now;
}

static bool other_event(st_reader *r, st_cur *c, track_clock *t)
{
    const uint8_t *data;
    size_t n;
    const uint8_t status = st_u8(c);
    if (status == META)
        return meta_event(r, c, t);
    if (status != SYSEX && status != SYSEX_GOES_ON)
        return bad(r, "an event that files cannot have");
    return event_data(c, &data, &n) || bad(r, "a system exclusive event is cut");
}

/* The events of a track. A data byte where a status is due: the last channel event's status holds
 * on (even over meta events, which mutagen allows too). */
static bool walk_track(st_reader *r, const uint8_t *p, size_t len, track_clock *t)
{
    st_cur c = st_cur_of(p, len);
    uint8_t running = 0;
    while (usual_events(&c, t, &running), st_left(&c)) {
        uint64_t delta;
        double real;
        if (!quantity(&c, &delta, &real) || st_left(&c) == 0)
            return bad(r, "an event is cut");
        advance(t, delta);
        if (c.at[0] >= SYSEX) {
            if (!other_event(r, &c, t))
                return false;
            continue;
        }
        if (c.at[0] & 0x80)
            running = st_u8(&c);
        channel_event(t, delta, real);
        const unsigned n = data_bytes(running); /* the last ones may be missing */
        st_skip(&c, n < st_left(&c) ? n : st_left(&c));
    }
    return true;
}

/* ---- tracks ---- */

typedef struct {
    double division;
    unsigned format, tracks; /* of the header */
    unsigned seen;
    double longest; /* microseconds */
    tempo_map map;  /* format 1: of the first track that has any, for those after it */
} piece;

/* Room for as many tempo changes as the track was seen to have, and a second walk to note them. */
static bool keep_tempos(st_reader *r, const uint8_t *p, size_t len, size_t n, piece *s)
{
    s->map.at = st_arena_alloc(r->arena, n * sizeof *s->map.at);
    s->map.tempo = s->map.at ? st_arena_alloc(r->arena, n * sizeof *s->map.tempo) : NULL;
    if (s->map.tempo == NULL) {
        st_fail(r, SIMDTAG_ERR_NOMEM, "out of memory for %zu changes of tempo", n);
        return false;
    }
    track_clock again = clock_of(s->division, NULL);
    again.kept = &s->map;
    return walk_track(r, p, len, &again);
}

static bool read_track(st_reader *r, const uint8_t *p, size_t len, piece *s)
{
    track_clock t = clock_of(s->division, &s->map);
    if (!walk_track(r, p, len, &t))
        return false;
    const double time = time_passed(&t, t.ticks);
    if (s->seen == 0 || time > s->longest)
        s->longest = time;
    s->seen++;
    if (s->format == 0 || s->map.n || t.changes == 0 || s->seen == s->tracks)
        return true;
    return keep_tempos(r, p, len, t.changes, s);
}

/* The bytes of a chunk. Of a large file more than the chunk is read, since others follow. */
static const uint8_t *chunk_data(st_reader *r, uint64_t off, size_t len)
{
    size_t here;
    const uint8_t *p = st_view_here(r, off, &here);
    if (p && here >= len)
        return p;
    if (len < WHOLE_FILE && r->size - off >= len)
        (void)st_view(r, off, r->size - off < WHOLE_FILE ? (size_t)(r->size - off) : WHOLE_FILE);
    return st_view(r, off, len);
}

static bool read_tracks(st_reader *r, piece *s)
{
    uint64_t off = HEADER_SIZE;
    for (unsigned i = 0; i < s->tracks; i++) {
        const uint8_t *head = chunk_data(r, off, CHUNK_SIZE);
        if (head == NULL)
            return false;
        const uint32_t len = st_load_be32(head + 4);
        const bool is_track = memcmp(head, "MTrk", 4) == 0;
        off += CHUNK_SIZE;
        if (len > r->size - off)
            return bad(r, "a chunk is cut");
        const uint8_t *p = is_track ? chunk_data(r, off, len) : NULL;
        if (is_track && (p == NULL || !read_track(r, p, len, s)))
            return false;
        off += len;
    }
    return s->seen > 0 || bad(r, "a piece without a track");
}

static bool read_header(st_reader *r, piece *s)
{
    const uint8_t *p = st_view(r, 0, HEADER_SIZE);
    if (p == NULL)
        return false;
    st_cur c = st_cur_of(p, HEADER_SIZE);
    const uint8_t *magic = st_take(&c, 4);
    if (memcmp(magic, "MThd", 4) != 0 || st_be32(&c) != HEADER_SIZE - CHUNK_SIZE)
        return bad(r, "no header of a MIDI file");
    s->format = st_be16(&c);
    s->tracks = st_be16(&c);
    const unsigned division = st_be16(&c);
    s->division = division;
    if (s->format > 1)
        return bad(r, "a format of pieces that are not played together");
    if (division == 0 || division & 0x8000) /* SMPTE time */
        return bad(r, "this kind of time is not supported");
    return true;
}

static simdtag_status smf_read(st_reader *r, st_out *out)
{
    piece s = {0};
    if (r->size <= WHOLE_FILE) /* all of it is looked at anyway */
        st_view(r, 0, (size_t)r->size);
    if (read_header(r, &s) && read_tracks(r, &s)) {
        out->doc.info.length = s.longest / 1e6;
        if (isnan(out->doc.info.length)) /* delta times beyond a double's range, at tempo 0 */
            (void)bad(r, "a piece of no known length");
    }
    if (st_status(r) == SIMDTAG_ERR_EOF && st_forgive_eof(r))
        (void)bad(r, "the file is cut");
    return st_status(r);
}

const st_format st_format_smf = {"SMF", SIMDTAG_FORMAT_SMF, smf_score, smf_read, ".mid .midi"};
