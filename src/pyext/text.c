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

PyObject *st_py_ascii(const uint8_t *at, size_t n)
{
    PyObject *text = new_text(n, 0x7f);
    if (text && n)
        memcpy(PyUnicode_1BYTE_DATA(text), at, n);
    return text;
}

static inline uint64_t word(const uint8_t *at, size_t width)
{
    uint64_t w = 0;
    memcpy(&w, at, width);
    return w;
}

/* Most texts are short: those are looked at in line. */
static inline int is_ascii(const uint8_t *at, size_t n)
{
    uint64_t all = 0;
    if (n > 32)
        return simdtag_is_ascii(at, n);
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8)
            all |= word(at + i, 8);
        all |= word(at + n - 8, 8);
    } else if (n >= 4) {
        all = word(at, 4) | word(at + n - 4, 4);
    } else if (n) {
        all = at[0] | at[n / 2] | at[n - 1];
    }
    return !(all & UINT64_C(0x8080808080808080));
}

/* How many characters of UTF-8 are no ASCII, when all of those are below U+0100; else 0. */
static size_t count_latin1(const uint8_t *at, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (at[i] < 0x80)
            continue;
        if ((at[i] | 1) != 0xC3 || ++i == n || (at[i] & 0xC0) != 0x80)
            return 0;
        count++;
    }
    return count;
}

PyObject *st_py_utf8(const uint8_t *at, size_t n, const char *errors)
{
    if (is_ascii(at, n))
        return st_py_ascii(at, n);
    const size_t others = count_latin1(at, n);
    if (others == 0)
        return PyUnicode_DecodeUTF8((const char *)at, (Py_ssize_t)n, errors);
    PyObject *text = new_text(n - others, 0xff);
    uint8_t *to = text ? PyUnicode_1BYTE_DATA(text) : NULL;
    for (size_t i = 0; to && i < n; i++) {
        uint8_t c = at[i];
        if (c >= 0x80) /* two bytes, the first of them C2 or C3 */
            c = (uint8_t)(c << 6 | (at[++i] & 0x3F));
        *to++ = c;
    }
    return text;
}

PyObject *st_py_text(const uint8_t *at, size_t n, int encoding)
{
    switch (encoding) {
    case SIMDTAG_LATIN1: return is_ascii(at, n) ? st_py_ascii(at, n) : from_latin1(at, n);
    case SIMDTAG_UTF16LE:
    case SIMDTAG_UTF16BE: return from_utf16(at, n, encoding == SIMDTAG_UTF16BE);
    default: return st_py_utf8(at, n, NULL);
    }
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
