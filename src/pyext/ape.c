/* SPDX-License-Identifier: MIT */
/* APEv2, the container of APE tags, and its base _CIDictProxy: a mapping that takes keys in any
 * case of letters and shows them as they were set last. */
#include "pyext/ape.h"

#include <stddef.h>
#include <string.h>

typedef struct {
    PyObject *key, *value; /* NULL until asked for */
    const simdtag_raw *raw;
} listed;

/* Items of a file stand in `items` until something but reading one after the other is done; then
 * they move to the dicts. A program that only makes a dict of its tags never needs those. */
typedef struct {
    PyObject_HEAD
    PyObject *dict, *weak;
    PyObject *map;   /* keys in lower case -> values; NULL while `items` is there */
    PyObject *shown; /* keys in lower case -> keys */
    listed *items;
    uint32_t n, at;  /* where the next lookup begins */
    simdtag_file *file;  /* of `items` */
    st_py_state *state;  /* likewise */
} tags_object;

/* More items than this are told apart by a dict. */
enum { MOST_LISTED = 48 };

static PyObject *text_key(const simdtag_raw *raw)
{
    return st_py_text(raw->data, raw->aux, SIMDTAG_UTF8);
}

static PyObject *lower(PyObject *key)
{
    if (!PyUnicode_CheckExact(key) || !PyUnicode_IS_ASCII(key))
        return PyObject_CallMethod(key, "lower", NULL);
    const Py_ssize_t n = PyUnicode_GET_LENGTH(key);
    const uint8_t *from = PyUnicode_1BYTE_DATA(key);
    PyObject *small = PyUnicode_New(n, 0x7F);
    if (small)
        simdtag_ascii_fold(PyUnicode_1BYTE_DATA(small), from, (size_t)n);
    return small;
}

/* ---- the list ---- */

static void drop_items(tags_object *self)
{
    listed *items = self->items;
    const uint32_t n = self->n;
    simdtag_file *file = self->file;
    self->items = NULL;
    self->n = 0;
    self->file = NULL;
    for (uint32_t i = 0; items && i < n; i++) {
        Py_XDECREF(items[i].key);
        Py_XDECREF(items[i].value);
    }
    PyMem_Free(items);
    simdtag_close(file);
}

/* Borrowed; NULL with an exception set. */
static PyObject *key_at(tags_object *self, uint32_t i)
{
    if (self->items[i].key == NULL)
        self->items[i].key = text_key(self->items[i].raw);
    return self->items[i].key;
}

/* New reference. Making a value may run finalizers, and they anything: afterwards the list may be
 * gone. */
static PyObject *value_at(tags_object *self, uint32_t i)
{
    if (self->items[i].value)
        return Py_NewRef(self->items[i].value);
    PyObject *value = st_py_ape_value(self->state, self->file, self->items[i].raw);
    if (value && self->items && self->items[i].value == NULL)
        self->items[i].value = Py_NewRef(value);
    return value;
}

static int set_pair(PyObject *map, PyObject *shown, PyObject *key, PyObject *value)
{
    PyObject *small = lower(key);
    int result = small ? PyDict_SetItem(shown, small, key) : -1;
    if (result == 0)
        result = PyDict_SetItem(map, small, value);
    Py_XDECREF(small);
    return result;
}

