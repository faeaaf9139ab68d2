/* SPDX-License-Identifier: MIT */
/* The C base of ID3Tags: opening, chapters, and what the Python half asks for. */
#include <stddef.h>
#include <string.h>

#include "pyext/tags.h"

static int set_file(st_py_state *state, PyObject *tags, simdtag_file *file)
{
    PyObject *holder = st_py_holder_new(state, file);
    if (holder == NULL)
        return -1;
    Py_XSETREF(((st_py_tags *)tags)->holder, holder);
    Py_CLEAR(((st_py_tags *)tags)->unknown);
    return 0;
}

/* A subclass of ID3 sees every frame through its own methods. */
static PyObject *tags_of_subclass(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    PyObject *tags = PyObject_CallNoArgs((PyObject *)cls);
    PyObject *module = tags ? PyImport_ImportModule("simdtag.id3._tags") : NULL;
    PyObject *done = NULL;
    if (module && !PyObject_TypeCheck(tags, (PyTypeObject *)state->extra[ST_PY_EXTRA_ID3BASE]))
        PyErr_SetString(PyExc_TypeError, "not a subclass of ID3");
    else if (module && set_file(state, tags, file) == 0)
        done = PyObject_CallMethod(module, "fill", "O", tags);
    if (done && simdtag_doc_of(file)->id3.needs_translation)
        Py_SETREF(done, PyObject_CallMethod(tags, "update_to_v24", NULL));
    Py_XDECREF(module);
    if (done == NULL)
        Py_CLEAR(tags);
    Py_XDECREF(done);
    return tags;
}

/* Classes of ours, which have no methods that want to see frames. */
static int is_own(const st_py_state *state, const PyTypeObject *cls)
{
    static const st_py_class_id own[] = {ST_PY_ID3, ST_PY_IFFID3, ST_PY_WAVEID3, ST_PY_DSFID3,
                                         ST_PY_DSDIFFID3};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (state->classes[own[i]] == (const PyObject *)cls)
            return 1;
    return 0;
}

PyObject *st_py_id3_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls)
{
    if (!is_own(state, cls))
        return tags_of_subclass(state, file, cls);
    PyObject *tags = cls->tp_alloc(cls, 0);
    if (tags && (set_file(state, tags, file) < 0 || st_py_tags_fill(state, tags) < 0))
        Py_CLEAR(tags);
    return tags;
}

/* ---- chapters ---- */

static PyObject *decoded_frame(st_py_state *state, const simdtag_raw *raw,
                               const simdtag_id3_header *tag)
{
    PyTypeObject *type = st_py_frame_type(state, raw->aux);
    uint32_t skip;
    PyObject *fields = type ? st_py_frame_fields(state, raw, raw->aux, tag, &skip) : NULL;
    PyObject *frame = fields ? type->tp_alloc(type, 0) : NULL;
    if (frame)
        ((st_py_frame *)frame)->dict = fields;
    else
        Py_XDECREF(fields);
    return frame;
}

PyObject *st_py_id3_subframes(st_py_state *state, const simdtag_raw *raws, size_t n,
                              const simdtag_id3_header *tag)
{
    PyObject *module = PyImport_ImportModule("simdtag.id3._tags");
    PyObject *cls = module ? PyObject_GetAttrString(module, "ID3Tags") : NULL;
    PyObject *tags = cls ? PyObject_CallNoArgs(cls) : NULL;
    Py_XDECREF(module);
    Py_XDECREF(cls);
    if (tags == NULL)
        return NULL;
    PyObject *unknown = PyList_New(0);
    int result = unknown ? 0 : -1;
    for (size_t i = 0; result == 0 && i < n; i++) {
        PyObject *one = raws[i].kind == SIMDTAG_RAW_ID3 ? decoded_frame(state, &raws[i], tag)
                                                        : st_py_payload(state, NULL, &raws[i], 0);
        if (one == NULL)
            result = PyErr_Occurred() ? -1 : 0;
        else
            result = raws[i].kind == SIMDTAG_RAW_ID3 ? st_py_tags_add_slowly(tags, one)
                                                     : PyList_Append(unknown, one);
        Py_XDECREF(one);
    }
    if (result < 0) {
        Py_CLEAR(tags);
        Py_XDECREF(unknown);
    } else {
        Py_XSETREF(((st_py_tags *)tags)->unknown, unknown);
    }
    return tags;
}

