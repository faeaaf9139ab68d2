/* SPDX-License-Identifier: MIT */
/* File(): an object of the class that recognises the file, now or at the first access. */
#include <string.h>

#include "pyext/file.h"

typedef struct {
    /* borrowed; NULL: not given */
    PyObject *thing, *options, *easy, *lazy, *filename, *fileobj, *exact;
    PyObject *unknown; /* a keyword that File() does not know */
} file_arguments;

static const char *const argument_names[] = {"filething", "options",  "easy",
                                             "lazy",      "filename", "fileobj", "exact"};
enum { ARGUMENTS = 7, POSITIONAL = 3 };

static int parse_arguments(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                           file_arguments *a)
{
    PyObject *at[ARGUMENTS] = {NULL};
    if (nargs > POSITIONAL) {
        PyErr_Format(PyExc_TypeError,
                     "File() takes from 1 to 3 positional arguments but %zd were given", nargs);
        return -1;
    }
    memcpy(at, args, (size_t)nargs * sizeof *at);
    PyObject *unknown = NULL;
    for (Py_ssize_t i = 0; kwnames && i < PyTuple_GET_SIZE(kwnames); i++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, i);
        int k = 1; /* "filething" is not a keyword: mutagen does not know it by name either */
        while (k < ARGUMENTS && PyUnicode_CompareWithASCIIString(name, argument_names[k]) != 0)
            k++;
        if (k < POSITIONAL && at[k]) {
            PyErr_Format(PyExc_TypeError, "File() got multiple values for argument '%U'", name);
            return -1;
        }
        if (k == ARGUMENTS)
            unknown = name;
        else
            at[k] = args[nargs + i];
    }
    *a = (file_arguments){at[0], at[1], at[2], at[3], at[4], at[5], at[6], unknown};
    return 0;
}

PyObject *st_py_file_instance(st_py_state *state, simdtag_file *file, PyObject *filename)
{
    const st_py_kind *kind = st_py_kind_of_format(simdtag_doc_of(file)->format);
    PyTypeObject *cls = kind ? st_py_class(state, kind->file) : NULL;
    st_py_file *self = cls ? (st_py_file *)cls->tp_alloc(cls, 0) : NULL;
    if (self == NULL) {
        if (kind == NULL)
            PyErr_SetString(state->MutagenError, "a format without a class");
        simdtag_close(file);
        return NULL;
    }
    self->file = file;
    self->filename = Py_XNewRef(filename);
    return (PyObject *)self;
}

/* With options or easy: scores in Python. */
static PyObject *choose_in_python(const file_arguments *a)
{
    PyObject *module = PyImport_ImportModule("simdtag._choose");
    PyObject *choose = module ? PyObject_GetAttrString(module, "choose") : NULL;
    Py_XDECREF(module);
    PyObject *made = choose ? PyObject_CallFunctionObjArgs(choose, a->thing ? a->thing : Py_None,
                                                           a->options ? a->options : Py_None,
                                                           a->easy ? a->easy : Py_False,
                                                           a->filename ? a->filename : Py_None,
                                                           a->fileobj ? a->fileobj : Py_None,
                                                           a->exact ? a->exact : Py_False, NULL)
                            : NULL;
    Py_XDECREF(choose);
    return made;
}

static PyObject *open_now(st_py_state *state, const file_arguments *a)
{
    const int easy = a->easy ? PyObject_IsTrue(a->easy) : 0;
    if (easy < 0)
        return NULL;
    if (easy || (a->options && a->options != Py_None))
        return choose_in_python(a);
    const int exact = a->exact ? PyObject_IsTrue(a->exact) : 0;
    if (exact < 0)
        return NULL;
    const simdtag_options how = {.flags = exact ? SIMDTAG_OPEN_EXACT : 0};
    st_py_thing thing;
    if (a->thing && PyUnicode_CheckExact(a->thing) && !a->filename && !a->fileobj)
        thing = (st_py_thing){Py_NewRef(a->thing), NULL};
    else if (st_py_thing_of(state, a->thing, a->filename, a->fileobj, &thing) < 0)
        return NULL;
    int unknown = 0;
    simdtag_file *file = st_py_thing_open(state, &thing, &how, &unknown);
    if (a->unknown &&
        (file || unknown)) { /* mutagen opens the file before it looks at the other arguments */
        PyErr_Format(PyExc_TypeError, "File() got an unexpected keyword argument '%U'", a->unknown);
        simdtag_close(file);
        st_py_thing_clear(&thing);
        return NULL;
    }
    PyObject *made = file      ? st_py_file_instance(state, file, thing.filename)
                     : unknown ? Py_NewRef(Py_None)
                               : NULL;
    st_py_thing_clear(&thing);
    return made;
}

