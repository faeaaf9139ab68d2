/* SPDX-License-Identifier: MIT */
/* Vorbis comment containers: real lists of (key, value), filled in one go, and their
 * case-insensitive mapping methods. */
#include <stddef.h>
#include <string.h>

#include "pyext/known_keys.h"
#include "pyext/pair_index.h"
#include "pyext/pairs.h"

typedef struct {
    st_py_pair_list list;
    PyObject *dict, *weak;
    PyObject *vendor; /* NULL: the class's own */
    st_py_turns *turns; /* the comments of the file that was read, or NULL */
    int in_dict;
} vcomment;

enum { EXTRA_KEYS = 0 }; /* state->extra: tuple of lower, upper, lower, upper, … */

/* A known key in lower case, borrowed. */
static PyObject *known_text(const st_py_state *state, int i)
{
    return PyTuple_GET_ITEM(state->extra[EXTRA_KEYS], 2 * i);
}

/* A comment's key as stored; *known is its index, -1 if it is none of those. */
static PyObject *key_text(st_py_state *state, const uint8_t *s, size_t n, int *known)
{
    st_py_spelling how;
    const int i = *known = st_py_known_key(s, n, &how);
    if (i >= 0 && how != ST_PY_MIXED)
        return Py_NewRef(PyTuple_GET_ITEM(state->extra[EXTRA_KEYS], 2 * i + (int)how));
    return st_py_ascii(s, n); /* the parser saw to that */
}

static inline int is_plain(PyObject *text)
{
    return PyUnicode_CheckExact(text) && PyUnicode_IS_COMPACT_ASCII(text);
}

static inline const uint8_t *plain_bytes(PyObject *text)
{
    return (const uint8_t *)((PyASCIIObject *)text + 1);
}

/* Index of the known key that a str spells in any case of letters, -1 if none. */
static inline int known_index(PyObject *text)
{
    st_py_spelling how;
    if (!is_plain(text))
        return -1;
    return st_py_known_key(plain_bytes(text), (size_t)PyUnicode_GET_LENGTH(text), &how);
}

/* text.lower() */
static PyObject *lowered(st_py_state *state, PyObject *text)
{
    if (is_plain(text)) {
        const uint8_t *s = plain_bytes(text);
        const size_t n = (size_t)PyUnicode_GET_LENGTH(text);
        const int i = known_index(text);
        if (i >= 0)
            return Py_NewRef(known_text(state, i));
        PyObject *lower = PyUnicode_New((Py_ssize_t)n, 0x7f);
        uint8_t *to = lower ? PyUnicode_1BYTE_DATA(lower) : NULL;
        if (to)
            simdtag_ascii_fold(to, s, n);
        return lower;
    }
    return PyObject_CallMethod(text, "lower", NULL);
}

/* ---- filling ---- */

static PyObject *value_text(const uint8_t *s, size_t n)
{
    return st_py_utf8(s, n, "replace");
}

/* A value whose end was left in the file, read straight into the str that it becomes. */
__attribute__((noinline))
static PyObject *payload_text(st_py_state *state, simdtag_file *file, const simdtag_raw *raw,
                              size_t skip)
{
    const size_t resident = raw->len - skip;
    if (raw->file_len > (uint64_t)PY_SSIZE_T_MAX - resident)
        return PyErr_NoMemory();
    const size_t n = resident + (size_t)raw->file_len;
    PyObject *text = PyUnicode_New((Py_ssize_t)n, 0x7f);
    if (text == NULL)
        return NULL;
    uint8_t *to = PyUnicode_1BYTE_DATA(text);
    memcpy(to, raw->data + skip, resident);
    simdtag_error error;
    simdtag_status status;
    Py_BEGIN_ALLOW_THREADS
    status = simdtag_payload_read(file, raw, to + resident, &error);
    Py_END_ALLOW_THREADS
    if (status == SIMDTAG_OK && simdtag_is_ascii(to, n))
        return text;
    PyObject *result =
        status == SIMDTAG_OK ? value_text(to, n) : st_py_raise(state, &error, NULL);
    Py_DECREF(text);
    return result;
}

