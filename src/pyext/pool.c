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
