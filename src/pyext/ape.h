/* SPDX-License-Identifier: MIT */
/* APE tags: what the values (ape_value.c) and their container (ape.c) share. */
#ifndef ST_PY_APE_H
#define ST_PY_APE_H

#include "pyext/core.h"

/* Places in st_py_state.extra. */
enum {
    ST_PY_APE_VALUES = 16, /* tuple: APETextValue, APEBinaryValue, APEExtValue */
    ST_PY_APE_VALUE,       /* _APEValue, their C base */
    ST_PY_APE_PROXY        /* _CIDictProxy, base of APEv2 */
};

/* A value of the class of its kind, decoded when its `value` is asked for. New reference; NULL
 * with an exception set. */
PyObject *st_py_ape_value(st_py_state *state, simdtag_file *file, const simdtag_raw *raw);

/* Makes _APEValue; 0, or -1 with an exception set. */
int st_py_ape_value_type(PyObject *module, st_py_state *state);

#endif
