/* SPDX-License-Identifier: MIT */
/* load(): its arguments, the file, and tags or stream info of a program's own classes. */
#include <string.h>

#include "pyext/file.h"

/* What load() was called with beyond the file itself. */
typedef struct {
    PyObject *thing, *filename, *fileobj; /* borrowed */
    PyObject *tag_class;                  /* borrowed; the ID3 argument */
    PyObject *exact;                      /* borrowed */
    PyObject *rest;                       /* keywords nobody here knows; a dict or NULL, owned */
    int for_tags;                         /* the class of the tags may know them */
    Py_ssize_t positional;
} arguments;

/* Whether the frames of a class's files can be counted: whether its load() knows exact=True. */
static int counts_frames(const st_py_kind *kind)
{
    return kind && (kind->format == SIMDTAG_FORMAT_MP3 || kind->format == SIMDTAG_FORMAT_AAC ||
                    kind->format == SIMDTAG_FORMAT_FLAC);
}

static int split_keywords(st_py_state *state, PyObject *kwargs, const st_py_kind *kind,
                          arguments *a)
{
    const int with_id3 = kind && kind->tags == ST_PY_ID3;
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(kwargs, &at, &key, &value)) {
        if (PyUnicode_Compare(key, state->str_filename) == 0)
            a->filename = value;
        else if (PyUnicode_Compare(key, state->str_fileobj) == 0)
            a->fileobj = value;
        else if (with_id3 && a->tag_class == NULL && PyUnicode_Compare(key, state->str_ID3) == 0)
            a->tag_class = value;
        else if (counts_frames(kind) && PyUnicode_CompareWithASCIIString(key, "exact") == 0)
            a->exact = value;
        else if ((a->rest == NULL && (a->rest = PyDict_New()) == NULL) ||
                 PyDict_SetItem(a->rest, key, value) < 0)
            return -1;
    }
    return 0;
}

static int split_arguments(st_py_state *state, PyObject *args, PyObject *kwargs,
                           const st_py_kind *kind, arguments *a)
{
    *a = (arguments){.positional = PyTuple_GET_SIZE(args)};
    if (a->positional > 0)
        a->thing = PyTuple_GET_ITEM(args, 0);
    if (a->positional > 1 && kind && kind->tags == ST_PY_ID3)
        a->tag_class = PyTuple_GET_ITEM(args, 1);
    return kwargs ? split_keywords(state, kwargs, kind, a) : 0;
}

/* The exceptions Python would raise for a load() of mutagen's signature. */
static int refuse_extra(const simdtag_file *file, const arguments *a, int with_id3)
{
    const char *owner = st_py_kind_of_format(simdtag_doc_of(file)->format)->loader;
    if (with_id3 && a->positional > 2) {
        PyErr_Format(PyExc_TypeError,
                     "%s.load() takes from 2 to 3 positional arguments but %zd were given", owner,
                     a->positional + 1);
        return -1;
    }
    if (!with_id3 && a->positional > 1) {
        PyErr_Format(PyExc_TypeError, "%s.load() takes 2 positional arguments but %zd were given",
                     owner, a->positional + 1);
        return -1;
    }
    if (!a->for_tags && a->rest) {
        PyObject *key, *value;
        Py_ssize_t at = 0;
        if (PyDict_Next(a->rest, &at, &key, &value))
            PyErr_Format(PyExc_TypeError, "%s.load() got an unexpected keyword argument '%U'",
                         owner, key);
        return -1;
    }
    return 0;
}

/* The file object of a thing, opening it by name when it has none. */
static PyObject *fileobj_of(st_py_state *state, const st_py_thing *thing)
{
    if (thing->fileobj)
        return Py_NewRef(thing->fileobj);
    PyObject *io = PyImport_ImportModule("io");
    PyObject *fileobj = io ? PyObject_CallMethod(io, "open", "Os", thing->filename, "rb") : NULL;
    Py_XDECREF(io);
    if (fileobj == NULL)
        st_py_wrap_oserror(state);
    return fileobj;
}

