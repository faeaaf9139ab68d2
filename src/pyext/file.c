/* SPDX-License-Identifier: MIT */
/* FileType, the base of every file class: construction now or later, and its attributes. (load.c
 * loads.) */
#include "pyext/file.h"

#include <stddef.h>
#include <string.h>

#define KIND(id, info, tags, make, loader) \
    {SIMDTAG_FORMAT_##id, ST_PY_##id, info, tags, make, loader}
static const st_py_kind kinds[] = {
    KIND(MP3, ST_PY_MPEGINFO, ST_PY_ID3, st_py_id3_tags, "ID3FileType"),
    KIND(FLAC, ST_PY_FLAC_STREAMINFO, ST_PY_VCFLACDICT, st_py_vorbis_tags, "FLAC"),
    KIND(OGGVORBIS, ST_PY_OGGVORBISINFO, ST_PY_OGGVCOMMENTDICT, st_py_vorbis_tags, "OggFileType"),
    KIND(OGGOPUS, ST_PY_OGGOPUSINFO, ST_PY_OGGOPUSVCOMMENT, st_py_vorbis_tags, "OggFileType"),
    KIND(OGGSPEEX, ST_PY_OGGSPEEXINFO, ST_PY_OGGSPEEXVCOMMENT, st_py_vorbis_tags, "OggFileType"),
    KIND(OGGTHEORA, ST_PY_OGGTHEORAINFO, ST_PY_OGGTHEORACOMMENTDICT, st_py_vorbis_tags,
         "OggFileType"),
    KIND(OGGFLAC, ST_PY_OGGFLAC_STREAMINFO, ST_PY_OGGFLACVCOMMENT, st_py_vorbis_tags,
         "OggFileType"),
    KIND(MP4, ST_PY_MP4INFO, ST_PY_MP4TAGS, st_py_mp4_tags, "MP4"),
    KIND(ASF, ST_PY_ASFINFO, ST_PY_ASFTAGS, st_py_asf_tags, "ASF"),
    KIND(AIFF, ST_PY_AIFFINFO, ST_PY_IFFID3, st_py_id3_tags, "AIFF"),
    KIND(WAVE, ST_PY_WAVE_STREAMINFO, ST_PY_WAVEID3, st_py_id3_tags, "WAVE"),
    KIND(DSF, ST_PY_DSFINFO, ST_PY_DSFID3, st_py_id3_tags, "DSF"),
    KIND(DSDIFF, ST_PY_DSDIFFINFO, ST_PY_DSDIFFID3, st_py_id3_tags, "DSDIFF"),
    KIND(TRUEAUDIO, ST_PY_TRUEAUDIOINFO, ST_PY_ID3, st_py_id3_tags, "ID3FileType"),
    {SIMDTAG_FORMAT_APEV2, ST_PY_APEV2FILE, ST_PY_APEV2_UNKNOWNINFO, ST_PY_APEV2, st_py_ape_tags,
     "APEv2File"},
    KIND(MONKEYSAUDIO, ST_PY_MONKEYSAUDIOINFO, ST_PY_APEV2, st_py_ape_tags, "APEv2File"),
    KIND(MUSEPACK, ST_PY_MUSEPACKINFO, ST_PY_APEV2, st_py_ape_tags, "APEv2File"),
    KIND(WAVPACK, ST_PY_WAVPACKINFO, ST_PY_APEV2, st_py_ape_tags, "APEv2File"),
    KIND(OPTIMFROG, ST_PY_OPTIMFROGINFO, ST_PY_APEV2, st_py_ape_tags, "APEv2File"),
    KIND(TAK, ST_PY_TAKINFO, ST_PY_APEV2, st_py_ape_tags, "APEv2File"),
    KIND(AAC, ST_PY_AACINFO, ST_PY_CLASS_COUNT, NULL, "AAC"),
    KIND(AC3, ST_PY_AC3INFO, ST_PY_CLASS_COUNT, NULL, "AC3"),
    KIND(SMF, ST_PY_SMFINFO, ST_PY_CLASS_COUNT, NULL, "SMF"),
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const st_py_kind *st_py_kind_of_format(simdtag_format format)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].format == format)
            return &kinds[i];
    return NULL;
}

const st_py_kind *st_py_kind_of_type(const st_py_state *state, PyTypeObject *type)
{
    for (; type && type != state->FileType; type = type->tp_base)
        for (size_t i = 0; i < KINDS; i++)
            if ((PyObject *)type == state->classes[kinds[i].file])
                return &kinds[i];
    return NULL;
}

/* ---- loading ---- */

