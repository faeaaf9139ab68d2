/* SPDX-License-Identifier: MIT */
/* The object behind ID3Tags, shared by id3.c (the type) and fill.c (frames from the file into
 * it). */
#ifndef ST_PY_TAGS_H
#define ST_PY_TAGS_H

#include "pyext/frame.h"

typedef struct st_py_tags {
    st_py_dictproxy proxy;
    PyObject *holder;  /* st_py_holder of the file that was read, or NULL */
    PyObject *unknown; /* list behind unknown_frames; NULL: to be made from the file */
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

#endif
