/* SPDX-License-Identifier: MIT */
/* ASF: the attribute object, whose value is decoded (and read, if it was left in the file) when it
 * is first looked at; and ASFTags, a real list of (key, attribute) with a mapping's methods. */
#include <stddef.h>
#include <string.h>

#include "pyext/asf_keys.h"
#include "pyext/frame.h"
#include "pyext/pair_index.h"
#include "pyext/pairs.h"
#include "simdtag/asf.h"

/* ---- attributes ---- */

typedef struct {
    PyObject_HEAD
    PyObject *dict, *weak;
    PyObject *holder;       /* st_py_holder; while the value is undecoded */
    const simdtag_raw *raw; /* with holder */
    st_py_pool *pool;       /* where its memory goes back to; NULL in one that a program made */
    uint8_t settled;        /* what follows counts; before, all there is stands in `raw` */
    uint8_t in_dict;        /* attributes moved to `dict` */
    PyObject *parts[3];     /* by PART_*; NULL: not set */
} attribute;

enum { PART_LANGUAGE, PART_STREAM, PART_VALUE, PARTS }; /* in the order vars() shows them */

/* The language or the stream of an attribute; None where its place has none. */
static PyObject *number_of(int there, uint32_t number)
{
    return there ? PyLong_FromLong((long)number) : Py_NewRef(Py_None);
}

/* Gives an attribute of a file its parts, but for the value. Most of them are never asked for any,
 * and die without. 0, or -1 with an exception set. */
static int settle(attribute *self)
{
    if (self->settled)
        return 0;
    const uint32_t place = self->raw->id >> 16, numbers = self->raw->aux2;
    PyObject *language = number_of(place == SIMDTAG_ASF_LIBRARY, numbers >> 16);
    PyObject *stream = number_of(place >= SIMDTAG_ASF_METADATA, numbers & UINT16_MAX);
    if (language == NULL || stream == NULL) {
        Py_XDECREF(language);
        Py_XDECREF(stream);
        return -1;
    }
    self->parts[PART_LANGUAGE] = language;
    self->parts[PART_STREAM] = stream;
    self->parts[PART_VALUE] = NULL;
    self->in_dict = 0;
    self->settled = 1;
    return 0;
}

/* New reference; NULL with an exception set. */
static PyObject *new_value(st_py_state *state, simdtag_file *file, const simdtag_raw *raw)
{
    simdtag_asf_attribute a;
    simdtag_asf_read(raw, &a);
    switch (a.type) {
    case SIMDTAG_ASF_UNICODE: return st_py_text(a.value, a.value_len, SIMDTAG_UTF16LE);
    case SIMDTAG_ASF_BYTES:
    case SIMDTAG_ASF_GUID:
        return st_py_payload(state, file, raw, (size_t)(a.value - raw->data));
    case SIMDTAG_ASF_BOOL: return PyBool_FromLong(a.number != 0);
    default: return PyLong_FromUnsignedLongLong(a.number);
    }
}

/* Makes the value. 0, or -1 with an exception set and the attribute as it was. */
static int decode(attribute *self)
{
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    if (state == NULL)
        return -1;
    PyObject *holder = Py_NewRef(self->holder); /* the GIL may be released in between */
    PyObject *value = new_value(state, ((st_py_holder *)holder)->file, self->raw);
    if (value && self->holder) {
        Py_XSETREF(self->parts[PART_VALUE], Py_NewRef(value));
        Py_CLEAR(self->holder);
    }
    Py_DECREF(holder);
    Py_XDECREF(value);
    return value ? 0 : -1;
}

static PyObject *part_get(PyObject *o, const st_py_field_def *def)
{
    attribute *self = (attribute *)o;
    if (settle(self) < 0)
        return NULL;
    if (self->in_dict) {
        PyObject *key = PyUnicode_FromString(def->name);
        PyObject *value = key ? PyDict_GetItemWithError(self->dict, key) : NULL;
        Py_XDECREF(key);
        return Py_XNewRef(value);
    }
    if (def->arg == PART_VALUE && self->holder && decode(self) < 0)
        return NULL;
    return Py_XNewRef(self->parts[def->arg]);
}

/* Attributes of a file are not tracked: text and numbers make no cycles. Whatever else a program
 * puts in may; it does so by settle() first. */
static void track(PyObject *o)
{
    if (!PyObject_GC_IsTracked(o))
        PyObject_GC_Track(o);
}

