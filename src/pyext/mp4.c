/* SPDX-License-Identifier: MIT */
/* MP4: the C base of MP4Tags, filled in one pass; covers are made, and read, when their key is
 * touched. */
#include <stddef.h>
#include <string.h>

#include "pyext/file.h"
#include "pyext/pairs.h"
#include "simdtag/ilst.h"

enum {
    EXTRA_KEYS =
        13, /* tuple: interned keys in the order of key_names, then the attribute names of NAMES */
    EXTRA_VALUES, /* tuple: MP4Cover, MP4FreeForm; set by simdtag.mp4 */
    EXTRA_BASE    /* MP4Base */
};

typedef struct {
    st_py_dictproxy proxy;
    simdtag_file *file; /* while there are covers to be made */
    PyObject *failed;   /* dict behind _failed_atoms; NULL: empty so far */
} tags_object;

#define NAME(a, b, c, d) \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define COVR NAME('c', 'o', 'v', 'r')
#define C_   0xA9

/* Names whose keys are interned once and for all; sorted. "gnre" has the key of "©gen". */
static const uint32_t key_names[] = {
    NAME('a', 'A', 'R', 'T'), NAME('a', 'k', 'I', 'D'), NAME('a', 't', 'I', 'D'),
    NAME('c', 'a', 't', 'g'), NAME('c', 'm', 'I', 'D'), NAME('c', 'n', 'I', 'D'),
    NAME('c', 'o', 'v', 'r'), NAME('c', 'p', 'i', 'l'), NAME('c', 'p', 'r', 't'),
    NAME('d', 'e', 's', 'c'), NAME('d', 'i', 's', 'k'), NAME('e', 'g', 'i', 'd'),
    NAME('g', 'e', 'I', 'D'), NAME('g', 'n', 'r', 'e'), NAME('h', 'd', 'v', 'd'),
    NAME('k', 'e', 'y', 'w'), NAME('l', 'd', 'e', 's'), NAME('p', 'c', 's', 't'),
    NAME('p', 'g', 'a', 'p'), NAME('p', 'l', 'I', 'D'), NAME('p', 'u', 'r', 'd'),
    NAME('p', 'u', 'r', 'l'), NAME('r', 't', 'n', 'g'), NAME('s', 'f', 'I', 'D'),
    NAME('s', 'h', 'w', 'm'), NAME('s', 'o', 'a', 'a'), NAME('s', 'o', 'a', 'l'),
    NAME('s', 'o', 'a', 'r'), NAME('s', 'o', 'c', 'o'), NAME('s', 'o', 'n', 'm'),
    NAME('s', 'o', 's', 'n'), NAME('s', 't', 'i', 'k'), NAME('t', 'm', 'p', 'o'),
    NAME('t', 'r', 'k', 'n'), NAME('t', 'v', 'e', 'n'), NAME('t', 'v', 'e', 's'),
    NAME('t', 'v', 'n', 'n'), NAME('t', 'v', 's', 'h'), NAME('t', 'v', 's', 'n'),
    NAME('x', 'i', 'd', ' '), NAME(C_, 'A', 'R', 'T'),  NAME(C_, 'a', 'l', 'b'),
    NAME(C_, 'c', 'm', 't'),  NAME(C_, 'd', 'a', 'y'),  NAME(C_, 'g', 'e', 'n'),
    NAME(C_, 'g', 'r', 'p'),  NAME(C_, 'l', 'y', 'r'),  NAME(C_, 'm', 'v', 'c'),
    NAME(C_, 'm', 'v', 'i'),  NAME(C_, 'm', 'v', 'n'),  NAME(C_, 'n', 'a', 'm'),
    NAME(C_, 't', 'o', 'o'),  NAME(C_, 'w', 'r', 'k'),  NAME(C_, 'w', 'r', 't'),
};
enum { KEYS = sizeof key_names / sizeof *key_names };

static const char *const attribute_names[] = {"imageformat", "dataformat", "version", "MP4Tags"};
enum { AT_IMAGEFORMAT = KEYS, AT_DATAFORMAT, AT_VERSION, AT_MP4TAGS, ALL_NAMES };

