/* SPDX-License-Identifier: MIT */
/* Reading the ID3 tags of a file: which bytes to ask for. What they mean is in src/tags/id3/.
 *
 * The common tag lies in the head window and costs no further read. A picture that does not is
 * left in the file: its description is read, its bytes are stepped over, and one view beyond it
 * shows the rest of the tag (with the first audio frame, where that is near). */
#include "formats/id3_read.h"

#include "base/limits.h"
#include "dispatch/dispatch.h"
#include "tags/id3/id3.h"

enum { LARGEST_WINDOW = 64 << 10, TRIAL_VIEWS = 16 };

typedef struct reading {
    st_reader *r;
    st_out *out;
    st_id3_walk w;
    uint64_t off, end;   /* next frame header; end of the tag */
    uint64_t start;      /* of the frames */
    const uint8_t *at;   /* bytes at off that are here */
    size_t here;         /* how many, within the tag */
    size_t window;       /* how much to ask for next */
} reading;

static simdtag_status no_memory(st_reader *r)
{
    return st_fail(r, SIMDTAG_ERR_NOMEM, "out of memory for the frames of an ID3 tag");
}

/* Makes at least min(n, rest of the tag) bytes at g->off present. False: failed or needed. */
static bool show(reading *g, size_t n)
{
    const uint64_t rest = g->end - g->off;
    if (n > rest)
        n = (size_t)rest;
    g->at = st_view_here(g->r, g->off, &g->here);
    if (g->at == NULL || g->here < n) {
        size_t want = n > g->window ? n : g->window;
        if (want > rest) /* then the audio's start comes along */
            want = (size_t)rest + ST_MIN_WINDOW;
        g->at = st_view_upto(g->r, g->off, want, &g->here);
        if (g->at == NULL)
            return false;
        if (g->window < LARGEST_WINDOW)
            g->window *= 2;
    }
    if (g->here > rest)
        g->here = (size_t)rest;
    return true;
}

/* Leaves the frame at g->off, `size` bytes of body, in the file if that is right. 1: done, 0: to
 * be read as a whole, -1: failed. */
static int defer(reading *g, const st_id3_frame *f, unsigned header, size_t size)
{
    const uint64_t body = g->off + header;
    if (!(g->out->options & ST_READ_CAN_DEFER))
        return 0;
    if (f->row < 0) {
        if (size <= ST_PAYLOAD_MIN)
            return 0;
        return st_id3_add_part(&g->w, f, g->at, header, body, size) ? 1 : (no_memory(g->r), -1);
    }
    if (!f->plain || size <= ST_PAYLOAD_MIN + f->skip)
        return 0;
    for (size_t look = g->here > header + f->skip ? g->here - header - f->skip : 1;; look *= 2) {
        const size_t all = size - f->skip;
        if (look >= all)
            return 0; /* no end of its texts: as damaged as it may be, read it all */
        if (!show(g, header + f->skip + look))
            return -1;
        size_t skip = 0;
        const uint8_t *at = g->at + header + f->skip;
        switch (st_id3_binary_at(f->row, at, look, &skip)) {
        case ST_ID3_NONE: return 0;
        case ST_ID3_SHORT: continue;
        case ST_ID3_BAD: /* will not be decodable */
            return st_id3_add_part(&g->w, f, at, look, 0, 0) ? 1 : (no_memory(g->r), -1);
        case ST_ID3_FOUND: break;
        }
        /* before ID3v2.4, zero bytes to the end after a text are padding and no picture: that
         * takes reading */
        if (all - skip <= ST_PAYLOAD_MIN || (g->w.tag->minor < 4 && at[skip] == 0))
            return 0;
        return st_id3_add_part(&g->w, f, at, skip, body + f->skip + skip, all - skip)
                   ? 1
                   : (no_memory(g->r), -1);
    }
}

/* The frame at g->off reaches beyond what is here. */
static bool large_frame(reading *g)
{
    const unsigned header = st_id3_frame_header(g->w.tag);
    if (!show(g, header))
        return false;
    if (g->here < header) { /* a tag ends in less than a header */
        g->off = g->end;
        return true;
    }
    const st_id3_frame f = st_id3_frame_at(&g->w, g->at);
    const uint64_t rest = g->end - g->off - header;
    const size_t size = f.size < rest ? f.size : (size_t)rest;
    if (size <= g->here - header) /* only its header was missing */
        return true;
    const int left = f.kept ? defer(g, &f, header, size) : 1;
    if (left < 0)
        return false;
    if (left) {
        g->off += header + size;
        g->at = NULL;
        g->here = 0;
        g->window = ST_MIN_WINDOW;
        return true;
    }
    return show(g, header + size);
}

/* Ten bytes at an offset within the frames; views one by one, all of the tag when there are
 * many. */
