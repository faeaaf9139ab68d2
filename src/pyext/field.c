/* SPDX-License-Identifier: MIT */
/* Descriptors over C members that behave as attributes kept in the instance's __dict__. */
#include <stddef.h>

#include "pyext/core.h"

typedef struct {
    PyObject_HEAD
    const st_py_field_def *def;
    PyObject *on_class; /* NULL: the descriptor itself */
} field_object;

PyObject *st_py_field_new(st_py_state *state, const st_py_field_def *def, PyObject *on_class)
{
    field_object *f = PyObject_GC_New(field_object, state->Field);
    if (f == NULL)
        return NULL;
    f->def = def;
    f->on_class = Py_XNewRef(on_class);
    PyObject_GC_Track(f);
    return (PyObject *)f;
}

int st_py_delete_from(PyObject *dict, const char *name)
{
    if (PyDict_DelItemString(dict, name) == 0)
        return 0;
    if (PyErr_ExceptionMatches(PyExc_KeyError))
        PyErr_SetString(PyExc_AttributeError, name);
    return -1;
}

static PyObject *field_get(PyObject *self, PyObject *object, PyObject *type)
{
    field_object *f = (field_object *)self;
    if (object == NULL || object == Py_None) {
        if (f->on_class || f->def->set == NULL)
            return Py_NewRef(f->on_class ? f->on_class : self);
        PyErr_Format(PyExc_AttributeError, "type object '%.100s' has no attribute '%s'",
                     type && PyType_Check(type) ? ((PyTypeObject *)type)->tp_name : "?",
                     f->def->name);
        return NULL;
    }
    PyObject *value = f->def->get(object, f->def);
    if (value || PyErr_Occurred())
        return value;
    if (f->on_class)
        return Py_NewRef(f->on_class);
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%s'",
                 Py_TYPE(object)->tp_name, f->def->name);
    return NULL;
}

static int field_set(PyObject *self, PyObject *object, PyObject *value)
{
    const st_py_field_def *def = ((field_object *)self)->def;
    if (def->set)
        return def->set(object, def, value);
#if PY_VERSION_HEX >= 0x030B0000
    PyErr_Format(PyExc_AttributeError, "property '%s' of '%.100s' object has no %s", def->name,
                 Py_TYPE(object)->tp_name, value ? "setter" : "deleter");
#else /* each version's own words */
    PyErr_Format(PyExc_AttributeError, "can't %s attribute '%s'", value ? "set" : "delete",
                 def->name);
#endif
    return -1;
}

static PyObject *field_name(PyObject *self, void *closure)
{
    (void)closure;
    return PyUnicode_FromString(((field_object *)self)->def->name);
}

static int field_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((field_object *)self)->on_class);
    return 0;
}

static int field_clear(PyObject *self)
{
    Py_CLEAR(((field_object *)self)->on_class);
    return 0;
}

static void field_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    field_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyGetSetDef field_getset[] = {{"__name__", field_name, NULL, NULL, NULL},
                                     {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot field_slots[] = {{Py_tp_descr_get, field_get},
                                    {Py_tp_descr_set, field_set},
                                    {Py_tp_traverse, field_traverse},
                                    {Py_tp_clear, field_clear},
                                    {Py_tp_dealloc, field_dealloc},
                                    {Py_tp_getset, field_getset},
                                    {0, NULL}};

static PyType_Spec field_spec = {
    .name = "simdtag._core.Field",
    .basicsize = sizeof(field_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = field_slots,
};

int st_py_init_field(PyObject *module, st_py_state *state)
{
    state->Field = (PyTypeObject *)PyType_FromModuleAndSpec(module, &field_spec, NULL);
    return state->Field ? 0 : -1;
}