/* A comment as (key, value); *known is the index of its key, -1 if it is no known one. */
static PyObject *pair_of(st_py_state *state, simdtag_file *file, const simdtag_raw *raw, int *known)
{
    PyObject *key = key_text(state, raw->data, raw->aux, known);
    PyObject *value = NULL;
    if (key)
        value = raw->file_len ? payload_text(state, file, raw, raw->aux + 1)
                              : value_text(raw->data + raw->aux + 1, raw->len - raw->aux - 1);
    return st_py_pair_new(state->pools[ST_PY_POOL_PAIRS], key, value);
}

static int fill(st_py_state *state, simdtag_file *file, vcomment *self, st_py_turns *turns)
{
    const simdtag_doc *doc = simdtag_doc_of(file);
    st_py_list_reserve((PyObject *)self, doc->n_raws);
    for (const simdtag_raw *raw = doc->raws, *end = raw + doc->n_raws; raw < end; raw++) {
        if (raw->kind == SIMDTAG_RAW_VENDOR) {
            PyObject *vendor = value_text(raw->data, raw->len);
            if (vendor == NULL)
                return -1;
            Py_XSETREF(self->vendor, vendor);
        } else if (raw->kind == SIMDTAG_RAW_VORBIS && raw->len > raw->aux) {
            int known;
            PyObject *pair = pair_of(state, file, raw, &known);
            if (pair && turns)
                st_py_turns_add(turns, pair, known < 0 ? NULL : known_text(state, known),
                                (unsigned)known);
            if (pair == NULL || st_py_list_add((PyObject *)self, pair) < 0)
                return -1;
        }
    }
    return 0;
}

PyObject *st_py_vorbis_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    vcomment *self = (vcomment *)cls->tp_alloc(cls, 0);
    if (self == NULL)
        return NULL;
    st_py_turns *turns =
        st_py_turns_new(state->pools[ST_PY_POOL_PAIRS], simdtag_doc_of(file)->n_raws);
    const int result = fill(state, file, self, turns);
    self->turns = turns; /* now: a finalizer may have looked at a half-filled list */
    if (result < 0)
        Py_CLEAR(self);
    return (PyObject *)self;
}

/* ---- the mapping ---- */

/* What mutagen's is_valid_key says: 1, 0, or -1 with its exception. */
static int valid_key(PyObject *key)
{
    if (PyBytes_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "needs to be str not bytes");
        return -1;
    }
    if (!PyUnicode_Check(key)) {
        PyErr_Format(PyExc_TypeError, "'%.100s' object is not iterable", Py_TYPE(key)->tp_name);
        return -1;
    }
    if (PyUnicode_READY(key) < 0)
        return -1;
    const Py_ssize_t n = PyUnicode_GET_LENGTH(key);
    for (Py_ssize_t i = 0; i < n; i++) {
        const Py_UCS4 c = PyUnicode_READ_CHAR(key, i);
        if (c < ' ' || c > '}' || c == '=')
            return 0;
    }
    return n > 0;
}

/* Whether the key is valid as it is and has no capitals: nearly every key that programs ask for. */
static int is_lower_already(PyObject *key)
{
    const uint8_t *s = plain_bytes(key);
    const Py_ssize_t n = PyUnicode_GET_LENGTH(key);
    Py_ssize_t i = 0;
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (; n - i >= 8; i += 8) { /* of ASCII bytes: sums below stay inside their byte */
        uint64_t w;
        memcpy(&w, s + i, 8);
        const uint64_t printable = w + ones * (0x80 - ' '), above = w + ones * (0x80 - '}' - 1);
        const uint64_t capital = (w + ones * (0x80 - 'A')) & ~(w + ones * (0x80 - 'Z' - 1));
        const uint64_t other = (w ^ ones * '=') + ones * 0x7f; /* high bit 0: it is '=' */
        if ((~printable | above | capital | ~other) & ones * 0x80)
            return 0;
    }
    for (; i < n; i++)
        if ((uint8_t)(s[i] - ' ') > '}' - ' ' || s[i] == '=' || (uint8_t)(s[i] - 'A') <= 'Z' - 'A')
            return 0;
    return n > 0;
}

