/* SPDX-License-Identifier: MIT */
/* batch_open() and batch_iter(): many files at once, opened and parsed by threads that know nothing
 * of Python. An object is made when its result is taken; its info and tags when they are asked
 * for, as always. */
#include <string.h>
#include <unistd.h>

#include "pyext/file.h"

/* Results taken at a time, without the GIL; paths handed over at a time; how long to wait before
 * signals are looked at. */
enum { CHUNK = 128, WAIT_MS = 50 };

/* A path on its way. */
typedef struct pending {
    PyObject *name;   /* str or bytes: what `filename` becomes; when `failed` what was given */
    PyObject *keep;   /* what holds the bytes for the system, if not `name` itself */
    PyObject *failed; /* the exception instance a path that is none is answered with */
} pending;

typedef struct st_py_batch {
    PyObject_HEAD
    simdtag_batcher *batcher; /* NULL: closed */
    pid_t owner;              /* the process that has the threads */
    char busy;                /* somebody is at it, maybe without the GIL, maybe in Python code */
    char closing;             /* to be closed when that is over */
    PyObject *source;         /* iterator of paths; NULL at its end */
    pending *queue;           /* ring of `room`, from `first` on */
    size_t room, first, count;
    size_t taken, at; /* results[at, taken) */
    simdtag_batch_result results[CHUNK];
} st_py_batch;

/* ---- paths in ---- */

static void drop(pending *p)
{
    Py_CLEAR(p->name);
    Py_CLEAR(p->keep);
    Py_CLEAR(p->failed);
}

/* The exception that is set, as an instance; NULL when it is one that ends the batch. */
static PyObject *as_value(void)
{
    PyObject *type, *value, *traceback;
    if (!PyErr_ExceptionMatches(PyExc_Exception) || PyErr_ExceptionMatches(PyExc_MemoryError))
        return NULL;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return value;
}

/* Makes an entry of one object of the source: *path is what to open, NULL when it failed. */
static int make_entry(st_py_state *state, PyObject *thing, pending *p, const char **path)
{
    *p = (pending){NULL, NULL, NULL};
    *path = NULL;
    if (st_py_path_of(state, thing, &p->name) == 0) {
        if (p->name)
            *path = st_py_system_path(p->name, &p->keep);
        else
            PyErr_Format(PyExc_TypeError, "a batch opens paths, not %.100s",
                         Py_TYPE(thing)->tp_name);
    }
    if (*path)
        return 0;
    p->failed = as_value();
    if (p->failed && p->name == NULL)
        p->name = Py_NewRef(thing);
    else if (p->failed == NULL)
        Py_CLEAR(p->name);
    return p->failed ? 0 : -1;
}

/* Takes up to CHUNK paths from the source and hands them over. 0, or -1 with an exception set. */
static int fill(st_py_state *state, st_py_batch *self)
{
    const char *paths[CHUNK];
    size_t n = 0;
    int result = 0;
    while (self->source && n < CHUNK && self->count < self->room && !self->closing) {
        PyObject *thing = PyIter_Next(self->source);
        if (thing == NULL) {
            Py_CLEAR(self->source);
            result = PyErr_Occurred() ? -1 : 0;
            break;
        }
        pending *p = &self->queue[(self->first + self->count) % self->room];
        result = make_entry(state, thing, p, &paths[n]);
        Py_DECREF(thing);
        if (result < 0)
            break;
        self->count++;
        n += paths[n] != NULL;
    }
    if (n && self->batcher) /* there is room: the window is as large as the queue */
        simdtag_batcher_add(self->batcher, paths, n);
    return result;
}

/* ---- results out ---- */

/* Waits for results. 0, or -1: with an exception set, KeyboardInterrupt for one, or because the
 * batch is to be closed. */
static int take(st_py_batch *self)
{
    simdtag_batcher *batcher = self->batcher;
    size_t n = 0;
    int got = -1;
    while (n == 0) {
        Py_BEGIN_ALLOW_THREADS
        int wait = WAIT_MS;
        while (n < CHUNK && (got = simdtag_batcher_next(batcher, &self->results[n], wait)) == 1) {
            n++;
            wait = 0;
        }
        Py_END_ALLOW_THREADS
        if (n == 0 && got == 0) {
            PyErr_SetString(PyExc_RuntimeError, "a batch does not go on in a forked process");
            return -1;
        }
        if (n == 0 && (PyErr_CheckSignals() < 0 || self->closing))
            return -1;
    }
    self->at = 0;
    self->taken = n;
    return 0;
}