/* Tags made by a class or with options of the caller's own: as mutagen, `tag_class(fileobj,
 * **rest)`; a file without a tag has tags None. */
static int load_tags_apart(st_py_state *state, st_py_file *self, const st_py_thing *thing,
                           const arguments *a)
{
    const st_py_kind *kind = st_py_kind_of_type(state, Py_TYPE(self));
    PyObject *cls = a->tag_class && a->tag_class != Py_None ? Py_NewRef(a->tag_class)
                    : kind->tags == ST_PY_ID3
                        ? PyObject_GetAttr((PyObject *)self, state->str_ID3)
                        : Py_XNewRef((PyObject *)st_py_class(state, kind->tags));
    PyObject *fileobj = cls ? fileobj_of(state, thing) : NULL;
    PyObject *args = fileobj ? PyTuple_Pack(1, fileobj) : NULL;
    PyObject *tags = args ? PyObject_Call(cls, args, a->rest) : NULL;
    Py_XDECREF(args);
    Py_XDECREF(cls);
    if (fileobj && thing->fileobj == NULL) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyObject *closed = PyObject_CallMethod(fileobj, "close", NULL);
        if (closed == NULL)
            PyErr_Clear();
        Py_XDECREF(closed);
        PyErr_Restore(type, value, traceback);
    }
    Py_XDECREF(fileobj);
    if (tags == NULL) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyObject *module = PyImport_ImportModule("simdtag.id3");
        PyObject *none = module ? PyObject_GetAttrString(module, "ID3NoHeaderError") : NULL;
        Py_XDECREF(module);
        const int absent = none && PyErr_GivenExceptionMatches(type, none);
        Py_XDECREF(none);
        if (!absent) {
            PyErr_Restore(type, value, traceback);
            return -1;
        }
        Py_XDECREF(type);
        Py_XDECREF(value);
        Py_XDECREF(traceback);
        PyErr_Clear();
        tags = Py_NewRef(Py_None);
    }
    Py_XSETREF(self->tags, tags);
    self->no_tags = 1;
    return 0;
}

int st_py_own_id3_class(const st_py_state *state, PyTypeObject *type)
{
    PyObject *cls = _PyType_Lookup(type, state->str_ID3);
    return cls == state->plain_id3 || (cls && cls == state->classes[ST_PY_ID3]);
}

/* Whether a class's attribute `name` is one of a program's own, not the package's `usual`. */
static int own_class(PyTypeObject *type, const char *name, const PyObject *usual)
{
    PyObject *key = PyUnicode_InternFromString(name);
    PyObject *cls = key ? _PyType_Lookup(type, key) : NULL;
    Py_XDECREF(key);
    return cls && usual && cls != usual;
}

/* The module whose _load_apart() loads files of a program's own class with stream info, in Ogg
 * with tags, of its own; NULL for all other classes. */
static const char *loader_apart(const st_py_state *state, PyTypeObject *type,
                                const st_py_kind *kind)
{
    if (kind == NULL || (PyObject *)type == state->classes[kind->file])
        return NULL;
    const int own_info = own_class(type, "_Info", state->classes[kind->info]);
    if (kind->tags == ST_PY_APEV2)
        return own_info ? "simdtag.apev2" : NULL;
    if (kind->tags == ST_PY_ID3)
        return own_info ? "simdtag.id3._filetype" : NULL;
    if (strcmp(kind->loader, "OggFileType") == 0 &&
        (own_info || own_class(type, "_Tags", state->classes[kind->tags])))
        return "simdtag.ogg";
    return NULL;
}

