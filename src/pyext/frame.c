/* SPDX-License-Identifier: MIT */
/* The ID3 frame object: made undecoded, it decodes itself when an attribute is first looked at;
 * and the making of frame classes. */
#include "pyext/frame.h"

#include <stddef.h>
#include <string.h>

/* ---- holders ---- */

PyObject *st_py_holder_new(st_py_state *state, simdtag_file *file)
{
    st_py_holder *h = PyObject_New(st_py_holder, (PyTypeObject *)state->extra[ST_PY_EXTRA_HOLDER]);
    if (h)
        h->file = simdtag_ref(file);
    return (PyObject *)h;
}

static void holder_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    simdtag_close(((st_py_holder *)self)->file);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyType_Slot holder_slots[] = {{Py_tp_dealloc, holder_dealloc}, {0, NULL}};

static PyType_Spec holder_spec = {
    .name = "simdtag._core.Holder",
    .basicsize = sizeof(st_py_holder),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = holder_slots,
};

/* ---- making and freeing ---- */

static PyObject *frame_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

static int frame_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((st_py_frame *)self)->dict);
    return 0;
}

static int frame_clear(PyObject *self)
{
    Py_CLEAR(((st_py_frame *)self)->dict);
    return 0;
}

static void frame_dealloc(PyObject *self)
{
    st_py_frame *f = (st_py_frame *)self;
    PyTypeObject *type = Py_TYPE(self);
    if (f->stage != ST_PY_FRAME_RAW) /* else it was never tracked */
        PyObject_GC_UnTrack(self);
    if (f->weak)
        PyObject_ClearWeakRefs(self);
    Py_CLEAR(f->dict);
    Py_CLEAR(f->holder);
    st_py_pool_give(f->pool, self, sizeof *f);
    Py_DECREF(type);
}

/* ---- decoding on access ---- */

static void frame_ready(st_py_frame *f)
{
    f->stage = ST_PY_FRAME_READY;
    f->raw = NULL;
    Py_CLEAR(f->holder);
}

static int frame_decode(st_py_state *state, st_py_frame *f)
{
    const simdtag_file *file = ((st_py_holder *)f->holder)->file;
    PyObject *dict =
        st_py_frame_fields(state, f->raw, f->row, &simdtag_doc_of(file)->id3, &f->skip);
    if (dict == NULL) {
        if (!PyErr_Occurred())
            PyErr_SetString(state->MutagenError, "damaged frame");
        return -1;
    }
    if (f->stage != ST_PY_FRAME_RAW) { /* Python code that ran meanwhile was here before */
        Py_DECREF(dict);
        return 0;
    }
    f->dict = dict;
    if (f->skip == UINT32_MAX)
        frame_ready(f);
    else
        f->stage = ST_PY_FRAME_PAYLOAD;
    PyObject_GC_Track((PyObject *)f);
    return 0;
}

/* The name of a row's last field, borrowed. */
static PyObject *last_name(const st_py_state *state, const st_py_frame *f)
{
    PyObject *names = PyList_GET_ITEM(state->extra[ST_PY_EXTRA_NAMES], f->row);
    return PyTuple_GET_ITEM(names, PyTuple_GET_SIZE(names) - 1);
}

static int same_name(PyObject *a, PyObject *b)
{
    return a == b || (PyUnicode_Check(a) && PyUnicode_Compare(a, b) == 0);
}

static int frame_read_payload(st_py_state *state, st_py_frame *f)
{
    PyObject *holder = Py_NewRef(f->holder); /* the GIL is released in between */
    PyObject *data = st_py_payload(state, ((st_py_holder *)holder)->file, f->raw, f->skip);
    int result = data ? 0 : -1;
    if (data && f->stage == ST_PY_FRAME_PAYLOAD) {
        result = PyDict_SetItem(f->dict, last_name(state, f), data);
        if (result == 0)
            frame_ready(f);
    }
    Py_XDECREF(data);
    Py_DECREF(holder);
    return result;
}

/* Makes ready what reading attribute `name` needs. 0, or -1 with an exception set. */
static int prepare(st_py_frame *f, PyObject *name)
{
    st_py_state *state = st_py_state_of(Py_TYPE(f));
    if (state == NULL)
        return -1;
    if (f->stage == ST_PY_FRAME_RAW && name != state->extra[ST_PY_EXTRA_STR_CLASS] &&
        frame_decode(state, f) < 0)
        return -1;
    if (f->stage == ST_PY_FRAME_PAYLOAD && (same_name(name, last_name(state, f)) ||
                                            same_name(name, state->extra[ST_PY_EXTRA_STR_DICT])))
        return frame_read_payload(state, f);
    return 0;
}

