/* SPDX-License-Identifier: MIT */
/* Values of APE tags: objects with one attribute, `value`, which is made when it is asked for. */
#include <stddef.h>

#include "pyext/ape.h"

typedef struct {
    PyObject_HEAD
    PyObject *dict, *weak;
    PyObject *value;
    simdtag_file *file; /* while `value` is not made */
    const simdtag_raw *raw;
    int in_dict; /* `value` lives in the dict, which somebody has seen */
} value_object;

enum { BINARY = 1 };

static void forget_file(value_object *self)
{
    simdtag_file *file = self->file;
    self->file = NULL;
    simdtag_close(file);
}

/* New reference; NULL without an exception when it was never set. */
static PyObject *value_get(PyObject *o, const st_py_field_def *def)
{
    value_object *self = (value_object *)o;
    (void)def;
    if (self->in_dict)
        return Py_XNewRef(PyDict_GetItemString(self->dict, "value"));
    if (self->value == NULL && self->file) {
        st_py_state *state = self->raw->id == BINARY ? st_py_state_of(Py_TYPE(o)) : NULL;
        if (state == NULL && PyErr_Occurred())
            return NULL;
        simdtag_file *file = simdtag_ref(self->file); /* other threads run during the read */
        const simdtag_raw *raw = self->raw;
        const size_t skip = (size_t)raw->aux + 1;
        PyObject *value = raw->id == BINARY
                              ? st_py_payload(state, file, raw, skip)
                              : st_py_text(raw->data + skip, raw->len - skip, SIMDTAG_UTF8);
        simdtag_close(file);
        if (value == NULL)
            return NULL;
        if (self->value || self->in_dict || self->file == NULL) { /* somebody was faster */
            Py_DECREF(value);
            return value_get(o, def);
        }
        self->value = value;
        forget_file(self);
    }
    return Py_XNewRef(self->value);
}

static int value_set(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    value_object *self = (value_object *)o;
    if (self->in_dict)
        return value ? PyDict_SetItemString(self->dict, def->name, value)
                     : st_py_delete_from(self->dict, def->name);
    if (value == NULL && self->value == NULL && self->file == NULL) {
        PyErr_SetString(PyExc_AttributeError, def->name);
        return -1;
    }
    Py_XSETREF(self->value, Py_XNewRef(value));
    forget_file(self);
    return 0;
}

static const st_py_field_def value_field = {"value", value_get, value_set, NULL, 0};

static PyObject *value_get_dict(PyObject *o, void *closure)
{
    value_object *self = (value_object *)o;
    (void)closure;
    if (!self->in_dict) {
        PyObject *value = value_get(o, &value_field);
        PyObject *dict = value == NULL && PyErr_Occurred() ? NULL : PyDict_New();
        if (dict && ((value && PyDict_SetItemString(dict, "value", value) < 0) ||
                     (self->dict && PyDict_Update(dict, self->dict) < 0)))
            Py_CLEAR(dict);
        Py_XDECREF(value);
        if (dict == NULL)
            return NULL;
        Py_XSETREF(self->dict, dict);
        self->in_dict = 1;
        Py_CLEAR(self->value);
        forget_file(self);
    }
    return Py_NewRef(self->dict);
}

static int value_set_dict(PyObject *o, PyObject *dict, void *closure)
{
    value_object *self = (value_object *)o;
    (void)closure;
    if (dict == NULL || !PyDict_Check(dict)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    Py_XSETREF(self->dict, Py_NewRef(dict));
    Py_CLEAR(self->value);
    forget_file(self);
    self->in_dict = 1;
    return 0;
}

PyObject *st_py_ape_value(st_py_state *state, simdtag_file *file, const simdtag_raw *raw)
{
    PyObject *classes = state->extra[ST_PY_APE_VALUES];
    PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(classes, (Py_ssize_t)raw->id);
    simdtag_ref(file); /* first, since a finalizer may run meanwhile */
    value_object *self = (value_object *)type->tp_alloc(type, 0);
    if (self == NULL) {
        simdtag_close(file);
        return NULL;
    }
    self->file = file;
    self->raw = raw;
    return (PyObject *)self;
}

static PyObject *value_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

static int value_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((value_object *)o)->dict);
    Py_VISIT(((value_object *)o)->value);
    return 0;
}

static int value_clear(PyObject *o)
{
    Py_CLEAR(((value_object *)o)->dict);
    Py_CLEAR(((value_object *)o)->value);
    return 0;
}

static void value_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((value_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    value_clear(o);
    forget_file((value_object *)o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyGetSetDef value_getset[] = {
    {"__dict__", value_get_dict, value_set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef value_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(value_object, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(value_object, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot value_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A value of an APE tag: `value` and `kind`.")},
    {Py_tp_new, value_new},
    {Py_tp_getset, value_getset},
    {Py_tp_members, value_members},
    {Py_tp_traverse, value_traverse},
    {Py_tp_clear, value_clear},
    {Py_tp_dealloc, value_dealloc},
    {0, NULL},
};

static PyType_Spec value_spec = {
    .name = "simdtag.apev2._APEValue",
    .basicsize = sizeof(value_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = value_slots,
};

int st_py_ape_value_type(PyObject *module, st_py_state *state)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &value_spec, NULL);
    PyObject *field = type ? st_py_field_new(state, &value_field, Py_None) : NULL;
    if (field == NULL || PyObject_SetAttrString(type, "value", field) < 0)
        Py_CLEAR(type);
    Py_XDECREF(field);
    state->extra[ST_PY_APE_VALUE] = type;
    return type ? 0 : -1;
}