static PyObject *name_of(const st_py_state *state, int i)
{
    return PyTuple_GET_ITEM(state->extra[EXTRA_KEYS], i);
}

/* ---- keys ---- */

static PyObject *letters_of(uint32_t name)
{
    const uint8_t letters[4] = {(uint8_t)(name >> 24), (uint8_t)(name >> 16), (uint8_t)(name >> 8),
                                (uint8_t)name};
    return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, letters, 4);
}

/* "----:mean:name", both Latin-1. */
static PyObject *freeform_key(const simdtag_ilst *item)
{
    const int ascii = simdtag_is_ascii(item->mean, item->mean_len) &&
                      simdtag_is_ascii(item->label, item->label_len);
    const size_t n = 6 + (size_t)item->mean_len + item->label_len;
    PyObject *key = PyUnicode_New((Py_ssize_t)n, ascii ? 0x7F : 0xFF);
    if (key == NULL)
        return NULL;
    uint8_t *to = PyUnicode_1BYTE_DATA(key);
    memcpy(to, "----:", 5);
    memcpy(to + 5, item->mean, item->mean_len);
    to[5 + item->mean_len] = ':';
    memcpy(to + 6 + item->mean_len, item->label, item->label_len);
    return key;
}

/* New reference; NULL with an exception set. */
static PyObject *key_of(const st_py_state *state, const simdtag_ilst *item)
{
    if (item->kind == SIMDTAG_ILST_FREEFORM)
        return freeform_key(item);
    size_t low = 0, high = KEYS;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (key_names[middle] < item->name)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < KEYS && key_names[low] == item->name)
        return Py_NewRef(name_of(state, (int)low));
    return letters_of(item->name);
}

/* ---- values ---- */

/* An instance of a Python subclass of bytes, with n bytes to be filled in. tp_alloc would write
 * zeros over them first, which for a cover takes as long as reading it. */
static PyObject *new_bytes(PyObject *cls, size_t n, char **to)
{
    PyTypeObject *type = (PyTypeObject *)cls;
    if (n > PY_SSIZE_T_MAX - sizeof(PyBytesObject) - 64)
        return PyErr_NoMemory();
    PyBytesObject *bytes = PyObject_GC_NewVar(PyBytesObject, type, (Py_ssize_t)n);
    if (bytes == NULL)
        return NULL;
    /* the last byte's end and, where the type keeps its dict behind it, the place of that */
    const size_t whole = _PyObject_VAR_SIZE(type, (Py_ssize_t)n);
    *to = bytes->ob_sval;
    memset(*to + n, 0, whole - offsetof(PyBytesObject, ob_sval) - n);
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
    bytes->ob_shash = -1; /* as bytes.__new__ does for subclasses */
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
    PyObject_GC_Track(bytes);
    return (PyObject *)bytes;
}

/* Gives a new object its attributes, small numbers: a dict at once, where setting one after the
 * other would look each up in the class. Returns bytes, NULL with an exception set. */
static PyObject *with_numbers(const st_py_state *state, PyObject *bytes, int first, int n,
                              const uint32_t *values)
{
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < n; i++) {
        PyObject *number = PyLong_FromUnsignedLong(values[i]);
        if (number == NULL || PyDict_SetItem(dict, name_of(state, first + i), number) < 0)
            Py_CLEAR(dict);
        Py_XDECREF(number);
    }
    if (dict == NULL || PyObject_GenericSetDict(bytes, dict, NULL) < 0)
        Py_CLEAR(bytes);
    Py_XDECREF(dict);
    return bytes;
}

static PyObject *new_freeform(const st_py_state *state, const simdtag_ilst_value *v)
{
    char *to = NULL;
    PyObject *bytes = new_bytes(PyTuple_GET_ITEM(state->extra[EXTRA_VALUES], 1), v->len, &to);
    if (bytes == NULL)
        return NULL;
    memcpy(to, v->at, v->len);
    return with_numbers(state, bytes, AT_DATAFORMAT, 2, (const uint32_t[]){v->type, v->version});
}