/* The same for setting or deleting it. */
static int prepare_to_set(st_py_frame *f, PyObject *name)
{
    st_py_state *state = st_py_state_of(Py_TYPE(f));
    if (state == NULL || (f->stage == ST_PY_FRAME_RAW && frame_decode(state, f) < 0))
        return -1;
    if (f->stage != ST_PY_FRAME_PAYLOAD)
        return 0;
    if (same_name(name, state->extra[ST_PY_EXTRA_STR_DICT]))
        return frame_read_payload(state, f);
    if (same_name(name, last_name(state, f))) { /* nobody will ever want the old one */
        if (PyDict_SetItem(f->dict, name, Py_None) < 0)
            return -1;
        frame_ready(f);
    }
    return 0;
}

static PyObject *frame_getattro(PyObject *self, PyObject *name)
{
    st_py_frame *f = (st_py_frame *)self;
    if (f->stage != ST_PY_FRAME_READY && prepare(f, name) < 0)
        return NULL;
    return PyObject_GenericGetAttr(self, name);
}

static int frame_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    st_py_frame *f = (st_py_frame *)self;
    if (f->stage != ST_PY_FRAME_READY && prepare_to_set(f, name) < 0)
        return -1;
    return PyObject_GenericSetAttr(self, name, value);
}

