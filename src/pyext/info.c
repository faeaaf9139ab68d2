/* SPDX-License-Identifier: MIT */
/* Stream info objects: views of a simdtag_info whose attributes become an ordinary __dict__ when
 * somebody asks for it or sets one. */
#include <stddef.h>
#include <string.h>

#include "pyext/file.h"
#include "pyext/info.h"

typedef struct {
    PyObject_HEAD
    PyObject *dict, *weak;
    simdtag_file *file; /* NULL in an object made by hand */
    int in_dict;
} info_object;

/* ---- values ---- */

/* A double that is an int in Python when it is a whole number. */
static PyObject *number(double x)
{
    return x == (double)(long long)x ? PyLong_FromLongLong((long long)x) : PyFloat_FromDouble(x);
}

/* New reference; NULL without an exception when this file has no such value. */
static PyObject *value_of(PyTypeObject *type, const simdtag_file *file, const st_py_info_field *f)
{
    const char *const info = (const char *)simdtag_info_of(file);
    const void *const at = info + f->at;
    switch (f->as) {
    case ST_PY_AS_FLOAT: return PyFloat_FromDouble(*(const double *)at);
    case ST_PY_AS_WHOLE: return PyLong_FromDouble(*(const double *)at);
    case ST_PY_AS_NUMBER: return number(*(const double *)at);
    case ST_PY_AS_U8: return PyLong_FromLong(*(const uint8_t *)at);
    case ST_PY_AS_U32: return PyLong_FromUnsignedLong(*(const uint32_t *)at);
    case ST_PY_AS_U64: return PyLong_FromUnsignedLongLong(*(const uint64_t *)at);
    case ST_PY_AS_BOOL: return PyBool_FromLong(*(const uint8_t *)at);
    case ST_PY_AS_TEXT:
        return f->on_class == ST_PY_ON_CLASS_NONE && *(const char *)at == 0
                   ? Py_NewRef(Py_None)
                   : PyUnicode_FromString((const char *)at);
    case ST_PY_AS_GAIN:
        if (*(const uint8_t *)(info + f->there) & (1u << f->bit))
            return PyFloat_FromDouble(*(const double *)at);
        return f->on_class == ST_PY_ON_CLASS_NONE ? Py_NewRef(Py_None) : NULL;
    case ST_PY_AS_SPECIAL: break;
    }
    return f->special(type, file);
}

/* ---- attributes ---- */

PyObject *st_py_info_get(PyObject *o, const st_py_field_def *def)
{
    info_object *self = (info_object *)o;
    if (self->in_dict) {
        PyObject *key = PyUnicode_FromString(def->name);
        PyObject *value = key ? PyDict_GetItemWithError(self->dict, key) : NULL;
        Py_XDECREF(key);
        return Py_XNewRef(value);
    }
    if (self->file == NULL)
        return NULL;
    return value_of(Py_TYPE(o), self->file, (const st_py_info_field *)(const void *)def);
}

static const st_py_info_class *class_of(const st_py_state *state, PyTypeObject *type);

static int is_default(const st_py_info_field *f, PyObject *value)
{
    return (f->on_class == ST_PY_ON_CLASS_NONE && value == Py_None) ||
           (f->on_class == ST_PY_ON_CLASS_EMPTY && PyUnicode_Check(value) &&
            PyUnicode_GET_LENGTH(value) == 0);
}

/* Moves every attribute into the instance's dict. */
static int into_dict(PyObject *o)
{
    info_object *self = (info_object *)o;
    if (self->in_dict)
        return 0;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    PyObject *dict = state ? PyDict_New() : NULL;
    if (dict == NULL)
        return -1;
    const st_py_info_class *cls = self->file ? class_of(state, Py_TYPE(o)) : NULL;
    for (size_t i = 0; cls && i < cls->n; i++) {
        const st_py_info_field *f = &cls->fields[i];
        PyObject *value = value_of(Py_TYPE(o), self->file, f);
        const int absent = value == NULL && !PyErr_Occurred();
        if (absent || (value && is_default(f, value))) { /* as when nobody ever set it */
            Py_XDECREF(value);
            continue;
        }
        if (value == NULL || PyDict_SetItemString(dict, f->def.name, value) < 0) {
            Py_XDECREF(value);
            Py_DECREF(dict);
            return -1;
        }
        Py_DECREF(value);
    }
    if (self->dict && PyDict_Update(dict, self->dict) < 0) {
        Py_DECREF(dict);
        return -1;
    }
    Py_XSETREF(self->dict, dict);
    self->in_dict = 1;
    return 0;
}

int st_py_info_set(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    info_object *self = (info_object *)o;
    if (into_dict(o) < 0)
        return -1;
    if (value)
        return PyDict_SetItemString(self->dict, def->name, value);
    return st_py_delete_from(self->dict, def->name);
}