/* What File(name) gives: an object, None, or (here) an exception instance. */
static PyObject *outcome(st_py_state *state, simdtag_batch_result *r, PyObject *name)
{
    simdtag_file *file = r->file;
    r->file = NULL;
    if (file)
        return st_py_file_instance(state, file, name);
    if (r->error.status == SIMDTAG_ERR_UNKNOWN)
        return Py_NewRef(Py_None);
    st_py_raise(state, &r->error, name);
    return as_value();
}

/* next_result for the only one who is at it. */
static PyObject *step(st_py_state *state, st_py_batch *self, PyObject **name)
{
    /* more work first: the workers shall not wait for us */
    while (self->at == self->taken && self->source && self->count < self->room)
        if (fill(state, self) < 0 || self->closing)
            return NULL;
    if (self->count == 0)
        return NULL;
    pending p = self->queue[self->first];
    if (!p.failed && self->at == self->taken && take(self) < 0)
        return NULL;
    self->first = (self->first + 1) % self->room;
    self->count--;
    PyObject *made =
        p.failed ? Py_NewRef(p.failed) : outcome(state, &self->results[self->at++], p.name);
    if (name)
        *name = Py_NewRef(p.name);
    drop(&p);
    return made;
}

/* Closes it, or has that done by whoever is at it: another thread, or a function further up that
 * called Python code (an iterable, a signal handler). */
static void close_batch(st_py_batch *self)
{
    if (self->busy) {
        self->closing = 1;
        return;
    }
    self->busy = 1;
    simdtag_batcher *batcher = self->batcher;
    self->batcher = NULL;
    if (batcher) {
        Py_BEGIN_ALLOW_THREADS
        simdtag_batcher_free(batcher); /* waits for the files in flight */
        Py_END_ALLOW_THREADS
    }
    for (; self->at < self->taken; self->at++)
        simdtag_close(self->results[self->at].file);
    for (; self->count; self->count--, self->first = (self->first + 1) % self->room)
        drop(&self->queue[self->first]);
    Py_CLEAR(self->source);
    self->busy = 0;
}

/* The next result and, if `name` is not NULL, its path. NULL: at the end without, after a failure
 * with an exception set. */
static PyObject *next_result(st_py_state *state, st_py_batch *self, PyObject **name)
{
    if (self->batcher == NULL)
        return NULL;
    if (self->busy) {
        PyErr_SetString(PyExc_ValueError, "the batch is being read already");
        return NULL;
    }
    if (self->at == self->taken && self->owner != getpid()) {
        PyErr_SetString(PyExc_RuntimeError, "a batch does not go on in a forked process");
        return NULL;
    }
    self->busy = 1;
    PyObject *made = step(state, self, name);
    self->busy = 0;
    if (self->closing)
        close_batch(self);
    return made;
}

/* ---- the object ---- */

static int batch_traverse(PyObject *o, visitproc visit, void *arg)
{
    const st_py_batch *self = (st_py_batch *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->source);
    for (size_t i = 0; i < self->count; i++) {
        const pending *p = &self->queue[(self->first + i) % self->room];
        Py_VISIT(p->name);
        Py_VISIT(p->keep);
        Py_VISIT(p->failed);
    }
    return 0;
}

static int batch_clear(PyObject *o)
{
    close_batch((st_py_batch *)o);
    return 0;
}

static void batch_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    close_batch((st_py_batch *)o);
    PyMem_Free(((st_py_batch *)o)->queue);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyObject *batch_next(PyObject *o)
{
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    PyObject *name = NULL;
    PyObject *made = state ? next_result(state, (st_py_batch *)o, &name) : NULL;
    PyObject *pair = made ? PyTuple_Pack(2, name, made) : NULL;
    Py_XDECREF(name);
    Py_XDECREF(made);
    return pair;
}

