/* SPDX-License-Identifier: MIT */
/* An extension module that bench/text.py compiles: how long one string takes to become a str, by
 * src/pyext/text.c and by CPython's own decoders. */
#include <time.h>

#include "pyext/core.h"

/* What text.c's payloads would raise; nothing here reads one. */
PyObject *st_py_raise(st_py_state *state, const simdtag_error *error, PyObject *filename)
{
    (void)state;
    (void)error;
    (void)filename;
    return NULL;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static PyObject *theirs(const char *at, Py_ssize_t n, int encoding)
{
    int order = encoding == SIMDTAG_UTF16BE ? 1 : -1;
    switch (encoding) {
    case SIMDTAG_LATIN1: return PyUnicode_DecodeLatin1(at, n, NULL);
    case SIMDTAG_UTF8: return PyUnicode_DecodeUTF8(at, n, NULL);
    default: return PyUnicode_DecodeUTF16(at, n, NULL, &order);
    }
}

/* run(data, encoding, rounds, ours): nanoseconds per string. */
static PyObject *run(PyObject *module, PyObject *args)
{
    const char *at;
    Py_ssize_t n;
    int encoding, rounds, ours;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#iip", &at, &n, &encoding, &rounds, &ours))
        return NULL;
    const double start = now();
    for (int i = 0; i < rounds; i++) {
        PyObject *text = ours ? st_py_text((const uint8_t *)at, (size_t)n, encoding)
                              : theirs(at, n, encoding);
        if (text == NULL)
            return NULL;
        Py_DECREF(text);
    }
    return PyFloat_FromDouble((now() - start) / rounds);
}

/* text(data, encoding): the str that ours makes. */
static PyObject *text(PyObject *module, PyObject *args)
{
    const char *at;
    Py_ssize_t n;
    int encoding;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#i", &at, &n, &encoding))
        return NULL;
    return st_py_text((const uint8_t *)at, (size_t)n, encoding);
}

static PyMethodDef methods[] = {
    {"run", run, METH_VARARGS, "run(data, encoding, rounds, ours): nanoseconds per string"},
    {"text", text, METH_VARARGS, "text(data, encoding): a str"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "text_bench", .m_size = -1, .m_methods = methods};

PyMODINIT_FUNC PyInit_text_bench(void);
PyMODINIT_FUNC PyInit_text_bench(void)
{
    return PyModule_Create(&definition);
}
