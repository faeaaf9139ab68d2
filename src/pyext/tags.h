/* SPDX-License-Identifier: MIT */
/* The object behind ID3Tags, shared by id3.c (the type), fill.c (frames from the file into it)
 * and keys.c (what keys() returns). */
#ifndef ST_PY_TAGS_H
#define ST_PY_TAGS_H

#include "pyext/frame.h"

typedef struct st_py_listed {
    PyObject *key, *frame;
} st_py_listed;

/* Frames of a file stand in `listed` until something but reading one after the other is done;
 * then they move to proxy.map. A program that only makes a dict of its tags never needs that
 * second dict. */
typedef struct st_py_tags {
    st_py_dictproxy proxy;
    PyObject *holder;  /* st_py_holder of the file that was read, or NULL */
    PyObject *unknown; /* list behind unknown_frames; NULL: to be made from the file */
    st_py_listed *listed; /* owned; NULL once they are in proxy.map */
    uint32_t n_listed;
    uint32_t at; /* where the next lookup begins */
    uint32_t doubles; /* frames so far whose key was taken */
} st_py_tags;

/* A frame whose key is taken is merged with that frame or gets another key, which costs as much as
 * there are such frames already. Real tags have a dozen at most; frames beyond this are dropped. */
enum { ST_PY_MOST_DOUBLES = 512 };

/* The file whose frames these are, or NULL. */
simdtag_file *st_py_tags_file(PyObject *tags);

/* Adds the frames of the file. 0, or -1 with an exception set. */
int st_py_tags_fill(st_py_state *state, PyObject *tags);

/* tags._add(frame, False) */
int st_py_tags_add_slowly(PyObject *tags, PyObject *frame);

/* Drops what is listed. */
void st_py_tags_unlist(st_py_tags *self);

/* ID3Tags.keys() */
PyObject *st_py_tags_keys(PyObject *tags, PyObject *ignored);

int st_py_init_id3_keys(PyObject *module, st_py_state *state); /* keys.c */

#endif