/* Reads the cover's payload straight into the new object. */
static PyObject *new_cover(st_py_state *state, simdtag_file *file, const simdtag_ilst_value *v)
{
    char *to = NULL;
    const uint64_t left = v->raw ? v->raw->file_len : 0;
    PyObject *bytes =
        new_bytes(PyTuple_GET_ITEM(state->extra[EXTRA_VALUES], 0), v->len + (size_t)left, &to);
    if (bytes == NULL)
        return NULL;
    memcpy(to, v->at, v->len);
    if (left) {
        simdtag_error error;
        simdtag_status status;
        Py_BEGIN_ALLOW_THREADS
        status = simdtag_payload_read(file, v->raw, to + v->len, &error);
        Py_END_ALLOW_THREADS
        if (status != SIMDTAG_OK) {
            Py_DECREF(bytes);
            return st_py_raise(state, &error, NULL);
        }
    }
    return with_numbers(state, bytes, AT_IMAGEFORMAT, 1, &(const uint32_t){v->type});
}

static PyObject *new_pair(const simdtag_ilst_value *v)
{
    PyObject *pair = PyTuple_New(2);
    if (pair == NULL)
        return NULL;
    for (int i = 0; i < 2; i++) {
        PyObject *number = PyLong_FromLongLong(i ? v->total : v->number);
        if (number == NULL) {
            Py_DECREF(pair);
            return NULL;
        }
        PyTuple_SET_ITEM(pair, i, number);
    }
    return pair;
}

/* One value of anything but covers. NULL without an exception: text that is not UTF-8. */
static PyObject *value_of(const st_py_state *state, const simdtag_ilst *item,
                          const simdtag_ilst_value *v)
{
    switch (item->kind) {
    case SIMDTAG_ILST_INTEGER: return PyLong_FromLongLong(v->number);
    case SIMDTAG_ILST_BOOL: return PyBool_FromLong(v->number != 0);
    case SIMDTAG_ILST_PAIR: return new_pair(v);
    case SIMDTAG_ILST_FREEFORM: return new_freeform(state, v);
    default: break;
    }
    PyObject *text = st_py_text(v->at, v->len, SIMDTAG_UTF8);
    if (text == NULL && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError))
        PyErr_Clear();
    return text;
}

/* ---- filling ---- */

static int add_failed(tags_object *self, const simdtag_raw *raw)
{
    if (self->failed == NULL && (self->failed = PyDict_New()) == NULL)
        return -1;
    PyObject *key = letters_of(raw->id);
    PyObject *none = key ? PyList_New(0) : NULL;
    PyObject *list = none ? PyDict_SetDefault(self->failed, key, none) : NULL;
    PyObject *bytes = list ? PyBytes_FromStringAndSize((const char *)raw->data, raw->len) : NULL;
    const int result = bytes ? PyList_Append(list, bytes) : -1;
    Py_XDECREF(key);
    Py_XDECREF(none);
    Py_XDECREF(bytes);
    return result;
}

/* All values of an item as a list. *damaged says why there is none when no exception is set. */
static PyObject *values_of(const st_py_state *state, simdtag_ilst *item, int *damaged)
{
    simdtag_ilst_value v;
    PyObject *list = NULL;
    int got;
    *damaged = 0;
    while ((got = simdtag_ilst_next(item, &v)) == SIMDTAG_ILST_VALUE) {
        PyObject *value = value_of(state, item, &v);
        if (value == NULL) {
            *damaged = !PyErr_Occurred();
            Py_XDECREF(list);
            return NULL;
        }
        if (list == NULL)
            list = st_py_list_of(value);
        else if (st_py_list_add(list, value) < 0)
            Py_CLEAR(list);
        if (list == NULL)
            return NULL;
    }
    if (got == SIMDTAG_ILST_END)
        return list ? list : PyList_New(0);
    *damaged = 1;
    Py_XDECREF(list);
    return NULL;
}

/* The item with this key, which need not be the same object; NULL when it is not listed. */
static st_py_listed *listed_with(const st_py_dictproxy *p, PyObject *key)
{
    for (uint32_t i = 0; i < p->n_listed; i++) {
        PyObject *other = p->listed[i].key;
        if (other == key ||
            (!PyUnicode_CHECK_INTERNED(key) && !PyUnicode_CHECK_INTERNED(other) &&
             PyUnicode_GET_LENGTH(other) == PyUnicode_GET_LENGTH(key) &&
             PyUnicode_Compare(other, key) == 0))
            return &p->listed[i];
    }
    return NULL;
}

