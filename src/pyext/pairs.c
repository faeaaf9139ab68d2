/* SPDX-License-Identifier: MIT */
/* Lists of (key, value) and the order in which a program reads them. dict(tags) asks for keys()
 * and then for each key; a search through the list for every one of them would be most of its
 * work. */
#include "pyext/pairs.h"

#include <string.h>

/* ---- lists ---- */

void st_py_list_reserve(PyObject *o, size_t n)
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

int st_py_list_append(PyObject *list, PyObject *item)
{
    const int result = PyList_Append(list, item);
    Py_DECREF(item);
    return result;
}

PyObject *st_py_list_of(PyObject *value)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        Py_DECREF(value);
        return NULL;
    }
    st_py_list_reserve(list, 1); /* PyList_New(1) would write a NULL there before */
    if (st_py_list_add(list, value) < 0)
        Py_CLEAR(list);
    return list;
}

/* ---- turns ---- */

st_py_turns *st_py_turns_new(st_py_pool *pool, size_t n)
{
    if (n == 0 || n > ST_PY_MOST_TURNS)
        return NULL;
    st_py_turns *t = PyMem_Malloc(sizeof *t + n * (2 * sizeof(PyObject *) + 1));
    if (t == NULL)
        return NULL;
    t->n = t->n_keys = t->at = 0;
    t->seen[0] = t->seen[1] = t->later = 0;
    t->complete = 1;
    t->pool = pool;
    pool->users++;
    t->keys = t->pairs + n;
    t->next = (uint8_t *)(t->keys + n);
    return t;
}

void st_py_turns_drop(st_py_turns **slot)
{
    st_py_turns *t = *slot;
    *slot = NULL;
    if (t == NULL)
        return;
    for (uint32_t i = 0; i < t->n; i++) {
        Py_XDECREF(t->keys[i]);
        st_py_pool_drop_pair(t->pool, t->pairs[i]);
    }
    st_py_pool_leave(t->pool);
    PyMem_Free(t);
}

int st_py_turns_visit(const st_py_turns *t, visitproc visit, void *arg)
{
    for (uint32_t i = 0; t && i < t->n; i++)
        Py_VISIT(t->pairs[i]);
    return 0;
}

/* Pair `i` comes behind the last one with the key of pair `first`. */
static void chain(st_py_turns *t, uint32_t first, uint32_t i)
{
    while (t->next[first])
        first = t->next[first];
    t->next[first] = (uint8_t)i;
    t->later |= (uint64_t)1 << i;
}

void st_py_turns_chain(st_py_turns *t, uint32_t i, PyObject *key)
{
    uint32_t first = 0;
    while (t->keys[first] != key)
        first++;
    chain(t, first, i);
}

/* Whether the list holds the very same pairs. */
static inline int holds(const st_py_turns *t, PyObject *list)
{
    return t->n && Py_SIZE(list) == (Py_ssize_t)t->n &&
           memcmp(((PyListObject *)list)->ob_item, t->pairs, t->n * sizeof *t->pairs) == 0;
}

st_py_turns *st_py_turns_of(st_py_turns **slot, PyObject *list)
{
    if (*slot && !holds(*slot, list))
        st_py_turns_drop(slot);
    return *slot;
}

static int same_text(PyObject *a, PyObject *b)
{
    return a == b || (PyUnicode_GET_LENGTH(a) == PyUnicode_GET_LENGTH(b) &&
                      PyUnicode_Compare(a, b) == 0);
}

int st_py_turns_complete(st_py_turns *t, st_py_state *state,
                         PyObject *(*key_of)(st_py_state *, PyObject *))
{
    uint64_t before = 0; /* pairs whose keys were not known */
    for (uint32_t i = 0; !t->complete && i < t->n; i++) {
        if (t->keys[i] || t->later >> i & 1)
            continue;
        PyObject *key = key_of(state, PyTuple_GET_ITEM(t->pairs[i], 0));
        if (key == NULL)
            return -1;
        uint32_t k = 0;
        while (k < i && !(before >> k & 1 && same_text(t->keys[k], key)))
            k++;
        if (k < i) {
            chain(t, k, i);
            Py_DECREF(key);
            continue;
        }
        t->keys[i] = key;
        t->n_keys++;
        before |= (uint64_t)1 << i;
    }
    t->complete = 1;
    return 0;
}

PyObject *st_py_turns_values(st_py_turns **slot, PyObject *list, PyObject *key)
{
    st_py_turns *t = st_py_turns_of(slot, list);
    if (t == NULL)
        return NULL;
    uint32_t i = t->at, left = t->n;
    while (t->keys[i] != key) { /* mostly the next one */
        i = i + 1 < t->n ? i + 1 : 0;
        if (--left == 0)
            return NULL;
    }
    t->at = i + 1 < t->n ? i + 1 : 0;
    uint32_t next = t->next[i];
    /* making a list may run a finalizer, and that anything */
    PyObject *values = st_py_list_of(Py_NewRef(PyTuple_GET_ITEM(t->pairs[i], 1)));
    if (next == 0 || values == NULL)
        return values;
    t = *slot;
    if (t == NULL || i >= t->n || t->keys[i] != key) {
        Py_DECREF(values);
        return NULL;
    }
    for (; values && next; next = t->next[next])
        if (st_py_list_add(values, Py_NewRef(PyTuple_GET_ITEM(t->pairs[next], 1))) < 0)
            Py_CLEAR(values);
    return values;
}
