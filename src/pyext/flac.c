/* SPDX-License-Identifier: MIT */
/* FLAC's metadata blocks as Python needs them, and payloads: bytes of an item that were left in the
 * file. */
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

PyDoc_STRVAR(
    score_doc,
    "score(format, name, head)\n--\n\nOne format's score for a file's name and first bytes.");

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

PyDoc_STRVAR(own_dict_doc, "own_dict(file)\n--\n\nThe instance's dict as it is, without moving "
                           "file, info and tags into it; loads a lazy file.");

static PyObject *own_dict(PyObject *module, PyObject *o)
{
    st_py_state *state = PyModule_GetState(module);
    if (!PyObject_TypeCheck(o, state->FileType)) {
        PyErr_SetString(PyExc_TypeError, "own_dict() takes a FileType");
        return NULL;
    }
    if (st_py_file_resolve(o) < 0)
        return NULL;
    st_py_file *self = (st_py_file *)o;
    if (self->dict == NULL)
        self->dict = PyDict_New();
    return Py_XNewRef(self->dict);
}

PyDoc_STRVAR(file_tags_doc,
             "file_tags(file)\n--\n\nA new tag container of what an opened file holds.");

static PyObject *file_tags(PyObject *module, PyObject *o)
{
    st_py_state *state = PyModule_GetState(module);
    if (!PyObject_TypeCheck(o, state->FileType) || ((st_py_file *)o)->file == NULL) {
        PyErr_SetString(PyExc_TypeError, "file_tags() takes an opened file");
        return NULL;
    }
    return st_py_file_tags(o);
}

PyDoc_STRVAR(file_thing_doc, "file_thing(filething, filename, fileobj)\n--\n\n(name, file object) "
                             "of what a program handed over; one may be None.");

static PyObject *file_thing(PyObject *module, PyObject *args)
{
    PyObject *filething, *filename, *fileobj;
    st_py_thing thing;
    if (!PyArg_ParseTuple(args, "OOO", &filething, &filename, &fileobj) ||
        st_py_thing_of(PyModule_GetState(module), filething, filename, fileobj, &thing) < 0)
        return NULL;
    PyObject *pair = PyTuple_Pack(2, thing.filename ? thing.filename : Py_None,
                                  thing.fileobj ? thing.fileobj : Py_None);
    st_py_thing_clear(&thing);
    return pair;
}

PyDoc_STRVAR(object_name_doc,
             "object_name(fileobj)\n--\n\nThe name of a file object, '' when it has none.");

static PyObject *core_object_name(PyObject *module, PyObject *fileobj)
{
    return st_py_fileobj_name(PyModule_GetState(module), fileobj);
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
    {"own_dict", own_dict, METH_O, own_dict_doc},
    {"file_tags", file_tags, METH_O, file_tags_doc},
    {"file_thing", file_thing, METH_VARARGS, file_thing_doc},
    {"object_name", core_object_name, METH_O, object_name_doc},
    {"flac_blocks", flac_blocks, METH_O, blocks_doc},
    {"score", core_score, METH_VARARGS, score_doc},
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