/* The dicts, made from what is listed; 0, or -1 with an exception set. */
static int need_map(PyObject *o)
{
    tags_object *self = (tags_object *)o;
    if (self->map)
        return 0;
    PyObject *map = PyDict_New(), *shown = map ? PyDict_New() : NULL;
    int result = shown ? 0 : -1;
    for (uint32_t i = 0; result == 0 && i < self->n; i++) {
        PyObject *key = Py_XNewRef(key_at(self, i)), *value = key ? value_at(self, i) : NULL;
        result = value ? set_pair(map, shown, key, value) : -1;
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    if (result < 0 || self->map) { /* a finalizer was faster */
        Py_XDECREF(map);
        Py_XDECREF(shown);
        return result;
    }
    self->map = map;
    self->shown = shown;
    drop_items(self);
    return 0;
}

static int same_key(const simdtag_raw *a, const simdtag_raw *b)
{
    if (a->aux != b->aux)
        return 0;
    for (uint32_t i = 0; i < a->aux; i++) {
        const uint8_t x = a->data[i], y = b->data[i];
        if (x != y && ((x ^ y) != 32 || (x | 32) < 'a' || (x | 32) > 'z'))
            return 0;
    }
    return 1;
}

/* A key that comes again takes the place of the earlier one. */
static void list_item(tags_object *self, const simdtag_raw *raw)
{
    for (uint32_t i = 0; i < self->n; i++)
        if (same_key(self->items[i].raw, raw)) {
            self->items[i].raw = raw;
            return;
        }
    self->items[self->n++] = (listed){NULL, NULL, raw};
}

static int fill_map(st_py_state *state, tags_object *self, simdtag_file *file)
{
    const simdtag_doc *doc = simdtag_doc_of(file);
    if (need_map((PyObject *)self) < 0)
        return -1;
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_APE)
            continue;
        PyObject *key = text_key(raw), *value = key ? st_py_ape_value(state, file, raw) : NULL;
        const int result = value ? set_pair(self->map, self->shown, key, value) : -1;
        Py_XDECREF(key);
        Py_XDECREF(value);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* Replaces what is there by the items of a file. */
static int fill(st_py_state *state, PyObject *o, simdtag_file *file)
{
    tags_object *self = (tags_object *)o;
    const simdtag_doc *doc = simdtag_doc_of(file);
    drop_items(self);
    Py_CLEAR(self->map);
    Py_CLEAR(self->shown);
    if (doc->n_raws > MOST_LISTED)
        return fill_map(state, self, file);
    self->items = PyMem_Malloc((doc->n_raws + 1) * sizeof *self->items);
    if (self->items == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->at = 0;
    self->file = simdtag_ref(file);
    self->state = state;
    for (uint32_t i = 0; i < doc->n_raws; i++)
        if (doc->raws[i].kind == SIMDTAG_RAW_APE)
            list_item(self, &doc->raws[i]);
    return 0;
}

PyObject *st_py_ape_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    PyObject *tags = (PyObject *)cls == state->classes[ST_PY_APEV2]
                         ? cls->tp_alloc(cls, 0)
                         : PyObject_CallNoArgs((PyObject *)cls);
    if (tags && fill(state, tags, file) < 0)
        Py_CLEAR(tags);
    return tags;
}

/* ---- _CIDictProxy ---- */

static PyObject *proxy_get(PyObject *o, PyObject *key)
{
    if (need_map(o) < 0)
        return NULL;
    PyObject *small = lower(key);
    PyObject *value = small ? PyDict_GetItemWithError(((tags_object *)o)->map, small) : NULL;
    if (small && value == NULL && !PyErr_Occurred())
        st_py_key_error(small);
    Py_XINCREF(value);
    Py_XDECREF(small);
    return value;
}

static int proxy_set(PyObject *o, PyObject *key, PyObject *value)
{
    tags_object *self = (tags_object *)o;
    if (need_map(o) < 0)
        return -1;
    if (value)
        return set_pair(self->map, self->shown, key, value);
    PyObject *small = lower(key);
    int result = small ? PyDict_DelItem(self->shown, small) : -1;
    if (result == 0)
        result = PyDict_DelItem(self->map, small);
    Py_XDECREF(small);
    return result;
}

static PyObject *proxy_keys(PyObject *o, PyObject *ignored)
{
    tags_object *self = (tags_object *)o;
    (void)ignored;
    PyObject *list = PyList_New(0);
    if (list && self->map == NULL) {
        for (uint32_t i = 0; i < self->n; i++) {
            PyObject *key = key_at(self, i);
            if (key == NULL || PyList_Append(list, key) < 0) {
                Py_DECREF(list);
                return NULL;
            }
        }
        self->at = 0;
        return list;
    }
    PyObject *small, *value;
    Py_ssize_t at = 0;
    while (list && PyDict_Next(self->map, &at, &small, &value)) {
        PyObject *key = PyDict_GetItemWithError(self->shown, small);
        if (PyErr_Occurred() || PyList_Append(list, key ? key : small) < 0)
            Py_CLEAR(list);
    }
    return list;
}

static Py_ssize_t proxy_len(PyObject *o)
{
    tags_object *self = (tags_object *)o;
    return self->map ? PyDict_GET_SIZE(self->map) : (Py_ssize_t)self->n;
}

static int proxy_init(PyObject *o, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) || (kwargs && PyDict_GET_SIZE(kwargs))) {
        PyErr_Format(PyExc_TypeError, "%.100s() takes no arguments", Py_TYPE(o)->tp_name);
        return -1;
    }
    return 0;
}

static PyObject *proxy_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

static PyObject *proxy_get_map(PyObject *o, void *shown)
{
    if (need_map(o) < 0)
        return NULL;
    return Py_NewRef(shown ? ((tags_object *)o)->shown : ((tags_object *)o)->map);
}

static int proxy_set_map(PyObject *o, PyObject *value, void *shown)
{
    tags_object *self = (tags_object *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "a dict is needed");
        return -1;
    }
    if (need_map(o) < 0)
        return -1;
    if (shown)
        Py_SETREF(self->shown, Py_NewRef(value));
    else
        Py_SETREF(self->map, Py_NewRef(value));
    return 0;
}