/* Formats without tags: instances have no such attribute, their class's None shows. */
static int never_tagged(const simdtag_file *file)
{
    const st_py_kind *kind = file ? st_py_kind_of_format(simdtag_doc_of(file)->format) : NULL;
    return kind && kind->make_tags == NULL;
}

void st_py_file_fill(st_py_file *self, simdtag_file *file, PyObject *filename)
{
    simdtag_close(self->file);
    self->file = file;
    self->no_info = 0;
    self->no_tags = never_tagged(file);
    PyObject *const old[] = {self->filename, self->info, self->tags};
    self->filename = filename;
    self->info = self->tags = NULL;
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        Py_XDECREF(old[i]);
    self->in_dict = 0; /* the dict's own values give way to the file's */
    static const char *const names[] = {"filename",  "info",     "tags",    "metadata_blocks",
                                        "seektable", "cuesheet", "chapters"};
    for (size_t i = 0; self->dict && i < sizeof names / sizeof *names; i++)
        if (PyDict_DelItemString(self->dict, names[i]) < 0)
            PyErr_Clear();
}

/* ---- construction ---- */

/* Whether instances load through our own code. */
static int loads_here(const st_py_state *state, PyTypeObject *type)
{
    return _PyType_Lookup(type, state->str_load) == state->load;
}

static int open_now(st_py_state *state, st_py_file *self, PyObject *args, PyObject *kwargs)
{
    if (loads_here(state, Py_TYPE(self))) {
        PyObject *done = st_py_file_load((PyObject *)self, args, kwargs);
        Py_XDECREF(done);
        return done ? 0 : -1;
    }
    PyObject *load = PyObject_GetAttr((PyObject *)self, state->str_load);
    PyObject *done = load ? PyObject_Call(load, args, kwargs) : NULL;
    Py_XDECREF(load);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

/* Takes "lazy" out of the keywords: *rest is what is left (new reference, NULL when nothing).
 * Returns its truth, -1 on failure. */
static int take_lazy(st_py_state *state, PyTypeObject *type, PyObject *kwargs, PyObject **rest)
{
    *rest = NULL;
    if (kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0)
        return 0;
    PyObject *lazy = PyDict_GetItemWithError(kwargs, state->str_lazy);
    if (lazy == NULL) {
        *rest = Py_NewRef(kwargs);
        return PyErr_Occurred() ? -1 : 0;
    }
    const int truth = PyObject_IsTrue(lazy);
    if (truth < 0)
        return -1;
    if (!truth || PyDict_GET_SIZE(kwargs) > 1) {
        *rest = PyDict_Copy(kwargs);
        if (*rest == NULL || PyDict_DelItem(*rest, state->str_lazy) < 0)
            return -1;
        if (PyDict_GET_SIZE(*rest) == 0)
            Py_CLEAR(*rest);
    }
    (void)type;
    return truth;
}

static int file_init(PyObject *o, PyObject *args, PyObject *kwargs)
{
    st_py_file *self = (st_py_file *)o;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL)
        return -1;
    PyObject *rest;
    const int lazy = take_lazy(state, Py_TYPE(o), kwargs, &rest);
    int result = -1;
    if (lazy < 0)
        goto done;
    result = 0;
    if (PyTuple_GET_SIZE(args) == 0 && rest == NULL) {
        result =
            PyErr_WarnEx(PyExc_DeprecationWarning, "FileType constructor requires a filename", 1);
        goto done;
    }
    if (lazy) {
        Py_XSETREF(self->args, Py_NewRef(args));
        Py_XSETREF(self->kwargs, Py_XNewRef(rest));
        self->pending = ST_PY_PENDING_ARGS;
        goto done;
    }
    result = open_now(state, self, args, rest);
done:
    Py_XDECREF(rest);
    return result;
}

int st_py_file_resolve(PyObject *o)
{
    st_py_file *self = (st_py_file *)o;
    if (self->pending == ST_PY_PENDING_NO)
        return 0;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL)
        return -1;
    if (Py_TYPE(o) == state->LazyFile)
        return st_py_lazy_resolve(state, o);
    const uint8_t was = self->pending;
    PyObject *args =
        was == ST_PY_PENDING_THING ? PyTuple_Pack(1, self->filename) : Py_NewRef(self->args);
    if (args == NULL)
        return -1;
    PyObject *kwargs = Py_XNewRef(self->kwargs);
    PyObject *filename = Py_XNewRef(self->filename);
    self->pending = ST_PY_PENDING_NO;
    const int result = open_now(state, self, args, kwargs);
    if (result < 0) { /* the next access tries again */
        self->pending = was;
        Py_XSETREF(self->filename, Py_XNewRef(filename));
    } else {
        Py_CLEAR(self->args);
        Py_CLEAR(self->kwargs);
    }
    Py_XDECREF(filename);
    Py_XDECREF(kwargs);
    Py_DECREF(args);
    return result;
}