/* Sets the value of a key in the list, as long as there is one, or in the dict. */
static int set_value(PyObject *self, PyObject *key, PyObject *value)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    if (p->listed) {
        st_py_listed *there = listed_with(p, key);
        if (there)
            Py_SETREF(there->value, Py_NewRef(value));
        else
            p->listed[p->n_listed++] = (st_py_listed){Py_NewRef(key), Py_NewRef(value)};
        return 0;
    }
    PyObject *map = st_py_dictproxy_map(self);
    return map ? PyDict_SetItem(map, key, value) : -1;
}

/* Values of a key that is there already come behind the others. Steals `list`. */
static int add_values(PyObject *self, PyObject *key, PyObject *list)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    const st_py_listed *listed = p->listed ? listed_with(p, key) : NULL;
    PyObject *there = listed ? listed->value : NULL;
    if (p->listed && there == NULL) {
        p->listed[p->n_listed++] = (st_py_listed){Py_NewRef(key), list};
        return 0;
    }
    if (there == NULL) {
        PyObject *map = st_py_dictproxy_map(self);
        there = map ? PyDict_SetDefault(map, key, list) : NULL;
    }
    int result = there ? 0 : -1;
    if (there && there != list)
        result = PyList_SetSlice(there, PyList_GET_SIZE(there), PyList_GET_SIZE(there), list);
    Py_DECREF(list);
    return result;
}

/* A bool is no list: each value takes the place of the one before, damage or not. */
static int add_bool(const st_py_state *state, PyObject *self, simdtag_ilst *item, int *damaged)
{
    simdtag_ilst_value v;
    int got, result = 0;
    PyObject *key = key_of(state, item);
    if (key == NULL)
        return -1;
    while (result == 0 && (got = simdtag_ilst_next(item, &v)) == SIMDTAG_ILST_VALUE)
        result = set_value(self, key, v.number ? Py_True : Py_False);
    *damaged = result == 0 && got != SIMDTAG_ILST_END;
    Py_DECREF(key);
    return result;
}

static int add_list(const st_py_state *state, PyObject *self, simdtag_ilst *item, int *damaged)
{
    PyObject *list = values_of(state, item, damaged);
    if (list == NULL)
        return *damaged ? 0 : -1;
    PyObject *key = key_of(state, item);
    if (key == NULL) {
        Py_DECREF(list);
        return -1;
    }
    const int result = add_values(self, key, list);
    Py_DECREF(key);
    return result;
}

/* Covers wait: MP4Base itself stands for them in the dict until somebody asks. */
static int add_covers(st_py_state *state, tags_object *self, simdtag_file *file,
                      const simdtag_ilst *item)
{
    PyObject *key = key_of(state, item);
    const int result = key ? set_value((PyObject *)self, key, state->extra[EXTRA_BASE]) : -1;
    Py_XDECREF(key);
    if (self->file == NULL)
        self->file = simdtag_ref(file);
    return result;
}

