/* SPDX-License-Identifier: MIT */
/* The object behind every file class, for the subjects that look inside it. */
#ifndef ST_PY_FILE_H
#define ST_PY_FILE_H

#include "pyext/core.h"

typedef struct st_py_file {
    PyObject_HEAD
    PyObject *dict, *weak;
    PyObject *filename, *info,
        *tags; /* NULL: not set, or info and tags not made yet while `file` is there */
    PyObject *args, *kwargs; /* of a lazy handle that was given more than a filething */
    simdtag_file *file; /* what was read; NULL before load and in subclasses with their own load */
    uint8_t pending;    /* ST_PY_PENDING_* */
    uint8_t in_dict;    /* attributes moved to `dict` */
    uint8_t no_info, no_tags; /* not to be made from `file`: set, deleted, or absent */
} st_py_file;

enum {
    ST_PY_PENDING_NO = 0,
    ST_PY_PENDING_THING, /* lazy; `filename` holds the filething, whatever it is */
    ST_PY_PENDING_ARGS,  /* lazy; args and kwargs hold the arguments of load */
    ST_PY_PENDING_TYPE /* a File(lazy=True) that is loaded: it has only to become an instance of the
                          class in args */
};

/* How one format's classes hang together. */
typedef struct st_py_kind {
    simdtag_format format;
    st_py_class_id file, info, tags;
    PyObject *(*make_tags)(st_py_state *, simdtag_file *, PyTypeObject *); /* NULL: has no tags */
    const char *loader; /* the class whose load() it has, for the words of a TypeError */
} st_py_kind;

/* By format, or by class (the first registered class among its bases); NULL when there is none. No
 * exception. */
const st_py_kind *st_py_kind_of_format(simdtag_format format);
const st_py_kind *st_py_kind_of_type(const st_py_state *state, PyTypeObject *type);

/* Does what a lazy handle put off. 0, or -1 with an exception set and the handle as lazy as before.
 */
int st_py_file_resolve(PyObject *self);

/* The same for a handle of File(lazy=True): it becomes an instance of the recognised class. */
int st_py_lazy_resolve(st_py_state *state, PyObject *self);

/* A file that was read, as an instance of its format's class. Steals `file`; `filename` (borrowed)
 * may be NULL. New reference; NULL with an exception set. */
PyObject *st_py_file_instance(st_py_state *state, simdtag_file *file, PyObject *filename);

/* Makes `self` hold what was read. Steals `file` and `filename` (may be NULL). */
void st_py_file_fill(st_py_file *self, simdtag_file *file, PyObject *filename);

/* FileType._load, which every class of the package has as `load`, and FileType.load, for subclasses
 * to fill in. */
PyObject *st_py_file_load(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *st_py_file_load_abstract(PyObject *self, PyObject *args, PyObject *kwargs);

/* Whether a class's tags are plain ID3 ones: its ID3 attribute is the one ID3FileType came with. */
int st_py_own_id3_class(const st_py_state *state, PyTypeObject *type);

/* A new tag container of what was read (None when there is no tag), and the info object; new
 * references. */
PyObject *st_py_file_tags(PyObject *self);
PyObject *st_py_file_info(PyObject *self);

/* The type slots of the C base, for subclasses that take a short cut. */
void st_py_file_dealloc(PyObject *self);
int st_py_file_traverse(PyObject *self, visitproc visit, void *arg);
int st_py_file_clear(PyObject *self);

#endif