static const uint8_t *trial_view(reading *g, uint64_t at, unsigned *views)
{
    size_t got;
    const uint8_t *p = st_view_here(g->r, g->start + at, &got);
    if (p && got >= 10)
        return p;
    if (++*views > TRIAL_VIEWS) {
        p = st_view(g->r, g->start, (size_t)(g->end - g->start));
        return p ? p + at : NULL;
    }
    return st_view(g->r, g->start + at, 10);
}

/* Finds out how the sizes of an ID3v2.4 tag are stored, from the frame at g->off on. */
static bool find_sizes(reading *g)
{
    const uint64_t n = g->end - g->start, at = g->off - g->start;
    st_id3_trial trial[2] = {{.at = at, .n = n, .syncsafe = true}, {.at = at, .n = n}};
    unsigned views = 0;
    for (int i = 0; i < 2; i++) {
        st_id3_trial *t = &trial[i];
        if (n < 10 || at >= n - 10) {
            t->past = (int64_t)at - (int64_t)n;
            t->done = true;
        }
        while (!t->done) {
            const uint8_t *head = trial_view(g, t->at, &views);
            if (head == NULL)
                return false;
            st_id3_trial_step(t, head);
        }
    }
    g->w.sizes = (uint8_t)st_id3_trial_verdict(&trial[0], &trial[1]);
    return true;
}

static simdtag_status walk_file(reading *g)
{
    while (g->off < g->end) {
        if (!g->here && !show(g, st_id3_frame_header(g->w.tag)))
            return st_status(g->r);
        size_t used;
        const bool last = g->here == g->end - g->off;
        const st_id3_stop stop = st_id3_walk_span(&g->w, g->at, g->here, last, &used);
        g->off += used;
        g->at += used;
        g->here -= used;
        if (stop == ST_ID3_DONE)
            return SIMDTAG_OK;
        if (stop == ST_ID3_NOMEM)
            return no_memory(g->r);
        if (stop == ST_ID3_SIZES ? !find_sizes(g) : !large_frame(g))
            return st_status(g->r);
    }
    return SIMDTAG_OK;
}

/* ID3v2.2 and v2.3 unsynchronise the whole tag: it is read as a whole. */
static simdtag_status walk_unsynchronised(reading *g)
{
    const size_t n = (size_t)(g->end - g->start);
    const uint8_t *stored = st_view(g->r, g->start, n);
    if (stored == NULL)
        return st_status(g->r);
    uint8_t *plain = st_arena_alloc(g->r->arena, n + 1);
    if (plain == NULL)
        return no_memory(g->r);
    const size_t len = st_k.unsync_decode(plain, stored, n);
    const bool decoded = len != ST_MALFORMED; /* else the flag was set for nothing */
    return st_id3_walk_all(&g->w, decoded ? plain : stored, decoded ? len : n) ? SIMDTAG_OK
                                                                               : no_memory(g->r);
}

/* Reads header and frames. SIMDTAG_ERR_ID3_NO_HEADER and _VERSION come back without being
 * recorded: an ID3v1 tag may stand in. */
static simdtag_status read_v2(st_reader *r, st_out *out, uint64_t at, uint8_t *saw,
                              const char **words)
{
    simdtag_id3_header *tag = &out->doc.id3;
    size_t got;
    const uint8_t *head = st_view_upto(r, at, ST_ID3_HEADER, &got);
    if (head == NULL)
        return st_status(r);
    *words = "the file is too small for an ID3 tag";
    if (got < ST_ID3_HEADER)
        return SIMDTAG_ERR_ID3_NO_HEADER;
    simdtag_status status = st_id3_header(head, tag, words);
    if (status == SIMDTAG_ERR_ID3)
        return st_fail(r, status, "%s", *words);
    if (status != SIMDTAG_OK) {
        *tag = (simdtag_id3_header){0};
        return status;
    }
    uint32_t extended = 0;
    const uint64_t left = r->size - at;
    if (tag->flags & ST_ID3_EXTENDED) {
        const bool whole = left >= ST_ID3_HEADER + 4;
        const uint8_t *four = whole ? st_view(r, at + ST_ID3_HEADER, 4) : (const uint8_t *)"";
        if (four == NULL)
            return st_status(r);
        status = whole ? st_id3_extended(tag, four, &extended, words) : SIMDTAG_ERR_ID3;
        if (status != SIMDTAG_OK)
            return st_fail(r, status, "%s", *words);
        if (extended == 0) /* the flag was a lie */
            tag->flags &= (uint8_t)~ST_ID3_EXTENDED;
    }
    if (tag->size > left || extended > tag->size - ST_ID3_HEADER)
        return st_fail(r, SIMDTAG_ERR_ID3, "the file ends inside its ID3 tag");
    reading g = {.r = r,
                 .out = out,
                 .end = at + tag->size,
                 .start = at + ST_ID3_HEADER + extended,
                 .window = ST_MIN_WINDOW};
    g.off = g.start;
    g.w = st_id3_walk_of(tag, r->arena, &out->raws);
    status =
        tag->minor < 4 && (tag->flags & ST_ID3_UNSYNC) ? walk_unsynchronised(&g) : walk_file(&g);
    *saw = g.w.saw;
    return status;
}

