/* SPDX-License-Identifier: MIT */
/* Memory of dead objects of one size, nothing else of them, for the next ones. */
#ifndef ST_PY_POOL_H
#define ST_PY_POOL_H

#include "pyext/core.h"

/* It may outlive the module's state: the last object that came from it frees it. */
enum { ST_PY_POOL_SIZE = 64 };
typedef struct st_py_pool {
    PyObject *free[ST_PY_POOL_SIZE];
    size_t size;
    size_t users; /* living objects that will come back, or holders of pairs that will */
    int closed;   /* the module is gone: nothing comes back any more */
} st_py_pool;

st_py_pool *st_py_pool_new(void); /* NULL with an exception set */
void st_py_pool_close(st_py_pool *pool);

/* An untracked object of a type with garbage collection, whose basic size is the pool's; its
 * members are not set. NULL with an exception set. */
static inline PyObject *st_py_pool_take(st_py_pool *pool, PyTypeObject *type)
{
    PyObject *o;
    if (pool->size)
        o = PyObject_Init(pool->free[--pool->size], type);
    else
        o = PyObject_GC_New(PyObject, type);
    pool->users += o != NULL;
    return o;
}

/* One user less. */
static inline void st_py_pool_leave(st_py_pool *pool)
{
    if (--pool->users == 0 && pool->closed)
        PyMem_RawFree(pool);
}

/* Gives back an untracked object that came out of the pool. Its type may have been changed for one
 * of another size; a NULL pool takes nothing. */
static inline void st_py_pool_give(st_py_pool *pool, PyObject *o, size_t size)
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

#endif