static PyObject *file_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

/* The call of a class through type.__call__, from vectorcall arguments. */
static PyObject *call_slowly(PyObject *type, PyObject *const *args, Py_ssize_t nargs,
                             PyObject *kwnames)
{
    PyObject *tuple = PyTuple_New(nargs);
    PyObject *kwargs = NULL;
    for (Py_ssize_t i = 0; tuple && i < nargs; i++)
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    if (tuple && kwnames) {
        kwargs = PyDict_New();
        for (Py_ssize_t i = 0; kwargs && i < PyTuple_GET_SIZE(kwnames); i++)
            if (PyDict_SetItem(kwargs, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) < 0)
                Py_CLEAR(kwargs);
    }
    PyObject *result = NULL;
    if (tuple && (kwargs || !kwnames))
        result = PyType_Type.tp_call(type, tuple, kwargs);
    Py_XDECREF(tuple);
    Py_XDECREF(kwargs);
    return result;
}

/* MP3(path) and MP3(path, lazy=True) without tuples and dicts. */
static PyObject *file_vectorcall(PyObject *cls, PyObject *const *args, size_t nargsf,
                                 PyObject *kwnames)
{
    PyTypeObject *type = (PyTypeObject *)cls;
    const Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    const Py_ssize_t nkw = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
    st_py_state *state = st_py_state_of(type);
    if (state == NULL)
        return NULL;
    if (nargs != 1 || nkw > 1 || type->tp_init != file_init || type->tp_new != file_new ||
        args[0] == Py_None)
        return call_slowly(cls, args, nargs, kwnames);
    if (nkw == 1 && (PyTuple_GET_ITEM(kwnames, 0) != state->str_lazy || args[1] != Py_True))
        return call_slowly(cls, args, nargs, kwnames);
    const st_py_kind *kind = st_py_kind_of_type(state, type);
    if (nkw == 1) {
        st_py_file *self = (st_py_file *)type->tp_alloc(type, 0);
        if (self) {
            self->filename = Py_NewRef(args[0]);
            self->pending = ST_PY_PENDING_THING;
        }
        return (PyObject *)self;
    }
    if (kind == NULL || !loads_here(state, type) || !PyUnicode_CheckExact(args[0]))
        return call_slowly(cls, args, nargs, kwnames);
    if (kind->tags == ST_PY_ID3 && !st_py_own_id3_class(state, type))
        return call_slowly(cls, args, nargs, kwnames);
    const st_py_thing thing = {args[0], NULL};
    const simdtag_options options = {.format = kind->format};
    simdtag_file *file = st_py_thing_open(state, &thing, &options, NULL);
    if (file == NULL)
        return NULL;
    st_py_file *self = (st_py_file *)type->tp_alloc(type, 0);
    if (self == NULL) {
        simdtag_close(file);
        return NULL;
    }
    self->file = file;
    self->no_tags = kind->make_tags == NULL;
    self->filename = Py_NewRef(args[0]);
    return (PyObject *)self;
}

/* Called when a file class of the package is registered. */
void st_py_file_adopt(st_py_state *state, PyTypeObject *type)
{
    if (type->tp_init != file_init || type->tp_new != file_new ||
        type->tp_basicsize != state->FileType->tp_basicsize)
        return;
    if (state->plain_id3 == NULL)
        state->plain_id3 = Py_XNewRef(
            _PyType_Lookup(type, state->str_ID3)); /* of the class that first has one: MP3 */
    type->tp_vectorcall = file_vectorcall;
    type->tp_dealloc =
        st_py_file_dealloc; /* no slots or members were added: nothing for subtype_dealloc to do */
}

/* ---- attributes ---- */

enum { FILENAME, INFO, TAGS };

static PyObject *make_of(st_py_state *state, simdtag_file *file, PyTypeObject *type, int which)
{
    const st_py_kind *kind = st_py_kind_of_format(simdtag_doc_of(file)->format);
    if (which == INFO)
        return st_py_info(state, file);
    if (simdtag_doc_of(file)->tags == SIMDTAG_TAGS_NONE || kind == NULL || kind->make_tags == NULL)
        return Py_NewRef(Py_None);
    PyTypeObject *cls = kind->tags == ST_PY_MP4TAGS ? st_py_mp4_tags_class(state, type)
                                                    : st_py_class(state, kind->tags);
    return cls ? kind->make_tags(state, file, cls) : NULL;
}

