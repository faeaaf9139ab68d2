/* SPDX-License-Identifier: MIT */
/* From decoded values of ID3 frames to Python objects, and the keys of undecoded frames. */
#include <string.h>

#include "pyext/frame.h"

/* Places in the tuple ST_PY_EXTRA_ENUMS. */
enum { ENCODINGS, PICTURE_TYPE, CTOC_FLAGS, TIME_STAMP, STAMP_PARTS };

static PyObject *enum_class(const st_py_state *state, int which)
{
    return PyTuple_GET_ITEM(state->extra[ST_PY_EXTRA_ENUMS], which);
}

static PyObject *call_with_int(PyObject *cls, int64_t i)
{
    PyObject *number = PyLong_FromLongLong(i);
    PyObject *result = number ? PyObject_CallOneArg(cls, number) : NULL;
    Py_XDECREF(number);
    return result;
}

static PyObject *text_of(const simdtag_value *v)
{
    return st_py_text(v->u.at, v->n, v->encoding);
}

/* The number that n digits make, -1 if they are not all digits. */
static int digits(const uint8_t *at, int n)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = 10 * number + (at[i] - '0');
    }
    return number;
}

/* The parts of YYYY and YYYY-MM-DD, which most time stamps are; -1 for a missing one. Whether it
 * is one of those. */
static int plain_date(PyObject *text, int parts[3])
{
    const Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (!PyUnicode_IS_COMPACT_ASCII(text) || (n != 4 && n != 10))
        return 0;
    const uint8_t *at = PyUnicode_1BYTE_DATA(text);
    parts[0] = digits(at, 4);
    parts[1] = n == 4 ? -1 : digits(at + 5, 2);
    parts[2] = n == 4 ? -1 : digits(at + 8, 2);
    return parts[0] >= 0 &&
           (n == 4 || (at[4] == '-' && at[7] == '-' && parts[1] >= 0 && parts[2] >= 0));
}

/* ID3TimeStamp(text), without its Python code for plain dates. */
static PyObject *stamp_of(st_py_state *state, PyObject *text)
{
    PyTypeObject *cls = (PyTypeObject *)enum_class(state, TIME_STAMP);
    PyObject *names = PyTuple_GET_ITEM(state->extra[ST_PY_EXTRA_ENUMS], STAMP_PARTS);
    int parts[3];
    if (!plain_date(text, parts))
        return PyObject_CallOneArg((PyObject *)cls, text);
    PyObject *none = PyTuple_New(0);
    PyObject *stamp = none ? cls->tp_new(cls, none, NULL) : NULL;
    Py_XDECREF(none);
    for (Py_ssize_t i = 0; stamp && i < PyTuple_GET_SIZE(names); i++) {
        PyObject *part =
            i < 3 && parts[i] >= 0 ? PyLong_FromLong(parts[i]) : Py_NewRef(Py_None);
        if (part == NULL ||
            PyObject_GenericSetAttr(stamp, PyTuple_GET_ITEM(names, i), part) < 0)
            Py_CLEAR(stamp);
        Py_XDECREF(part);
    }
    return stamp;
}

static PyObject *time_stamp(st_py_state *state, const simdtag_value *v)
{
    PyObject *text = text_of(v);
    PyObject *stamp = text ? stamp_of(state, text) : NULL;
    Py_XDECREF(text);
    return stamp;
}

/* Numbers longer than a machine word come as their bytes. */
static PyObject *long_number(const simdtag_value *v)
{
    return PyObject_CallMethod((PyObject *)&PyLong_Type, "from_bytes", "y#s", v->u.at,
                               (Py_ssize_t)v->n, "big");
}

static PyObject *object_of(st_py_state *state, unsigned spec, const simdtag_value *v,
                           const simdtag_id3_header *tag);

/* Whether the records of a list are tuples, as struct.unpack and dict.items make them, or lists. */
static int has_tuples(unsigned spec)
{
    return spec == SIMDTAG_SPEC_KEY_EVENTS || spec == SIMDTAG_SPEC_VOLUME_ADJS ||
           spec == SIMDTAG_SPEC_SYNC_TEXTS;
}

static PyObject *record_of(st_py_state *state, unsigned spec, const simdtag_value *v,
                           const simdtag_id3_header *tag)
{
    const int tuple = has_tuples(spec);
    PyObject *record = tuple ? PyTuple_New((Py_ssize_t)v->n) : PyList_New((Py_ssize_t)v->n);
    for (uint32_t i = 0; record && i < v->n; i++) {
        PyObject *one = object_of(state, 0, &v->u.list[i], tag);
        if (one == NULL)
            Py_CLEAR(record);
        else if (tuple)
            PyTuple_SET_ITEM(record, (Py_ssize_t)i, one);
        else
            PyList_SET_ITEM(record, (Py_ssize_t)i, one);
    }
    return record;
}