/* What a class, or the nearest of its bases that is ours, is made of. */
static const st_py_info_class *class_of(const st_py_state *state, PyTypeObject *type)
{
    for (; type; type = type->tp_base)
        for (int i = 0; i < ST_PY_INFO_COUNT; i++)
            if (type == state->Info[i])
                return &st_py_info_classes[i];
    return NULL;
}

/* `exact`, when the frames were counted: an attribute of the instance alone, so that classes have
 * mutagen's names. */
static int add_exact(info_object *info, const simdtag_exact *x)
{
    PyObject *module = PyImport_ImportModule("simdtag._exact");
    PyObject *make = module ? PyObject_GetAttrString(module, "make") : NULL;
    PyObject *made =
        make ? PyObject_CallFunction(make, "KKKdddO", (unsigned long long)x->frames,
                                     (unsigned long long)x->samples, (unsigned long long)x->garbage,
                                     x->length, x->bitrate, x->max_bitrate,
                                     x->truncated ? Py_True : Py_False)
             : NULL;
    info->dict = made ? Py_BuildValue("{sO}", "exact", made) : NULL;
    Py_XDECREF(made);
    Py_XDECREF(make);
    Py_XDECREF(module);
    return info->dict ? 0 : -1;
}

PyObject *st_py_info(st_py_state *state, simdtag_file *file)
{
    const st_py_kind *kind = st_py_kind_of_format(simdtag_doc_of(file)->format);
    if (kind == NULL)
        return Py_NewRef(Py_None);
    PyTypeObject *type = st_py_class(state, kind->info);
    info_object *info = type ? (info_object *)type->tp_alloc(type, 0) : NULL;
    if (info)
        info->file = simdtag_ref(file);
    if (info && simdtag_exact_of(file) && add_exact(info, simdtag_exact_of(file)) < 0)
        Py_CLEAR(info);
    return (PyObject *)info;
}

/* ---- life ---- */

static PyObject *info_get_dict(PyObject *o, void *closure)
{
    (void)closure;
    return into_dict(o) < 0 ? NULL : Py_NewRef(((info_object *)o)->dict);
}

static int info_set_dict(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    info_object *self = (info_object *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    self->in_dict = 1;
    Py_XSETREF(self->dict, Py_NewRef(value));
    return 0;
}

static PyObject *info_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

/* info._read(format, fileobj, base=0): fills the object from a file object, for programs that call
 * MPEGInfo(fileobj). */
static PyObject *info_read(PyObject *o, PyObject *args)
{
    int format;
    PyObject *fileobj;
    unsigned long long base = 0;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL || !PyArg_ParseTuple(args, "iO|K", &format, &fileobj, &base))
        return NULL;
    const simdtag_options options = {.format = (simdtag_format)format,
                                     .flags = SIMDTAG_OPEN_INFO_ONLY};
    simdtag_file *file = st_py_open_from(state, fileobj, base, &options);
    if (file == NULL)
        return NULL;
    info_object *self = (info_object *)o;
    simdtag_close(self->file);
    self->file = file;
    self->in_dict = 0;
    Py_CLEAR(self->dict);
    return Py_NewRef(Py_None);
}

static int info_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((info_object *)o)->dict);
    return 0;
}

static int info_clear(PyObject *o)
{
    info_object *self = (info_object *)o;
    Py_CLEAR(self->dict);
    return 0;
}

