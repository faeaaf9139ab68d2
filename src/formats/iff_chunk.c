/* SPDX-License-Identifier: MIT */
/* The walk from chunk header to chunk header, and which bytes it asks for. */
#include "formats/iff_chunk.h"

#include "base/cursor.h"
#include "base/limits.h"
#include "formats/id3_read.h"

enum {
    HEADER_MAX = 12,   /* id and size: 8 bytes, of DSDIFF 12 */
    NAME = 4,          /* of a container, behind its header */
    WINDOWS = 8        /* opened by one walk; then headers are copied one by one */
};

static unsigned header_size(st_iff family)
{
    return family == ST_IFF_DSDIFF ? 12 : 8;
}

/* What mutagen takes for a chunk's id: printable ASCII once white space behind it is gone. 0 when
 * it is none. */
static uint32_t read_id(st_cur *c)
{
    const uint32_t spaces = ST_FOURCC(' ', ' ', ' ', ' '), tops = 0x80808080;
    uint32_t id = st_be32(c);
    for (unsigned shift = 0; shift < 32; shift += 8) { /* other white space counts as a space */
        const uint8_t b = (uint8_t)(id >> shift);
        if (b > ' ')
            break;
        if ((b >= '\t' && b <= '\r') || (b >= 0x1C && b <= 0x1F))
            id ^= (uint32_t)(b ^ ' ') << shift;
    }
    /* no byte below the space, which would borrow, or beyond '~', which would carry into its top */
    return ((id - spaces) | (id + 0x01010101) | id) & tops || id == spaces ? 0 : id;
}

/* How many bytes of name stand before the chunks of a container; -1: not a container. */
static int name_size(st_iff family, uint32_t id)
{
    switch (family) {
    case ST_IFF_FORM:
        return id == ST_FOURCC('F', 'O', 'R', 'M') ? NAME : -1;
    case ST_IFF_RIFF:
        return id == ST_FOURCC('R', 'I', 'F', 'F') || id == ST_FOURCC('L', 'I', 'S', 'T') ? NAME
                                                                                          : -1;
    case ST_IFF_DSDIFF: break;
    }
    if (id == ST_FOURCC('D', 'S', 'T', ' '))
        return 0;
    return id == ST_FOURCC('F', 'R', 'M', '8') || id == ST_FOURCC('P', 'R', 'O', 'P') ? NAME : -1;
}

static uint64_t add(uint64_t a, uint64_t b)
{
    return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

/* Header and name at w->at, as many of their bytes as the file has. The first chunks that lie
 * apart open a window, and with it the start of their data, or all the rest of the file; of more
 * chunks than ordinary files have, only the headers are read. */
static const uint8_t *show(st_chunks *w, uint8_t copy[HEADER_MAX + NAME], size_t *n)
{
    const size_t all = header_size(w->family) + NAME;
    const uint64_t left = w->at < w->r->size ? w->r->size - w->at : 0;
    const uint8_t *here = st_view_here(w->r, w->at, n);
    if (*n >= all)
        return here;
    if (*n < left && w->windows-- == 0) {
        w->windows = 0;
        *n = left < all ? (size_t)left : all;
        return st_copy(w->r, w->at, *n, copy) ? copy : NULL;
    }
    return st_id3_view(w->r, w->at, all, n);
}

typedef enum parsed { CHUNK, TOO_SHORT, NO_CHUNK, FAILED } parsed;

static parsed read_chunk(st_chunks *w, st_chunk *c, const char **words)
{
    uint8_t copy[HEADER_MAX + NAME];
    size_t n = 0;
    const unsigned header = header_size(w->family);
    const uint8_t *p = show(w, copy, &n);
    if (st_status(w->r) != SIMDTAG_OK)
        return FAILED;
    *words = "the file ends inside a chunk's header";
    if (n < header)
        return TOO_SHORT;
    st_cur cur = st_cur_of(p, n);
    c->id = read_id(&cur);
    c->size = w->family == ST_IFF_RIFF ? st_le32(&cur) : st_be(&cur, header - 4);
    c->data = w->at + header;
    c->name = 0;
    *words = "a chunk's id is no text";
    if (c->id == 0)
        return NO_CHUNK;
    const int name = name_size(w->family, c->id);
    c->inside = c->data + (name > 0 ? NAME : 0);
    if (name <= 0)
        return CHUNK;
    *words = "a container is too small for its name";
    if (c->size < NAME)
        return NO_CHUNK;
    const size_t here = st_left(&cur);
    for (size_t i = 0; i < NAME; i++) {
        const uint8_t b = i < here ? st_u8(&cur) : 0;
        if (b > 0x7F) {
            st_fail(w->r, SIMDTAG_ERR_IFF, "the name of a container is no ASCII");
            return FAILED;
        }
        c->name = c->name << 8 | b;
    }
    return CHUNK;
}

bool st_chunk_root(st_reader *r, st_iff family, uint32_t id, st_chunk *root)
{
    st_chunks w = {.r = r, .family = family, .windows = 1};
    const char *words;
    const parsed found = read_chunk(&w, root, &words);
    if (found == TOO_SHORT)
        st_fail(r, SIMDTAG_ERR_IFF_EMPTY, "%s", words);
    else if (found == NO_CHUNK)
        st_fail(r, SIMDTAG_ERR_IFF_CHUNK, "%s", words);
    else if (found == CHUNK && root->id != id)
        st_fail(r, SIMDTAG_ERR_IFF_CHUNK, "the file does not begin with a chunk %c%c%c%c",
                (int)(id >> 24), (int)(id >> 16 & 0xFF), (int)(id >> 8 & 0xFF), (int)(id & 0xFF));
    return st_status(r) == SIMDTAG_OK;
}

st_chunks st_chunks_in(st_reader *r, st_iff family, const st_chunk *container)
{
    return (st_chunks){.r = r,
                       .family = family,
                       .at = container->inside,
                       .end = add(container->data, container->size),
                       .windows = WINDOWS,
                       .left = ST_MAX_CHUNKS};
}

bool st_chunks_next(st_chunks *w, st_chunk *c)
{
    const char *words;
    if (w->at >= w->end || read_chunk(w, c, &words) != CHUNK)
        return false;
    if (w->left-- == 0) {
        st_fail(w->r, SIMDTAG_ERR_LIMIT, "more than %u chunks", ST_MAX_CHUNKS);
        return false;
    }
    w->at = add(c->data, add(c->size, c->size & 1)); /* past the header, so never standing still */
    return true;
}

const uint8_t *st_chunk_view(st_reader *r, const st_chunk *c, size_t n)
{
    if (c->size < n || c->data > r->size || n > r->size - c->data)
        return NULL;
    return st_view(r, c->data, n);
}
