/* SPDX-License-Identifier: MIT */
/* What keys() of ID3Tags and MP4Tags returns while their items stand in a list: a view that
 * behaves as the dict's own, and makes that only when it is asked for more than the keys one after
 * the other. */
#include "pyext/frame.h"

typedef struct {
    PyObject_HEAD
    PyObject *tags;
    uint32_t i, n; /* of an iterator: the next key, and how many there were */
} keys_object;

static st_py_dictproxy *tags_of(PyObject *self)
{
    return (st_py_dictproxy *)((keys_object *)self)->tags;
}

static PyObject *new_view(st_py_state *state, int which, PyObject *tags)
{
    const uint32_t n = ((st_py_dictproxy *)tags)->n_listed; /* before a finalizer makes it a dict */
    keys_object *view = PyObject_GC_New(keys_object, (PyTypeObject *)state->extra[which]);
    if (view == NULL)
        return NULL;
    view->tags = Py_NewRef(tags);
    view->i = 0;
    view->n = n;
    PyObject_GC_Track(view);
    return (PyObject *)view;
}

static PyObject *keys_of_map(PyObject *tags)
{
    st_py_state *state = st_py_state_of(Py_TYPE(tags));
    PyObject *map = state ? st_py_dictproxy_map(tags) : NULL;
    return map ? PyObject_CallMethodNoArgs(map, state->str_keys) : NULL;
}

PyObject *st_py_dictproxy_keys(PyObject *tags, PyObject *ignored)
{
    (void)ignored;
    if (((st_py_dictproxy *)tags)->listed == NULL)
        return keys_of_map(tags);
    st_py_state *state = st_py_state_of(Py_TYPE(tags));
    return state ? new_view(state, ST_PY_EXTRA_KEYS, tags) : NULL;
}

/* ---- one key after the other ---- */

static PyObject *keys_iter(PyObject *self)
{
    PyObject *tags = ((keys_object *)self)->tags;
    if (tags_of(self)->listed)
        return new_view(PyType_GetModuleState(Py_TYPE(self)), ST_PY_EXTRA_ITERATOR, tags);
    PyObject *keys = keys_of_map(tags);
    PyObject *iterator = keys ? PyObject_GetIter(keys) : NULL;
    Py_XDECREF(keys);
    return iterator;
}

static PyObject *iterator_next(PyObject *self)
{
    keys_object *it = (keys_object *)self;
    if (it->tags == NULL)
        return NULL;
    const st_py_dictproxy *tags = tags_of(self);
    if (tags->listed && it->i < it->n)
        return Py_NewRef(tags->listed[it->i++].key);
    if (tags->listed == NULL) { /* it became a dict meanwhile */
        PyObject *map = st_py_dictproxy_map(it->tags);
        if (map && PyDict_GET_SIZE(map) != (Py_ssize_t)it->n)
            PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
        PyObject *all = PyErr_Occurred() || map == NULL ? NULL : PyDict_Keys(map);
        PyObject *key = all && it->i < it->n ? Py_NewRef(PyList_GET_ITEM(all, it->i++)) : NULL;
        Py_XDECREF(all);
        if (key || PyErr_Occurred())
            return key;
    }
    Py_CLEAR(it->tags);
    return NULL;
}

static PyObject *iterator_length_hint(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    const keys_object *it = (keys_object *)self;
    return PyLong_FromLong(it->tags ? (long)(it->n - it->i) : 0);
}

/* ---- everything else: by the dict's own view ---- */

static PyObject *real(PyObject *o, PyTypeObject *type)
{
    return Py_TYPE(o) == type ? keys_of_map(((keys_object *)o)->tags) : Py_NewRef(o);
}

