/* SPDX-License-Identifier: MIT */
/* The ID3 frame object, shared by frame.c (the object), value.c (decoding into it) and fill.c
 * (filling a tag with frames). */
#ifndef ST_PY_FRAME_H
#define ST_PY_FRAME_H

#include "pyext/pool.h"

/* What undecoded frames of one tag share: a reference to the file. Counted by Python, which is
 * cheaper than the file's atomic count. */
typedef struct st_py_holder {
    PyObject_HEAD
    simdtag_file *file;
} st_py_holder;

enum {
    ST_PY_FRAME_READY = 0, /* all fields are in `dict` */
    ST_PY_FRAME_RAW,       /* nothing is decoded yet; `dict` is NULL */
    ST_PY_FRAME_PAYLOAD    /* all but the last, binary field, which is still in the file */
};

/* A frame. Python classes derive from it; fields live in `dict`, as other attributes do. */
typedef struct st_py_frame {
    PyObject_HEAD
    PyObject *dict, *weak;
    st_py_pool *pool;       /* set in frames made from a file: where their memory goes back to */
    PyObject *holder;       /* st_py_holder; NULL once everything is decoded */
    const simdtag_raw *raw; /* with holder: where the frame lies */
    uint32_t skip;          /* PAYLOAD: bytes of the frame before the binary field */
    uint16_t row;           /* of the frame table, with holder */
    uint8_t stage;          /* ST_PY_FRAME_* */
} st_py_frame;

/* Subjects' own members of st_py_state.extra. */
enum {
    ST_PY_EXTRA_KEYS = 4,    /* type of ID3Tags.keys() */
    ST_PY_EXTRA_ITERATOR,    /* and of iter() of that */
    ST_PY_EXTRA_HOLDER,      /* type of st_py_holder */
    ST_PY_EXTRA_NAMES,       /* list by row: tuple of field names, or None */
    ST_PY_EXTRA_ENUMS,       /* tuple: (encodings), PictureType, CTOCFlags, ID3TimeStamp and
                                the names of its parts; set by simdtag.id3._frames */
    ST_PY_EXTRA_MAKER,       /* function: class of a frame id; set by simdtag.id3._frames */
    ST_PY_EXTRA_ID3BASE,     /* C base of ID3Tags */
    ST_PY_EXTRA_STR_CLASS,   /* "__class__" */
    ST_PY_EXTRA_STR_DICT     /* "__dict__" */
};

/* The class of a row (borrowed), made when it is not there yet; NULL with an exception set. */
PyTypeObject *st_py_frame_type(st_py_state *state, unsigned row);

/* A frame of `type` for a raw item of the holder's file, undecoded. NULL with an exception set. */
static inline PyObject *st_py_frame_new(st_py_state *state, PyTypeObject *type, PyObject *holder,
                                        const simdtag_raw *raw)
{
    st_py_pool *pool = state->pools[ST_PY_POOL_FRAMES];
    st_py_frame *f = (st_py_frame *)st_py_pool_take(pool, type);
    if (f == NULL)
        return NULL;
    f->dict = f->weak = NULL;
    f->pool = pool;
    f->holder = Py_NewRef(holder);
    f->raw = raw;
    f->row = (uint16_t)raw->aux;
    f->stage = ST_PY_FRAME_RAW;
    return (PyObject *)f; /* not tracked: without a dict it cannot be part of a cycle */
}

/* A new holder; takes its own reference to the file. */
PyObject *st_py_holder_new(st_py_state *state, simdtag_file *file);

/* ---- value.c ---- */

/* Decodes a raw frame into a new dict of its fields. A binary field that was left in the file is
 * not among them: *skip then tells where it begins, else it is UINT32_MAX. NULL with an
 * exception set, or without one when the frame is damaged. */
PyObject *st_py_frame_fields(st_py_state *state, const simdtag_raw *raw, unsigned row,
                             const simdtag_id3_header *tag, uint32_t *skip);

/* The key of an undecoded frame whose class is that of its row, and which is more than its id, but
 * not SIMDTAG_KEY_OTHER unless it is that of PRIV; NULL with an exception set, or without when the
 * frame is damaged. */
PyObject *st_py_frame_key(st_py_state *state, const simdtag_raw *raw,
                          const simdtag_id3_header *tag);

/* An ID3Tags object with these frames, for chapters. */
PyObject *st_py_id3_subframes(st_py_state *state, const simdtag_raw *raws, size_t n,
                              const simdtag_id3_header *tag);

#endif