/* The key in lower case, checked; NULL with an exception set. */
static PyObject *wanted_key(PyObject *self, PyObject *key)
{
    if (is_plain(key)) {
        st_py_spelling how;
        const int i = st_py_known_key(plain_bytes(key), (size_t)PyUnicode_GET_LENGTH(key), &how);
        if (i >= 0 ? how == ST_PY_LOWER : is_lower_already(key))
            return Py_NewRef(key);
    }
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    const int valid = valid_key(key);
    if (valid == 0)
        PyErr_SetNone(PyExc_ValueError);
    return valid > 0 && state ? lowered(state, key) : NULL;
}

/* Item i as a tuple (key, value), as `for key, value in self` would unpack it; new reference. */
static PyObject *pair_at(PyObject *self, Py_ssize_t i)
{
    PyObject *item = Py_NewRef(PyList_GET_ITEM(self, i));
    if (PyTuple_CheckExact(item) && PyTuple_GET_SIZE(item) == 2)
        return item;
    PyObject *pair = PySequence_Tuple(item);
    if (pair == NULL && Py_TYPE(item)->tp_iter == NULL && PyErr_ExceptionMatches(PyExc_TypeError))
        PyErr_Format(PyExc_TypeError, "cannot unpack non-iterable %.100s object",
                     Py_TYPE(item)->tp_name);
    Py_DECREF(item);
    if (pair && PyTuple_GET_SIZE(pair) != 2) {
        if (PyTuple_GET_SIZE(pair) > 2)
            PyErr_SetString(PyExc_ValueError, "too many values to unpack (expected 2)");
        else
            PyErr_Format(PyExc_ValueError, "not enough values to unpack (expected 2, got %zd)",
                         PyTuple_GET_SIZE(pair));
        Py_CLEAR(pair);
    }
    return pair;
}

/* Two plain strings. */
static inline int equal_folded(PyObject *key, PyObject *want)
{
    const Py_ssize_t n = PyUnicode_GET_LENGTH(want);
    if (PyUnicode_GET_LENGTH(key) != n)
        return 0;
    const uint8_t *a = plain_bytes(key), *b = plain_bytes(want);
    if (n == 0 || ((a[0] ^ b[0]) & 0xDF)) /* most others already differ here */
        return n == 0;
    return simdtag_ascii_equal_fold(a, b, (size_t)n);
}

/* The first item from i on that is not a plain pair, the usual case, with another key; the list's
 * length when there is none. Takes no references and runs no Python code. */
static Py_ssize_t skip_others(PyObject *self, Py_ssize_t i, PyObject *want)
{
    const Py_ssize_t n = PyList_GET_SIZE(self);
    if (!is_plain(want))
        return i;
    const Py_ssize_t length = PyUnicode_GET_LENGTH(want); /* > 0: a valid key */
    PyObject *const *items = ((PyListObject *)self)->ob_item;
    for (; i < n; i++) {
        PyObject *item = items[i];
        if (!PyTuple_CheckExact(item) || Py_SIZE(item) != 2)
            break;
        PyObject *key = ((PyTupleObject *)item)->ob_item[0];
        if (key == want || !PyUnicode_CheckExact(key))
            break;
        if (((PyASCIIObject *)key)->length != length)
            continue; /* what folds to ASCII keeps its length, U+212A to 'k' included */
        if (!is_plain(key) || equal_folded(key, want))
            break;
    }
    return i;
}

/* Whether an item of the list has this key (lower case): 1, 0, or -1 with an exception. *value is
 * borrowed from the item. */
static int matches(PyObject *self, PyObject *item, PyObject *want, PyObject **value)
{
    PyObject *key = PyTuple_GET_ITEM(item, 0);
    *value = PyTuple_GET_ITEM(item, 1);
    if (key == want)
        return 1;
    if (is_plain(key) && is_plain(want))
        return equal_folded(key, want);
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    if (state == NULL)
        return -1;
    PyObject *lower = lowered(state, key);
    const int same = lower ? PyObject_RichCompareBool(lower, want, Py_EQ) : -1;
    Py_XDECREF(lower);
    return same;
}

