/* SPDX-License-Identifier: MIT */
/* Filling a tag with the frames the reader found, in one pass and undecoded. */
#include <string.h>

#include "pyext/tags.h"

simdtag_file *st_py_tags_file(PyObject *tags)
{
    PyObject *holder = ((st_py_tags *)tags)->holder;
    return holder ? ((st_py_holder *)holder)->file : NULL;
}

/* ---- what is listed already ---- */

/* Whether a key is listed already. */
static int is_listed(const st_py_dictproxy *self, PyObject *key)
{
    for (uint32_t i = 0; i < self->n_listed; i++) {
        PyObject *other = self->listed[i].key;
        if (PyUnicode_GET_LENGTH(other) == PyUnicode_GET_LENGTH(key) &&
            PyUnicode_Compare(other, key) == 0)
            return 1;
    }
    return 0;
}

/* Rows of the frames in the tag, while it is being listed: keys begin with the row's id. */
typedef struct {
    uint64_t bits[4];
} rows_seen;

static int first_time(rows_seen *seen, unsigned row)
{
    const uint64_t bit = (uint64_t)1 << (row & 63);
    const int first = !(seen->bits[row >> 6 & 3] & bit);
    seen->bits[row >> 6 & 3] |= bit;
    return first;
}

/* ---- frames ---- */

int st_py_tags_add_slowly(PyObject *tags, PyObject *frame)
{
    PyObject *done = PyObject_CallMethod(tags, "_add", "OO", frame, Py_False);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

/* The key of a frame whose class makes it; NULL with an exception set. */
static PyObject *key_of_frame(PyObject *frame)
{
    PyObject *key = PyObject_GetAttrString(frame, "HashKey");
    if (key && !PyUnicode_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "a key has to be str");
        Py_CLEAR(key);
    }
    return key;
}

/* Whether its class has to make a frame's key. */
static int has_class_key(const simdtag_id3_row *row, const simdtag_raw *raw)
{
    return row->key == SIMDTAG_KEY_OTHER && (raw->file_len || strcmp(row->id, "PRIV") != 0);
}

/* A raw frame as key and value. 1: made; 0: damaged, and dropped as mutagen does; -1: an exception
 * is set. */
static int make_frame(st_py_state *state, PyObject *holder, const simdtag_raw *raw,
                      const simdtag_id3_row *row, const simdtag_id3_header *tag, st_py_listed *out)
{
    PyTypeObject *type = (PyTypeObject *)state->frame_types[raw->aux];
    if (type == NULL && (type = st_py_frame_type(state, raw->aux)) == NULL)
        return -1;
    const int class_key = has_class_key(row, raw);
    PyObject *key = NULL;
    if (row->key == SIMDTAG_KEY_ID || class_key) {
        if (!simdtag_id3_check(raw, tag))
            return 0;
        if (!class_key)
            key = Py_NewRef(state->frame_keys[raw->aux]);
    } else if ((key = st_py_frame_key(state, raw, tag)) == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    PyObject *frame = st_py_frame_new(state, type, holder, raw);
    if (frame && class_key)
        key = key_of_frame(frame);
    *out = (st_py_listed){key, frame};
    if (frame && key)
        return 1;
    Py_XDECREF(frame);
    Py_XDECREF(key);
    return -1;
}

/* Adds a frame; takes over the references. */
static int put(PyObject *tags, rows_seen *seen, unsigned number, const simdtag_id3_row *row,
               const st_py_listed *one)
{
    st_py_dictproxy *self = (st_py_dictproxy *)tags;
    int result = 0;
    if (row->id[3] == 0) { /* ID3v2.2 */
        result = st_py_tags_add_slowly(tags, one->value);
    } else if (self->listed && (first_time(seen, number) ||
                                (row->key != SIMDTAG_KEY_ID && !is_listed(self, one->key)))) {
        self->listed[self->n_listed++] = *one;
        return 0;
    } else {
        PyObject *map = st_py_dictproxy_map(tags);
        PyObject *there = map ? PyDict_SetDefault(map, one->key, one->value) : NULL;
        result = there == NULL         ? -1
                 : there == one->value ? 0
                                       : st_py_tags_add_slowly(tags, one->value);
    }
    Py_DECREF(one->key);
    Py_DECREF(one->value);
    return result;
}

int st_py_tags_fill(st_py_state *state, PyObject *tags)
{
    st_py_tags *self = (st_py_tags *)tags;
    const simdtag_doc *doc = simdtag_doc_of(st_py_tags_file(tags));
    const simdtag_id3_row *rows = simdtag_id3_rows(NULL);
    rows_seen seen = {{0}};
    self->doubles = 0;
    if (st_py_dictproxy_list(tags, doc->n_raws) < 0)
        return -1;
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        st_py_listed one;
        if (raw->kind != SIMDTAG_RAW_ID3)
            continue;
        const simdtag_id3_row *row = &rows[raw->aux];
        const int got = make_frame(state, self->holder, raw, row, &doc->id3, &one);
        if (got < 0 || (got > 0 && put(tags, &seen, raw->aux, row, &one) < 0))
            return -1;
    }
    if (!doc->id3.needs_translation)
        return 0;
    PyObject *done = PyObject_CallMethod(tags, "update_to_v24", NULL);
    Py_XDECREF(done);
    return done ? 0 : -1;
}