static PyObject *list_of(st_py_state *state, unsigned spec, const simdtag_value *v, size_t n,
                         const simdtag_id3_header *tag)
{
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list && i < n; i++) {
        PyObject *one = v[i].kind == SIMDTAG_VALUE_LIST      ? record_of(state, spec, &v[i], tag)
                        : spec == SIMDTAG_SPEC_TIMESTAMPS    ? time_stamp(state, &v[i])
                        : v[i].kind == SIMDTAG_VALUE_TEXT    ? text_of(&v[i])
                                                             : object_of(state, 0, &v[i], tag);
        if (one == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, (Py_ssize_t)i, one);
    }
    return list;
}

static PyObject *int_of(st_py_state *state, unsigned spec, int64_t i)
{
    switch (spec) {
    case SIMDTAG_SPEC_ENCODING:
        return Py_NewRef(PyTuple_GET_ITEM(enum_class(state, ENCODINGS), (Py_ssize_t)(i & 3)));
    case SIMDTAG_SPEC_PICTURE_TYPE:
        return call_with_int(enum_class(state, PICTURE_TYPE), i);
    case SIMDTAG_SPEC_CTOC_FLAGS:
        return call_with_int(enum_class(state, CTOC_FLAGS), i);
    default:
        return PyLong_FromLongLong(i);
    }
}

static PyObject *object_of(st_py_state *state, unsigned spec, const simdtag_value *v,
                           const simdtag_id3_header *tag)
{
    switch ((simdtag_value_kind)v->kind) {
    case SIMDTAG_VALUE_INT:
        return int_of(state, spec, v->u.i);
    case SIMDTAG_VALUE_REAL:
        return PyFloat_FromDouble(v->u.r);
    case SIMDTAG_VALUE_TEXT:
        return text_of(v);
    case SIMDTAG_VALUE_BYTES:
        if (spec == SIMDTAG_SPEC_INT || spec == SIMDTAG_SPEC_SIZED_INT)
            return long_number(v);
        return PyBytes_FromStringAndSize((const char *)v->u.at, (Py_ssize_t)v->n);
    case SIMDTAG_VALUE_LIST:
        return list_of(state, spec, v->u.list, v->n, tag);
    case SIMDTAG_VALUE_FRAMES:
        return st_py_id3_subframes(state, v->u.frames, v->n, tag);
    case SIMDTAG_VALUE_NONE:
        break;
    }
    return Py_NewRef(Py_None);
}

/* ---- fields ---- */

static PyObject *names_of(const st_py_state *state, unsigned row)
{
    return PyList_GET_ITEM(state->extra[ST_PY_EXTRA_NAMES], (Py_ssize_t)row);
}

static int is_plain_text(const simdtag_id3_row *row)
{
    return row->n_fields == 2 && row->fields[0].spec == SIMDTAG_SPEC_ENCODING &&
           row->fields[1].spec >= SIMDTAG_SPEC_TEXTS &&
           row->fields[1].spec <= SIMDTAG_SPEC_TIMESTAMPS;
}

static PyObject *dict_of_two(PyObject *names, PyObject *a, PyObject *b)
{
    PyObject *dict = a && b ? PyDict_New() : NULL;
    if (dict && (PyDict_SetItem(dict, PyTuple_GET_ITEM(names, 0), a) < 0 ||
                 PyDict_SetItem(dict, PyTuple_GET_ITEM(names, 1), b) < 0))
        Py_CLEAR(dict);
    Py_XDECREF(a);
    Py_XDECREF(b);
    return dict;
}

enum { FEW_TEXTS = 8 };

/* The fields of a text frame, without the detour of simdtag_id3_decode; NULL without an
 * exception when it is damaged, or when that detour is needed: then *undecided is set. */
static PyObject *text_fields(st_py_state *state, const simdtag_raw *raw, unsigned row,
                             unsigned spec, int *undecided)
{
    simdtag_value texts[FEW_TEXTS];
    uint8_t encoding;
    const int n = simdtag_id3_texts(raw, &encoding, texts, FEW_TEXTS);
    *undecided = n > FEW_TEXTS || n < -1;
    if (n < 0 || n > FEW_TEXTS)
        return NULL;
    return dict_of_two(names_of(state, row), int_of(state, SIMDTAG_SPEC_ENCODING, encoding),
                       list_of(state, spec, texts, (size_t)n, NULL));
}