/* A pair whose key is `want` for certain: skip_others stopped at it for that. */
static inline int is_plain_pair_with(PyObject *item, PyObject *want)
{
    return PyTuple_CheckExact(item) && PyTuple_GET_SIZE(item) == 2 && is_plain(want) &&
           is_plain(PyTuple_GET_ITEM(item, 0));
}

/* The values of a key (lower case) of a long list; NULL without an exception: search. */
static PyObject *indexed(PyObject *self, PyObject *want)
{
    st_py_state *state =
        PyList_GET_SIZE(self) > ST_PY_MOST_TURNS ? st_py_state_of(Py_TYPE(self)) : NULL;
    return state ? st_py_index_values(state, self, want, lowered) : NULL;
}

/* The values of a key that was not asked for in turn, unless an exception is set. */
__attribute__((noinline))
static PyObject *searched(PyObject *self, PyObject *key)
{
    if (PyErr_Occurred())
        return NULL;
    if (PySlice_Check(key))
        return PyList_Type.tp_as_mapping->mp_subscript(self, key);
    PyObject *want = wanted_key(self, key);
    if (want == NULL)
        return NULL;
    PyObject *found = indexed(self, want);
    if (found || PyErr_Occurred()) {
        Py_DECREF(want);
        return found;
    }
    for (Py_ssize_t i = skip_others(self, 0, want); i < PyList_GET_SIZE(self);
         i = skip_others(self, i + 1, want)) {
        PyObject *value;
        PyObject *item = PyList_GET_ITEM(self, i);
        int hit;
        if (is_plain_pair_with(item, want)) {
            hit = 1;
            Py_INCREF(item);
            value = PyTuple_GET_ITEM(item, 1);
        } else {
            item = pair_at(self, i);
            hit = item ? matches(self, item, want, &value) : -1;
        }
        if (hit > 0 && found == NULL) {
            if ((found = st_py_list_of(Py_NewRef(value))) == NULL)
                hit = -1;
        } else if (hit > 0) {
            hit = PyList_Append(found, value);
        }
        Py_XDECREF(item);
        if (hit < 0) {
            Py_XDECREF(found);
            Py_DECREF(want);
            return NULL;
        }
    }
    Py_DECREF(want);
    if (found == NULL)
        PyErr_SetObject(PyExc_KeyError, key);
    return found;
}

static PyObject *vdict_getitem(PyObject *self, PyObject *key)
{
    PyObject *found = st_py_turns_values(&((vcomment *)self)->turns, self, key);
    return found ? found : searched(self, key);
}

/* Removes every item with this key. 1 if there was one, 0 if not, -1 with an exception. */
static int remove_key(PyObject *self, PyObject *want)
{
    int any = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self);) {
        PyObject *value;
        PyObject *item = pair_at(self, i);
        const int hit = item ? matches(self, item, want, &value) : -1;
        Py_XDECREF(item);
        if (hit < 0 || (hit > 0 && PyList_SetSlice(self, i, i + 1, NULL) < 0))
            return -1;
        any |= hit;
        i += !hit;
    }
    return any;
}

static int append_pair(PyObject *self, PyObject *key, PyObject *value)
{
    PyObject *pair = PyTuple_Pack(2, key, value);
    const int result = pair ? PyList_Append(self, pair) : -1;
    Py_XDECREF(pair);
    return result;
}

static int change_item(PyObject *self, PyObject *key, PyObject *value)
{
    if (PySlice_Check(key))
        return PyList_Type.tp_as_mapping->mp_ass_subscript(self, key, value);
    PyObject *want = wanted_key(self, key);
    if (want == NULL)
        return -1;
    int result = remove_key(self, want);
    Py_DECREF(want);
    if (value == NULL) {
        if (result == 0)
            PyErr_SetObject(PyExc_KeyError, key);
        return result > 0 ? 0 : -1;
    }
    if (result >= 0 && PyList_Check(value)) {
        result = 0;
        for (Py_ssize_t i = 0; result == 0 && i < PyList_GET_SIZE(value); i++)
            result = append_pair(self, key, PyList_GET_ITEM(value, i));
    } else if (result >= 0) {
        result = append_pair(self, key, value);
    }
    return result < 0 ? -1 : 0;
}

