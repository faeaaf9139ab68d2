/* SPDX-License-Identifier: MIT */
/* walk(): an iterator over the paths of files under directories. Directories are read without the
 * GIL; a path that was read already comes without giving it up. */
#include <unistd.h>

#include "pyext/core.h"
#include "simdtag/walk.h"

typedef struct {
    PyObject_HEAD
    simdtag_walker *walker; /* NULL when the walk is over */
    PyObject *on_error;     /* or NULL */
    pid_t owner;            /* the process that has the threads; 0: there are none */
    char as_bytes;          /* the roots were bytes, so paths are */
    char busy;              /* a thread is reading a directory without the GIL */
} st_py_walk;

static int walk_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((st_py_walk *)o)->on_error);
    return 0;
}

static int walk_clear(PyObject *o)
{
    Py_CLEAR(((st_py_walk *)o)->on_error);
    return 0;
}

static void end(st_py_walk *self)
{
    simdtag_walker *walker = self->walker;
    self->walker = NULL;
    if (walker == NULL)
        return;
    Py_BEGIN_ALLOW_THREADS /* it waits for threads that are reading ahead */
    simdtag_walk_close(walker);
    Py_END_ALLOW_THREADS
}

static void walk_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    end((st_py_walk *)o);
    walk_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *path_object(const st_py_walk *self, const char *path)
{
    return self->as_bytes ? PyBytes_FromString(path) : PyUnicode_DecodeFSDefault(path);
}

/* Calls on_error with what the system said of a path; 0, or -1 with an exception set. */
static int tell(st_py_walk *self, const char *path, const simdtag_error *error)
{
    if (self->on_error == NULL)
        return 0;
    PyObject *name = path_object(self, path), *what = NULL, *answer = NULL;
    if (name && error->status == SIMDTAG_ERR_IO) {
        what = PyObject_CallFunction(PyExc_OSError, "isO", error->sys, error->text, name);
    } else if (name) {
        st_py_raise(st_py_state_of(Py_TYPE(self)), error, name);
        PyObject *type, *traceback;
        PyErr_Fetch(&type, &what, &traceback);
        PyErr_NormalizeException(&type, &what, &traceback);
        Py_XDECREF(type);
        Py_XDECREF(traceback);
    }
    if (what)
        answer = PyObject_CallOneArg(self->on_error, what);
    Py_XDECREF(name);
    Py_XDECREF(what);
    Py_XDECREF(answer);
    return answer ? 0 : -1;
}

static PyObject *walk_next(PyObject *o)
{
    st_py_walk *self = (st_py_walk *)o;
    if (self->busy) {
        PyErr_SetString(PyExc_ValueError, "walk() is being read by another thread");
        return NULL;
    }
    while (self->walker) {
        const char *path = NULL;
        simdtag_error error;
        int says;
        if (simdtag_walk_ready(self->walker)) {
            says = simdtag_walk_next(self->walker, &path, &error);
        } else if (self->owner && self->owner != getpid()) {
            PyErr_SetString(PyExc_RuntimeError,
                            "a walk with threads does not go on in a forked process");
            return NULL;
        } else {
            self->busy = 1;
            Py_BEGIN_ALLOW_THREADS
            says = simdtag_walk_next(self->walker, &path, &error);
            Py_END_ALLOW_THREADS
            self->busy = 0;
        }
        if (says == 1)
            return path_object(self, path);
        if (says == 0)
            end(self);
        if ((says < 0 && tell(self, path, &error) < 0) || PyErr_CheckSignals() < 0)
            return NULL;
    }
    return NULL;
}

static PyType_Slot slots[] = {
    {Py_tp_doc, ST_PY_DOC("An iterator over paths, made by walk().")},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, walk_next},
    {Py_tp_traverse, walk_traverse},
    {Py_tp_clear, walk_clear},
    {Py_tp_dealloc, walk_dealloc},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "simdtag._core.Walk",
    .basicsize = sizeof(st_py_walk),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

