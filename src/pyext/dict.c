/* SPDX-License-Identifier: MIT */
/* DictProxy: the mapping base of ID3Tags and MP4Tags, a dict behind the methods of DictMixin. */
#include <stddef.h>

#include "pyext/core.h"

/* ---- the list that stands in for the dict ---- */

int st_py_dictproxy_list(PyObject *self, size_t n)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    if (p->listed)
        return st_py_dictproxy_map(self) ? 0 : -1;
    if (p->map == NULL && n && n <= ST_PY_MOST_LISTED)
        p->listed = PyMem_Malloc(n * sizeof *p->listed); /* without it there will be a dict */
    return 0;
}

/* Drops what is listed. */
static void unlist(PyObject *self)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    st_py_listed *listed = p->listed;
    const uint32_t n = p->n_listed;
    p->listed = NULL;
    p->n_listed = p->at = 0;
    for (uint32_t i = 0; i < n; i++) {
        Py_DECREF(listed[i].key);
        Py_DECREF(listed[i].value);
    }
    PyMem_Free(listed);
}

PyObject *st_py_dictproxy_listed(PyObject *self, PyObject *key)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    const uint32_t n = p->n_listed;
    for (uint32_t i = 0; i < n; i++) { /* most lookups ask for the next one */
        const st_py_listed *one = &p->listed[p->at];
        p->at = p->at + 1 < n ? p->at + 1 : 0;
        if (one->key == key)
            return one->value;
    }
    return NULL;
}

PyObject *st_py_dictproxy_map(PyObject *self)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    if (p->map)
        return p->map;
    PyObject *map = PyDict_New();
    for (uint32_t i = 0; map && i < p->n_listed; i++)
        if (PyDict_SetItem(map, p->listed[i].key, p->listed[i].value) < 0)
            Py_CLEAR(map);
    if (map == NULL || p->map) { /* a finalizer was faster */
        Py_XDECREF(map);
        return p->map;
    }
    p->map = map; /* before anything is dropped */
    unlist(self);
    return p->map;
}

/* ---- the mapping ---- */

static int proxy_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *map = st_py_dictproxy_map(self);
    if (map == NULL)
        return -1;
    if (PyTuple_GET_SIZE(args) == 0 && (kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0))
        return 0;
    PyObject *update = PyObject_GetAttrString(self, "update");
    PyObject *done = update ? PyObject_Call(update, args, kwargs) : NULL;
    Py_XDECREF(update);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

static PyObject *proxy_getitem(PyObject *self, PyObject *key)
{
    PyObject *listed = st_py_dictproxy_listed(self, key);
    if (listed)
        return Py_NewRef(listed);
    PyObject *map = st_py_dictproxy_map(self);
    PyObject *value = map ? PyDict_GetItemWithError(map, key) : NULL;
    if (value == NULL && !PyErr_Occurred())
        st_py_key_error(key);
    return Py_XNewRef(value);
}

static int proxy_setitem(PyObject *self, PyObject *key, PyObject *value)
{
    PyObject *map = st_py_dictproxy_map(self);
    if (map == NULL)
        return -1;
    return value ? PyDict_SetItem(map, key, value) : PyDict_DelItem(map, key);
}

static PyObject *proxy_map(PyObject *self, void *closure)
{
    (void)closure;
    return Py_XNewRef(st_py_dictproxy_map(self));
}

static int proxy_set_map(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "a dict is needed");
        return -1;
    }
    if (st_py_dictproxy_map(self) == NULL)
        return -1;
    Py_XSETREF(((st_py_dictproxy *)self)->map, Py_NewRef(value));
    return 0;
}

/* For pickle and copy: what programs set, and the map as if it were a slot. */
static PyObject *proxy_getstate(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *map = st_py_dictproxy_map(self);
    PyObject *own = map ? PyObject_GenericGetDict(self, NULL) : NULL;
    return own ? Py_BuildValue("(N{sO})", own, "_DictProxy__dict", map) : NULL;
}

/* ---- life ---- */

int st_py_dictproxy_traverse(PyObject *self, visitproc visit, void *arg)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(p->dict);
    Py_VISIT(p->map);
    for (uint32_t i = 0; i < p->n_listed; i++)
        Py_VISIT(p->listed[i].value);
    return 0;
}

int st_py_dictproxy_clear(PyObject *self)
{
    st_py_dictproxy *p = (st_py_dictproxy *)self;
    Py_CLEAR(p->dict);
    Py_CLEAR(p->map);
    unlist(self);
    return 0;
}

static void proxy_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((st_py_dictproxy *)self)->weak)
        PyObject_ClearWeakRefs(self);
    st_py_dictproxy_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef proxy_methods[] = {
    {"keys", st_py_dictproxy_keys, METH_NOARGS,
     "keys()\n--\n\nThe keys, in the order they were set."},
    {"__getstate__", proxy_getstate, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef proxy_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {"_DictProxy__dict", proxy_map, proxy_set_map, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef proxy_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(st_py_dictproxy, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(st_py_dictproxy, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot proxy_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A dict behind the methods of DictMixin.")},
    {Py_tp_init, proxy_init},
    {Py_mp_subscript, proxy_getitem},
    {Py_mp_ass_subscript, proxy_setitem},
    {Py_tp_methods, proxy_methods},
    {Py_tp_getset, proxy_getset},
    {Py_tp_members, proxy_members},
    {Py_tp_traverse, st_py_dictproxy_traverse},
    {Py_tp_clear, st_py_dictproxy_clear},
    {Py_tp_dealloc, proxy_dealloc},
    {0, NULL},
};

static PyType_Spec proxy_spec = {
    .name = "simdtag._util.DictProxy",
    .basicsize = sizeof(st_py_dictproxy),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = proxy_slots,
};

int st_py_init_dict(PyObject *module, st_py_state *state)
{
    PyObject *bases = PyTuple_Pack(1, state->DictMixin);
    if (bases == NULL)
        return -1;
    state->DictProxy = (PyTypeObject *)PyType_FromModuleAndSpec(module, &proxy_spec, bases);
    Py_DECREF(bases);
    return state->DictProxy
               ? PyModule_AddObjectRef(module, "DictProxy", (PyObject *)state->DictProxy)
               : -1;
}
