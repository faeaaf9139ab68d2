/* SPDX-License-Identifier: MIT */
/* Tags that are lists of (key, value): filling the list, and finding the values of one key after
 * the other while nobody changes it. */
#ifndef ST_PY_PAIRS_H
#define ST_PY_PAIRS_H

#include "pyext/pool.h"

/* Room for n items in an empty list, so that adding them does not grow it step by step. */
static inline void st_py_list_reserve(PyObject *o, size_t n)
{
#ifndef Py_GIL_DISABLED
    PyListObject *list = (PyListObject *)o;
    if (list->ob_item == NULL && n && (list->ob_item = PyMem_New(PyObject *, n)) != NULL)
        list->allocated = (Py_ssize_t)n;
#else
    (void)o;
    (void)n;
#endif
}

/* st_py_list_add where there is no room. */
int st_py_list_append(PyObject *list, PyObject *item);

/* Adds an item, whose reference it takes over also when it fails. 0, or -1 with an exception. */
static inline int st_py_list_add(PyObject *o, PyObject *item)
{
#ifndef Py_GIL_DISABLED
    PyListObject *list = (PyListObject *)o;
    const Py_ssize_t n = Py_SIZE(list);
    if (n < list->allocated) {
        list->ob_item[n] = item;
        Py_SET_SIZE(list, n + 1);
        return 0;
    }
#endif
    return st_py_list_append(o, item);
}

/* A new list of one value, whose reference it takes over; NULL with an exception set. */
PyObject *st_py_list_of(PyObject *value);

/* A new tuple (key, value), not tracked, which takes over both references also when it fails. Its
 * memory may be that of one that died in an st_py_turns of the pool. NULL with an exception set. */
static inline PyObject *st_py_pair_new(st_py_pool *pool, PyObject *key, PyObject *value)
{
    PyObject *pair = NULL;
    if (key && value && pool->size)
        pair = pool->free[--pool->size];
    else if (key && value && (pair = PyTuple_New(2)) != NULL)
        PyObject_GC_UnTrack(pair);
    if (pair == NULL) {
        Py_XDECREF(key);
        Py_XDECREF(value);
        return NULL;
    }
    PyTuple_SET_ITEM(pair, 0, key);
    PyTuple_SET_ITEM(pair, 1, value);
    return pair;
}

/* The pairs of a file by their keys. Reading counts only while the list holds the very same pairs
 * (st_py_turns_of); they are kept alive here, so the same address is the same pair. */
typedef struct st_py_turns {
    uint32_t n;
    uint32_t at;        /* where the next lookup begins */
    uint64_t seen[2];   /* known keys, by their number */
    uint64_t later;     /* pairs whose key came before */
    int complete;       /* every key is known */
    st_py_pool *pool;   /* where the pairs come from */
    PyObject **keys;    /* owned: of each first pair, as keys() gives it; else NULL. One place more,
                           for what a search ends at */
    uint8_t *next;      /* the next pair with the same key; 0: none */
    PyObject *pairs[];  /* owned */
} st_py_turns;

enum { ST_PY_MOST_TURNS = 64 };

/* For n pairs out of a pool to be added; NULL, without an exception, for too many of them to be
 * worth it. */
st_py_turns *st_py_turns_new(st_py_pool *pool, size_t n);
int st_py_turns_visit(const st_py_turns *t, visitproc visit, void *arg);

/* st_py_turns_add where the key came before. */
void st_py_turns_chain(st_py_turns *t, uint32_t i, PyObject *key);

/* Adds a pair. `key` (may be NULL: not known yet) is what keys() gives for it, `number` < 128 the
 * number of a known key. */
static inline void st_py_turns_add(st_py_turns *t, PyObject *pair, PyObject *key, unsigned number)
{
    const uint32_t i = t->n++;
    t->pairs[i] = Py_NewRef(pair);
    t->keys[i] = NULL;
    t->next[i] = 0;
    if (key == NULL) {
        t->complete = 0;
        return;
    }
    uint64_t *seen = &t->seen[number >> 6 & 1];
    const uint64_t bit = (uint64_t)1 << (number & 63);
    if (*seen & bit) {
        st_py_turns_chain(t, i, key);
        return;
    }
    *seen |= bit;
    t->keys[i] = Py_NewRef(key);
}

/* Finds out the keys that were not known: `key_of` makes them from what the pairs hold. 0, or -1
 * with an exception set. */
int st_py_turns_complete(st_py_turns *t, st_py_state *state,
                         PyObject *(*key_of)(st_py_state *, PyObject *));

/* A new list of the values of a key that keys() gave. NULL with an exception set; or without one
 * when the list has changed, or it is not that very object: it may still be equal to a key. */
PyObject *st_py_turns_values(st_py_turns **slot, PyObject *list, PyObject *key);

/* *slot when it holds, else NULL: then it is freed, as nothing will make it hold again. */
st_py_turns *st_py_turns_of(st_py_turns **slot, PyObject *list);
void st_py_turns_drop(st_py_turns **slot);

#endif
