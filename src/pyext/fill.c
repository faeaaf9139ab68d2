/* SPDX-License-Identifier: MIT */
/* Filling a tag with the frames the reader found, in one pass and undecoded. */
#include <string.h>

#include "pyext/tags.h"
#include "simdtag/scan.h"

simdtag_file *st_py_tags_file(PyObject *tags)
{
    PyObject *holder = ((st_py_tags *)tags)->holder;
    return holder ? ((st_py_holder *)holder)->file : NULL;
}

/* ---- what is listed already ---- */

/* Whether a key other than a plain frame id is listed already. */
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

/* Rows whose id is a key in the tag, while it is being listed. */
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

static int has_own_key(const simdtag_id3_row *row, const simdtag_raw *raw)
{
    if (row->key != SIMDTAG_KEY_OTHER)
        return 1;
    return strcmp(row->id, "PRIV") == 0 && raw->file_len == 0;
}

/* One text of UTF-16 with a byte order mark and without surrogates, perhaps terminated. */
static int is_sound_utf16(const uint8_t *at, size_t n)
{
    if (n < 4 || n % 2)
        return 0;
    const int big = at[0] == 0xFE && at[1] == 0xFF;
    if (!big && (at[0] != 0xFF || at[1] != 0xFE))
        return 0;
    at += 2;
    n -= at[n - 4] == 0 && at[n - 3] == 0 ? 4 : 2;
    if (n == 0 || simdtag_find_nul16(at, n) < n)
        return 0;
    return (big ? simdtag_utf16be_class(at, n) : simdtag_utf16le_class(at, n)) < 0x10000;
}

/* Whether a text frame is certainly sound: what simdtag_id3_check says after a closer look. */
static int is_sound_text(const simdtag_id3_row *row, const simdtag_raw *raw)
{
    if (row->n_fields != 2 || row->fields[1].spec < SIMDTAG_SPEC_TEXTS ||
        row->fields[1].spec > SIMDTAG_SPEC_TIMESTAMPS || raw->len < 2)
        return 0;
    switch (raw->data[0]) { /* the encoding as stored: 1 is UTF-16 of either order */
    case 0: return 1;
    case 1: return is_sound_utf16(raw->data + 1, raw->len - 1);
    case 3: return simdtag_is_ascii(raw->data + 1, raw->len - 1);
    default: return 0;
    }
}

/* What one raw frame becomes. */
typedef struct {
    PyObject *key, *frame; /* owned */
    int is_plain;          /* the key is the row's id */
} made;

/* 1: made; 0: damaged, and dropped as mutagen does; -1: an exception is set. */
static int make_frame(st_py_state *state, PyObject *holder, const simdtag_raw *raw, made *out)
{
    const simdtag_id3_row *row = simdtag_id3_rows(NULL) + raw->aux;
    simdtag_file *file = ((st_py_holder *)holder)->file;
    PyTypeObject *type = (PyTypeObject *)state->frame_types[raw->aux];
    if (type == NULL && (type = st_py_frame_type(state, raw->aux)) == NULL)
        return -1;
    *out = (made){NULL, NULL, row->key == SIMDTAG_KEY_ID};
    if (is_sound_text(row, raw))
        out->key = Py_NewRef(state->frame_keys[raw->aux]);
    else if (has_own_key(row, raw))
        out->key = st_py_frame_key(state, file, raw);
    else if (!simdtag_id3_check(raw, &simdtag_doc_of(file)->id3))
        return 0;
    if (out->key == NULL && has_own_key(row, raw))
        return PyErr_Occurred() ? -1 : 0;
    out->frame = st_py_frame_new(state, type, holder, raw);
    if (out->frame && out->key == NULL)
        out->key = key_of_frame(out->frame);
    if (out->frame && out->key)
        return 1;
    Py_XDECREF(out->frame);
    Py_XDECREF(out->key);
    return -1;
}

/* Adds a frame; takes over the references. */
static int put(PyObject *tags, rows_seen *seen, const simdtag_raw *raw, made *one)
{
    st_py_dictproxy *self = (st_py_dictproxy *)tags;
    int result = 0;
    if (simdtag_id3_rows(NULL)[raw->aux].id[3] == 0) { /* ID3v2.2 */
        result = st_py_tags_add_slowly(tags, one->frame);
    } else if (self->listed &&
               (one->is_plain ? first_time(seen, raw->aux) : !is_listed(self, one->key))) {
        self->listed[self->n_listed++] = (st_py_listed){one->key, one->frame};
        return 0;
    } else {
        PyObject *map = st_py_dictproxy_map(tags);
        PyObject *there = map ? PyDict_SetDefault(map, one->key, one->frame) : NULL;
        result = there == NULL         ? -1
                 : there == one->frame ? 0
                                       : st_py_tags_add_slowly(tags, one->frame);
    }
    Py_DECREF(one->key);
    Py_DECREF(one->frame);
    return result;
}

int st_py_tags_fill(st_py_state *state, PyObject *tags)
{
    st_py_tags *self = (st_py_tags *)tags;
    const simdtag_doc *doc = simdtag_doc_of(st_py_tags_file(tags));
    rows_seen seen = {{0}};
    self->doubles = 0;
    if (st_py_dictproxy_list(tags, doc->n_raws) < 0)
        return -1;
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        made one;
        if (raw->kind != SIMDTAG_RAW_ID3)
            continue;
        const int got = make_frame(state, self->holder, raw, &one);
        if (got < 0 || (got > 0 && put(tags, &seen, raw, &one) < 0))
            return -1;
    }
    if (!doc->id3.needs_translation)
        return 0;
    PyObject *done = PyObject_CallMethod(tags, "update_to_v24", NULL);
    Py_XDECREF(done);
    return done ? 0 : -1;
}
