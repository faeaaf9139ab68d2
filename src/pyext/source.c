/* SPDX-License-Identifier: MIT */
/* What a program hands over as a file: names and file objects, told apart and opened as mutagen
 * does. */
#include <string.h>

#include "pyext/core.h"

/* Whether this is the process's only thread: then nobody waits for the GIL, or can begin to. */
#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>) /* glibc since 2.32 */
#include <sys/single_threaded.h>
#define ALONE __libc_single_threaded
#endif
#endif
#ifndef ALONE
#define ALONE 0
#endif

void st_py_thing_clear(st_py_thing *thing)
{
    Py_CLEAR(thing->filename);
    Py_CLEAR(thing->fileobj);
}

/* Raises ValueError(fmt % object) while keeping the current exception as its context. */
static void value_error_in_context(const char *fmt, PyObject *object)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyErr_Format(PyExc_ValueError, fmt, object);
    PyObject *type2, *value2, *traceback2;
    PyErr_Fetch(&type2, &value2, &traceback2);
    PyErr_NormalizeException(&type2, &value2, &traceback2);
    if (value2 && value && value2 != value)
        PyException_SetContext(value2, Py_NewRef(value));
    PyErr_Restore(type2, value2, traceback2);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* A file object answers read(0) with bytes. */
static int check_fileobj(st_py_state *state, PyObject *object)
{
    PyObject *read = PyObject_GetAttr(object, state->str_read);
    PyObject *data = read ? PyObject_CallFunction(read, "i", 0) : NULL;
    Py_XDECREF(read);
    if (data == NULL) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError))
            value_error_in_context("%R not a valid file object", object);
        else if (PyErr_ExceptionMatches(PyExc_Exception))
            value_error_in_context("Can't read from file object %R", object);
        return -1;
    }
    const int binary = PyBytes_Check(data);
    Py_DECREF(data);
    if (!binary)
        PyErr_Format(PyExc_ValueError, "file object %R not opened in binary mode", object);
    return binary ? 0 : -1;
}

int st_py_path_of(st_py_state *state, PyObject *object, PyObject **out)
{
    *out = NULL;
    if (PyUnicode_Check(object) || PyBytes_Check(object)) {
        *out = Py_NewRef(object);
        return 0;
    }
    PyObject *method = NULL;
    if ((method = PyObject_GetAttr(object, state->str_fspath)) == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError))
            return -1;
        PyErr_Clear();
        return 0;
    }
    PyObject *path = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    if (path && !PyUnicode_Check(path) && !PyBytes_Check(path)) {
        Py_DECREF(path);
        PyErr_SetString(PyExc_TypeError, "expected __fspath__() to return a filename");
        path = NULL;
    }
    *out = path;
    return path ? 0 : -1;
}

int st_py_thing_of(st_py_state *state, PyObject *filething, PyObject *filename, PyObject *fileobj,
                   st_py_thing *out)
{
    *out = (st_py_thing){NULL, NULL};
    filething = filething == Py_None ? NULL : filething;
    filename = filename == Py_None ? NULL : filename;
    fileobj = fileobj == Py_None ? NULL : fileobj;
    if (filething) { /* stands in for whichever of the two it is; the keywords then fill the other
                      */
        PyObject *path;
        if (st_py_path_of(state, filething, &path) < 0)
            return -1;
        if (path == NULL) {
            fileobj = filething;
        } else if (fileobj == NULL) {
            out->filename = path;
            return 0;
        } else {
            out->filename = path;
            filename = NULL;
        }
    }
    if (filename && st_py_path_of(state, filename, &out->filename) < 0)
        return -1;
    if (filename && out->filename == NULL) {
        PyErr_Format(PyExc_ValueError, "%R not a filename", filename);
        return -1;
    }
    if (fileobj) {
        if (check_fileobj(state, fileobj) < 0) {
            st_py_thing_clear(out);
            return -1;
        }
        out->fileobj = Py_NewRef(fileobj);
    }
    if (out->filename == NULL && out->fileobj == NULL) {
        PyErr_SetString(PyExc_TypeError, "Missing filename or fileobj argument");
        return -1;
    }
    return 0;
}

/* ---- names ---- */