static PyObject *batch_close(PyObject *o, PyObject *unused)
{
    (void)unused;
    close_batch((st_py_batch *)o);
    Py_RETURN_NONE;
}

static PyObject *batch_enter(PyObject *o, PyObject *unused)
{
    (void)unused;
    return Py_NewRef(o);
}

static PyObject *batch_exit(PyObject *o, PyObject *const *args, Py_ssize_t n)
{
    (void)args, (void)n;
    return batch_close(o, NULL);
}

static PyMethodDef methods[] = {
    {"close", batch_close, METH_NOARGS,
     "close($self, /)\n--\n\n"
     "Cancels what has not begun, waits for what has, and ends the iteration. While another "
     "thread waits for a result, that thread does so."},
    {"__enter__", batch_enter, METH_NOARGS, NULL},
    {"__exit__", (PyCFunction)(void (*)(void))batch_exit, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, ST_PY_DOC("What batch_iter() returns: an iterator of (path, result).")},
    {Py_tp_traverse, batch_traverse},
    {Py_tp_clear, batch_clear},
    {Py_tp_dealloc, batch_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, batch_next},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "simdtag._core.Batch",
    .basicsize = sizeof(st_py_batch),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

/* ---- the functions ---- */

/* A whole number of a keyword; None is 0. */
static int count_of(PyObject *value, const char *what, unsigned *out)
{
    *out = 0;
    if (value == Py_None)
        return 0;
    const long n = PyLong_AsLong(value);
    if (n == -1 && PyErr_Occurred())
        return -1;
    if (n < 1 || n > 65536) {
        PyErr_Format(PyExc_ValueError, "%s must be from 1 to 65536", what);
        return -1;
    }
    *out = (unsigned)n;
    return 0;
}

static int engine_of(const char *name, simdtag_engine *out)
{
    *out = SIMDTAG_ENGINE_AUTO;
    if (name && strcmp(name, "threads") == 0)
        *out = SIMDTAG_ENGINE_THREADS;
    else if (name && strcmp(name, "ring") == 0)
        *out = SIMDTAG_ENGINE_RING;
    else if (name) {
        PyErr_Format(PyExc_ValueError, "engine must be None, 'ring' or 'threads', not '%s'", name);
        return -1;
    }
    return 0;
}

/* A batch over `paths`; new reference, NULL with an exception set. */
static st_py_batch *start(st_py_state *state, PyObject *paths, simdtag_batch_options *options)
{
    st_py_batch *self = (st_py_batch *)state->Batch->tp_alloc(state->Batch, 0);
    if (self == NULL)
        return NULL;
    simdtag_error error;
    error.status = SIMDTAG_OK;
    self->source = PyObject_GetIter(paths);
    if (self->source && simdtag_batcher_new(options, &self->batcher, &error) == SIMDTAG_OK) {
        self->owner = getpid();
        self->room = simdtag_batcher_window(self->batcher);
        self->queue = PyMem_Calloc(self->room, sizeof *self->queue);
        if (self->queue)
            return self;
        PyErr_NoMemory();
    } else if (self->source && error.status == SIMDTAG_ERR_USAGE) {
        PyErr_SetString(PyExc_ValueError, error.text);
    } else if (self->source) {
        PyErr_NoMemory();
    }
    Py_DECREF(self);
    return NULL;
}

static int parse(PyObject *args, PyObject *kwargs, const char *format, PyObject **paths,
                 simdtag_batch_options *options, PyObject **progress)
{
    static const char *const names[] = {"paths", "threads",  "depth", "engine",
                                        "exact", "progress", NULL};
    static const char *const fewer[] = {"paths", "threads", "depth", "engine", "exact", NULL};
    PyObject *threads = Py_None, *depth = Py_None;
    const char *engine = NULL;
    int exact = 0;
    *options = (simdtag_batch_options){.engine = SIMDTAG_ENGINE_AUTO};
    char **known = (char **)(uintptr_t)(progress ? names : fewer);
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, format, known, paths,
                                     &threads, &depth, &engine, &exact, progress))
        return -1;
    options->open.flags = exact ? SIMDTAG_OPEN_EXACT : 0;
    if (count_of(threads, "threads", &options->threads) < 0 ||
        count_of(depth, "depth", &options->depth) < 0)
        return -1;
    return engine_of(engine, &options->engine);
}