static PyGetSetDef frame_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef frame_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(st_py_frame, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(st_py_frame, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot frame_slots[] = {
    {Py_tp_new, frame_new},
    {Py_tp_getattro, frame_getattro},
    {Py_tp_setattro, frame_setattro},
    {Py_tp_getset, frame_getset},
    {Py_tp_members, frame_members},
    {Py_tp_traverse, frame_traverse},
    {Py_tp_clear, frame_clear},
    {Py_tp_dealloc, frame_dealloc},
    {0, NULL},
};

static PyType_Spec frame_spec = {
    .name = "simdtag._core.Frame",
    .basicsize = sizeof(st_py_frame),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = frame_slots,
};

/* ---- frame classes, made in Python from the rows of the table ---- */

PyTypeObject *st_py_frame_type(st_py_state *state, unsigned row)
{
    if (state->frame_types[row])
        return (PyTypeObject *)state->frame_types[row];
    if (state->extra[ST_PY_EXTRA_MAKER] == NULL) {
        PyObject *module = PyImport_ImportModule("simdtag.id3._frames");
        if (module == NULL)
            return NULL;
        Py_DECREF(module);
    }
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    PyObject *cls = state->extra[ST_PY_EXTRA_MAKER]
                        ? PyObject_CallFunction(state->extra[ST_PY_EXTRA_MAKER], "s", rows[row].id)
                        : NULL;
    if (cls == NULL)
        return NULL;
    Py_DECREF(cls);
    if (state->frame_types[row] == NULL)
        PyErr_Format(PyExc_ImportError, "no class for %s", rows[row].id);
    return (PyTypeObject *)state->frame_types[row];
}

static const char *spec_name(unsigned spec)
{
    static const char *const names[] = {
        [SIMDTAG_SPEC_ENCODING] = "ENCODING",
        [SIMDTAG_SPEC_BYTE] = "BYTE",
        [SIMDTAG_SPEC_PICTURE_TYPE] = "PICTURE_TYPE",
        [SIMDTAG_SPEC_CTOC_FLAGS] = "CTOC_FLAGS",
        [SIMDTAG_SPEC_CHANNEL] = "CHANNEL",
        [SIMDTAG_SPEC_SIZED_INT] = "SIZED_INT",
        [SIMDTAG_SPEC_INT] = "INT",
        [SIMDTAG_SPEC_STRING] = "STRING",
        [SIMDTAG_SPEC_FRAME_ID] = "FRAME_ID",
        [SIMDTAG_SPEC_LATIN1] = "LATIN1",
        [SIMDTAG_SPEC_LATIN1_LIST] = "LATIN1_LIST",
        [SIMDTAG_SPEC_TEXT] = "TEXT",
        [SIMDTAG_SPEC_TEXTS] = "TEXTS",
        [SIMDTAG_SPEC_NUMERICS] = "NUMERICS",
        [SIMDTAG_SPEC_NUMERIC_PARTS] = "NUMERIC_PARTS",
        [SIMDTAG_SPEC_TIMESTAMPS] = "TIMESTAMPS",
        [SIMDTAG_SPEC_PAIRS] = "PAIRS",
        [SIMDTAG_SPEC_BINARY] = "BINARY",
        [SIMDTAG_SPEC_FRAMES] = "FRAMES",
        [SIMDTAG_SPEC_KEY_EVENTS] = "KEY_EVENTS",
        [SIMDTAG_SPEC_VOLUME_ADJ] = "VOLUME_ADJ",
        [SIMDTAG_SPEC_VOLUME_PEAK] = "VOLUME_PEAK",
        [SIMDTAG_SPEC_VOLUME_ADJS] = "VOLUME_ADJS",
        [SIMDTAG_SPEC_SYNC_TEXTS] = "SYNC_TEXTS",
        [SIMDTAG_SPEC_ASPI] = "ASPI",
        [SIMDTAG_SPEC_RVA] = "RVA",
    };
    return names[spec];
}

static PyObject *row_fields(const simdtag_id3_row *row)
{
    PyObject *fields = PyTuple_New(row->n_fields);
    for (unsigned i = 0; fields && i < row->n_fields; i++) {
        const simdtag_id3_field *field = &row->fields[i];
        PyObject *one = Py_BuildValue("(ssiO)", field->name, spec_name(field->spec), field->size,
                                      field->optional ? Py_True : Py_False);
        if (one == NULL)
            Py_CLEAR(fields);
        else
            PyTuple_SET_ITEM(fields, i, one);
    }
    return fields;
}

PyDoc_STRVAR(rows_doc, "frame_rows()\n--\n\nThe table of frames: (id, base, doc, number, ((field, "
                       "kind, size, optional), ...)) each.");

static PyObject *frame_rows(PyObject *module, PyObject *ignored)
{
    (void)module;
    (void)ignored;
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list && i < n; i++) {
        PyObject *fields = row_fields(&rows[i]);
        PyObject *one = fields ? Py_BuildValue("(sssnN)", rows[i].id, rows[i].base, rows[i].doc,
                                               (Py_ssize_t)i, fields)
                               : NULL;
        if (one == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, (Py_ssize_t)i, one);
    }
    return list;
}

PyDoc_STRVAR(adopt_doc, "frame_adopt(cls, number, exact)\n--\n\nMakes a frame class known: it has "
                        "the layout of row `number` and, if exact, is its class.");

static PyObject *frame_adopt(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyTypeObject *cls;
    Py_ssize_t number;
    int exact;
    if (!PyArg_ParseTuple(args, "O!np", &PyType_Type, &cls, &number, &exact))
        return NULL;
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    if (number < 0 || (size_t)number >= n || !PyType_IsSubtype(cls, state->Frame) ||
        cls->tp_basicsize != sizeof(st_py_frame)) {
        PyErr_SetString(PyExc_TypeError, "not a frame class");
        return NULL;
    }
    PyObject *names = PyTuple_New(rows[number].n_fields);
    for (unsigned i = 0; names && i < rows[number].n_fields; i++) {
        PyObject *name = PyUnicode_InternFromString(rows[number].fields[i].name);
        if (name == NULL)
            Py_CLEAR(names);
        else
            PyTuple_SET_ITEM(names, i, name);
    }
    if (names == NULL || PyList_SetItem(state->extra[ST_PY_EXTRA_NAMES], number, names) < 0)
        return NULL;
    /* the class adds no slots: nothing for subtype_dealloc and its kin to do */
    cls->tp_dealloc = frame_dealloc;
    cls->tp_traverse = frame_traverse;
    cls->tp_clear = frame_clear;
    if (exact)
        Py_XSETREF(state->frame_types[number], Py_NewRef((PyObject *)cls));
    Py_RETURN_NONE;
}

PyDoc_STRVAR(maker_doc,
             "frame_maker(function, encodings, PictureType, CTOCFlags, ID3TimeStamp)\n--\n\n"
             "function(id) makes the class of a frame; the others are what fields hold.");

static PyObject *frame_maker(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyObject *maker, *encodings, *picture, *ctoc, *stamp;
    if (!PyArg_ParseTuple(args, "OO!OOO", &maker, &PyTuple_Type, &encodings, &picture, &ctoc,
                          &stamp))
        return NULL;
    if (PyTuple_GET_SIZE(encodings) != 4) {
        PyErr_SetString(PyExc_TypeError, "there are four encodings");
        return NULL;
    }
    PyObject *parts = PyObject_GetAttrString(stamp, "_PARTS");
    if (parts == NULL || !PyTuple_Check(parts) || !PyType_Check(stamp)) {
        if (parts)
            PyErr_SetString(PyExc_TypeError, "a class of time stamps is needed");
        Py_XDECREF(parts);
        return NULL;
    }
    PyObject *enums = PyTuple_Pack(5, encodings, picture, ctoc, stamp, parts);
    Py_DECREF(parts);
    if (enums == NULL)
        return NULL;
    Py_XSETREF(state->extra[ST_PY_EXTRA_ENUMS], enums);
    Py_XSETREF(state->extra[ST_PY_EXTRA_MAKER], Py_NewRef(maker));
    Py_RETURN_NONE;
}

PyDoc_STRVAR(decode_doc, "frame_decode(cls, number, body, minor)\n--\n\n"
                         "A frame of `cls`, whose layout is that of row `number`, from a body as "
                         "stored in an ID3v2.<minor> tag; None for a damaged one.");

static PyObject *frame_decode_body(PyObject *module, PyObject *args)
{
    st_py_state *state = PyModule_GetState(module);
    PyTypeObject *cls;
    Py_buffer body;
    unsigned number, minor;
    if (!PyArg_ParseTuple(args, "O!Iy*I", &PyType_Type, &cls, &number, &body, &minor))
        return NULL;
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    PyObject *frame = NULL;
    if (number >= n || !PyType_IsSubtype(cls, state->Frame) || (size_t)body.len > UINT32_MAX) {
        PyErr_SetString(PyExc_TypeError, "not a frame");
    } else {
        const uint8_t *id = (const uint8_t *)rows[number].id;
        const simdtag_raw raw = {
            .data = body.buf,
            .len = (uint32_t)body.len,
            .id = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3],
            .aux = number,
            .aux2 = minor,
            .kind = SIMDTAG_RAW_ID3,
        };
        const simdtag_id3_header tag = {.major = 2, .minor = (uint8_t)minor};
        uint32_t skip;
        PyObject *fields = st_py_frame_fields(state, &raw, number, &tag, &skip);
        frame = fields ? cls->tp_alloc(cls, 0) : PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
        if (frame && frame != Py_None)
            ((st_py_frame *)frame)->dict = fields;
        else
            Py_XDECREF(fields);
    }
    PyBuffer_Release(&body);
    return frame;
}