static int vdict_setitem(PyObject *self, PyObject *key, PyObject *value)
{
    st_py_turns_drop(&((vcomment *)self)->turns);
    st_py_index_drop(self);
    const int result = change_item(self, key, value);
    st_py_index_drop(self);
    return result;
}

static int vdict_contains(PyObject *self, PyObject *key)
{
    PyObject *want = wanted_key(self, key);
    int hit = want ? 0 : -1;
    for (Py_ssize_t i = hit ? 0 : skip_others(self, 0, want); hit == 0 && i < PyList_GET_SIZE(self);
         i = skip_others(self, i + 1, want)) {
        PyObject *value;
        PyObject *item = pair_at(self, i);
        hit = item ? matches(self, item, want, &value) : -1;
        Py_XDECREF(item);
    }
    Py_XDECREF(want);
    return hit;
}

static inline int same_text(PyObject *a, PyObject *b)
{
    if (a == b)
        return 1;
    if (PyUnicode_Check(a) && PyUnicode_Check(b) && PyUnicode_CHECK_INTERNED(a) &&
        PyUnicode_CHECK_INTERNED(b))
        return 0;
    if (is_plain(a) && is_plain(b)) {
        const Py_ssize_t n = PyUnicode_GET_LENGTH(a);
        return PyUnicode_GET_LENGTH(b) == n &&
               memcmp(PyUnicode_1BYTE_DATA(a), PyUnicode_1BYTE_DATA(b), (size_t)n) == 0;
    }
    return PyObject_RichCompareBool(a, b, Py_EQ);
}

/* Keys that vdict_keys has met. */
typedef struct met {
    PyObject *keys;           /* the list of them, in order */
    uint64_t known[2];        /* a bit for each known one: those are told apart by their index */
    PyObject *unknown;        /* a set of the others, from the 17th key on */
} met;

/* Whether an unknown key was met before; if not, it counts as met now. -1 with an exception. */
static int was_met(met *m, PyObject *lower)
{
    const Py_ssize_t n = PyList_GET_SIZE(m->keys);
    if (m->unknown == NULL && n <= 16) {
        int same = 0;
        for (Py_ssize_t k = 0; same == 0 && k < n; k++)
            same = same_text(PyList_GET_ITEM(m->keys, k), lower);
        return same;
    }
    if (m->unknown == NULL && (m->unknown = PySet_New(m->keys)) == NULL)
        return -1;
    const int same = PySet_Contains(m->unknown, lower);
    return same == 0 && PySet_Add(m->unknown, lower) < 0 ? -1 : same;
}

static int add_key(st_py_state *state, met *m, PyObject *key)
{
    const int i = known_index(key);
    if (i >= 0) {
        const uint64_t bit = UINT64_C(1) << (i & 63);
        if (m->known[i >> 6] & bit)
            return 0;
        m->known[i >> 6] |= bit;
        return PyList_Append(m->keys, known_text(state, i));
    }
    PyObject *lower = lowered(state, key);
    const int before = lower ? was_met(m, lower) : -1;
    const int result = before ? before : PyList_Append(m->keys, lower);
    Py_XDECREF(lower);
    return result < 0 ? -1 : 0;
}

/* The keys of comments that nobody changed since they were read. */
static PyObject *keys_in_turn(st_py_state *state, st_py_turns *t, PyObject *keys)
{
    if (st_py_turns_complete(t, state, lowered) < 0) {
        Py_DECREF(keys);
        return NULL;
    }
    t->at = 0;
    st_py_list_reserve(keys, t->n);
    for (uint32_t i = 0; keys && i < t->n; i++)
        if (t->keys[i] && st_py_list_add(keys, Py_NewRef(t->keys[i])) < 0)
            Py_CLEAR(keys);
    return keys;
}

/* Each key once, lower case, in the order of first appearance (mutagen's order changes from run to
 * run). */
