/* SPDX-License-Identifier: MIT */
/* FLAC's metadata blocks as Python needs them, and payloads: bytes of an item that were left in the file. */
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
    {"read", payload_read, METH_VARARGS, "read(skip=0)\n--\n\nAll bytes from `skip` on, read from the file where they were left in it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef payload_getset[] = {
    {"head", payload_head, NULL, "The bytes that are in memory.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot payload_slots[] = {
    {Py_tp_dealloc, payload_dealloc}, {Py_tp_methods, payload_methods}, {Py_tp_getset, payload_getset}, {0, NULL}};

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
                         "[(code, length, payload)] of an opened FLAC file, in file order; the first comment block's payload is None.");

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
    return list;
}

PyDoc_STRVAR(score_doc, "score(format, name, head)\n--\n\nOne format's score for a file's name and first bytes.");

static PyObject *core_score(PyObject *module, PyObject *args)
{
    (void)module;
    int format;
    PyObject *name;
    Py_buffer head;
    if (!PyArg_ParseTuple(args, "iOy*", &format, &name, &head))
        return NULL;
    const char *text = "";
    PyObject *keep = NULL;
    int score = 0;
    if (PyUnicode_Check(name) || PyBytes_Check(name)) {
        if (PyUnicode_FSConverter(name, &keep))
            text = PyBytes_AS_STRING(keep);
        else
            PyErr_Clear();
    }
    score = simdtag_score((simdtag_format)format, head.buf, (size_t)head.len, text);
    Py_XDECREF(keep);
    PyBuffer_Release(&head);
    return PyLong_FromLong(score);
}

static PyMethodDef functions[] = {
    {"flac_blocks", flac_blocks, METH_O, blocks_doc},
    {"score", core_score, METH_VARARGS, score_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_flac(PyObject *module, st_py_state *state)
{
    state->Payload = (PyTypeObject *)PyType_FromModuleAndSpec(module, &payload_spec, NULL);
    return state->Payload ? PyModule_AddFunctions(module, functions) : -1;
}
