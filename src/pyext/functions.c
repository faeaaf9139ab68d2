/* SPDX-License-Identifier: MIT */
/* Small functions that the Python half calls: scores, names, the dict and the tags of a file. */
#include "pyext/file.h"

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

PyDoc_STRVAR(genres_doc, "genres()\n--\n\nA new list of the names of the numbered genres.");

static PyObject *core_genres(PyObject *module, PyObject *ignored)
{
    (void)module;
    (void)ignored;
    PyObject *names = PyList_New(0);
    const char *name;
    for (unsigned i = 0; names && (name = simdtag_genre(i)) != NULL; i++) {
        PyObject *text = PyUnicode_FromString(name);
        if (text == NULL || PyList_Append(names, text) < 0)
            Py_CLEAR(names);
        Py_XDECREF(text);
    }
    return names;
}

static PyMethodDef functions[] = {
    {"genres", core_genres, METH_NOARGS, genres_doc},
    {"own_dict", own_dict, METH_O, own_dict_doc},
    {"file_tags", file_tags, METH_O, file_tags_doc},
    {"file_thing", file_thing, METH_VARARGS, file_thing_doc},
    {"object_name", core_object_name, METH_O, object_name_doc},
    {"score", core_score, METH_VARARGS, score_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_functions(PyObject *module, st_py_state *state)
{
    (void)state;
    return PyModule_AddFunctions(module, functions);
}