/* Adds what an ID3v1 tag has and the ID3v2 tag has not. */
static simdtag_status read_v1(st_reader *r, st_out *out, unsigned minor, uint8_t *saw, bool *found)
{
    uint64_t off;
    size_t n;
    const uint8_t *tail = st_view_tail(r, ST_ID3V1_TAIL, &off, &n);
    if (tail == NULL)
        return st_status(r);
    if (!st_id3_v1(tail, n, minor, &out->raws, r->arena, found))
        return no_memory(r);
    if (*found)
        *saw |= ST_ID3_SAW_OLD | ST_ID3_SAW_TCON;
    return SIMDTAG_OK;
}

simdtag_status st_id3_read(st_reader *r, st_out *out, uint64_t at, uint64_t *end)
{
    simdtag_id3_header *tag = &out->doc.id3;
    uint8_t saw = 0;
    bool v1 = false;
    const char *words = "";
    *end = at;
    const simdtag_status v2 = read_v2(r, out, at, &saw, &words);
    if (st_status(r) != SIMDTAG_OK)
        return st_status(r);
    if (v2 == SIMDTAG_OK) {
        *end = at + tag->size;
        if (!st_id3_upgrade(tag, saw, &out->raws, r->arena))
            return no_memory(r);
    }
    if (!(out->options & ST_READ_NO_V1)) {
        const simdtag_status status = read_v1(r, out, v2 == SIMDTAG_OK ? tag->minor : 4, &saw, &v1);
        if (status != SIMDTAG_OK)
            return status;
    }
    if (v2 != SIMDTAG_OK && !v1)
        return v2 == SIMDTAG_ERR_ID3_NO_HEADER ? SIMDTAG_OK : st_fail(r, v2, "%s", words);
    if (v2 != SIMDTAG_OK)
        *tag = (simdtag_id3_header){.major = 1, .minor = 1};
    out->doc.tags = SIMDTAG_TAGS_ID3;
    if (!(out->options & ST_READ_NO_TRANSLATE) && !st_id3_translate(tag, saw, &out->raws, r->arena))
        return no_memory(r);
    return SIMDTAG_OK;
}

const uint8_t *st_id3_view(st_reader *r, uint64_t at, size_t n, size_t *got)
{
    const uint64_t left = at < r->size ? r->size - at : 0;
    st_view_here(r, at, got);
    if (*got < n && *got < left && left <= ST_TAIL_WINDOW) {
        const uint64_t back = left < ST_ID3V1_TAIL ? ST_ID3V1_TAIL - left : 0;
        const uint64_t from = back < at ? at - back : 0;
        st_view(r, from, (size_t)(r->size - from));
    }
    return st_view_upto(r, at, n, got);
}

/* Errors of st_id3_header and what follows it. */
static bool is_of_tag(simdtag_status status)
{
    return status >= SIMDTAG_ERR_ID3 && status <= SIMDTAG_ERR_ID3_UNSYNC;
}

simdtag_status st_id3_read_chunk(st_reader *r, st_out *out, uint64_t at, simdtag_status damaged)
{
    const bool tags_only = out->options & ST_READ_TAGS_ONLY;
    if (at != ST_NO_CHUNK) {
        size_t got;
        uint64_t end;
        st_id3_view(r, at, ST_ID3_HEADER, &got);
        if (st_id3_read(r, out, at, &end) != SIMDTAG_OK) {
            if (!tags_only && is_of_tag(st_status(r)))
                r->error.status = damaged;
            return st_status(r);
        }
    }
    if (tags_only && out->doc.tags == SIMDTAG_TAGS_NONE)
        return st_fail(r, SIMDTAG_ERR_ID3_NO_HEADER,
                       at == ST_NO_CHUNK ? "the file has no ID3 chunk"
                                         : "the ID3 chunk does not start with an ID3 tag");
    return SIMDTAG_OK;
}

simdtag_status st_id3_no_root(st_reader *r, const st_out *out)
{
    const simdtag_status status = st_status(r);
    if (out->options & ST_READ_TAGS_ONLY &&
        (status == SIMDTAG_ERR_IFF_CHUNK || status == SIMDTAG_ERR_IFF_EMPTY))
        r->error.status = SIMDTAG_ERR_ID3_NO_HEADER;
    return st_status(r);
}