PyObject *st_py_frame_fields(st_py_state *state, const simdtag_raw *raw, unsigned number,
                             const simdtag_id3_header *tag, uint32_t *skip)
{
    const simdtag_id3_row *row = simdtag_id3_rows(NULL) + number;
    *skip = UINT32_MAX;
    if (is_plain_text(row)) {
        int undecided;
        PyObject *fields = text_fields(state, raw, number, row->fields[1].spec, &undecided);
        if (!undecided)
            return fields;
    }
    simdtag_values values;
    const simdtag_status status = simdtag_id3_decode(raw, tag, &values);
    if (status != SIMDTAG_OK)
        return status == SIMDTAG_ERR_NOMEM ? PyErr_NoMemory() : NULL;
    PyObject *names = names_of(state, number);
    PyObject *fields = PyDict_New();
    for (uint32_t i = 0; fields && i < values.n; i++) {
        const simdtag_value *v = &values.field[i];
        if (v->kind == SIMDTAG_VALUE_NONE)
            continue;
        if (v->kind == SIMDTAG_VALUE_BYTES && v->deferred) { /* the last field */
            *skip = raw->len - v->n;
            continue;
        }
        PyObject *object = object_of(state, row->fields[i].spec, v, tag);
        if (object == NULL ||
            PyDict_SetItem(fields, PyTuple_GET_ITEM(names, (Py_ssize_t)i), object) < 0)
            Py_CLEAR(fields);
        Py_XDECREF(object);
    }
    simdtag_values_free(&values);
    return fields;
}

/* ---- keys ---- */

/* The number of a text's characters, whose bits go to *all: 0x10000 with those that are not simply
 * narrowed. */
static size_t length_of(const simdtag_value *v, uint32_t *all)
{
    if (v->encoding == SIMDTAG_UTF16LE) {
        *all |= simdtag_utf16le_class(v->u.at, v->n);
        return v->n / 2;
    }
    if (v->encoding == SIMDTAG_UTF16BE || !simdtag_is_ascii(v->u.at, v->n))
        *all |= v->encoding == SIMDTAG_LATIN1 ? 0xFF : 0x10000;
    return v->n;
}

/* id:text or id:text:text */
static PyObject *join_key(PyObject *id, const simdtag_value *texts, int n)
{
    const size_t id_len = (size_t)PyUnicode_GET_LENGTH(id);
    size_t len = id_len;
    uint32_t all = 0;
    for (int i = 0; i < n; i++)
        len += 1 + length_of(&texts[i], &all);
    if (all >= 0x100) {
        PyObject *a = text_of(&texts[0]), *b = n == 2 && a ? text_of(&texts[1]) : NULL, *key = NULL;
        if (a && (b || n == 1))
            key = PyUnicode_FromFormat(n == 2 ? "%U:%U:%U" : "%U:%U", id, a, b);
        Py_XDECREF(a);
        Py_XDECREF(b);
        return key;
    }
    PyObject *key = PyUnicode_New((Py_ssize_t)len, all < 0x80 ? 0x7F : 0xFF);
    if (key == NULL)
        return NULL;
    uint8_t *to = PyUnicode_1BYTE_DATA(key);
    memcpy(to, PyUnicode_1BYTE_DATA(id), id_len);
    to += id_len;
    for (int i = 0; i < n; i++) {
        const simdtag_value *v = &texts[i];
        const int wide = v->encoding == SIMDTAG_UTF16LE;
        *to++ = ':';
        if (wide)
            simdtag_utf16le_narrow(to, v->u.at, v->n);
        else if (v->n)
            memcpy(to, v->u.at, v->n);
        to += v->n >> wide;
    }
    return key;
}

static const simdtag_value *field_named(const simdtag_id3_row *row, const simdtag_values *values,
                                        const char *name)
{
    for (unsigned i = 0; i < row->n_fields; i++)
        if (strcmp(row->fields[i].name, name) == 0)
            return &values->field[i];
    return &values->field[0];
}

/* What simdtag_id3_key_texts says, of any frame that was decoded. */
static int key_texts(const simdtag_id3_row *row, const simdtag_values *values,
                     simdtag_value texts[2])
{
    texts[0] = values->field[0]; /* SIMDTAG_KEY_FIRST, and PRIV */
    texts[1] = values->field[1]; /* bytes count as Latin-1 */
    if (row->key == SIMDTAG_KEY_DESC || row->key == SIMDTAG_KEY_DESC_LANG)
        texts[0] = *field_named(row, values, "desc");
    if (row->key == SIMDTAG_KEY_DESC_LANG)
        texts[1] = *field_named(row, values, "lang");
    if (row->key == SIMDTAG_KEY_LANG)
        texts[0] = *field_named(row, values, "lang");
    return row->key == SIMDTAG_KEY_DESC_LANG || row->key == SIMDTAG_KEY_OTHER ? 2 : 1;
}

PyObject *st_py_frame_key(st_py_state *state, const simdtag_raw *raw, const simdtag_id3_header *tag)
{
    PyObject *id = state->frame_keys[raw->aux];
    simdtag_value texts[2];
    int n = simdtag_id3_key_texts(raw, texts);
    if (n)
        return join_key(id, texts, n);
    simdtag_values values;
    if (simdtag_id3_decode_head(raw, tag, &values) != SIMDTAG_OK)
        return NULL;
    n = key_texts(simdtag_id3_rows(NULL) + raw->aux, &values, texts);
    PyObject *key = join_key(id, texts, n);
    simdtag_values_free(&values);
    return key;
}