static int proxy_traverse(PyObject *o, visitproc visit, void *arg)
{
    tags_object *self = (tags_object *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->dict);
    Py_VISIT(self->map);
    Py_VISIT(self->shown);
    for (uint32_t i = 0; i < self->n; i++)
        Py_VISIT(self->items[i].value);
    return 0;
}

static int proxy_clear(PyObject *o)
{
    tags_object *self = (tags_object *)o;
    Py_CLEAR(self->dict);
    Py_CLEAR(self->map);
    Py_CLEAR(self->shown);
    drop_items(self);
    return 0;
}

static void proxy_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((tags_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    proxy_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyMethodDef proxy_methods[] = {
    {"keys", proxy_keys, METH_NOARGS, "keys()\n--\n\nThe keys, in the case they were set in."},
    {NULL, NULL, 0, NULL},
};

static char shown_mark;
static PyGetSetDef proxy_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {"_CIDictProxy__dict", proxy_get_map, proxy_set_map, NULL, NULL},
    {"_CIDictProxy__casemap", proxy_get_map, proxy_set_map, NULL, &shown_mark},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef proxy_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(tags_object, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(tags_object, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot proxy_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A mapping whose keys are the same in any case of letters.")},
    {Py_tp_new, proxy_new},
    {Py_tp_init, proxy_init},
    {Py_mp_subscript, proxy_get},
    {Py_mp_ass_subscript, proxy_set},
    {Py_mp_length, proxy_len},
    {Py_tp_methods, proxy_methods},
    {Py_tp_getset, proxy_getset},
    {Py_tp_members, proxy_members},
    {Py_tp_traverse, proxy_traverse},
    {Py_tp_clear, proxy_clear},
    {Py_tp_dealloc, proxy_dealloc},
    {0, NULL},
};

static PyType_Spec proxy_spec = {
    .name = "simdtag.apev2._CIDictProxy",
    .basicsize = sizeof(tags_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = proxy_slots,
};

/* ---- APEv2 ---- */

/* What a key of an APE tag may be (st_ape_item_of says the same of bytes). 1, 0, or -1 with an
 * exception set. */
static int valid_key(PyObject *key)
{
    static const char *const reserved[] = {"ID3", "TAG", "OggS", "MP+"};
    if (!PyUnicode_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "APEv2 key must be str");
        return -1;
    }
    const Py_ssize_t n = PyUnicode_GET_LENGTH(key);
    if (n < 2 || n > 255 || !PyUnicode_IS_ASCII(key))
        return 0;
    const uint8_t *s = PyUnicode_1BYTE_DATA(key);
    for (Py_ssize_t i = 0; i < n; i++)
        if (s[i] < 0x20 || s[i] > 0x7E)
            return 0;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (PyUnicode_CompareWithASCIIString(key, reserved[i]) == 0)
            return 0;
    return 1;
}

/* KeyError, as for a key that is not valid. 0 when it is, else -1. */
static int want_valid_key(PyObject *key)
{
    const int valid = valid_key(key);
    if (valid == 0)
        PyErr_Format(PyExc_KeyError, "%R is not a valid APEv2 key", key);
    return valid > 0 ? 0 : -1;
}

static PyObject *tags_get(PyObject *o, PyObject *key)
{
    tags_object *self = (tags_object *)o;
    for (uint32_t i = self->at; self->items && i < self->n && i < self->at + 2; i++)
        if (self->items[i].key == key) { /* out of keys(), one after the other */
            self->at = i + 1;
            return value_at(self, i);
        }
    return want_valid_key(key) < 0 ? NULL : proxy_get(o, key);
}

/* What a plain object becomes is the Python half's business. */
static int tags_set(PyObject *o, PyObject *key, PyObject *value)
{
    if (want_valid_key(key) < 0)
        return -1;
    st_py_state *state = value ? st_py_state_of(Py_TYPE(o)) : NULL;
    if (state == NULL)
        return value ? -1 : proxy_set(o, key, NULL);
    if (PyObject_TypeCheck(value, (PyTypeObject *)state->extra[ST_PY_APE_VALUE]))
        return proxy_set(o, key, value);
    PyObject *made = PyObject_CallMethod(o, "_value", "(O)", value);
    const int result = made ? proxy_set(o, key, made) : -1;
    Py_XDECREF(made);
    return result;
}

PyDoc_STRVAR(load_doc, "_load(filething, filename, fileobj)\n--\n\n"
                       "Takes the items of a file's tag; its name. False: there is no tag.");

static PyObject *tags_load(PyObject *o, PyObject *args)
{
    PyObject *filething, *filename, *fileobj;
    st_py_thing thing;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL || !PyArg_ParseTuple(args, "OOO", &filething, &filename, &fileobj) ||
        st_py_thing_of(state, filething, filename, fileobj, &thing) < 0)
        return NULL;
    const simdtag_options options = {.format = SIMDTAG_FORMAT_APEV2};
    simdtag_file *file = st_py_thing_open(state, &thing, &options, NULL);
    PyObject *name = NULL;
    if (file && simdtag_doc_of(file)->tags != SIMDTAG_TAGS_APE)
        name = Py_NewRef(Py_False);
    else if (file && fill(state, o, file) == 0)
        name = Py_NewRef(thing.filename ? thing.filename : Py_None);
    simdtag_close(file);
    st_py_thing_clear(&thing);
    return name;
}

static PyMethodDef tags_methods[] = {
    {"_load", tags_load, METH_VARARGS, load_doc},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tags_slots[] = {
    {Py_tp_doc, ST_PY_DOC("The APE tag of a file: APEv2(filething).\n\nMaps keys, in any case of "
                          "letters, to values.")},
    {Py_mp_subscript, tags_get},
    {Py_mp_ass_subscript, tags_set},
    {Py_tp_methods, tags_methods},
    {Py_tp_traverse, proxy_traverse},
    {Py_tp_clear, proxy_clear},
    {Py_tp_dealloc, proxy_dealloc},
    {0, NULL},
};

static PyType_Spec tags_spec = {
    .name = "simdtag.apev2.APEv2",
    .basicsize = sizeof(tags_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = tags_slots,
};

/* ---- functions for the Python half ---- */

PyDoc_STRVAR(classes_doc, "ape_classes()\n--\n\nMakes _APEValue, _CIDictProxy and APEv2.");

static PyObject *ape_classes(PyObject *module, PyObject *ignored)
{
    (void)ignored;
    st_py_state *state = PyModule_GetState(module);
    PyObject *tags_module = PyImport_ImportModule("simdtag._tags");
    PyObject *metadata = tags_module ? PyObject_GetAttrString(tags_module, "Metadata") : NULL;
    PyObject *bases = metadata ? PyTuple_Pack(1, state->DictMixin) : NULL;
    PyObject *proxy = bases ? PyType_FromModuleAndSpec(module, &proxy_spec, bases) : NULL;
    PyObject *tags = NULL;
    Py_XDECREF(bases);
    bases = proxy ? PyTuple_Pack(2, proxy, metadata) : NULL;
    if (bases && st_py_ape_value_type(module, state) == 0)
        tags = PyType_FromModuleAndSpec(module, &tags_spec, bases);
    Py_XDECREF(bases);
    Py_XDECREF(metadata);
    Py_XDECREF(tags_module);
    Py_XSETREF(state->extra[ST_PY_APE_PROXY], proxy);
    return tags ? Py_BuildValue("(OON)", state->extra[ST_PY_APE_VALUE], proxy, tags) : NULL;
}

PyDoc_STRVAR(values_doc, "ape_values(text, binary, external)\n--\n\n"
                         "The subclasses of _APEValue that values are made of.");

static PyObject *ape_values(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyTypeObject *base = (PyTypeObject *)state->extra[ST_PY_APE_VALUE];
    PyObject *classes[3];
    if (base == NULL ||
        !PyArg_ParseTuple(args, "O!O!O!", &PyType_Type, &classes[0], &PyType_Type, &classes[1],
                          &PyType_Type, &classes[2]))
        return NULL;
    for (int i = 0; i < 3; i++) {
        PyTypeObject *cls = (PyTypeObject *)classes[i];
        if (!PyType_IsSubtype(cls, base) || cls->tp_basicsize != base->tp_basicsize) {
            PyErr_SetString(PyExc_TypeError, "subclasses of _APEValue without slots are needed");
            return NULL;
        }
        cls->tp_dealloc = base->tp_dealloc; /* they add nothing to its memory */
    }
    Py_XSETREF(state->extra[ST_PY_APE_VALUES], Py_NewRef(args));
    Py_RETURN_NONE;
}

PyDoc_STRVAR(valid_doc, "is_valid_apev2_key(key)\n--\n\nWhether a str may be a key of an APE tag.");

static PyObject *is_valid_key(PyObject *module, PyObject *key)
{
    (void)module;
    const int valid = valid_key(key);
    return valid < 0 ? NULL : PyBool_FromLong(valid);
}

static PyMethodDef functions[] = {
    {"ape_classes", ape_classes, METH_NOARGS, classes_doc},
    {"ape_values", ape_values, METH_VARARGS, values_doc},
    {"is_valid_apev2_key", is_valid_key, METH_O, valid_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_ape(PyObject *module, st_py_state *state)
{
    (void)state;
    return PyModule_AddFunctions(module, functions);
}
