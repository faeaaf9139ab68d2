/* SPDX-License-Identifier: MIT */
/* What the attributes of each info class are: tables of members of simdtag_info. */
#ifndef ST_PY_INFO_H
#define ST_PY_INFO_H

#include "pyext/core.h"

/* How a member of simdtag_info becomes a Python object. */
typedef enum st_py_info_as {
    ST_PY_AS_FLOAT,    /* double */
    ST_PY_AS_WHOLE,    /* double that is an int in Python */
    ST_PY_AS_NUMBER,   /* double that is an int in Python when it is a whole number */
    ST_PY_AS_U8,
    ST_PY_AS_U32,
    ST_PY_AS_U64,
    ST_PY_AS_BOOL,     /* uint8_t */
    ST_PY_AS_TEXT,     /* char[], UTF-8; empty with ST_PY_ON_CLASS_NONE: None */
    ST_PY_AS_GAIN,     /* double that is there when bit `bit` of the byte at `there` is set */
    ST_PY_AS_SPECIAL   /* what `special` makes */
} st_py_info_as;

/* What the class itself shows: what a hand-made object has, too. */
typedef enum st_py_on_class {
    ST_PY_ON_CLASS_NOTHING, /* AttributeError */
    ST_PY_ON_CLASS_ZERO,
    ST_PY_ON_CLASS_REAL_ZERO,
    ST_PY_ON_CLASS_NONE,
    ST_PY_ON_CLASS_FALSE,
    ST_PY_ON_CLASS_EMPTY,
    ST_PY_ON_CLASS_EMPTY_TOO /* and so do objects: it is always set */
} st_py_on_class;

typedef struct st_py_info_field {
    st_py_field_def def; /* first: descriptors point to it */
    st_py_on_class on_class;
    st_py_info_as as;
    uint16_t at;    /* offset into simdtag_info */
    uint16_t there; /* ST_PY_AS_GAIN: offset of a byte of bits */
    uint8_t bit;
    PyObject *(*special)(PyTypeObject *type, const simdtag_file *file);
} st_py_info_field;

typedef struct st_py_info_class {
    const char *name; /* as Python shows it */
    const st_py_info_field *fields;
    size_t n;
} st_py_info_class;

/* By st_py_class_id - ST_PY_FIRST_INFO. */
extern const st_py_info_class st_py_info_classes[ST_PY_INFO_COUNT];

/* The functions of every field's `def`, in info.c. */
PyObject *st_py_info_get(PyObject *self, const st_py_field_def *def);
int st_py_info_set(PyObject *self, const st_py_field_def *def, PyObject *value);

#endif
