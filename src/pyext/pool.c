/* SPDX-License-Identifier: MIT */
/* Memory of dead objects of one size, dead pairs. */
#include "pyext/pool.h"

st_py_pool *st_py_pool_new(void)
{
    st_py_pool *pool = PyMem_RawCalloc(1, sizeof *pool);
    if (pool == NULL)
        PyErr_NoMemory();
    return pool;
}

void st_py_pool_leave(st_py_pool *pool)
{
    if (--pool->users == 0 && pool->closed)
        PyMem_RawFree(pool);
}

void st_py_pool_give(st_py_pool *pool, PyObject *o, size_t size)
{
    PyTypeObject *type = Py_TYPE(o);
    if (pool && !pool->closed && pool->size < ST_PY_POOL_SIZE &&
        (size_t)type->tp_basicsize == size) {
        /* PyObject_GC_Del looks at the type, which may be gone when the pool is emptied */
        Py_SET_TYPE(o, &PyTuple_Type);
        pool->free[pool->size++] = o;
    } else {
        type->tp_free(o);
    }
    if (pool)
        st_py_pool_leave(pool);
}

void st_py_pool_drop_pair(st_py_pool *pool, PyObject *pair)
{
#ifndef Py_GIL_DISABLED
    if (Py_REFCNT(pair) == 1 && !pool->closed && pool->size < ST_PY_POOL_SIZE) {
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

void st_py_pool_close(st_py_pool *pool)
{
    if (pool == NULL)
        return;
    pool->closed = 1;
    while (pool->size)
        PyObject_GC_Del(pool->free[--pool->size]);
    if (pool->users == 0)
        PyMem_RawFree(pool);
}