/* The bytes of all roots as a list, which must be all str or all bytes; NULL with an exception. */
static PyObject *roots_of(PyObject *args, char *as_bytes)
{
    const Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *list = PyList_New(n);
    for (Py_ssize_t i = 0; list && i < n; i++) {
        PyObject *path = PyOS_FSPath(PyTuple_GET_ITEM(args, i)), *bytes = NULL;
        if (path) {
            const char is_bytes = PyBytes_Check(path) != 0;
            if (i > 0 && is_bytes != *as_bytes)
                PyErr_SetString(PyExc_TypeError, "walk() cannot mix str and bytes");
            else if (PyUnicode_FSConverter(path, &bytes))
                *as_bytes = is_bytes;
        }
        Py_XDECREF(path);
        if (bytes)
            PyList_SET_ITEM(list, i, bytes);
        else
            Py_CLEAR(list);
    }
    return list;
}

/* A walker over the roots of a list of bytes. */
static simdtag_walker *start(st_py_state *state, PyObject *list,
                             const simdtag_walk_options *options)
{
    const Py_ssize_t n = PyList_GET_SIZE(list);
    const char **roots = PyMem_New(const char *, n ? n : 1);
    if (roots == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++)
        roots[i] = PyBytes_AS_STRING(PyList_GET_ITEM(list, i));
    simdtag_error error;
    simdtag_walker *walker = simdtag_walk_open(roots, (size_t)n, options, &error);
    PyMem_Free(roots);
    if (walker == NULL)
        st_py_raise(state, &error, NULL);
    return walker;
}

PyDoc_STRVAR(
    walk_doc,
    "walk(*roots, all_files=False, follow=False, sort=True, threads=0, on_error=None)\n--\n\n"
    "An iterator over the paths of audio files under directories.\n\n"
    "Files are known by their extensions; none of them is opened or asked for its size. A root\n"
    "may itself be a file, and is then given as it is. Roots that are bytes give paths that are\n"
    "bytes.\n"
    "The files of a directory come first, then those of its directories, both by name.\n\n"
    "all_files=True gives files of every extension. Symbolic links to files are given; those to\n"
    "directories are entered with follow=True, and then each directory is walked once. sort=False\n"
    "gives the order of inode numbers, in which many disks read files fastest that are not in\n"
    "memory. threads=N reads directories ahead in N threads, for disks that answer slowly; paths\n"
    "and order stay the same.\n\n"
    "What cannot be read is left out; on_error is called with an OSError that says what, as\n"
    "os.walk does, or a MutagenError for a tree that is too deep.");

static PyObject *core_walk(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"all_files", "follow", "sort", "threads", "on_error", NULL};
    st_py_state *state = PyModule_GetState(module);
    int all_files = 0, follow = 0, sort = 1, threads = 0;
    PyObject *on_error = NULL, *none = PyTuple_New(0);
    const int fine = none && PyArg_ParseTupleAndKeywords(none, kwargs, "|$pppiO:walk",
                                                         (char **)(uintptr_t)names, &all_files,
                                                         &follow, &sort, &threads, &on_error);
    Py_XDECREF(none);
    if (!fine)
        return NULL;
    if (threads < 0) {
        PyErr_SetString(PyExc_ValueError, "threads must not be negative");
        return NULL;
    }
    char as_bytes = 0;
    PyObject *roots = roots_of(args, &as_bytes);
    st_py_walk *self = roots ? (st_py_walk *)state->Walk->tp_alloc(state->Walk, 0) : NULL;
    if (self) {
        const simdtag_walk_options options = {
            .flags = (all_files ? SIMDTAG_WALK_ALL_FILES : 0u) |
                     (follow ? SIMDTAG_WALK_FOLLOW : 0u) | SIMDTAG_WALK_STEPS,
            .order = sort ? SIMDTAG_WALK_BY_NAME : SIMDTAG_WALK_BY_INODE,
            .threads = (unsigned)threads};
        self->owner = threads ? getpid() : 0;
        self->as_bytes = as_bytes;
        self->on_error = on_error == Py_None ? NULL : Py_XNewRef(on_error);
        self->walker = start(state, roots, &options);
        if (self->walker == NULL)
            Py_CLEAR(self);
    }
    Py_XDECREF(roots);
    return (PyObject *)self;
}

static PyMethodDef functions[] = {
    {"walk", (PyCFunction)(void (*)(void))core_walk, METH_VARARGS | METH_KEYWORDS, walk_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_walk(PyObject *module, st_py_state *state)
{
    state->Walk = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, NULL);
    return state->Walk ? PyModule_AddFunctions(module, functions) : -1;
}