/* ---- the base type ---- */

static PyObject *tags_unknown(PyObject *o, void *closure)
{
    (void)closure;
    st_py_tags *self = (st_py_tags *)o;
    if (self->unknown == NULL) {
        st_py_state *state = st_py_state_of(Py_TYPE(o));
        if (state == NULL)
            return NULL;
        PyObject *list = PyList_New(0);
        simdtag_file *file = self->holder ? st_py_tags_file(o) : NULL;
        const simdtag_doc *doc = file ? simdtag_doc_of(file) : NULL;
        for (uint32_t i = 0; list && doc && i < doc->n_raws; i++) {
            if (doc->raws[i].kind != SIMDTAG_RAW_ID3_UNKNOWN)
                continue;
            PyObject *one = st_py_payload(state, file, &doc->raws[i], 0);
            if (one == NULL || PyList_Append(list, one) < 0)
                Py_CLEAR(list);
            Py_XDECREF(one);
        }
        self->unknown = list;
    }
    return Py_XNewRef(self->unknown);
}

static int tags_set_unknown(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    Py_XSETREF(((st_py_tags *)o)->unknown, Py_XNewRef(value));
    return 0;
}

static PyObject *tags_header(PyObject *o, void *closure)
{
    (void)closure;
    const simdtag_file *file = st_py_tags_file(o);
    const simdtag_doc *doc = file ? simdtag_doc_of(file) : NULL;
    if (doc == NULL || doc->id3.major == 0)
        Py_RETURN_NONE;
    const simdtag_id3_header *h = &doc->id3;
    if (h->major == 1)
        return Py_BuildValue("((ii)ii)", 1, 1, 0, 0);
    return Py_BuildValue("((iii)Ii)", h->major, h->minor, h->revision, (unsigned)h->size, h->flags);
}

static int tags_traverse(PyObject *o, visitproc visit, void *arg)
{
    st_py_tags *self = (st_py_tags *)o;
    Py_VISIT(self->unknown);
    return st_py_dictproxy_traverse(o, visit, arg);
}

static int tags_clear(PyObject *o)
{
    st_py_tags *self = (st_py_tags *)o;
    Py_CLEAR(self->unknown);
    return st_py_dictproxy_clear(o);
}