static int load_apart(const char *home, st_py_file *self, const arguments *a)
{
    PyObject *module = PyImport_ImportModule(home);
    PyObject *load = module ? PyObject_GetAttrString(module, "_load_apart") : NULL;
    PyObject *args = load ? Py_BuildValue("(OOOOO)", self, a->thing ? a->thing : Py_None,
                                          a->filename ? a->filename : Py_None,
                                          a->fileobj ? a->fileobj : Py_None,
                                          a->tag_class ? a->tag_class : Py_None)
                          : NULL;
    PyObject *done = args ? PyObject_Call(load, args, a->rest) : NULL;
    Py_XDECREF(module);
    Py_XDECREF(load);
    Py_XDECREF(args);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

static int load_thing(st_py_state *state, st_py_file *self, const arguments *a)
{
    const st_py_kind *kind = st_py_kind_of_type(state, Py_TYPE(self));
    const char *apart = loader_apart(state, Py_TYPE(self), kind);
    const int exact = a->exact ? PyObject_IsTrue(a->exact) : 0;
    if (exact < 0)
        return -1;
    if (apart && exact)
        PyErr_SetString(PyExc_TypeError, "exact=True is for the package's own stream info");
    if (apart)
        return exact ? -1 : load_apart(apart, self, a);
    const int with_id3 = kind && kind->tags == ST_PY_ID3;
    st_py_thing thing;
    if (st_py_thing_of(state, a->thing, a->filename, a->fileobj, &thing) < 0)
        return -1;
    const simdtag_options options = {.format = kind ? kind->format : SIMDTAG_FORMAT_NONE,
                                     .flags = exact ? SIMDTAG_OPEN_EXACT : 0};
    simdtag_file *file = NULL;
    int result = -1;
    if (kind == NULL)
        PyErr_SetNone(PyExc_NotImplementedError);
    else
        file = st_py_thing_open(state, &thing, &options, NULL);
    if (file && refuse_extra(file, a, with_id3) == 0) {
        const int by_keyword = /* it is kept as given then, be it a path object */
            a->filename && a->filename != Py_None && (!a->thing || a->thing == Py_None);
        st_py_file_fill(self, file, Py_XNewRef(by_keyword ? a->filename : thing.filename));
        file = NULL;
        const int own_tags = a->rest || (with_id3 && ((a->tag_class && a->tag_class != Py_None) ||
                                                   !st_py_own_id3_class(state, Py_TYPE(self))));
        result = own_tags ? load_tags_apart(state, self, &thing, a) : 0;
    }
    simdtag_close(file);
    st_py_thing_clear(&thing);
    return result;
}

/* FileType._load, which every class of the package has as `load`. */
PyObject *st_py_file_load(PyObject *self, PyObject *args, PyObject *kwargs)
{
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    if (state == NULL)
        return NULL;
    arguments a;
    const st_py_kind *kind = st_py_kind_of_type(state, Py_TYPE(self));
    int result = split_arguments(state, args, kwargs, kind, &a);
    a.for_tags = kind && kind->make_tags == st_py_id3_tags;
    if (result == 0)
        result = load_thing(state, (st_py_file *)self, &a);
    Py_XDECREF(a.rest);
    return result < 0 ? NULL : Py_NewRef(Py_None);
}

/* FileType.load itself: for subclasses to fill in. */
PyObject *st_py_file_load_abstract(PyObject *self, PyObject *args, PyObject *kwargs)
{
    st_py_state *state = st_py_state_of(Py_TYPE(self));
    arguments a;
    st_py_thing thing;
    if (state && split_arguments(state, args, kwargs, NULL, &a) == 0) {
        if (st_py_thing_of(state, a.thing, a.filename, a.fileobj, &thing) == 0) {
            const simdtag_options options = {.flags = SIMDTAG_OPEN_TAGS_ONLY};
            simdtag_file *file = st_py_thing_open(state, &thing, &options, &(int){0});
            simdtag_close(file);
            st_py_thing_clear(&thing);
            if (file || !PyErr_Occurred() || !PyErr_ExceptionMatches(PyExc_OSError))
                PyErr_SetNone(PyExc_NotImplementedError);
        }
        Py_XDECREF(a.rest);
    }
    return NULL;
}