static PyObject *lazy_new(st_py_state *state, const file_arguments *a)
{
    st_py_file *self = (st_py_file *)state->LazyFile->tp_alloc(state->LazyFile, 0);
    if (self == NULL)
        return NULL;
    if (a->thing && !a->options && !a->easy && !a->filename && !a->fileobj &&
        !a->exact) {
        self->filename = Py_NewRef(a->thing);
        self->pending = ST_PY_PENDING_THING;
        return (PyObject *)self;
    }
    PyObject *const all[] = {a->thing, a->options, a->easy,   NULL,
                             a->filename, a->fileobj, a->exact};
    self->args = PyTuple_New(ARGUMENTS);
    for (Py_ssize_t i = 0; self->args && i < ARGUMENTS; i++)
        PyTuple_SET_ITEM(self->args, i, Py_NewRef(all[i] ? all[i] : Py_None));
    self->pending = ST_PY_PENDING_ARGS;
    if (self->args == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

PyDoc_STRVAR(
    file_doc,
    "File(filething, options=None, easy=False, lazy=False, *, filename=None, fileobj=None, "
    "exact=False)\n--\n\n"
    "Opens a file of any known format: an instance of the class that recognises it best, or "
    "None.\n\n"
    "options is a list of classes to choose from. lazy=True touches nothing until the first "
    "access; the handle then becomes an instance of the\n"
    "recognised class, or raises MutagenError when there is none.\n\n"
    "exact=True counts the frames of MP3, AAC and FLAC files: info.length and info.bitrate are "
    "then exact, and info.exact tells more.");

static PyObject *core_file(PyObject *module, PyObject *const *args, Py_ssize_t nargs,
                           PyObject *kwnames)
{
    st_py_state *state = PyModule_GetState(module);
    file_arguments a = {0};
    if (nargs == 1 && kwnames == NULL)
        a.thing = args[0];
    else if (nargs == 1 && PyTuple_GET_SIZE(kwnames) == 1 &&
             PyTuple_GET_ITEM(kwnames, 0) == state->str_lazy)
        a = (file_arguments){.thing = args[0], .lazy = args[1]};
    else if (parse_arguments(args, nargs, kwnames, &a) < 0)
        return NULL;
    const int lazy = a.lazy ? PyObject_IsTrue(a.lazy) : 0;
    if (lazy < 0)
        return NULL;
    return lazy ? lazy_new(state, &a) : open_now(state, &a);
}

/* ---- the handle ---- */

static PyObject *given(PyObject *args, Py_ssize_t i)
{
    PyObject *value = PyTuple_GET_ITEM(args, i);
    return value == Py_None ? NULL : value;
}

/* Trades everything below the object head. */
static void swap_contents(st_py_file *a, st_py_file *b)
{
    char keep[sizeof *a - sizeof(PyObject)];
    memcpy(keep, (PyObject *)a + 1, sizeof keep);
    memcpy((PyObject *)a + 1, (PyObject *)b + 1, sizeof keep);
    memcpy((PyObject *)b + 1, keep, sizeof keep);
}

/* The handle, whose contents are loaded, becomes an instance of the class kept in `args`. */
static void become(PyObject *o)
{
    st_py_file *self = (st_py_file *)o;
    PyTypeObject *old = Py_TYPE(o);
    self->pending = ST_PY_PENDING_NO;
    Py_SET_TYPE(o, (PyTypeObject *)self->args); /* its reference is now the instance's */
    self->args = NULL;
    Py_DECREF(old);
}

/* Takes over the contents of an object that File() made; from here on only the type is wrong. */
static void take_contents(st_py_file *self, PyObject *made)
{
    PyObject *weak = self->weak, *dict = self->dict;
    self->weak = NULL; /* weak references stay with the handle, attributes set on it too */
    self->dict = NULL;
    swap_contents(self, (st_py_file *)made);
    self->weak = weak;
    if (self->dict == NULL)
        self->dict = dict;
    else
        Py_XDECREF(dict);
    Py_XSETREF(self->args, Py_NewRef((PyObject *)Py_TYPE(made)));
    self->pending = ST_PY_PENDING_TYPE;
    Py_DECREF(made);
}

/* Opens what the handle stands for, and leaves it in state ST_PY_PENDING_TYPE. */
static int load_contents(st_py_state *state, PyObject *o)
{
    st_py_file *self = (st_py_file *)o;
    PyObject *args = Py_XNewRef(self->args);
    file_arguments a = {0};
    if (self->pending == ST_PY_PENDING_THING)
        a.thing = self->filename;
    else
        a = (file_arguments){given(args, 0),
                             given(args, 1),
                             given(args, 2),
                             NULL,
                             given(args, 4),
                             given(args, 5),
                             given(args, 6),
                             NULL};
    PyObject *made = open_now(state, &a);
    Py_XDECREF(args);
    if (made == NULL)
        return -1;
    if (Py_TYPE(o) != state->LazyFile ||
        self->pending == ST_PY_PENDING_TYPE) { /* somebody else did it meanwhile */
        Py_DECREF(made);
        return 0;
    }
    PyTypeObject *type = Py_TYPE(made);
    if (made != Py_None && PyType_IsSubtype(type, state->FileType) &&
        type->tp_basicsize == state->FileType->tp_basicsize && Py_REFCNT(made) == 1) {
        take_contents(self, made);
        return 0;
    }
    if (made == Py_None)
        PyErr_Format(state->MutagenError, "no format recognises %R",
                     self->filename ? self->filename
                     : a.fileobj    ? a.fileobj
                                    : Py_None);
    else
        PyErr_Format(PyExc_TypeError, "File(lazy=True) cannot become a '%.100s'", type->tp_name);
    Py_DECREF(made);
    return -1;
}

int st_py_lazy_resolve(st_py_state *state, PyObject *o)
{
    if (((st_py_file *)o)->pending != ST_PY_PENDING_TYPE && load_contents(state, o) < 0)
        return -1;
    if (Py_TYPE(o) == state->LazyFile)
        become(o);
    return 0;
}

/* isinstance() compares __class__ with a type it looked at before: so the type must not change
 * under it. */
static PyObject *lazy_getattro(PyObject *o, PyObject *name)
{
    if (PyUnicode_CompareWithASCIIString(name, "__class__") == 0) {
        st_py_state *state = st_py_state_of(Py_TYPE(o));
        st_py_file *self = (st_py_file *)o;
        if (state == NULL || (self->pending != ST_PY_PENDING_TYPE && load_contents(state, o) < 0))
            return NULL;
        return Py_NewRef(self->pending == ST_PY_PENDING_TYPE ? self->args : (PyObject *)Py_TYPE(o));
    }
    if (st_py_file_resolve(o) < 0)
        return NULL;
    return PyObject_GetAttr(o, name);
}

static int lazy_setattro(PyObject *o, PyObject *name, PyObject *value)
{
    if (st_py_file_resolve(o) < 0)
        return -1;
    return PyObject_SetAttr(o, name, value);
}

static PyType_Slot slots[] = {
    {Py_tp_doc, ST_PY_DOC("A file that File(lazy=True) has not touched yet.")},
    {Py_tp_getattro, lazy_getattro},
    {Py_tp_setattro, lazy_setattro},
    {Py_tp_traverse, st_py_file_traverse},
    {Py_tp_clear, st_py_file_clear},
    {Py_tp_dealloc, st_py_file_dealloc},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "simdtag._file.LazyFile",
    .basicsize = sizeof(st_py_file),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};

static PyMethodDef function = {"File", (PyCFunction)(void (*)(void))core_file,
                               METH_FASTCALL | METH_KEYWORDS, file_doc};

int st_py_init_lazy(PyObject *module, st_py_state *state)
{
    PyObject *bases = PyTuple_Pack(1, state->FileType);
    if (bases == NULL)
        return -1;
    state->LazyFile = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, bases);
    Py_DECREF(bases);
    if (state->LazyFile == NULL ||
        PyModule_AddObjectRef(module, "LazyFile", (PyObject *)state->LazyFile) < 0)
        return -1;
    PyObject *name = PyUnicode_FromString("simdtag._file");
    PyObject *file = name ? PyCFunction_NewEx(&function, module, name) : NULL;
    Py_XDECREF(name);
    const int result = file ? PyModule_AddObjectRef(module, "File", file) : -1;
    Py_XDECREF(file);
    return result;
}
