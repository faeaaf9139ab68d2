/* SPDX-License-Identifier: MIT */
/* The index of long lists of (key, value): a dict from key to its first position, a chain from
 * there on, and the pairs that stood at each. It counts while the list still holds those. */
#include "pyext/pair_index.h"

#include <string.h>

#include "pyext/pairs.h"

enum {
    SHORTEST = ST_PY_MOST_TURNS + 1,
    PATIENCE = 4,  /* searches before an index is worth its making */
    /* So many pairs are looked at in each lookup, in turn: shorter lists are thereby known to be
     * unchanged. In longer ones every way of list objects to change is noticed by itself
     * (st_py_pair_list_complete), and this notices what a program does past them. */
    LOOK = 512
};

struct st_py_index {
    Py_ssize_t n, allocated;
    PyObject **items;  /* the list's own array then */
    PyObject *first;   /* dict: key to position */
    Py_ssize_t looked; /* where the next look begins */
    int32_t *next;     /* position of the next pair with the same key; -1: none */
    PyObject *pairs[]; /* owned, so that no other can have their address */
};

static void free_index(st_py_index *x)
{
    for (Py_ssize_t i = 0; i < x->n; i++)
        Py_XDECREF(x->pairs[i]);
    Py_XDECREF(x->first);
    PyMem_Free(x);
}

void st_py_index_drop(PyObject *list)
{
    st_py_pair_list *self = (st_py_pair_list *)list;
    st_py_index *x = self->index;
    self->index = NULL;
    self->searches = 0;
    if (x)
        free_index(x);
}

int st_py_index_visit(PyObject *list, visitproc visit, void *arg)
{
    const st_py_index *x = ((st_py_pair_list *)list)->index;
    for (Py_ssize_t i = 0; x && i < x->n; i++)
        Py_VISIT(x->pairs[i]);
    return 0;
}

#ifdef Py_GIL_DISABLED
/* Another thread may change the list at any time: it is searched. */
PyObject *st_py_index_values(st_py_state *state, PyObject *list, PyObject *key,
                             PyObject *(*key_of)(st_py_state *, PyObject *))
{
    (void)state, (void)list, (void)key, (void)key_of;
    return NULL;
}
#else

/* ---- making ---- */

/* Notes that pair i has this key; pairs come from the last to the first. */
static int note(st_py_index *x, Py_ssize_t i, PyObject *key)
{
    PyObject *behind = PyDict_GetItemWithError(x->first, key);
    if (behind == NULL && PyErr_Occurred())
        return -1;
    x->next[i] = behind ? (int32_t)PyLong_AsLong(behind) : -1;
    PyObject *at = PyLong_FromSsize_t(i);
    const int result = at ? PyDict_SetItem(x->first, key, at) : -1;
    Py_XDECREF(at);
    return result;
}

/* NULL with an exception set, or without one for a list that holds something but pairs of text:
 * looking at those may run Python code. */
static st_py_index *new_index(st_py_state *state, PyListObject *list,
                              PyObject *(*key_of)(st_py_state *, PyObject *))
{
    const Py_ssize_t n = Py_SIZE(list);
    if (n > INT32_MAX)
        return NULL;
    st_py_index *x =
        PyMem_Calloc(1, sizeof *x + (size_t)n * (sizeof *x->pairs + sizeof *x->next));
    if (x == NULL || (x->first = PyDict_New()) == NULL) {
        PyMem_Free(x);
        PyErr_NoMemory();
        return NULL;
    }
    x->n = n;
    x->items = list->ob_item;
    x->allocated = list->allocated;
    x->next = (int32_t *)(x->pairs + n);
    Py_ssize_t i = n - 1;
    for (; i >= 0; i--) {
        PyObject *pair = Py_SIZE(list) == n ? list->ob_item[i] : NULL;
        PyObject *key = pair && PyTuple_CheckExact(pair) && PyTuple_GET_SIZE(pair) == 2
                            ? PyTuple_GET_ITEM(pair, 0)
                            : NULL;
        if (key == NULL || !PyUnicode_CheckExact(key))
            break;
        x->pairs[i] = Py_NewRef(pair);
        key = key_of(state, key);
        const int noted = key ? note(x, i, key) : -1;
        Py_XDECREF(key);
        if (noted < 0)
            break;
    }
    if (i < 0)
        return x;
    free_index(x);
    return NULL;
}

/* ---- asking ---- */

static int same_part(const st_py_index *x, const PyListObject *list, Py_ssize_t from, Py_ssize_t to)
{
    return memcmp(list->ob_item + from, x->pairs + from, (size_t)(to - from) * sizeof *x->pairs) ==
           0;
}

/* Whether the list is as it was, as far as one lookup can tell: see LOOK. */
static int holds(st_py_index *x, const PyListObject *list)
{
    if (Py_SIZE(list) != x->n || list->ob_item != x->items || list->allocated != x->allocated)
        return 0;
    if (x->looked >= x->n)
        x->looked = 0;
    const Py_ssize_t from = x->looked;
    x->looked = x->n - from < LOOK ? x->n : from + LOOK;
    return same_part(x, list, from, x->looked);
}