static PyObject *vdict_keys(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    met m = {.keys = state ? PyList_New(0) : NULL};
    st_py_turns *turns = m.keys ? st_py_turns_of(&((vcomment *)self)->turns, self) : NULL;
    if (turns)
        return keys_in_turn(state, turns, m.keys);
    if (m.keys)
        st_py_list_reserve(m.keys,
                           (size_t)PyList_GET_SIZE(self) < 64 ? (size_t)PyList_GET_SIZE(self) : 64);
    for (Py_ssize_t i = 0; m.keys && i < PyList_GET_SIZE(self); i++) {
        PyObject *pair = pair_at(self, i);
        if (pair == NULL || add_key(state, &m, PyTuple_GET_ITEM(pair, 0)) < 0)
            Py_CLEAR(m.keys);
        Py_XDECREF(pair);
    }
    Py_XDECREF(m.unknown);
    return m.keys;
}

/* ---- attributes and life ---- */

static PyObject *vendor_get(PyObject *o, const st_py_field_def *def)
{
    vcomment *self = (vcomment *)o;
    if (!self->in_dict)
        return Py_XNewRef(self->vendor);
    PyObject *key = PyUnicode_FromString(def->name);
    PyObject *value = key ? PyDict_GetItemWithError(self->dict, key) : NULL;
    Py_XDECREF(key);
    return Py_XNewRef(value);
}

static int vendor_set(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    vcomment *self = (vcomment *)o;
    if (!self->in_dict) {
        if (value == NULL && self->vendor == NULL) {
            PyErr_SetString(PyExc_AttributeError, def->name);
            return -1;
        }
        Py_XSETREF(self->vendor, Py_XNewRef(value));
        return 0;
    }
    return value ? PyDict_SetItemString(self->dict, def->name, value)
                 : st_py_delete_from(self->dict, def->name);
}

static const st_py_field_def vendor_field = {"vendor", vendor_get, vendor_set, NULL, 0};

static PyObject *get_dict(PyObject *o, void *closure)
{
    (void)closure;
    vcomment *self = (vcomment *)o;
    if (self->dict == NULL && (self->dict = PyDict_New()) == NULL)
        return NULL;
    if (!self->in_dict && self->vendor &&
        PyDict_SetItemString(self->dict, "vendor", self->vendor) < 0)
        return NULL;
    self->in_dict = 1;
    return Py_NewRef(self->dict);
}

static int set_dict(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    vcomment *self = (vcomment *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    self->in_dict = 1;
    Py_XSETREF(self->dict, Py_NewRef(value));
    return 0;
}

static int vcomment_traverse(PyObject *o, visitproc visit, void *arg)
{
    vcomment *self = (vcomment *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->dict);
    Py_VISIT(self->vendor);
    int result = st_py_turns_visit(self->turns, visit, arg);
    result = result ? result : st_py_index_visit(o, visit, arg);
    return result ? result : PyList_Type.tp_traverse(o, visit, arg);
}

static int vcomment_clear(PyObject *o)
{
    vcomment *self = (vcomment *)o;
    Py_CLEAR(self->dict);
    Py_CLEAR(self->vendor);
    PyList_Type.tp_clear(o); /* before its pairs' last references go back to where they came from */
    st_py_turns_drop(&self->turns);
    st_py_index_drop(o);
    return 0;
}

static void vcomment_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((vcomment *)o)->weak)
        PyObject_ClearWeakRefs(o);
    /* leaves nothing to the list's own dealloc, which does not know heap types */
    vcomment_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

Py_hash_t st_py_list_hash(PyObject *o)
{
    const char *name = strrchr(Py_TYPE(o)->tp_name, '.');
    PyErr_Format(PyExc_TypeError, "unhashable type: '%.100s'",
                 name ? name + 1 : Py_TYPE(o)->tp_name);
    return -1;
}

PyObject *st_py_list_compare(PyObject *a, PyObject *b, int op)
{
    return PyList_Type.tp_richcompare(a, b, op);
}

static PyGetSetDef getset[] = {{"__dict__", get_dict, set_dict, NULL, NULL},
                               {NULL, NULL, NULL, NULL, NULL}};