static int fill(st_py_state *state, tags_object *self, simdtag_file *file)
{
    PyObject *const tags = (PyObject *)self;
    const simdtag_doc *doc = simdtag_doc_of(file);
    simdtag_ilst item;
    if (st_py_dictproxy_list(tags, doc->n_raws) < 0)
        return -1;
    for (uint32_t i = 0; i < doc->n_raws; i += item.n_raws) {
        const simdtag_raw *raw = &doc->raws[i];
        item.n_raws = 1;
        if (raw->kind != SIMDTAG_RAW_ILST)
            continue;
        int result = 0,
            damaged = simdtag_ilst_begin(&item, raw, doc->n_raws - i) != SIMDTAG_ILST_VALUE;
        if (!damaged && item.kind == SIMDTAG_ILST_COVER)
            damaged = simdtag_ilst_check(raw, doc->n_raws - i) != SIMDTAG_ILST_END;
        if (!damaged && item.kind == SIMDTAG_ILST_COVER)
            result = add_covers(state, self, file, &item);
        else if (!damaged && item.kind == SIMDTAG_ILST_BOOL)
            result = add_bool(state, tags, &item, &damaged);
        else if (!damaged)
            result = add_list(state, tags, &item, &damaged);
        if (result == 0 && damaged)
            result = add_failed(self, raw);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* Makes the list of covers and puts it where MP4Base stands for it. New reference. */
static PyObject *make_covers(st_py_state *state, tags_object *self, PyObject *key)
{
    const simdtag_doc *doc = simdtag_doc_of(self->file);
    PyObject *list = PyList_New(0);
    simdtag_ilst item;
    simdtag_ilst_value v;
    for (uint32_t i = 0; list && i < doc->n_raws; i += item.n_raws) {
        const simdtag_raw *raw = &doc->raws[i];
        item.n_raws = 1;
        if (raw->kind != SIMDTAG_RAW_ILST || raw->id != COVR ||
            simdtag_ilst_check(raw, doc->n_raws - i) != SIMDTAG_ILST_END)
            continue;
        simdtag_ilst_begin(&item, raw, doc->n_raws - i);
        while (list && simdtag_ilst_next(&item, &v) == SIMDTAG_ILST_VALUE) {
            PyObject *cover = new_cover(state, self->file, &v);
            if (cover == NULL || PyList_Append(list, cover) < 0)
                Py_CLEAR(list);
            Py_XDECREF(cover);
        }
    }
    if (list && set_value((PyObject *)self, key, list) < 0)
        Py_CLEAR(list);
    if (list) {
        simdtag_close(self->file);
        self->file = NULL;
    }
    return list;
}

static int is_base(const st_py_state *state, PyTypeObject *cls)
{
    return PyType_IsSubtype(cls, (PyTypeObject *)state->extra[EXTRA_BASE]);
}

PyTypeObject *st_py_mp4_tags_class(st_py_state *state, PyTypeObject *type)
{
    PyTypeObject *plain = st_py_class(state, ST_PY_MP4TAGS);
    if (plain == NULL || (PyObject *)type == state->classes[ST_PY_MP4])
        return plain;
    PyObject *own = PyObject_GetAttr((PyObject *)type, name_of(state, AT_MP4TAGS));
    Py_XDECREF(own); /* the class keeps it */
    if (own && (!PyType_Check(own) ||
                !(is_base(state, (PyTypeObject *)own) || PyObject_HasAttrString(own, "_over")))) {
        PyErr_SetString(PyExc_TypeError, "MP4Tags has to be a subclass of simdtag.mp4.MP4Tags");
        return NULL;
    }
    return (PyTypeObject *)own;
}

PyObject *st_py_mp4_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    if (!is_base(state, cls)) { /* EasyMP4Tags: keeps plain tags inside */
        PyTypeObject *inner = (PyTypeObject *)state->classes[ST_PY_MP4TAGS];
        PyObject *tags = st_py_mp4_tags(state, file, inner);
        PyObject *made = tags ? PyObject_CallMethod((PyObject *)cls, "_over", "O", tags) : NULL;
        Py_XDECREF(tags);
        return made;
    }
    const int plain = (PyObject *)cls == state->classes[ST_PY_MP4TAGS];
    PyObject *tags = plain ? cls->tp_alloc(cls, 0) : PyObject_CallNoArgs((PyObject *)cls);
    if (tags && fill(state, (tags_object *)tags, file) < 0)
        Py_CLEAR(tags);
    return tags;
}

/* ---- the base type ---- */

static PyObject *base_getitem(PyObject *o, PyObject *key)
{
    tags_object *self = (tags_object *)o;
    PyObject *value = st_py_dictproxy_listed(o, key);
    if (value == NULL) {
        PyObject *map = st_py_dictproxy_map(o);
        value = map ? PyDict_GetItemWithError(map, key) : NULL;
    }
    if (value == NULL) {
        if (!PyErr_Occurred())
            st_py_key_error(key);
        return NULL;
    }
    if (self->file) {
        st_py_state *state = st_py_state_of(Py_TYPE(o));
        if (state == NULL)
            return NULL;
        if (value == state->extra[EXTRA_BASE])
            return make_covers(state, self, key);
    }
    return Py_NewRef(value);
}

static int base_contains(PyObject *o, PyObject *key)
{
    PyObject *map = st_py_dictproxy_map(o);
    return map ? PyDict_Contains(map, key) : -1;
}

static Py_ssize_t base_length(PyObject *o)
{
    if (((st_py_dictproxy *)o)->listed)
        return (Py_ssize_t)((st_py_dictproxy *)o)->n_listed;
    PyObject *map = st_py_dictproxy_map(o);
    return map ? PyDict_GET_SIZE(map) : -1;
}

/* The dict behind, complete. */
static PyObject *base_map(PyObject *o, void *closure)
{
    (void)closure;
    tags_object *self = (tags_object *)o;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    PyObject *map = state ? st_py_dictproxy_map(o) : NULL;
    if (map && self->file) {
        PyObject *key = letters_of(COVR);
        PyObject *value = key ? PyDict_GetItemWithError(map, key) : NULL;
        PyObject *made = value == state->extra[EXTRA_BASE] ? make_covers(state, self, key)
                                                           : Py_NewRef(Py_None);
        Py_XDECREF(key);
        Py_XDECREF(made);
        if (made == NULL || PyErr_Occurred())
            return NULL;
    }
    return Py_XNewRef(map);
}

static int base_set_map(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "a dict is needed");
        return -1;
    }
    Py_XSETREF(((tags_object *)o)->proxy.map, Py_NewRef(value));
    return 0;
}