static int part_set(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    attribute *self = (attribute *)o;
    if (settle(self) < 0)
        return -1;
    if (self->in_dict)
        return value ? PyDict_SetItemString(self->dict, def->name, value)
                     : st_py_delete_from(self->dict, def->name);
    const int undecoded = def->arg == PART_VALUE && self->holder;
    if (value == NULL && self->parts[def->arg] == NULL && !undecoded) {
        PyErr_SetString(PyExc_AttributeError, def->name);
        return -1;
    }
    track(o);
    if (undecoded)
        Py_CLEAR(self->holder);
    Py_XSETREF(self->parts[def->arg], Py_XNewRef(value));
    return 0;
}

static const st_py_field_def part_fields[PARTS] = {
    {"language", part_get, part_set, NULL, PART_LANGUAGE},
    {"stream", part_get, part_set, NULL, PART_STREAM},
    {"value", part_get, part_set, NULL, PART_VALUE},
};

static PyObject *attribute_get_dict(PyObject *o, void *closure)
{
    (void)closure;
    attribute *self = (attribute *)o;
    if (settle(self) < 0)
        return NULL;
    if (self->in_dict)
        return Py_NewRef(self->dict);
    if (self->holder && decode(self) < 0)
        return NULL;
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < PARTS; i++)
        if (self->parts[i] && PyDict_SetItemString(dict, part_fields[i].name, self->parts[i]) < 0)
            Py_CLEAR(dict);
    if (dict && self->dict && PyDict_Update(dict, self->dict) < 0)
        Py_CLEAR(dict);
    if (dict == NULL)
        return NULL;
    track(o);
    Py_XSETREF(self->dict, dict);
    self->in_dict = 1;
    for (int i = 0; i < PARTS; i++)
        Py_CLEAR(self->parts[i]);
    return Py_NewRef(dict);
}

static int attribute_set_dict(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    attribute *self = (attribute *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    if (settle(self) < 0)
        return -1;
    track(o);
    self->in_dict = 1;
    Py_CLEAR(self->holder);
    Py_XSETREF(self->dict, Py_NewRef(value));
    return 0;
}

/* Setting any other attribute makes a dict, which may take part in cycles. */
static int attribute_setattro(PyObject *o, PyObject *name, PyObject *value)
{
    const int result =
        settle((attribute *)o) < 0 ? -1 : PyObject_GenericSetAttr(o, name, value);
    if (((attribute *)o)->dict)
        track(o);
    return result;
}

static PyObject *attribute_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    attribute *self = (attribute *)type->tp_alloc(type, 0);
    if (self)
        self->settled = 1;
    return (PyObject *)self;
}

static int attribute_traverse(PyObject *o, visitproc visit, void *arg)
{
    attribute *self = (attribute *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->dict);
    for (int i = 0; self->settled && i < PARTS; i++)
        Py_VISIT(self->parts[i]);
    return 0;
}

static int attribute_clear(PyObject *o)
{
    attribute *self = (attribute *)o;
    Py_CLEAR(self->dict);
    for (int i = 0; self->settled && i < PARTS; i++)
        Py_CLEAR(self->parts[i]);
    return 0;
}

static void attribute_dealloc(PyObject *o)
{
    attribute *self = (attribute *)o;
    PyTypeObject *type = Py_TYPE(o);
    /* the dealloc of a class that it was changed to has it tracked for this one */
    const int fresh = !self->settled && self->dict == NULL && type->tp_dealloc == attribute_dealloc;
    if (!fresh)
        PyObject_GC_UnTrack(o);
    if (self->weak)
        PyObject_ClearWeakRefs(o);
    if (!fresh)
        attribute_clear(o);
    Py_XDECREF(self->holder);
    st_py_pool_give(self->pool, o, sizeof(attribute));
    Py_DECREF(type);
}