static PyMemberDef members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(vcomment, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(vcomment, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot vcomment_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A list of (key, value) pairs of text.")},
    {Py_tp_getset, getset},
    {Py_tp_members, members},
    {Py_sq_inplace_concat, st_py_pair_list_added},
    {Py_sq_inplace_repeat, st_py_pair_list_repeated},
    {Py_tp_hash, st_py_list_hash},
    {Py_tp_richcompare, st_py_list_compare},
    {Py_tp_traverse, vcomment_traverse},
    {Py_tp_clear, vcomment_clear},
    {Py_tp_dealloc, vcomment_dealloc},
    {0, NULL},
};

static PyType_Spec vcomment_spec = {
    .name = "simdtag._vorbis.VComment",
    .basicsize = sizeof(vcomment),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = vcomment_slots,
};

static PyMethodDef vdict_methods[] = {
    {"keys", vdict_keys, METH_NOARGS, "keys()\n--\n\nEach key once, in lower case."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot vdict_slots[] = {
    {Py_tp_doc,
     ST_PY_DOC(
         "A VComment that looks like a dict of lists, its keys alike in either case of letters.")},
    {Py_tp_methods, vdict_methods},
    {Py_mp_subscript, vdict_getitem},
    {Py_mp_ass_subscript, vdict_setitem},
    {Py_sq_contains, vdict_contains},
    {Py_tp_hash, st_py_list_hash},
    {Py_tp_richcompare, st_py_list_compare},
    {Py_tp_traverse, vcomment_traverse},
    {Py_tp_clear, vcomment_clear},
    {Py_tp_dealloc, vcomment_dealloc},
    {0, NULL},
};

static PyType_Spec vdict_spec = {
    .name = "simdtag._vorbis.VCommentDict",
    .basicsize = sizeof(vcomment),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = vdict_slots,
};

static PyTypeObject *make_type(PyObject *module, PyType_Spec *spec, PyObject *first,
                               PyObject *second)
{
    PyObject *bases = PyTuple_Pack(2, first, second);
    PyObject *type = bases ? PyType_FromModuleAndSpec(module, spec, bases) : NULL;
    Py_XDECREF(bases);
    return (PyTypeObject *)type;
}

static int intern_known(st_py_state *state)
{
    st_py_list_known();
    int n = 0;
    while (st_py_known_name(n, ST_PY_LOWER))
        n++;
    PyObject *keys = PyTuple_New(2 * n);
    state->extra[EXTRA_KEYS] = keys;
    for (int i = 0; keys && i < n; i++) {
        PyObject *lower_text = PyUnicode_InternFromString(st_py_known_name(i, ST_PY_LOWER)),
                 *upper_text = PyUnicode_InternFromString(st_py_known_name(i, ST_PY_UPPER));
        if (lower_text == NULL || upper_text == NULL) {
            Py_XDECREF(lower_text);
            Py_XDECREF(upper_text);
            return -1;
        }
        PyTuple_SET_ITEM(keys, 2 * i, lower_text);
        PyTuple_SET_ITEM(keys, 2 * i + 1, upper_text);
    }
    return keys ? 0 : -1;
}

int st_py_init_vorbis(PyObject *module, st_py_state *state)
{
    if (intern_known(state) < 0 ||
        (state->pools[ST_PY_POOL_PAIRS] = st_py_pool_new()) == NULL)
        return -1;
    state->VComment = make_type(module, &vcomment_spec, state->Tags, (PyObject *)&PyList_Type);
    if (state->VComment && st_py_pair_list_complete(state->VComment) < 0)
        return -1;
    PyTypeObject *vdict = state->VComment ? make_type(module, &vdict_spec,
                                                      (PyObject *)state->VComment, state->DictMixin)
                                          : NULL;
    int result = vdict ? PyModule_AddObjectRef(module, "VCommentDict", (PyObject *)vdict) : -1;
    Py_XDECREF(vdict);
    if (result == 0)
        result = PyModule_AddObjectRef(module, "VComment", (PyObject *)state->VComment);
    PyObject *vendor = result == 0 ? PyUnicode_FromFormat("simdtag %s", simdtag_version()) : NULL;
    PyObject *field = vendor ? st_py_field_new(state, &vendor_field, vendor) : NULL;
    result = field ? PyObject_SetAttrString((PyObject *)state->VComment, "vendor", field) : -1;
    Py_XDECREF(field);
    Py_XDECREF(vendor);
    return result;
}