const char *st_py_system_path(PyObject *name, PyObject **keep)
{
    *keep = NULL;
    Py_ssize_t length;
    const char *path;
    if (PyUnicode_Check(name)) {
        if (PyUnicode_IS_READY(name) && PyUnicode_IS_COMPACT_ASCII(name)) {
            path = (const char *)PyUnicode_1BYTE_DATA(name);
            length = PyUnicode_GET_LENGTH(name);
            if (memchr(path, 0, (size_t)length) == NULL)
                return path;
        }
    }
    if (!PyUnicode_FSConverter(name, keep)) /* also raises for embedded zeros */
        return NULL;
    return PyBytes_AS_STRING(*keep);
}

/* ---- file objects ---- */

typedef struct {
    st_py_state *state;
    PyObject *object;
    uint64_t base; /* position that counts as byte 0 */
} reading;

static int64_t object_seek(const reading *r, uint64_t offset, int whence)
{
    PyObject *at = PyLong_FromUnsignedLongLong(offset);
    PyObject *from = PyLong_FromLong(whence);
    PyObject *done = at && from
                         ? PyObject_CallMethodObjArgs(r->object, r->state->str_seek, at, from, NULL)
                         : NULL;
    Py_XDECREF(at);
    Py_XDECREF(from);
    if (done == NULL)
        return -1;
    Py_DECREF(done);
    return 0;
}

static int64_t object_tell(const reading *r)
{
    PyObject *at = PyObject_CallMethodNoArgs(r->object, r->state->str_tell);
    if (at == NULL)
        return -1;
    const int64_t n = PyLong_AsLongLong(at);
    Py_DECREF(at);
    if (n < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "tell() gave a negative position");
    return n;
}

static int64_t object_read(void *ctx, void *buf, size_t n, uint64_t off)
{
    const reading *r = ctx;
    if (n > PY_SSIZE_T_MAX)
        n = PY_SSIZE_T_MAX;
    if (object_seek(r, off + r->base, 0) < 0)
        return -1;
    PyObject *want = PyLong_FromSize_t(n);
    PyObject *data = want ? PyObject_CallMethodOneArg(r->object, r->state->str_read, want) : NULL;
    Py_XDECREF(want);
    if (data == NULL)
        return -1;
    int64_t got = -1;
    if (PyBytes_Check(data)) {
        got = PyBytes_GET_SIZE(data);
        if ((size_t)got > n)
            got = (int64_t)n;
        memcpy(buf, PyBytes_AS_STRING(data), (size_t)got);
    } else {
        PyErr_Format(PyExc_TypeError, "read() of %R did not return bytes", r->object);
    }
    Py_DECREF(data);
    return got;
}

/* The name whose extension counts for a file object: its own `name` when that is a path. New
 * reference or NULL, never an exception. */
static PyObject *object_name(st_py_state *state, PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    PyObject *path = NULL;
    if (name == NULL || st_py_path_of(state, name, &path) < 0)
        PyErr_Clear();
    Py_XDECREF(name);
    return path;
}

PyObject *st_py_fileobj_name(st_py_state *state, PyObject *fileobj)
{
    PyObject *name = object_name(state, fileobj);
    return name ? name : PyUnicode_FromString("");
}

/* What a score reads; an OSError is no bytes. -1: another exception. */
static int64_t read_for_score(const reading *r, void *buf, size_t n, uint64_t at)
{
    int64_t got = object_read((void *)(uintptr_t)r, buf, n, at);
    if (got < 0 && PyErr_ExceptionMatches(PyExc_OSError)) {
        PyErr_Clear();
        got = 0;
    }
    return got;
}

/* File() looks at the bytes where the file object stands, and then has the class read from the
 * file's beginning. An APE tag at the end decides when nothing else does. */
static simdtag_format detect_object(const reading *r, uint64_t at, uint64_t size, const char *name)
{
    uint8_t head[128], tail[160];
    const int64_t got = read_for_score(r, head, sizeof head, at);
    if (got < 0)
        return SIMDTAG_FORMAT_NONE;
    const simdtag_format format = simdtag_detect(head, (size_t)got, name);
    if (format != SIMDTAG_FORMAT_NONE && strcmp(simdtag_format_name(format), "APEv2File") > 0)
        return format;
    const uint64_t from = size > sizeof tail ? size - sizeof tail : 0;
    const int64_t more = read_for_score(r, tail, sizeof tail, from);
    return more < 0 ? SIMDTAG_FORMAT_NONE
                    : simdtag_detect_ends(head, (size_t)got, tail, (size_t)more, name);
}