static PyGetSetDef attribute_getset[] = {
    {"__dict__", attribute_get_dict, attribute_set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef attribute_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(attribute, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(attribute, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot attribute_slots[] = {
    {Py_tp_new, attribute_new},
    {Py_tp_setattro, attribute_setattro},
    {Py_tp_getset, attribute_getset},
    {Py_tp_members, attribute_members},
    {Py_tp_traverse, attribute_traverse},
    {Py_tp_clear, attribute_clear},
    {Py_tp_dealloc, attribute_dealloc},
    {0, NULL},
};

static PyType_Spec attribute_spec = {
    .name = "simdtag.asf._attrs.ASFBaseAttribute",
    .basicsize = sizeof(attribute),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = attribute_slots,
};

/* ---- filling ---- */

enum { ASF_TYPES = SIMDTAG_ASF_GUID + 1 };

/* The attribute of a raw item, undecoded. */
static PyObject *new_attribute(st_py_state *state, PyObject *holder, const simdtag_raw *raw)
{
    PyObject *type = PyTuple_GET_ITEM(state->asf_classes, raw->id & UINT16_MAX);
    st_py_pool *pool = state->pools[ST_PY_POOL_ASF];
    attribute *self = (attribute *)st_py_pool_take(pool, (PyTypeObject *)type);
    if (self == NULL)
        return NULL;
    self->pool = pool;
    self->dict = self->weak = NULL;
    self->holder = Py_NewRef(holder);
    self->raw = raw;
    self->settled = 0;
    return (PyObject *)self; /* not tracked: see track() */
}

/* *known is the number of a key that files use, -1 if it is none. */
static PyObject *key_of(const st_py_state *state, const simdtag_raw *raw, int *known)
{
    uint32_t len = 0;
    const uint8_t *name = NULL;
    if (raw->id >> 16 == SIMDTAG_ASF_CONTENT) {
        *known = (int)raw->aux;
    } else {
        name = simdtag_asf_name(raw, &len);
        *known = st_py_asf_key(name, len);
    }
    return *known < 0 ? st_py_text(name, len, SIMDTAG_UTF16LE)
                      : Py_NewRef(PyTuple_GET_ITEM(state->asf_keys, *known));
}

typedef struct {
    st_py_pair_list list;
    PyObject *dict, *weak;
    st_py_turns *turns; /* the attributes of the file that was read, or NULL */
} tags_object;

static int add_item(st_py_state *state, PyObject *list, st_py_turns *turns, PyObject *holder,
                    const simdtag_raw *raw)
{
    int known;
    PyObject *key = key_of(state, raw, &known);
    PyObject *value = key ? new_attribute(state, holder, raw) : NULL;
    PyObject *pair = st_py_pair_new(state->pools[ST_PY_POOL_PAIRS], key, value);
    if (pair == NULL)
        return -1;
    PyObject_GC_Track(pair); /* a program may make its attribute part of a cycle */
    if (turns)
        st_py_turns_add(turns, pair, known < 0 ? NULL : key, (unsigned)known);
    return st_py_list_add(list, pair);
}

PyObject *st_py_asf_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    const simdtag_doc *doc = simdtag_doc_of(file);
    PyObject *list = cls->tp_alloc(cls, 0);
    PyObject *holder = list ? st_py_holder_new(state, file) : NULL;
    if (holder == NULL) {
        Py_XDECREF(list);
        return NULL;
    }
    int result = 0;
    st_py_turns *turns = st_py_turns_new(state->pools[ST_PY_POOL_PAIRS], doc->n_raws);
    st_py_list_reserve(list, doc->n_raws);
    for (uint32_t i = 0; result == 0 && i < doc->n_raws; i++)
        if (doc->raws[i].kind == SIMDTAG_RAW_ASF)
            result = add_item(state, list, turns, holder, &doc->raws[i]);
    /* now: a finalizer may have looked at a half-filled list */
    ((tags_object *)list)->turns = turns;
    Py_DECREF(holder);
    if (result < 0)
        Py_CLEAR(list);
    return list;
}

/* ---- the mapping ---- */

static int is_pair(PyObject *item)
{
    return PyTuple_CheckExact(item) && PyTuple_GET_SIZE(item) == 2;
}

static inline int same_text(PyObject *a, PyObject *b)
{
    return a == b || (PyUnicode_GET_LENGTH(a) == PyUnicode_GET_LENGTH(b) &&
                      PyUnicode_Compare(a, b) == 0);
}

/* The next item from *i on with this key (a str); its value, borrowed. NULL at the end, and, with
 * *odd set, at an item that is no pair with a str as its key: comparing those would run Python
 * code. */
static PyObject *next_of(PyObject *self, PyObject *key, Py_ssize_t *i, int *odd)
{
    while (*i < PyList_GET_SIZE(self)) {
        PyObject *item = PyList_GET_ITEM(self, (*i)++);
        *odd = !is_pair(item) || !PyUnicode_CheckExact(PyTuple_GET_ITEM(item, 0));
        if (*odd)
            return NULL;
        if (same_text(PyTuple_GET_ITEM(item, 0), key))
            return PyTuple_GET_ITEM(item, 1);
    }
    return NULL;
}

static PyObject *itself(st_py_state *state, PyObject *key)
{
    (void)state;
    return Py_NewRef(key);
}

static PyObject *tags_getitem(PyObject *self, PyObject *key)
{
    PyObject *found = st_py_turns_values(&((tags_object *)self)->turns, self, key), *value;
    if (found || PyErr_Occurred())
        return found;
    if (PySlice_Check(key))
        return PyList_Type.tp_as_mapping->mp_subscript(self, key);
    st_py_state *state =
        PyList_GET_SIZE(self) > ST_PY_MOST_TURNS ? st_py_state_of(Py_TYPE(self)) : NULL;
    found = state ? st_py_index_values(state, self, key, itself) : NULL;
    if (found || PyErr_Occurred())
        return found;
    int odd = !PyUnicode_CheckExact(key);
    for (Py_ssize_t i = 0; !odd && (value = next_of(self, key, &i, &odd)) != NULL;) {
        if (found == NULL) {
            if ((found = st_py_list_of(Py_NewRef(value))) == NULL)
                return NULL;
        } else if (PyList_Append(found, value) < 0) {
            Py_DECREF(found);
            return NULL;
        }
    }
    if (odd) {
        Py_XDECREF(found);
        return PyObject_CallMethod(self, "_getitem", "(O)", key);
    }
    if (found == NULL)
        st_py_key_error(key);
    return found;
}

static int tags_contains(PyObject *self, PyObject *key)
{
    int odd = !PyUnicode_CheckExact(key);
    const int hit = !odd && next_of(self, key, &(Py_ssize_t){0}, &odd) != NULL;
    if (!odd)
        return hit;
    PyObject *answer = PyObject_CallMethod(self, "_contains", "(O)", key);
    const int truth = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return truth;
}

static PyObject *same_key(st_py_state *state, PyObject *key)
{
    (void)state;
    return Py_NewRef(key);
}

/* The keys of attributes that nobody changed since they were read, into an empty set. */
static PyObject *keys_in_turn(PyObject *self, PyObject *keys)
{
    const st_py_turns *t = ((tags_object *)self)->turns;
    int result = st_py_turns_complete(((tags_object *)self)->turns, NULL, same_key);
    for (uint32_t i = 0; result == 0 && i < t->n; i++)
        result = t->keys[i] ? PySet_Add(keys, t->keys[i]) : 0;
    if (result < 0)
        Py_CLEAR(keys);
    return keys;
}

static PyObject *tags_keys(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    if (PyList_GET_SIZE(self) == 0)
        return Py_NewRef(self); /* as mutagen: no set, but empty, too */
    PyObject *keys = PySet_New(NULL);
    if (keys && st_py_turns_of(&((tags_object *)self)->turns, self))
        return keys_in_turn(self, keys);
    for (Py_ssize_t i = 0; keys && i < PyList_GET_SIZE(self); i++) {
        PyObject *item = PyList_GET_ITEM(self, i);
        if (!is_pair(item) || !PyUnicode_CheckExact(PyTuple_GET_ITEM(item, 0))) {
            Py_DECREF(keys);
            return PyObject_CallMethod(self, "_keys", NULL);
        }
        if (PySet_Add(keys, PyTuple_GET_ITEM(item, 0)) < 0)
            Py_CLEAR(keys);
    }
    return keys;
}

static int tags_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((tags_object *)o)->dict);
    int result = st_py_turns_visit(((tags_object *)o)->turns, visit, arg);
    result = result ? result : st_py_index_visit(o, visit, arg);
    return result ? result : PyList_Type.tp_traverse(o, visit, arg);
}

static int tags_clear(PyObject *o)
{
    Py_CLEAR(((tags_object *)o)->dict);
    PyList_Type.tp_clear(o); /* before its pairs' last references go back to where they came from */
    st_py_turns_drop(&((tags_object *)o)->turns);
    st_py_index_drop(o);
    return 0;
}

static void tags_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((tags_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    tags_clear(o); /* leaves nothing to the list's own dealloc, which does not know heap types */
    type->tp_free(o);
    Py_DECREF(type);
}

static PyMethodDef tags_methods[] = {
    {"keys", tags_keys, METH_NOARGS, "keys()\n--\n\nThe keys, as a set."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef tags_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef tags_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(tags_object, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(tags_object, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot tags_slots[] = {
    {Py_tp_doc, ST_PY_DOC("ASFTags()\n--\n\nThe attributes of an ASF file: a list of (key, "
                          "attribute) that looks like a dict of lists.")},
    {Py_mp_subscript, tags_getitem},
    {Py_sq_contains, tags_contains},
    {Py_sq_inplace_concat, st_py_pair_list_added},
    {Py_sq_inplace_repeat, st_py_pair_list_repeated},
    {Py_tp_methods, tags_methods},
    {Py_tp_getset, tags_getset},
    {Py_tp_members, tags_members},
    {Py_tp_hash, st_py_list_hash},
    {Py_tp_richcompare, st_py_list_compare},
    {Py_tp_traverse, tags_traverse},
    {Py_tp_clear, tags_clear},
    {Py_tp_dealloc, tags_dealloc},
    {0, NULL},
};

static PyType_Spec tags_spec = {
    .name = "simdtag.asf.ASFTags",
    .basicsize = sizeof(tags_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = tags_slots,
};

/* ---- functions for the Python half ---- */

static PyObject *interned_keys(void)
{
    int n = 0;
    st_py_list_asf_keys();
    while (st_py_asf_name(n))
        n++;
    PyObject *keys = PyTuple_New(n);
    for (int i = 0; keys && i < n; i++) {
        PyObject *key = PyUnicode_InternFromString(st_py_asf_name(i));
        if (key == NULL) {
            Py_DECREF(keys);
            return NULL;
        }
        PyTuple_SET_ITEM(keys, i, key);
    }
    return keys;
}

PyDoc_STRVAR(types_doc, "asf_types()\n--\n\n(ASFBaseAttribute, ASFTags), new ones at every call.");

static PyObject *asf_types(PyObject *module, PyObject *ignored)
{
    (void)ignored;
    st_py_state *state = PyModule_GetState(module);
    if (state->asf_keys == NULL && (state->asf_keys = interned_keys()) == NULL)
        return NULL;
    if (state->pools[ST_PY_POOL_ASF] == NULL &&
        (state->pools[ST_PY_POOL_ASF] = st_py_pool_new()) == NULL)
        return NULL;
    PyObject *base = PyType_FromModuleAndSpec(module, &attribute_spec, NULL);
    for (int i = 0; base && i < PARTS; i++) {
        PyObject *field = st_py_field_new(state, &part_fields[i], Py_None);
        if (field == NULL || PyObject_SetAttrString(base, part_fields[i].name, field) < 0)
            Py_CLEAR(base);
        Py_XDECREF(field);
    }
    PyObject *bases =
        base ? PyTuple_Pack(3, &PyList_Type, state->DictMixin, state->Tags) : NULL;
    PyObject *tags = bases ? PyType_FromModuleAndSpec(module, &tags_spec, bases) : NULL;
    if (tags && st_py_pair_list_complete((PyTypeObject *)tags) < 0)
        Py_CLEAR(tags);
    PyObject *both = tags ? PyTuple_Pack(2, base, tags) : NULL;
    Py_XDECREF(base);
    Py_XDECREF(bases);
    Py_XDECREF(tags);
    return both;
}

PyDoc_STRVAR(classes_doc, "asf_classes(classes)\n--\n\nThe seven attribute classes, by the number "
                          "of their type.");

static PyObject *asf_classes(PyObject *module, PyObject *classes)
{
    st_py_state *state = PyModule_GetState(module);
    int fine = PyTuple_Check(classes) && PyTuple_GET_SIZE(classes) == ASF_TYPES;
    for (int i = 0; fine && i < ASF_TYPES; i++) {
        PyTypeObject *cls = (PyTypeObject *)PyTuple_GET_ITEM(classes, i);
        fine = PyType_Check(cls) && cls->tp_traverse && cls->tp_basicsize == sizeof(attribute);
        if (fine) /* it adds no slots: nothing for subtype_dealloc and its kin to do */
            cls->tp_dealloc = attribute_dealloc;
    }
    if (!fine) {
        PyErr_SetString(PyExc_TypeError, "a tuple of seven attribute classes is needed");
        return NULL;
    }
    Py_XSETREF(state->asf_classes, Py_NewRef(classes));
    Py_RETURN_NONE;
}

PyDoc_STRVAR(codecs_doc, "asf_codecs()\n--\n\nNames of WAVE format tags by their numbers.");

static PyObject *asf_codecs(PyObject *module, PyObject *ignored)
{
    (void)module;
    (void)ignored;
    PyObject *codecs = PyDict_New();
    for (uint32_t i = 0; codecs && i <= UINT16_MAX; i++) {
        const char *const name = simdtag_asf_codec_name(i);
        if (name[0] == 0)
            continue;
        PyObject *key = PyLong_FromUnsignedLong(i), *text = key ? PyUnicode_FromString(name) : NULL;
        if (text == NULL || PyDict_SetItem(codecs, key, text) < 0)
            Py_CLEAR(codecs);
        Py_XDECREF(key);
        Py_XDECREF(text);
    }
    return codecs;
}

static PyMethodDef functions[] = {
    {"asf_codecs", asf_codecs, METH_NOARGS, codecs_doc},
    {"asf_types", asf_types, METH_NOARGS, types_doc},
    {"asf_classes", asf_classes, METH_O, classes_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_asf(PyObject *module, st_py_state *state)
{
    (void)state;
    return PyModule_AddFunctions(module, functions);
}
