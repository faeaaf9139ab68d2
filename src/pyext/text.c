/* SPDX-License-Identifier: MIT */
/* Text of tags as str objects, with no UTF-8 in between; payloads as bytes objects. */
#include <string.h>

#include "pyext/core.h"

static PyObject *from_latin1(const uint8_t *at, size_t n)
{
    return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, at, (Py_ssize_t)n);
}

static PyObject *new_text(size_t n, Py_UCS4 most)
{
    return PyUnicode_New((Py_ssize_t)n, most);
}

/* UTF-16 without surrogates: narrowed to Latin-1, swapped or copied, by its class. */
static PyObject *from_utf16(const uint8_t *at, size_t n, int big)
{
    const size_t units = n / 2;
    if (units == 0)
        return new_text(0, 0);
    const uint32_t all = big ? simdtag_utf16be_class(at, n) : simdtag_utf16le_class(at, n);
    if (all >= 0x10000) { /* surrogates */
        int order = big ? 1 : -1;
        return PyUnicode_DecodeUTF16((const char *)at, (Py_ssize_t)n, NULL, &order);
    }
    if (all < 0x100) {
        PyObject *text = new_text(units, all < 0x80 ? 0x7f : 0xff);
        if (text && big)
            simdtag_utf16be_narrow(PyUnicode_1BYTE_DATA(text), at, n);
        else if (text)
            simdtag_utf16le_narrow(PyUnicode_1BYTE_DATA(text), at, n);
        return text;
    }
    PyObject *text = new_text(units, 0xffff);
    if (text == NULL)
        return NULL;
    uint8_t *to = (uint8_t *)PyUnicode_2BYTE_DATA(text);
    if (big == PY_BIG_ENDIAN)
        memcpy(to, at, 2 * units);
    else
        simdtag_utf16_swap(to, at, 2 * units);
    return text;
}

PyObject *st_py_text(const uint8_t *at, size_t n, int encoding)
{
    switch (encoding) {
    case SIMDTAG_LATIN1:
        if (!simdtag_is_ascii(at, n))
            return from_latin1(at, n);
        break;
    case SIMDTAG_UTF16LE:
    case SIMDTAG_UTF16BE: return from_utf16(at, n, encoding == SIMDTAG_UTF16BE);
    default:
        if (!simdtag_is_ascii(at, n))
            return PyUnicode_DecodeUTF8((const char *)at, (Py_ssize_t)n, NULL);
    }
    PyObject *text = new_text(n, 0x7f);
    if (text && n)
        memcpy(PyUnicode_1BYTE_DATA(text), at, n);
    return text;
}

PyObject *st_py_payload(st_py_state *state, simdtag_file *file, const simdtag_raw *raw, size_t skip)
{
    if (skip > raw->len + raw->file_len)
        skip = (size_t)(raw->len + raw->file_len);
    if (raw->file_len > (uint64_t)PY_SSIZE_T_MAX - raw->len)
        return PyErr_NoMemory();
    const size_t resident = skip < raw->len ? raw->len - skip : 0;
    if (raw->file_len == 0)
        return PyBytes_FromStringAndSize((const char *)raw->data + (raw->len - resident),
                                         (Py_ssize_t)resident);
    /* the file part is read whole, behind the resident part; a skip into it is cut off afterwards
     */
    const size_t cut = skip > raw->len ? skip - raw->len : 0;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(resident + raw->file_len));
    if (bytes == NULL)
        return NULL;
    char *to = PyBytes_AS_STRING(bytes);
    if (resident)
        memcpy(to, raw->data + (raw->len - resident), resident);
    simdtag_error error;
    simdtag_status status;
    Py_BEGIN_ALLOW_THREADS
    status = simdtag_payload_read(file, raw, to + resident, &error);
    Py_END_ALLOW_THREADS
    if (status != SIMDTAG_OK) {
        Py_DECREF(bytes);
        return st_py_raise(state, &error, NULL);
    }
    if (cut) {
        PyObject *rest = PyBytes_FromStringAndSize(to + cut, (Py_ssize_t)(raw->file_len - cut));
        Py_DECREF(bytes);
        return rest;
    }
    return bytes;
}