/* Formats whose mutagen classes begin to read where the file object stands. */
static int begins_where_it_stands(simdtag_format format)
{
    return format == SIMDTAG_FORMAT_FLAC || format == SIMDTAG_FORMAT_OGGVORBIS ||
           format == SIMDTAG_FORMAT_OGGOPUS;
}

/* An OSError of the file object's is an id3.error where an ID3 tag is read first. */
static void wrap_for(st_py_state *state, simdtag_format format)
{
    if (!PyErr_ExceptionMatches(PyExc_OSError))
        return;
    PyObject *general = state->MutagenError;
    PyObject *module = NULL, *special = NULL;
    if (format == SIMDTAG_FORMAT_MP3) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        module = PyImport_ImportModule("simdtag.id3");
        special = module ? PyObject_GetAttrString(module, "error") : NULL;
        Py_XDECREF(module);
        PyErr_Restore(type, value, traceback);
    }
    state->MutagenError = special ? special : general;
    st_py_wrap_oserror(state);
    state->MutagenError = general;
    Py_XDECREF(special);
}

static simdtag_file *open_object(st_py_state *state, const st_py_thing *thing,
                                 simdtag_options options, simdtag_error *error)
{
    reading r = {state, thing->fileobj, 0};
    simdtag_file *file = NULL;
    error->status = SIMDTAG_ERR_IO;
    const int64_t at = object_tell(&r);
    if (at < 0 || object_seek(&r, 0, 2) < 0)
        return NULL;
    const int64_t size = object_tell(&r);
    if (size < 0)
        return NULL;
    if (begins_where_it_stands(options.format))
        r.base = (uint64_t)(at < size ? at : size);
    PyObject *name =
        thing->filename ? Py_NewRef(thing->filename) : object_name(state, thing->fileobj);
    PyObject *keep = NULL;
    options.name = name ? st_py_system_path(name, &keep) : "";
    if (options.name && options.format == SIMDTAG_FORMAT_NONE) {
        options.format = detect_object(&r, (uint64_t)at, (uint64_t)size, options.name);
        if (options.format == SIMDTAG_FORMAT_NONE) {
            error->status = SIMDTAG_ERR_UNKNOWN;
            options.name = NULL;
        }
    }
    if (options.name) {
        const simdtag_source source = {object_read, &r, (uint64_t)size - r.base};
        simdtag_open_source(&source, &options, &file, error);
    }
    if (PyErr_Occurred())
        wrap_for(state, options.format);
    Py_XDECREF(keep);
    Py_XDECREF(name);
    return file;
}

simdtag_file *st_py_open_from(st_py_state *state, PyObject *fileobj, uint64_t base,
                              const simdtag_options *options)
{
    reading r = {state, fileobj, base};
    simdtag_error error = {.status = SIMDTAG_ERR_IO};
    simdtag_file *file = NULL;
    if (object_seek(&r, 0, 2) == 0) {
        const int64_t size = object_tell(&r);
        const simdtag_source source = {object_read, &r,
                                       (uint64_t)size > base ? (uint64_t)size - base : 0};
        if (size >= 0)
            simdtag_open_source(&source, options, &file, &error);
    }
    if (file == NULL)
        st_py_raise(state, &error, NULL);
    return file;
}

simdtag_file *st_py_thing_open(st_py_state *state, const st_py_thing *thing,
                               const simdtag_options *options, int *unknown)
{
    simdtag_error error;
    simdtag_file *file = NULL;
    error.status = SIMDTAG_OK;
    if (thing->fileobj) {
        file = open_object(state, thing, *options, &error);
    } else {
        PyObject *keep;
        const char *path = st_py_system_path(thing->filename, &keep);
        if (path == NULL)
            return NULL;
        PyThreadState *const thread = ALONE ? NULL : PyEval_SaveThread();
        simdtag_open(path, options, &file, &error);
        if (thread)
            PyEval_RestoreThread(thread);
        Py_XDECREF(keep);
    }
    if (file)
        return file;
    if (error.status == SIMDTAG_ERR_UNKNOWN && unknown && !PyErr_Occurred()) {
        *unknown = 1;
        return NULL;
    }
    PyObject *name = Py_XNewRef(thing->filename);
    if (name == NULL && thing->fileobj && error.status == SIMDTAG_ERR_FLAC_HEADER)
        name = PyErr_Occurred() ? NULL : st_py_fileobj_name(state, thing->fileobj);
    st_py_raise(state, &error, name);
    Py_XDECREF(name);
    return NULL;
}