static PyObject *base_failed(PyObject *o, void *closure)
{
    (void)closure;
    tags_object *self = (tags_object *)o;
    if (self->failed == NULL)
        self->failed = PyDict_New();
    return Py_XNewRef(self->failed);
}

static int base_set_failed(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    Py_XSETREF(((tags_object *)o)->failed, Py_XNewRef(value));
    return 0;
}

static int base_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((tags_object *)o)->failed);
    return st_py_dictproxy_traverse(o, visit, arg);
}

static int base_clear(PyObject *o)
{
    Py_CLEAR(((tags_object *)o)->failed);
    return st_py_dictproxy_clear(o);
}

static void base_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((tags_object *)o)->proxy.weak)
        PyObject_ClearWeakRefs(o);
    base_clear(o);
    simdtag_close(((tags_object *)o)->file);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyGetSetDef base_getset[] = {
    {"_DictProxy__dict", base_map, base_set_map, NULL, NULL},
    {"_failed_atoms", base_failed, base_set_failed,
     "Items that could not be decoded: lists of bytes by key.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot base_slots[] = {
    {Py_tp_doc,
     ST_PY_DOC("A dict of tags whose covers are read from the file when they are asked for.")},
    {Py_mp_subscript, base_getitem},
    {Py_mp_length, base_length},
    {Py_sq_contains, base_contains},
    {Py_tp_getset, base_getset},
    {Py_tp_traverse, base_traverse},
    {Py_tp_clear, base_clear},
    {Py_tp_dealloc, base_dealloc},
    {0, NULL},
};

static PyType_Spec base_spec = {
    .name = "simdtag._core.MP4Base",
    .basicsize = sizeof(tags_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = base_slots,
};

/* ---- functions for the Python half ---- */

PyDoc_STRVAR(
    values_doc,
    "mp4_values(MP4Cover, MP4FreeForm)\n--\n\nThe subclasses of bytes that values are made of.");

static PyObject *mp4_values(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *cover, *freeform;
    if (!PyArg_ParseTuple(args, "O!O!", &PyType_Type, &cover, &PyType_Type, &freeform))
        return NULL;
    if (!PyType_IsSubtype((PyTypeObject *)cover, &PyBytes_Type) ||
        !PyType_IsSubtype((PyTypeObject *)freeform, &PyBytes_Type) ||
        !PyType_IS_GC((PyTypeObject *)cover) || !PyType_IS_GC((PyTypeObject *)freeform)) {
        PyErr_SetString(PyExc_TypeError, "subclasses of bytes, with a __dict__, are needed");
        return NULL;
    }
    Py_XSETREF(state->extra[EXTRA_VALUES], Py_NewRef(args));
    Py_RETURN_NONE;
}

PyDoc_STRVAR(
    chapters_doc,
    "mp4_chapters(file)\n--\n\n"
    "[(start in 100 ns, title)] of an opened MP4 file; None when it has no chapter "
    "list, False when nothing was opened.");

static PyObject *mp4_chapters(PyObject *module, PyObject *o)
{
    st_py_state *state = PyModule_GetState(module);
    if (!PyObject_TypeCheck(o, state->FileType)) {
        PyErr_SetString(PyExc_TypeError, "mp4_chapters() takes an MP4");
        return NULL;
    }
    if (st_py_file_resolve(o) < 0)
        return NULL;
    simdtag_file *file = ((st_py_file *)o)->file;
    const simdtag_doc *doc = file ? simdtag_doc_of(file) : NULL;
    if (doc == NULL)
        Py_RETURN_FALSE;
    if (!(doc->flags & SIMDTAG_DOC_MP4_CHAPTERS))
        Py_RETURN_NONE;
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list && i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_CHAPTER)
            continue;
        PyObject *one = Py_BuildValue("(Ks#)", (unsigned long long)raw->file_off,
                                      (const char *)raw->data, (Py_ssize_t)raw->len);
        if (one == NULL || PyList_Append(list, one) < 0)
            Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

PyDoc_STRVAR(
    load_doc,
    "mp4_load(tags, fileobj)\n--\n\n"
    "Fills an MP4Tags from a file object that holds an MP4 file. False when it has no tag.");

static PyObject *mp4_load(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *tags, *fileobj;
    if (!PyArg_ParseTuple(args, "O!O", state->extra[EXTRA_BASE], &tags, &fileobj))
        return NULL;
    const simdtag_options options = {.format = SIMDTAG_FORMAT_MP4};
    simdtag_file *file = st_py_open_from(state, fileobj, 0, &options);
    if (file == NULL)
        return NULL;
    const int found = simdtag_doc_of(file)->tags == SIMDTAG_TAGS_ILST;
    const int result = fill(state, (tags_object *)tags, file);
    simdtag_close(file);
    return result < 0 ? NULL : PyBool_FromLong(found);
}

static PyMethodDef functions[] = {
    {"mp4_values", mp4_values, METH_VARARGS, values_doc},
    {"mp4_chapters", mp4_chapters, METH_O, chapters_doc},
    {"mp4_load", mp4_load, METH_VARARGS, load_doc},
    {NULL, NULL, 0, NULL},
};

static PyObject *interned_names(void)
{
    PyObject *names = PyTuple_New(ALL_NAMES);
    for (int i = 0; names && i < ALL_NAMES; i++) {
        const uint32_t name = i >= KEYS                                  ? 0
                              : key_names[i] == NAME('g', 'n', 'r', 'e') ? NAME(C_, 'g', 'e', 'n')
                                                                         : key_names[i];
        PyObject *text =
            i < KEYS ? letters_of(name) : PyUnicode_FromString(attribute_names[i - KEYS]);
        if (text == NULL) {
            Py_DECREF(names);
            return NULL;
        }
        PyUnicode_InternInPlace(&text);
        PyTuple_SET_ITEM(names, i, text);
    }
    return names;
}

int st_py_init_mp4(PyObject *module, st_py_state *state)
{
    state->extra[EXTRA_KEYS] = interned_names();
    PyObject *bases = PyTuple_Pack(1, (PyObject *)state->DictProxy);
    if (state->extra[EXTRA_KEYS] == NULL || bases == NULL) {
        Py_XDECREF(bases);
        return -1;
    }
    state->extra[EXTRA_BASE] = PyType_FromModuleAndSpec(module, &base_spec, bases);
    Py_DECREF(bases);
    if (state->extra[EXTRA_BASE] == NULL ||
        PyModule_AddObjectRef(module, "MP4Base", state->extra[EXTRA_BASE]) < 0)
        return -1;
    return PyModule_AddFunctions(module, functions);
}