static PyObject *operate(PyObject *a, PyObject *b, binaryfunc with)
{
    /* one of the two is a view of ours */
    PyTypeObject *type = Py_TYPE(a)->tp_iter == keys_iter ? Py_TYPE(a) : Py_TYPE(b);
    PyObject *left = real(a, type), *right = left ? real(b, type) : NULL;
    PyObject *result = right ? with(left, right) : NULL;
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static PyObject *keys_and(PyObject *a, PyObject *b) { return operate(a, b, PyNumber_And); }
static PyObject *keys_or(PyObject *a, PyObject *b) { return operate(a, b, PyNumber_Or); }
static PyObject *keys_xor(PyObject *a, PyObject *b) { return operate(a, b, PyNumber_Xor); }
static PyObject *keys_subtract(PyObject *a, PyObject *b)
{
    return operate(a, b, PyNumber_Subtract);
}

static PyObject *keys_compare(PyObject *a, PyObject *b, int op)
{
    PyTypeObject *type = Py_TYPE(a);
    PyObject *left = real(a, type), *right = left ? real(b, type) : NULL;
    PyObject *result = right ? PyObject_RichCompare(left, right, op) : NULL;
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static PyObject *keys_repr(PyObject *self)
{
    PyObject *keys = keys_of_map(((keys_object *)self)->tags);
    PyObject *text = keys ? PyObject_Repr(keys) : NULL;
    Py_XDECREF(keys);
    return text;
}

static Py_ssize_t keys_length(PyObject *self)
{
    if (tags_of(self)->listed)
        return (Py_ssize_t)tags_of(self)->n_listed;
    PyObject *map = st_py_dictproxy_map(((keys_object *)self)->tags);
    return map ? PyDict_GET_SIZE(map) : -1;
}

static int keys_contains(PyObject *self, PyObject *key)
{
    PyObject *map = st_py_dictproxy_map(((keys_object *)self)->tags);
    return map ? PyDict_Contains(map, key) : -1;
}

/* isdisjoint, mapping, __reversed__ */
static PyObject *keys_attribute(PyObject *self, PyObject *name)
{
    PyObject *found = PyObject_GenericGetAttr(self, name);
    if (found || !PyErr_ExceptionMatches(PyExc_AttributeError))
        return found;
    PyErr_Clear();
    PyObject *keys = keys_of_map(((keys_object *)self)->tags);
    found = keys ? PyObject_GetAttr(keys, name) : NULL;
    Py_XDECREF(keys);
    return found;
}

static PyObject *keys_reversed(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *keys = keys_of_map(((keys_object *)self)->tags);
    PyObject *result = keys ? PyObject_CallMethod(keys, "__reversed__", NULL) : NULL;
    Py_XDECREF(keys);
    return result;
}

/* ---- types ---- */

static int keys_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((keys_object *)self)->tags);
    return 0;
}

static void keys_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((keys_object *)self)->tags);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef keys_methods[] = {
    {"__reversed__", keys_reversed, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot keys_slots[] = {
    {Py_tp_iter, keys_iter},
    {Py_tp_getattro, keys_attribute},
    {Py_tp_repr, keys_repr},
    {Py_tp_richcompare, keys_compare},
    {Py_tp_hash, PyObject_HashNotImplemented},
    {Py_tp_methods, keys_methods},
    {Py_nb_and, keys_and},
    {Py_nb_or, keys_or},
    {Py_nb_xor, keys_xor},
    {Py_nb_subtract, keys_subtract},
    {Py_sq_length, keys_length},
    {Py_sq_contains, keys_contains},
    {Py_tp_traverse, keys_traverse},
    {Py_tp_dealloc, keys_dealloc},
    {0, NULL},
};

static PyType_Slot iterator_slots[] = {
    {Py_tp_iter, PyObject_SelfIter},   {Py_tp_iternext, iterator_next},
    {Py_tp_methods, iterator_methods}, {Py_tp_traverse, keys_traverse},
    {Py_tp_dealloc, keys_dealloc},     {0, NULL},
};

static PyType_Spec keys_spec = {
    .name = "simdtag.id3.dict_keys",
    .basicsize = sizeof(keys_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = keys_slots,
};

static PyType_Spec iterator_spec = {
    .name = "simdtag.id3.dict_keyiterator",
    .basicsize = sizeof(keys_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = iterator_slots,
};

int st_py_init_keys(PyObject *module, st_py_state *state)
{
    state->extra[ST_PY_EXTRA_KEYS] = PyType_FromModuleAndSpec(module, &keys_spec, NULL);
    state->extra[ST_PY_EXTRA_ITERATOR] = PyType_FromModuleAndSpec(module, &iterator_spec, NULL);
    if (state->extra[ST_PY_EXTRA_KEYS] == NULL || state->extra[ST_PY_EXTRA_ITERATOR] == NULL)
        return -1;
    return PyModule_AddObjectRef(module, "ID3Keys", state->extra[ST_PY_EXTRA_KEYS]);
}