static void tags_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((st_py_tags *)o)->proxy.weak)
        PyObject_ClearWeakRefs(o);
    tags_clear(o);
    Py_CLEAR(((st_py_tags *)o)->holder);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyGetSetDef tags_getset[] = {
    {"unknown_frames", tags_unknown, tags_set_unknown, "Frames of no known class, as stored.",
     NULL},
    {"_header_fields", tags_header, NULL,
     "(version, size, flags) of the tag that was read, or None.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyObject *tags_one_too_many(PyObject *o, PyObject *ignored)
{
    (void)ignored;
    return PyBool_FromLong(++((st_py_tags *)o)->doubles > ST_PY_MOST_DOUBLES);
}

static PyMethodDef tags_methods[] = {
    {"_one_too_many", tags_one_too_many, METH_NOARGS,
     "_one_too_many()\n--\n\nCounts a frame whose key is taken; whether it has to be dropped."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tags_slots[] = {
    {Py_tp_methods, tags_methods},
    {Py_tp_getset, tags_getset},
    {Py_tp_traverse, tags_traverse},
    {Py_tp_clear, tags_clear},
    {Py_tp_dealloc, tags_dealloc},
    {0, NULL},
};

static PyType_Spec tags_spec = {
    .name = "simdtag._core.ID3Base",
    .basicsize = sizeof(st_py_tags),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = tags_slots,
};

/* ---- functions for the Python half ---- */

static int is_tags(st_py_state *state, PyObject *o)
{
    if (PyObject_TypeCheck(o, (PyTypeObject *)state->extra[ST_PY_EXTRA_ID3BASE]))
        return 1;
    PyErr_SetString(PyExc_TypeError, "not a tag");
    return 0;
}

PyDoc_STRVAR(open_doc, "id3_open(tags, format, filething, filename, fileobj, as_stored, no_v1)\n"
                       "--\n\n"
                       "Reads the tag of a file of this format, as whose frames' source `tags` "
                       "then keeps it. Returns the file's name or None.");

static PyObject *id3_open(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *tags, *filething, *filename, *fileobj;
    int format, as_stored, no_v1;
    if (!PyArg_ParseTuple(args, "OiOOOpp", &tags, &format, &filething, &filename, &fileobj,
                          &as_stored, &no_v1) ||
        !is_tags(state, tags))
        return NULL;
    const simdtag_options options = {
        .format = (simdtag_format)format,
        .flags = (uint32_t)SIMDTAG_OPEN_TAGS_ONLY |
                 (as_stored ? (uint32_t)SIMDTAG_OPEN_NO_TRANSLATE : 0) |
                 (no_v1 ? (uint32_t)SIMDTAG_OPEN_NO_V1 : 0),
    };
    st_py_thing thing;
    if (st_py_thing_of(state, filething, filename, fileobj, &thing) < 0)
        return NULL;
    simdtag_file *file = st_py_thing_open(state, &thing, &options, NULL);
    const int result = file ? set_file(state, tags, file) : -1;
    simdtag_close(file);
    PyObject *name = result < 0 ? NULL : Py_NewRef(thing.filename ? thing.filename : Py_None);
    st_py_thing_clear(&thing);
    return name;
}

PyDoc_STRVAR(
    fill_doc,
    "id3_fill(tags)\n--\n\nAdds the frames of the file to an empty tag of a class of ours.");

static PyObject *id3_fill(PyObject *module, PyObject *tags)
{
    st_py_state *state = PyModule_GetState(module);
    if (!is_tags(state, tags) || (st_py_tags_file(tags) && st_py_tags_fill(state, tags) < 0))
        return NULL;
    Py_RETURN_NONE;
}

/* The row whose id the frame had in the tag: ID3v2.2 frames come to us under their newer names. */
static unsigned stored_row(const simdtag_raw *raw, unsigned minor)
{
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    for (unsigned i = 0; minor == 2 && i < n; i++)
        if (rows[i].id[3] == 0 && rows[i].upgrade == raw->aux)
            return i;
    return raw->aux;
}

/* PIC has a format of three letters where APIC, as which it came to us, has a MIME type with an
 * end. */
static PyObject *as_pic(PyObject *body)
{
    const char *p = PyBytes_AS_STRING(body);
    const Py_ssize_t n = PyBytes_GET_SIZE(body);
    if (n < 5 || p[4])
        return Py_NewRef(body);
    PyObject *pic = PyBytes_FromStringAndSize(NULL, n - 1);
    if (pic) {
        memcpy(PyBytes_AS_STRING(pic), p, 4);
        memcpy(PyBytes_AS_STRING(pic) + 4, p + 5, (size_t)n - 5);
    }
    return pic;
}

/* The frame as it may have been stored, for one whose class the caller does not know. */
static PyObject *stored_frame(const simdtag_raw *raw, unsigned minor, PyObject *body)
{
    const char *id = simdtag_id3_rows(NULL)[stored_row(raw, minor)].id;
    body = strcmp(id, "PIC") == 0 ? as_pic(body) : Py_NewRef(body);
    if (body == NULL)
        return NULL;
    const size_t n = (size_t)PyBytes_GET_SIZE(body);
    uint8_t head[10] = {0};
    memcpy(head, id, 4);
    const unsigned bits = minor == 4 ? 7 : 8;
    const size_t at = minor == 2 ? 3 : 4, width = minor == 2 ? 3 : 4;
    for (size_t i = 0; i < width; i++)
        head[at + i] = (uint8_t)(n >> (bits * (width - 1 - i)) & ((1u << bits) - 1));
    const size_t head_size = minor == 2 ? 6 : 10;
    PyObject *all = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(head_size + n));
    if (all) {
        memcpy(PyBytes_AS_STRING(all), head, head_size);
        memcpy(PyBytes_AS_STRING(all) + head_size, PyBytes_AS_STRING(body), n);
    }
    Py_DECREF(body);
    return all;
}

/* Chapters, whose own frames are of the classes that the caller knows, too. */
static int has_frames(const simdtag_raw *raw)
{
    const simdtag_id3_row *row = simdtag_id3_rows(NULL) + raw->aux;
    return row->n_fields && row->fields[row->n_fields - 1].spec == SIMDTAG_SPEC_FRAMES;
}

/* What one raw frame is to the Python half: a frame, bytes as stored, or (class, minor, stored,
 * body); NULL without an exception: damaged. */
static PyObject *item_of(st_py_state *state, PyObject *holder, const simdtag_raw *raw,
                         PyObject *known)
{
    simdtag_file *file = ((st_py_holder *)holder)->file;
    const simdtag_id3_header *tag = &simdtag_doc_of(file)->id3;
    const int in_table = raw->kind == SIMDTAG_RAW_ID3;
    const char id[5] = {(char)(raw->id >> 24), (char)(raw->id >> 16), (char)(raw->id >> 8),
                        (char)raw->id, 0};
    PyTypeObject *type = in_table ? st_py_frame_type(state, raw->aux) : NULL;
    if (in_table && type == NULL)
        return NULL;
    const unsigned stored = in_table ? stored_row(raw, tag->minor) : 0;
    PyObject *cls = Py_XNewRef((PyObject *)type);
    if (known) {
        PyObject *name = in_table ? Py_NewRef(state->frame_keys[stored])
                                  : PyUnicode_DecodeLatin1(id, (Py_ssize_t)strlen(id), NULL);
        PyObject *there = name ? PyObject_GetItem(known, name) : NULL;
        Py_XDECREF(name);
        if (there == NULL && !PyErr_ExceptionMatches(PyExc_KeyError)) {
            Py_XDECREF(cls);
            return NULL;
        }
        PyErr_Clear();
        Py_XSETREF(cls, there);
        if (cls == NULL && in_table && raw->aux2 & SIMDTAG_ID3_FROM_V1)
            return NULL; /* not stored as a frame */
    }
    PyObject *item = NULL;
    if (cls && type && (cls == (PyObject *)type || cls == state->frame_types[stored]) &&
        !(known && has_frames(raw))) {
        if (simdtag_id3_check(raw, tag))
            item = st_py_frame_new(state, type, holder, raw);
    } else if (cls == NULL && !in_table) {
        item = st_py_payload(state, file, raw, 0);
    } else {
        PyObject *body = st_py_payload(state, file, raw, 0);
        if (body && cls)
            item = Py_BuildValue("(OiOO)", cls, tag->minor, in_table ? Py_None : body, body);
        else if (body)
            item = stored_frame(raw, tag->minor, body);
        Py_XDECREF(body);
    }
    Py_XDECREF(cls);
    return item;
}

PyDoc_STRVAR(frames_doc, "id3_frames(tags, known_frames=None)\n--\n\n"
                         "What the file holds, in order: frames; bytes for frames of no known "
                         "class; (class, minor, stored, body) for those whose\n"
                         "class is the caller's own, where stored is the frame with its header, or "
                         "None for a body that is already unwrapped.");

static PyObject *id3_frames(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *tags, *known = Py_None;
    if (!PyArg_ParseTuple(args, "O|O", &tags, &known) || !is_tags(state, tags))
        return NULL;
    PyObject *list = PyList_New(0);
    ((st_py_tags *)tags)->doubles = 0;
    const simdtag_doc *doc = st_py_tags_file(tags) ? simdtag_doc_of(st_py_tags_file(tags)) : NULL;
    PyObject *holder = Py_XNewRef(((st_py_tags *)tags)->holder);
    for (uint32_t i = 0; list && doc && i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_ID3 && raw->kind != SIMDTAG_RAW_ID3_UNKNOWN)
            continue;
        PyObject *item = item_of(state, holder, raw, known == Py_None ? NULL : known);
        if ((item == NULL && PyErr_Occurred()) || (item && PyList_Append(list, item) < 0))
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    Py_XDECREF(holder);
    return list;
}

static PyMethodDef functions[] = {
    {"id3_open", id3_open, METH_VARARGS, open_doc},
    {"id3_fill", id3_fill, METH_O, fill_doc},
    {"id3_frames", id3_frames, METH_VARARGS, frames_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_id3(PyObject *module, st_py_state *state)
{
    PyObject *bases = PyTuple_Pack(1, state->DictProxy);
    if (bases == NULL)
        return -1;
    PyObject *type = PyType_FromModuleAndSpec(module, &tags_spec, bases);
    Py_DECREF(bases);
    state->extra[ST_PY_EXTRA_ID3BASE] = type;
    if (type == NULL || PyModule_AddObjectRef(module, "ID3Base", type) < 0)
        return -1;
    return PyModule_AddFunctions(module, functions);
}