/* Position of the first pair with the key, all of whose pairs are where they were; -1: none. */
static Py_ssize_t first_of(const st_py_index *x, const PyListObject *list, PyObject *key)
{
    PyObject *at = PyDict_GetItemWithError(x->first, key);
    const Py_ssize_t first = at ? PyLong_AsSsize_t(at) : -1;
    for (Py_ssize_t i = first; i >= 0; i = x->next[i])
        if (!same_part(x, list, i, i + 1))
            return -1;
    return first;
}

/* Makes the index of a list that has been searched often enough. */
static int make_index(st_py_state *state, PyObject *o,
                      PyObject *(*key_of)(st_py_state *, PyObject *))
{
    st_py_pair_list *self = (st_py_pair_list *)o;
    if (self->searches++ < PATIENCE)
        return 0;
    self->searches = 0;
    st_py_index *x = new_index(state, &self->list, key_of);
    if (x == NULL)
        return PyErr_Occurred() ? -1 : 0;
    st_py_index_drop(o); /* if making keys made one */
    self->index = x;
    return 0;
}

PyObject *st_py_index_values(st_py_state *state, PyObject *o, PyObject *key,
                             PyObject *(*key_of)(st_py_state *, PyObject *))
{
    st_py_pair_list *self = (st_py_pair_list *)o;
    if (PyList_GET_SIZE(o) < SHORTEST || !PyUnicode_CheckExact(key) ||
        (self->index == NULL && make_index(state, o, key_of) < 0) || self->index == NULL)
        return NULL;
    PyObject *values = PyList_New(0); /* first: may run a finalizer, and that anything */
    if (self->index && !holds(self->index, &self->list))
        st_py_index_drop(o);
    const st_py_index *x = self->index;
    for (Py_ssize_t i = values && x ? first_of(x, &self->list, key) : -1; values && i >= 0;
         i = x->next[i])
        if (st_py_list_add(values, Py_NewRef(PyTuple_GET_ITEM(x->pairs[i], 1))) < 0)
            Py_CLEAR(values);
    if (values && PyList_GET_SIZE(values) == 0)
        Py_CLEAR(values);
    return values;
}
#endif

/* ---- changing ---- */

/* list.name(self, …), the index forgotten before and after. */
static PyObject *as_list(PyObject *self, const char *name, PyObject *args, PyObject *kwargs)
{
    st_py_index_drop(self);
    PyObject *method = PyObject_GetAttrString((PyObject *)&PyList_Type, name);
    PyObject *bound = method ? PyObject_CallMethod(method, "__get__", "O", self) : NULL;
    PyObject *result = bound ? PyObject_Call(bound, args, kwargs) : NULL;
    Py_XDECREF(bound);
    Py_XDECREF(method);
    st_py_index_drop(self);
    return result;
}

#define CHANGES(name)                                                                \
    static PyObject *list_##name(PyObject *self, PyObject *args, PyObject *kwargs) \
    {                                                                                \
        return as_list(self, #name, args, kwargs);                                   \
    }
CHANGES(append)
CHANGES(clear)
CHANGES(extend)
CHANGES(insert)
CHANGES(pop)
CHANGES(remove)

#define METHOD(name, takes, words)                                                     \
    {                                                                                  \
        #name, (PyCFunction)(void (*)(void))list_##name, METH_VARARGS | METH_KEYWORDS, \
            #name "(" takes ")\n--\n\n" words                                          \
    }
static PyObject *forget(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    st_py_index_drop(self);
    Py_RETURN_NONE;
}

static PyMethodDef changing[] = {
    METHOD(append, "$self, object, /", "Append object to the end of the list."),
    METHOD(clear, "$self, /", "Remove all items from list."),
    METHOD(extend, "$self, iterable, /", "Extend list by appending elements from the iterable."),
    METHOD(insert, "$self, index, object, /", "Insert object before index."),
    METHOD(pop, "$self, index=-1, /", "Remove and return item at index (default last)."),
    METHOD(remove, "$self, value, /", "Remove first occurrence of value."),
    {"_forget", forget, METH_NOARGS, NULL}, /* for what a Python half does with list's methods */
    {NULL, NULL, 0, NULL},
};

int st_py_pair_list_complete(PyTypeObject *type)
{
    for (PyMethodDef *def = changing; def->ml_name; def++) {
        PyObject *method = PyDescr_NewMethod(type, def);
        const int result =
            method ? PyObject_SetAttrString((PyObject *)type, def->ml_name, method) : -1;
        Py_XDECREF(method);
        if (result < 0)
            return -1;
    }
    return 0;
}

PyObject *st_py_pair_list_added(PyObject *list, PyObject *others)
{
    st_py_index_drop(list);
    PyObject *result = PyList_Type.tp_as_sequence->sq_inplace_concat(list, others);
    st_py_index_drop(list);
    return result;
}

PyObject *st_py_pair_list_repeated(PyObject *list, Py_ssize_t n)
{
    st_py_index_drop(list);
    return PyList_Type.tp_as_sequence->sq_inplace_repeat(list, n);
}