static void info_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((info_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    info_clear(o);
    simdtag_close(((info_object *)o)->file);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyMethodDef info_methods[] = {
    {"_read", info_read, METH_VARARGS,
     "_read(format, fileobj, base=0)\n--\n\nReads the stream info of a file object."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef info_getset[] = {
    {"__dict__", info_get_dict, info_set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef info_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(info_object, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(info_object, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot info_slots[] = {{Py_tp_new, info_new},           {Py_tp_methods, info_methods},
                                   {Py_tp_getset, info_getset},     {Py_tp_members, info_members},
                                   {Py_tp_traverse, info_traverse}, {Py_tp_clear, info_clear},
                                   {Py_tp_dealloc, info_dealloc},   {0, NULL}};

static PyObject *default_of(const st_py_info_field *f)
{
    switch (f->on_class) {
    case ST_PY_ON_CLASS_ZERO: return PyLong_FromLong(0);
    case ST_PY_ON_CLASS_REAL_ZERO: return PyFloat_FromDouble(0.0);
    case ST_PY_ON_CLASS_NONE: return Py_NewRef(Py_None);
    case ST_PY_ON_CLASS_FALSE: return Py_NewRef(Py_False);
    case ST_PY_ON_CLASS_EMPTY:
    case ST_PY_ON_CLASS_EMPTY_TOO: return PyUnicode_FromString("");
    case ST_PY_ON_CLASS_NOTHING: break;
    }
    return NULL;
}

static int add_fields(st_py_state *state, PyTypeObject *type, const st_py_info_class *cls)
{
    for (size_t i = 0; i < cls->n; i++) {
        const st_py_info_field *f = &cls->fields[i];
        PyObject *on_class = default_of(f);
        PyObject *field = st_py_field_new(state, &f->def, on_class);
        Py_XDECREF(on_class);
        if (field == NULL || PyObject_SetAttrString((PyObject *)type, f->def.name, field) < 0) {
            Py_XDECREF(field);
            return -1;
        }
        Py_DECREF(field);
    }
    return 0;
}

/* ---- flac.MetadataBlock: an object with a dict, whose memory StreamInfo's begins with ---- */

static void block_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((info_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    info_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyGetSetDef block_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot block_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A FLAC metadata block: `code`, and `data` when nobody looks into it.")},
    {Py_tp_new, info_new},
    {Py_tp_getset, block_getset},
    {Py_tp_members, info_members},
    {Py_tp_traverse, info_traverse},
    {Py_tp_clear, info_clear},
    {Py_tp_dealloc, block_dealloc},
    {0, NULL}};

static PyType_Spec block_spec = {
    .name = "simdtag.flac.MetadataBlock",
    .basicsize = offsetof(info_object, file),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = block_slots,
};

/* The bases of flac.StreamInfo are MetadataBlock and StreamInfo; everybody else's is StreamInfo. */
static PyObject *bases_of(st_py_state *state, int i)
{
    if (i + ST_PY_FIRST_INFO != ST_PY_FLAC_STREAMINFO)
        return PyTuple_Pack(1, state->StreamInfo);
    return PyTuple_Pack(2, (PyObject *)state->Block, state->StreamInfo);
}

static PyTypeObject *new_class(PyObject *module, st_py_state *state, int i)
{
    PyType_Spec spec = {
        .name = st_py_info_classes[i].name,
        .basicsize = sizeof(info_object),
        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
        .slots = info_slots,
    };
    PyObject *bases = bases_of(state, i);
    PyTypeObject *type =
        bases ? (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, bases) : NULL;
    Py_XDECREF(bases);
    if (type && add_fields(state, type, &st_py_info_classes[i]) < 0)
        Py_CLEAR(type);
    return type;
}

PyDoc_STRVAR(info_class_doc,
             "info_class(name)\n--\n\nThe C base of an info class, by its name below simdtag, such "
             "as \"mp3.MPEGInfo\"; made when it is first asked for.");

static PyObject *core_info_class(PyObject *module, PyObject *name)
{
    st_py_state *state = PyModule_GetState(module);
    const char *text = PyUnicode_AsUTF8(name);
    for (int i = 0; text && i < ST_PY_INFO_COUNT; i++) {
        if (strcmp(st_py_info_classes[i].name + strlen("simdtag."), text) != 0)
            continue;
        if (state->Info[i] == NULL)
            state->Info[i] = new_class(module, state, i);
        return Py_XNewRef((PyObject *)state->Info[i]);
    }
    if (text)
        PyErr_SetObject(PyExc_KeyError, name);
    return NULL;
}

PyDoc_STRVAR(info_field_doc,
             "info_field(class, name, default)\n--\n\nThe descriptor of an info class's attribute, "
             "with what the class itself shows.");

static PyObject *core_info_field(PyObject *module, PyObject *args)
{
    PyTypeObject *type;
    const char *name;
    PyObject *on_class;
    if (!PyArg_ParseTuple(args, "O!sO", &PyType_Type, &type, &name, &on_class))
        return NULL;
    st_py_state *state = PyModule_GetState(module);
    const st_py_info_class *cls = class_of(state, type);
    for (size_t i = 0; cls && i < cls->n; i++)
        if (strcmp(cls->fields[i].def.name, name) == 0)
            return st_py_field_new(state, &cls->fields[i].def, on_class);
    PyErr_SetString(PyExc_KeyError, name);
    return NULL;
}

static PyMethodDef functions[] = {
    {"info_class", core_info_class, METH_O, info_class_doc},
    {"info_field", core_info_field, METH_VARARGS, info_field_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_info(PyObject *module, st_py_state *state)
{
    state->Block = (PyTypeObject *)PyType_FromModuleAndSpec(module, &block_spec, NULL);
    if (state->Block == NULL ||
        PyModule_AddObjectRef(module, "MetadataBlock", (PyObject *)state->Block) < 0)
        return -1;
    return PyModule_AddFunctions(module, functions);
}
