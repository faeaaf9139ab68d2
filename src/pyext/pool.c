/* SPDX-License-Identifier: MIT */
/* Memory of dead objects of one size. */
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
