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
    EXTRA_VALUES, /* tuple: MP4Cover, MP4FreeForm, a dict of the attributes of each as they mostly
                     are; set by simdtag.mp4 */
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
#define GNRE NAME('g', 'n', 'r', 'e')
#define C_   0xA9

/* Names whose keys are interned once and for all, each in the slot of its own that the multiplier
 * gives it (two in one would be a warning). Free-form items have keys of their own; their name is
 * here since its slot is 0, which must not be empty: so no other name is in the table, not even 0.
 */
#define SLOT(name) ((uint32_t)((name) * UINT32_C(0x4C0A46F1)) >> 25)
#define KEY(...)   [SLOT(NAME(__VA_ARGS__))] = NAME(__VA_ARGS__)
static const uint32_t key_names[128] = {
    KEY('-', '-', '-', '-'),
    KEY('a', 'A', 'R', 'T'), KEY('a', 'k', 'I', 'D'), KEY('a', 't', 'I', 'D'),
    KEY('c', 'a', 't', 'g'), KEY('c', 'm', 'I', 'D'), KEY('c', 'n', 'I', 'D'),
    KEY('c', 'o', 'v', 'r'), KEY('c', 'p', 'i', 'l'), KEY('c', 'p', 'r', 't'),
    KEY('d', 'e', 's', 'c'), KEY('d', 'i', 's', 'k'), KEY('e', 'g', 'i', 'd'),
    KEY('g', 'e', 'I', 'D'), KEY('h', 'd', 'v', 'd'), KEY('k', 'e', 'y', 'w'),
    KEY('l', 'd', 'e', 's'), KEY('p', 'c', 's', 't'), KEY('p', 'g', 'a', 'p'),
    KEY('p', 'l', 'I', 'D'), KEY('p', 'u', 'r', 'd'), KEY('p', 'u', 'r', 'l'),
    KEY('r', 't', 'n', 'g'), KEY('s', 'f', 'I', 'D'), KEY('s', 'h', 'w', 'm'),
    KEY('s', 'o', 'a', 'a'), KEY('s', 'o', 'a', 'l'), KEY('s', 'o', 'a', 'r'),
    KEY('s', 'o', 'c', 'o'), KEY('s', 'o', 'n', 'm'), KEY('s', 'o', 's', 'n'),
    KEY('s', 't', 'i', 'k'), KEY('t', 'm', 'p', 'o'), KEY('t', 'r', 'k', 'n'),
    KEY('t', 'v', 'e', 'n'), KEY('t', 'v', 'e', 's'), KEY('t', 'v', 'n', 'n'),
    KEY('t', 'v', 's', 'h'), KEY('t', 'v', 's', 'n'), KEY('x', 'i', 'd', ' '),
    KEY(C_, 'A', 'R', 'T'), KEY(C_, 'a', 'l', 'b'), KEY(C_, 'c', 'm', 't'), KEY(C_, 'd', 'a', 'y'),
    KEY(C_, 'g', 'e', 'n'), KEY(C_, 'g', 'r', 'p'), KEY(C_, 'l', 'y', 'r'), KEY(C_, 'm', 'v', 'c'),
    KEY(C_, 'm', 'v', 'i'), KEY(C_, 'm', 'v', 'n'), KEY(C_, 'n', 'a', 'm'), KEY(C_, 't', 'o', 'o'),
    KEY(C_, 'w', 'r', 'k'), KEY(C_, 'w', 'r', 't'),
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

enum { OTHERS = 128, NUMBERS = KEYS + OTHERS };

/* A new reference, and a number below NUMBERS that no other key has if the name is known; NULL with
 * an exception set. */
static PyObject *key_of(const st_py_state *state, const simdtag_ilst *item, unsigned *number)
{
    const uint32_t name = item->name == GNRE ? NAME(C_, 'g', 'e', 'n') : item->name;
    const unsigned slot = SLOT(name);
    const int freeform = item->kind == SIMDTAG_ILST_FREEFORM;
    *number = slot;
    if (key_names[slot] == name && !freeform)
        return Py_NewRef(name_of(state, (int)slot));
    PyObject *key = freeform ? freeform_key(item) : letters_of(name);
    if (key) /* a dict of the tags will want the hash, too */
        *number = KEYS + (unsigned)((size_t)PyObject_Hash(key) % OTHERS);
    return key;
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

/* The attributes of MP4Cover and MP4FreeForm, and what they mostly are. */
enum { COVER, FREEFORM, VALUE_CLASSES };
static const struct {
    int first, n;
    uint32_t usual[2];
} attributes[VALUE_CLASSES] = {{AT_IMAGEFORMAT, 1, {13}}, {AT_DATAFORMAT, 2, {1, 0}}};

static int set_number(PyObject *dict, PyObject *name, uint32_t value)
{
    PyObject *number = PyLong_FromUnsignedLong(value);
    const int result = number ? PyDict_SetItem(dict, name, number) : -1;
    Py_XDECREF(number);
    return result;
}

/* A dict of the attributes as they mostly are; NULL with an exception set. */
static PyObject *usual_numbers(const st_py_state *state, int class)
{
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < attributes[class].n; i++)
        if (set_number(dict, name_of(state, attributes[class].first + i),
                       attributes[class].usual[i]) < 0)
            Py_CLEAR(dict);
    return dict;
}

/* Gives a new object its attributes: a copy of the usual dict, which costs a third of a new one,
 * and what is different. Returns bytes, NULL with an exception set. */
static PyObject *with_numbers(const st_py_state *state, PyObject *bytes, int class,
                              const uint32_t *values)
{
    PyObject *usual = PyTuple_GET_ITEM(state->extra[EXTRA_VALUES], VALUE_CLASSES + class);
    PyObject *dict = PyDict_Copy(usual);
    for (int i = 0; dict && i < attributes[class].n; i++)
        if (values[i] != attributes[class].usual[i] &&
            set_number(dict, name_of(state, attributes[class].first + i), values[i]) < 0)
            Py_CLEAR(dict);
    if (dict == NULL || PyObject_GenericSetDict(bytes, dict, NULL) < 0)
        Py_CLEAR(bytes);
    Py_XDECREF(dict);
    return bytes;
}

static PyObject *new_freeform(const st_py_state *state, const simdtag_ilst_value *v)
{
    char *to = NULL;
    PyObject *cls = PyTuple_GET_ITEM(state->extra[EXTRA_VALUES], FREEFORM);
    PyObject *bytes = new_bytes(cls, v->len, &to);
    if (bytes == NULL)
        return NULL;
    memcpy(to, v->at, v->len);
    return with_numbers(state, bytes, FREEFORM, (const uint32_t[]){v->type, v->version});
}

/* Reads the cover's payload straight into the new object. */
static PyObject *new_cover(st_py_state *state, simdtag_file *file, const simdtag_ilst_value *v)
{
    char *to = NULL;
    const uint64_t left = v->raw ? v->raw->file_len : 0;
    PyObject *bytes =
        new_bytes(PyTuple_GET_ITEM(state->extra[EXTRA_VALUES], COVER), v->len + (size_t)left, &to);
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
    return with_numbers(state, bytes, COVER, &(const uint32_t){v->type});
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

typedef struct filling {
    st_py_state *state;
    tags_object *self;
    simdtag_file *file;
    PyObject *key;               /* of the item that is being added */
    unsigned number;             /* of the key */
    uint64_t seen[NUMBERS / 64]; /* numbers of the keys that are listed */
} filling;

/* Where the key's value stands in the list, NULL when the key is new; without a list, NULL. */
static PyObject **place_of(filling *f)
{
    st_py_dictproxy *p = &f->self->proxy;
    if (p->listed == NULL)
        return NULL;
    uint64_t *seen = &f->seen[f->number / 64];
    const uint64_t bit = UINT64_C(1) << f->number % 64;
    st_py_listed *there = *seen & bit ? listed_with(p, f->key) : NULL;
    *seen |= bit;
    if (there == NULL) {
        there = &p->listed[p->n_listed++];
        *there = (st_py_listed){Py_NewRef(f->key), NULL};
    }
    return &there->value;
}

/* Sets the key's value in the list, as long as there is one, or in the dict. */
static int set_value(filling *f, PyObject *value)
{
    PyObject **place = place_of(f);
    if (place) {
        Py_XSETREF(*place, Py_NewRef(value));
        return 0;
    }
    PyObject *map = st_py_dictproxy_map((PyObject *)f->self);
    return map ? PyDict_SetItem(map, f->key, value) : -1;
}

/* Values of a key that is there already come behind the others. Steals `list`. */
static int add_values(filling *f, PyObject *list)
{
    PyObject **place = place_of(f);
    if (place && *place == NULL) {
        *place = list;
        return 0;
    }
    PyObject *map = place ? NULL : st_py_dictproxy_map((PyObject *)f->self);
    PyObject *there = place ? *place : map ? PyDict_SetDefault(map, f->key, list) : NULL;
    int result = there ? 0 : -1;
    if (there && there != list)
        result = PyList_SetSlice(there, PyList_GET_SIZE(there), PyList_GET_SIZE(there), list);
    Py_DECREF(list);
    return result;
}

/* A bool is no list: each value takes the place of the one before, damage or not. */
static int add_bool(filling *f, simdtag_ilst *item, int *damaged)
{
    simdtag_ilst_value v;
    int got, result = 0;
    while (result == 0 && (got = simdtag_ilst_next(item, &v)) == SIMDTAG_ILST_VALUE)
        result = set_value(f, v.number ? Py_True : Py_False);
    *damaged = result == 0 && got != SIMDTAG_ILST_END;
    return result;
}

static int add_list(filling *f, simdtag_ilst *item, int *damaged)
{
    PyObject *list = values_of(f->state, item, damaged);
    if (list == NULL)
        return *damaged ? 0 : -1;
    return add_values(f, list);
}

/* Covers wait: MP4Base itself stands for them in the dict until somebody asks. */
static int add_covers(filling *f, const simdtag_raw *raws, uint32_t n_raws, int *damaged)
{
    *damaged = simdtag_ilst_check(raws, n_raws) != SIMDTAG_ILST_END;
    if (*damaged)
        return 0;
    if (f->self->file == NULL)
        f->self->file = simdtag_ref(f->file);
    return set_value(f, f->state->extra[EXTRA_BASE]);
}

/* An item that begins well. */
static int add_sound(filling *f, simdtag_ilst *item, const simdtag_raw *raws, uint32_t n_raws,
                     int *damaged)
{
    f->key = key_of(f->state, item, &f->number);
    if (f->key == NULL)
        return -1;
    const int result = item->kind == SIMDTAG_ILST_COVER  ? add_covers(f, raws, n_raws, damaged)
                       : item->kind == SIMDTAG_ILST_BOOL ? add_bool(f, item, damaged)
                                                         : add_list(f, item, damaged);
    Py_DECREF(f->key);
    return result;
}

/* Returns of how many raw items the item was made, 0 with an exception set. */
static uint32_t add_item(filling *f, const simdtag_raw *raws, uint32_t n_raws)
{
    simdtag_ilst item;
    int damaged = simdtag_ilst_begin(&item, raws, n_raws) != SIMDTAG_ILST_VALUE;
    int result = damaged ? 0 : add_sound(f, &item, raws, n_raws, &damaged);
    if (result == 0 && damaged)
        result = add_failed(f->self, raws);
    return result == 0 ? item.n_raws : 0;
}

static int fill(st_py_state *state, tags_object *self, simdtag_file *file)
{
    const simdtag_doc *doc = simdtag_doc_of(file);
    filling f = {.state = state, .self = self, .file = file};
    if (st_py_dictproxy_list((PyObject *)self, doc->n_raws) < 0)
        return -1;
    for (uint32_t i = 0, n; i < doc->n_raws; i += n) {
        const int is_item = doc->raws[i].kind == SIMDTAG_RAW_ILST;
        n = is_item ? add_item(&f, &doc->raws[i], doc->n_raws - i) : 1;
        if (n == 0)
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
            if (cover == NULL || st_py_list_add(list, cover) < 0)
                Py_CLEAR(list);
        }
    }
    st_py_listed *listed = list ? listed_with(&self->proxy, key) : NULL;
    PyObject *map = list && listed == NULL ? st_py_dictproxy_map((PyObject *)self) : NULL;
    if (listed)
        Py_SETREF(listed->value, Py_NewRef(list));
    else if (map == NULL || PyDict_SetItem(map, key, list) < 0)
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
    if (self->file && PyType_Check(value)) {
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
    PyObject *cover_usual = usual_numbers(state, COVER);
    PyObject *freeform_usual = cover_usual ? usual_numbers(state, FREEFORM) : NULL;
    PyObject *values =
        freeform_usual ? PyTuple_Pack(4, cover, freeform, cover_usual, freeform_usual) : NULL;
    Py_XDECREF(cover_usual);
    Py_XDECREF(freeform_usual);
    if (values == NULL)
        return NULL;
    Py_XSETREF(state->extra[EXTRA_VALUES], values);
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

/* None where there is no name. */
static PyObject *interned_names(void)
{
    PyObject *names = PyTuple_New(ALL_NAMES);
    for (int i = 0; names && i < ALL_NAMES; i++) {
        PyObject *text = i >= KEYS      ? PyUnicode_FromString(attribute_names[i - KEYS])
                         : key_names[i] ? letters_of(key_names[i])
                                        : Py_NewRef(Py_None);
        if (text == NULL) {
            Py_DECREF(names);
            return NULL;
        }
        if (text != Py_None)
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