static PyObject *make_member(PyObject *o, int which)
{
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL)
        return NULL;
    /* imports run Python code, which may load another file into this object meanwhile */
    simdtag_file *file = simdtag_ref(((st_py_file *)o)->file);
    PyObject *made = make_of(state, file, Py_TYPE(o), which);
    simdtag_close(file);
    return made;
}

/* The value in the instance's dict (new reference), NULL without an exception when it is not there.
 */
static PyObject *from_dict(st_py_file *self, const char *name)
{
    if (self->dict == NULL)
        return NULL;
    PyObject *key = PyUnicode_FromString(name);
    PyObject *value = key ? PyDict_GetItemWithError(self->dict, key) : NULL;
    Py_XDECREF(key);
    return Py_XNewRef(value);
}

PyObject *st_py_file_tags(PyObject *o)
{
    return make_member(o, TAGS);
}

static PyObject *get_member(PyObject *o, const st_py_field_def *def)
{
    st_py_file *self = (st_py_file *)o;
    if (self->pending && st_py_file_resolve(o) < 0)
        return NULL;
    if (self->in_dict)
        return from_dict(self, def->name);
    PyObject **slot = def->arg == FILENAME ? &self->filename
                      : def->arg == INFO   ? &self->info
                                           : &self->tags;
    if (*slot)
        return Py_NewRef(*slot);
    const int unmade = def->arg == INFO ? !self->no_info : def->arg == TAGS ? !self->no_tags : 0;
    if (!unmade || self->file == NULL)
        return NULL;
    PyObject *made = make_member(o, def->arg);
    if (made == NULL)
        return NULL;
    if (*slot == NULL) /* making it may have run Python code that was faster */
        *slot = made;
    else
        Py_DECREF(made);
    return Py_NewRef(*slot);
}

static int set_member(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    st_py_file *self = (st_py_file *)o;
    if (self->pending && st_py_file_resolve(o) < 0)
        return -1;
    if (self->in_dict) {
        if (value)
            return PyDict_SetItemString(self->dict, def->name, value);
        return st_py_delete_from(self->dict, def->name);
    }
    PyObject **slot = def->arg == FILENAME ? &self->filename
                      : def->arg == INFO   ? &self->info
                                           : &self->tags;
    if (value == NULL && *slot == NULL &&
        (self->file == NULL || def->arg == FILENAME ||
         (def->arg == INFO ? self->no_info : self->no_tags))) {
        PyErr_SetString(PyExc_AttributeError, def->name);
        return -1;
    }
    if (def->arg == INFO)
        self->no_info = 1;
    if (def->arg == TAGS)
        self->no_tags = 1;
    PyObject *old = *slot;
    *slot = Py_XNewRef(value);
    Py_XDECREF(old);
    return 0;
}

static const st_py_field_def members[] = {
    {"filename", get_member, set_member, NULL, FILENAME},
    {"tags", get_member, set_member, NULL, TAGS},
    {"info", get_member, set_member, NULL, INFO},
};

PyObject *st_py_file_info(PyObject *o)
{
    return get_member(o, &members[2]);
}

/* vars(f): from now on the attributes live in the dict, as a Python class would have them. */
static PyObject *file_get_dict(PyObject *o, void *closure)
{
    (void)closure;
    st_py_file *self = (st_py_file *)o;
    if (self->pending && st_py_file_resolve(o) < 0)
        return NULL;
    if (!self->in_dict) {
        const int blocks = self->file && simdtag_doc_of(self->file)->format ==
                                             SIMDTAG_FORMAT_FLAC; /* info is one of them */
        PyObject *first = blocks ? PyObject_GetAttrString(o, "metadata_blocks") : NULL;
        Py_XDECREF(first);
        PyObject *dict = blocks && first == NULL ? NULL : PyDict_New();
        PyObject *chapters =
            dict && self->file && simdtag_doc_of(self->file)->format == SIMDTAG_FORMAT_MP4
                ? PyObject_GetAttrString(o, "chapters")
                : Py_NewRef(Py_None);
        Py_XDECREF(chapters); /* it now lies in the dict that is merged below */
        if (dict == NULL || chapters == NULL) {
            Py_XDECREF(dict);
            return NULL;
        }
        for (size_t i = 0; i < sizeof members / sizeof *members - (size_t)blocks; i++) {
            PyObject *value = get_member(o, &members[i]);
            if (value == NULL && !PyErr_Occurred() && self->file)
                value = members[i].arg == FILENAME ? Py_NewRef(Py_None) : NULL;
            if (value == NULL && !PyErr_Occurred())
                continue;
            if (value == NULL || PyDict_SetItemString(dict, members[i].name, value) < 0) {
                Py_XDECREF(value);
                Py_DECREF(dict);
                return NULL;
            }
            Py_DECREF(value);
        }
        if (self->in_dict) { /* another thread was faster */
            Py_DECREF(dict);
            return Py_NewRef(self->dict);
        }
        if (self->dict && PyDict_Update(dict, self->dict) < 0) {
            Py_DECREF(dict);
            return NULL;
        }
        Py_XSETREF(self->dict, dict);
        self->in_dict = 1;
    }
    return Py_NewRef(self->dict);
}