PyDoc_STRVAR(
    iter_doc,
    "batch_iter(paths, threads=None, *, depth=None, engine=None, exact=False)\n--\n\n"
    "Opens many files at once: an iterator of (path, result) in the order of the paths, "
    "where a result is what File(path) returns, or the exception instance it would raise.\n\n"
    "paths may be any iterable, such as walk(); it is read ahead, up to 1,024 paths, and memory "
    "is bounded by that. An exception it raises comes at once, before the results of the paths "
    "it gave; calling next() again gives those. close() or the end of a with statement cancels.\n\n"
    "For the other arguments see batch_open().");

static PyObject *batch_iter(PyObject *module, PyObject *args, PyObject *kwargs)
{
    PyObject *paths;
    simdtag_batch_options options;
    if (parse(args, kwargs, "O|O$Ozp:batch_iter", &paths, &options, NULL) < 0)
        return NULL;
    return (PyObject *)start(PyModule_GetState(module), paths, &options);
}

PyDoc_STRVAR(
    open_doc,
    "batch_open(paths, threads=None, *, depth=None, engine=None, exact=False, "
    "progress=None)\n--\n\n"
    "Opens many files at once: a list in the order of the paths, where each item is what "
    "File(path) returns, or the exception instance it would raise.\n\n"
    "Reading and parsing are done by `threads` threads (None: one for each CPU) without "
    "the GIL. Where the kernel allows io_uring each of them keeps up to `depth` files in "
    "flight (None: 32); engine='threads' or 'ring' insists on one way. Without io_uring a "
    "disk that answers slowly needs more threads: 64. The files keep no "
    "descriptor: a picture is read from its path when it is asked for, and a file that "
    "changed or went away since gives a MutagenError.\n\n"
    "progress(done, total) is called now and then, total being None when the length of "
    "paths is not known; an exception from it, as Ctrl-C, cancels the batch.");

static int tell(PyObject *progress, Py_ssize_t done, Py_ssize_t total)
{
    if (progress == Py_None)
        return 0;
    PyObject *told = total >= 0 ? PyObject_CallFunction(progress, "nn", done, total)
                                : PyObject_CallFunction(progress, "nO", done, Py_None);
    Py_XDECREF(told);
    return told ? 0 : -1;
}

/* Everything that comes out of a batch, appended to a list. */
static int collect(st_py_state *state, st_py_batch *batch, PyObject *list, PyObject *progress,
                   Py_ssize_t total)
{
    PyObject *made;
    Py_ssize_t done = 0;
    while ((made = next_result(state, batch, NULL)) != NULL) {
        const int failed = PyList_Append(list, made);
        Py_DECREF(made);
        done++;
        if (failed || (batch->at == batch->taken && tell(progress, done, total) < 0))
            return -1;
    }
    return PyErr_Occurred() ? -1 : 0;
}

static PyObject *batch_open(PyObject *module, PyObject *args, PyObject *kwargs)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *paths, *progress = Py_None;
    simdtag_batch_options options;
    if (parse(args, kwargs, "O|O$OzpO:batch_open", &paths, &options, &progress) < 0)
        return NULL;
    const Py_ssize_t total = PyObject_Size(paths);
    if (total < 0 && !PyErr_ExceptionMatches(PyExc_Exception))
        return NULL;
    PyErr_Clear();
    options.kept = 1; /* in the list */
    st_py_batch *batch = start(state, paths, &options);
    PyObject *list = batch ? PyList_New(0) : NULL;
    if (list && collect(state, batch, list, progress, total) < 0)
        Py_CLEAR(list);
    Py_XDECREF(batch);
    return list;
}

static PyMethodDef functions[] = {
    {"batch_open", (PyCFunction)(void (*)(void))batch_open, METH_VARARGS | METH_KEYWORDS, open_doc},
    {"batch_iter", (PyCFunction)(void (*)(void))batch_iter, METH_VARARGS | METH_KEYWORDS, iter_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_batch(PyObject *module, st_py_state *state)
{
    state->Batch = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, NULL);
    return state->Batch ? PyModule_AddFunctions(module, functions) : -1;
}