static PyMethodDef functions[] = {
    {"frame_rows", frame_rows, METH_NOARGS, rows_doc},
    {"frame_adopt", frame_adopt, METH_VARARGS, adopt_doc},
    {"frame_maker", frame_maker, METH_VARARGS, maker_doc},
    {"frame_decode", frame_decode_body, METH_VARARGS, decode_doc},
    {NULL, NULL, 0, NULL},
};

static PyObject *list_of_none(size_t n)
{
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; list && i < n; i++)
        PyList_SET_ITEM(list, (Py_ssize_t)i, Py_NewRef(Py_None));
    return list;
}

int st_py_init_frame(PyObject *module, st_py_state *state)
{
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    state->frame_types = PyMem_Calloc(n, sizeof *state->frame_types);
    state->frame_keys = PyMem_Calloc(n, sizeof *state->frame_keys);
    if (state->frame_types == NULL || state->frame_keys == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if ((state->pools[ST_PY_POOL_FRAMES] = st_py_pool_new()) == NULL)
        return -1;
    for (size_t i = 0; i < n; i++)
        if ((state->frame_keys[i] = PyUnicode_InternFromString(rows[i].id)) == NULL)
            return -1;
    state->extra[ST_PY_EXTRA_NAMES] = list_of_none(n);
    state->extra[ST_PY_EXTRA_STR_CLASS] = PyUnicode_InternFromString("__class__");
    state->extra[ST_PY_EXTRA_STR_DICT] = PyUnicode_InternFromString("__dict__");
    state->extra[ST_PY_EXTRA_HOLDER] = PyType_FromModuleAndSpec(module, &holder_spec, NULL);
    state->Frame = (PyTypeObject *)PyType_FromModuleAndSpec(module, &frame_spec, NULL);
    for (int i = ST_PY_EXTRA_HOLDER; i <= ST_PY_EXTRA_STR_DICT; i++)
        if (state->extra[i] == NULL && i != ST_PY_EXTRA_ENUMS && i != ST_PY_EXTRA_MAKER &&
            i != ST_PY_EXTRA_ID3BASE)
            return -1;
    if (state->Frame == NULL ||
        PyModule_AddObjectRef(module, "Frame", (PyObject *)state->Frame) < 0)
        return -1;
    return PyModule_AddFunctions(module, functions);
}
