/* SPDX-License-Identifier: MIT */
/* Where each key of a long list of (key, value) stands, so that reading one key after the other
 * takes time in proportion to the list and not to its square. Lists of ordinary files are too
 * short for it: pairs.h serves them. */
#ifndef ST_PY_PAIR_INDEX_H
#define ST_PY_PAIR_INDEX_H

#include "pyext/core.h"

typedef struct st_py_index st_py_index;

/* What every list of pairs begins with. */
typedef struct st_py_pair_list {
    PyListObject list;
    st_py_index *index; /* NULL: none, or not yet */
    uint8_t searches;   /* of the list from end to end, since there was none */
} st_py_pair_list;

/* A new list of the values of a key, as `key_of` makes it from a pair's; builds the index when the
 * list has been searched a few times. NULL with an exception set; or without one when the index
 * does not know, and the list is to be searched. */
PyObject *st_py_index_values(st_py_state *state, PyObject *list, PyObject *key,
                             PyObject *(*key_of)(st_py_state *, PyObject *));

/* To be called before and after whatever changes the list in place. */
void st_py_index_drop(PyObject *list);
int st_py_index_visit(PyObject *list, visitproc visit, void *arg);

/* Gives a type the methods of list that change it, each forgetting the index. 0, or -1 with an
 * exception set. The in-place operators are slots, for its spec. */
int st_py_pair_list_complete(PyTypeObject *type);
PyObject *st_py_pair_list_added(PyObject *list, PyObject *others);
PyObject *st_py_pair_list_repeated(PyObject *list, Py_ssize_t n);

#endif