static int file_set_dict(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    st_py_file *self = (st_py_file *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    self->pending = ST_PY_PENDING_NO;
    self->in_dict = 1;
    Py_XSETREF(self->dict, Py_NewRef(value));
    return 0;
}

/* ---- life ---- */

int st_py_file_traverse(PyObject *o, visitproc visit, void *arg)
{
    st_py_file *self = (st_py_file *)o;
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->dict);
    Py_VISIT(self->filename);
    Py_VISIT(self->info);
    Py_VISIT(self->tags);
    Py_VISIT(self->args);
    Py_VISIT(self->kwargs);
    return 0;
}

int st_py_file_clear(PyObject *o)
{
    st_py_file *self = (st_py_file *)o;
    Py_CLEAR(self->dict);
    Py_CLEAR(self->filename);
    Py_CLEAR(self->info);
    Py_CLEAR(self->tags);
    Py_CLEAR(self->args);
    Py_CLEAR(self->kwargs);
    return 0;
}

void st_py_file_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (type->tp_finalize && PyObject_CallFinalizerFromDealloc(o) < 0)
        return;
    PyObject_GC_UnTrack(o);
    if (((st_py_file *)o)->weak)
        PyObject_ClearWeakRefs(o);
    st_py_file_clear(o);
    simdtag_close(((st_py_file *)o)->file);
    type->tp_free(o);
    Py_DECREF(type);
}

/* What only load() would set is looked for once it has run. */
static PyObject *file_getattro(PyObject *o, PyObject *name)
{
    PyObject *value = PyObject_GenericGetAttr(o, name);
    if (value || ((st_py_file *)o)->pending == ST_PY_PENDING_NO ||
        !PyErr_ExceptionMatches(PyExc_AttributeError))
        return value;
    PyErr_Clear();
    if (st_py_file_resolve(o) < 0)
        return NULL;
    return PyObject_GenericGetAttr(o, name);
}

static PyMethodDef methods[] = {
    {"load", (PyCFunction)(void (*)(void))st_py_file_load_abstract, METH_VARARGS | METH_KEYWORDS,
     "load(filething)\n--\n\nReads the file. Subclasses fill this in."},
    {"_load", (PyCFunction)(void (*)(void))st_py_file_load, METH_VARARGS | METH_KEYWORDS,
     "load(filething, **kwargs)\n--\n\nReads tags and stream info from a file."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"__dict__", file_get_dict, file_set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef offsets[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(st_py_file, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(st_py_file, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, ST_PY_DOC("FileType(*args, **kwargs)\n--\n\nAn audio file: stream info in `info`, "
                          "tags in `tags`, and the tags' mapping methods on the object "
                          "itself. Takes a path, a path object or a binary file object; lazy=True "
                          "puts off reading it until something is asked for.")},
    {Py_tp_new, file_new},
    {Py_tp_init, file_init},
    {Py_tp_getattro, file_getattro},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {Py_tp_members, offsets},
    {Py_tp_traverse, st_py_file_traverse},
    {Py_tp_clear, st_py_file_clear},
    {Py_tp_dealloc, st_py_file_dealloc},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "simdtag.FileType",
    .basicsize = sizeof(st_py_file),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = slots,
};

int st_py_init_file(PyObject *module, st_py_state *state)
{
    PyObject *bases = PyTuple_Pack(1, state->DictMixin);
    if (bases == NULL)
        return -1;
    state->FileType = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, bases);
    Py_DECREF(bases);
    if (state->FileType == NULL)
        return -1;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        PyObject *field = st_py_field_new(state, &members[i], Py_None);
        if (field == NULL ||
            PyObject_SetAttrString((PyObject *)state->FileType, members[i].name, field) < 0) {
            Py_XDECREF(field);
            return -1;
        }
        Py_DECREF(field);
    }
    state->load = PyObject_GetAttrString((PyObject *)state->FileType, "_load");
    return state->load ? PyModule_AddObjectRef(module, "FileType", (PyObject *)state->FileType)
                       : -1;
}
