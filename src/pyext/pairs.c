/* SPDX-License-Identifier: MIT */
/* Lists of (key, value) and the order in which a program reads them. dict(tags) asks for keys()
 * and then for each key; a search through the list for every one of them would be most of its
 * work. */
#include "pyext/pairs.h"

#include <string.h>

/* ---- lists ---- */

int st_py_list_append(PyObject *list, PyObject *item)
{
    const int result = PyList_Append(list, item);
    Py_DECREF(item);
    return result;
}

static inline PyObject *list_of(PyObject *value)
{
#ifndef Py_GIL_DISABLED /* PyList_New(1) would fill its array twice */
    PyObject *list = PyList_New(0);
    PyObject **items = list ? PyMem_New(PyObject *, 1) : NULL;
    if (items) {
        items[0] = value;
        ((PyListObject *)list)->ob_item = items;
        ((PyListObject *)list)->allocated = 1;
        Py_SET_SIZE(list, 1);
        return list;
    }
    if (list)
        PyErr_NoMemory();
    Py_CLEAR(list);
#else
    PyObject *list = PyList_New(1);
    if (list) {
        PyList_SET_ITEM(list, 0, value);
        return list;
    }
#endif
    Py_DECREF(value);
    return NULL;
}

PyObject *st_py_list_of(PyObject *value)
{
    return list_of(value);
}

/* ---- turns ---- */

st_py_turns *st_py_turns_new(st_py_pool *pool, size_t n)
{
    if (n == 0 || n > ST_PY_MOST_TURNS)
        return NULL;
    st_py_turns *t = PyMem_Malloc(sizeof *t + (2 * n + 1) * sizeof(PyObject *) + n);
    if (t == NULL)
        return NULL;
    t->n = t->at = 0;
    t->seen[0] = t->seen[1] = t->later = 0;
    t->complete = 1;
    t->pool = pool;
    pool->users++;
    t->keys = t->pairs + n;
    t->next = (uint8_t *)(t->keys + n + 1);
    return t;
}

/* Drops a reference to a pair. When it was the last one the next pair will be this tuple: zip()
 * does the same. */
static inline void drop_pair(st_py_pool *pool, PyObject *pair)
{
#ifndef Py_GIL_DISABLED
    if (Py_REFCNT(pair) == 1 && pool->size < ST_PY_POOL_SIZE && !pool->closed) {
        PyObject *key = PyTuple_GET_ITEM(pair, 0), *value = PyTuple_GET_ITEM(pair, 1);
        if (!PyUnicode_CheckExact(value)) /* its owner may have had it tracked */
            PyObject_GC_UnTrack(pair);
        PyTuple_SET_ITEM(pair, 0, NULL);
        PyTuple_SET_ITEM(pair, 1, NULL);
#if PY_VERSION_HEX >= 0x030E0000
        ((PyTupleObject *)pair)->ob_hash = -1;
#endif
        pool->free[pool->size++] = pair;
        Py_DECREF(key);
        Py_DECREF(value); /* may run anything */
        return;
    }
#else
    (void)pool;
#endif
    Py_DECREF(pair);
}

void st_py_turns_drop(st_py_turns **slot)
{
    st_py_turns *t = *slot;
    *slot = NULL;
    if (t == NULL)
        return;
    st_py_pool *pool = t->pool;
    for (uint32_t i = 0, n = t->n; i < n; i++) {
        Py_XDECREF(t->keys[i]);
        drop_pair(pool, t->pairs[i]);
    }
    st_py_pool_leave(pool);
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

static inline st_py_turns *turns_of(st_py_turns **slot, PyObject *list)
{
    const st_py_turns *t = *slot;
    if (t && (t->n == 0 || Py_SIZE(list) != (Py_ssize_t)t->n ||
              memcmp(((PyListObject *)list)->ob_item, t->pairs, t->n * sizeof *t->pairs) != 0))
        st_py_turns_drop(slot);
    return *slot;
}

st_py_turns *st_py_turns_of(st_py_turns **slot, PyObject *list)
{
    return turns_of(slot, list);
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
        before |= (uint64_t)1 << i;
    }
    t->complete = 1;
    return 0;
}

/* The values of pair i and of the later ones with its key. */
__attribute__((noinline))
static PyObject *all_values(st_py_turns **slot, PyObject *key, uint32_t i)
{
    PyObject *values = PyList_New(0); /* may run a finalizer, and that anything */
    st_py_turns *t = *slot;
    if (t == NULL || i >= t->n || t->keys[i] != key)
        Py_CLEAR(values);
    for (int more = 1; values && more; i = t->next[i], more = i != 0)
        if (st_py_list_add(values, Py_NewRef(PyTuple_GET_ITEM(t->pairs[i], 1))) < 0)
            Py_CLEAR(values);
    return values;
}

PyObject *st_py_turns_values(st_py_turns **slot, PyObject *list, PyObject *key)
{
    st_py_turns *t = turns_of(slot, list);
    if (t == NULL)
        return NULL;
    PyObject **keys = t->keys;
    uint32_t i = t->at;
    keys[t->n] = key; /* both searches end there at the latest */
    while (keys[i] != key) /* mostly the next one; those of a set come in any order */
        i++;
    if (i == t->n)
        for (i = 0; keys[i] != key; i++)
            ;
    if (i == t->n)
        return NULL;
    t->at = i + 1;
    return t->next[i] ? all_values(slot, key, i)
                      : list_of(Py_NewRef(PyTuple_GET_ITEM(t->pairs[i], 1)));
}
