/* SPDX-License-Identifier: MIT */
/* FLAC's metadata blocks for the Python half, FLAC.info, and payloads: bytes of an item that were
 * left in the file. */
#include <stddef.h>

#include "pyext/file.h"

typedef struct {
    PyObject_HEAD
    simdtag_file *file;
    const simdtag_raw *raw;
} payload_object;

static PyObject *payload_read(PyObject *o, PyObject *args)
{
    Py_ssize_t skip = 0;
    if (!PyArg_ParseTuple(args, "|n", &skip))
        return NULL;
    payload_object *self = (payload_object *)o;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    return state ? st_py_payload(state, self->file, self->raw, skip < 0 ? 0 : (size_t)skip) : NULL;
}

static void payload_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    simdtag_close(((payload_object *)o)->file);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *payload_head(PyObject *o, void *closure)
{
    (void)closure;
    const simdtag_raw *raw = ((payload_object *)o)->raw;
    return PyBytes_FromStringAndSize((const char *)raw->data, raw->len);
}

static PyMethodDef payload_methods[] = {
    {"read", payload_read, METH_VARARGS,
     "read(skip=0)\n--\n\nAll bytes from `skip` on, read from the file where they were left in "
     "it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef payload_getset[] = {
    {"head", payload_head, NULL, "The bytes that are in memory.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot payload_slots[] = {{Py_tp_dealloc, payload_dealloc},
                                      {Py_tp_methods, payload_methods},
                                      {Py_tp_getset, payload_getset},
                                      {0, NULL}};

static PyType_Spec payload_spec = {
    .name = "simdtag._core.Payload",
    .basicsize = sizeof(payload_object),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = payload_slots,
};

static PyObject *payload_of(st_py_state *state, simdtag_file *file, const simdtag_raw *raw)
{
    payload_object *p = (payload_object *)state->Payload->tp_alloc(state->Payload, 0);
    if (p) {
        p->file = simdtag_ref(file);
        p->raw = raw;
    }
    return (PyObject *)p;
}

PyDoc_STRVAR(blocks_doc, "flac_blocks(file)\n--\n\n"
                         "[(code, length, payload)] of an opened FLAC file, in file order; the "
                         "first comment block's payload is None.");

static PyObject *flac_blocks(PyObject *module, PyObject *o)
{
    st_py_state *state = PyModule_GetState(module);
    if (!PyObject_TypeCheck(o, state->FileType)) {
        PyErr_SetString(PyExc_TypeError, "flac_blocks() takes a FLAC");
        return NULL;
    }
    if (st_py_file_resolve(o) < 0)
        return NULL;
    simdtag_file *file = ((st_py_file *)o)->file;
    PyObject *list = PyList_New(0);
    if (file == NULL || list == NULL)
        return list;
    simdtag_ref(file); /* a finalizer that runs meanwhile may load another one */
    const simdtag_doc *doc = simdtag_doc_of(file);
    for (uint32_t i = 0; list && i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_FLAC_BLOCK)
            continue;
        const int comments = i + 1 < doc->n_raws && doc->raws[i + 1].kind == SIMDTAG_RAW_VENDOR;
        PyObject *payload = comments ? Py_NewRef(Py_None) : payload_of(state, file, raw);
        PyObject *entry = payload ? Py_BuildValue("(IIN)", raw->id, raw->aux, payload) : NULL;
        if (entry == NULL || PyList_Append(list, entry) < 0)
            Py_CLEAR(list);
        Py_XDECREF(entry);
    }
    simdtag_close(file);
    return list;
}

static PyObject *first_of_code_0(PyObject *blocks)
{
    PyObject *all = PySequence_Fast(blocks, "metadata_blocks is no list");
    PyObject *found = NULL;
    for (Py_ssize_t i = 0; all && !found && i < PySequence_Fast_GET_SIZE(all); i++) {
        PyObject *block = PySequence_Fast_GET_ITEM(all, i);
        PyObject *code = PyObject_GetAttrString(block, "code");
        const long number = code ? PyLong_AsLong(code) : -1;
        Py_XDECREF(code);
        if (number == 0)
            found = Py_NewRef(block);
        PyErr_Clear();
    }
    if (all && !found)
        PyErr_SetString(PyExc_IndexError, "list index out of range");
    Py_XDECREF(all);
    return found;
}

/* FLAC.info: the first StreamInfo of metadata_blocks, which need not have been made for it. */
static PyObject *flac_info_get(PyObject *o, const st_py_field_def *def)
{
    (void)def;
    if (st_py_file_resolve(o) < 0)
        return NULL;
    st_py_file *self = (st_py_file *)o;
    PyObject *blocks = self->dict ? PyDict_GetItemString(self->dict, "metadata_blocks") : NULL;
    if (blocks)
        return first_of_code_0(blocks);
    if (self->file)
        return st_py_file_info(o);
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute 'metadata_blocks'",
                 Py_TYPE(o)->tp_name);
    return NULL;
}

static const st_py_field_def flac_info = {"info", flac_info_get, NULL, NULL, 0};

static PyMethodDef functions[] = {
    {"flac_blocks", flac_blocks, METH_O, blocks_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_flac(PyObject *module, st_py_state *state)
{
    state->Payload = (PyTypeObject *)PyType_FromModuleAndSpec(module, &payload_spec, NULL);
    PyObject *info = state->Payload ? st_py_field_new(state, &flac_info, NULL) : NULL;
    const int added = info ? PyModule_AddObjectRef(module, "flac_info", info) : -1;
    Py_XDECREF(info);
    return added < 0 ? -1 : PyModule_AddFunctions(module, functions);
}
