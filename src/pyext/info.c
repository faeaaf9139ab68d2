/* SPDX-License-Identifier: MIT */
/* Stream info objects: views of a simdtag_info whose attributes become an ordinary __dict__ when
 * somebody asks for it or sets one. */
#include <stddef.h>
#include <string.h>

#include "pyext/core.h"

typedef struct {
    PyObject_HEAD
    PyObject *dict, *weak;
    simdtag_file *file; /* NULL in an object made by hand */
    int in_dict;
} info_object;

typedef PyObject *info_getter(PyTypeObject *type, const simdtag_info *info);

typedef struct {
    st_py_field_def def;
    info_getter *get;
    enum {
        NO_DEFAULT,
        DEFAULT_ZERO,
        DEFAULT_REAL_ZERO,
        DEFAULT_NONE,
        DEFAULT_FALSE,
        DEFAULT_EMPTY
    } on_class;
} info_field;

/* ---- values ---- */

#define UINT(name, member)                                                                         \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i)                            \
    {                                                                                              \
        (void)t;                                                                                   \
        return PyLong_FromUnsignedLongLong(i->member);                                             \
    }
#define REAL(name, member)                                                                         \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i)                            \
    {                                                                                              \
        (void)t;                                                                                   \
        return PyFloat_FromDouble(i->member);                                                      \
    }
#define TEXT(name, member)                                                                         \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i)                            \
    {                                                                                              \
        (void)t;                                                                                   \
        return PyUnicode_FromString(i->member);                                                    \
    }
#define TRUTH(name, member)                                                                        \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i)                            \
    {                                                                                              \
        (void)t;                                                                                   \
        return PyBool_FromLong(i->member);                                                         \
    }
#define GAIN(name, member, bit)                                                                    \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i)                            \
    {                                                                                              \
        (void)t;                                                                                   \
        return i->u.mpeg.has_gains & (1u << (bit)) ? PyFloat_FromDouble(i->member)                 \
                                                   : Py_NewRef(Py_None);                           \
    }

/* A double that is an int in Python when it is a whole number. */
static PyObject *number(double x)
{
    return x == (double)(long long)x ? PyLong_FromLongLong((long long)x) : PyFloat_FromDouble(x);
}

REAL(length, length)
UINT(channels, channels)
UINT(sample_rate, sample_rate)
UINT(bits_per_sample, bits_per_sample)
UINT(min_blocksize, u.flac.min_blocksize)
UINT(max_blocksize, u.flac.max_blocksize)
UINT(min_framesize, u.flac.min_framesize)
UINT(max_framesize, u.flac.max_framesize)
UINT(total_samples, u.flac.total_samples)
UINT(serial, u.ogg.serial)
UINT(layer, u.mpeg.layer)
UINT(mode, u.mpeg.mode)
UINT(frame_offset, u.mpeg.frame_offset)
TRUTH(protected, u.mpeg.is_protected)
TRUTH(padding, u.mpeg.padding)
TRUTH(sketchy, u.mpeg.sketchy)
TEXT(encoder_info, u.mpeg.encoder_info)
TEXT(encoder_settings, u.mpeg.encoder_settings)
GAIN(track_gain, u.mpeg.track_gain, 0)
GAIN(track_peak, u.mpeg.track_peak, 1)
GAIN(album_gain, u.mpeg.album_gain, 2)
GAIN(album_peak, u.mpeg.album_peak, 3)
/* Zero bytes, which only damaged files have in a codec's name, are stored as C0 80. */
static PyObject *codec_text(const char *text)
{
    char plain[sizeof((simdtag_mp4_info *)0)->codec_description];
    Py_ssize_t n = 0;
    for (; *text; text++) {
        const int zero = text[0] == '\xC0' && text[1] == '\x80';
        text += zero;
        plain[n++] = zero ? '\0' : *text;
    }
    return PyUnicode_DecodeUTF8(plain, n, NULL);
}

#define CODEC(name)                                                     \
    static PyObject *get_##name(PyTypeObject *t, const simdtag_info *i) \
    {                                                                   \
        (void)t;                                                        \
        return codec_text(i->u.mp4.name);                               \
    }
CODEC(codec)
CODEC(codec_description)

static PyObject *get_bitrate(PyTypeObject *t, const simdtag_info *i)
{
    (void)t;
    return PyLong_FromDouble(i->bitrate);
}

static PyObject *get_version(PyTypeObject *t, const simdtag_info *i)
{
    (void)t;
    return number(i->u.mpeg.version);
}

static PyObject *get_code(PyTypeObject *t, const simdtag_info *i)
{
    (void)t;
    (void)i;
    return PyLong_FromLong(0);
}

static PyObject *get_md5(PyTypeObject *t, const simdtag_info *i)
{
    (void)t;
    return _PyLong_FromByteArray(i->u.flac.md5, sizeof i->u.flac.md5, 0, 0);
}

/* BitrateMode is a Python class of simdtag.mp3, whose module made it an attribute of MPEGInfo. */
static PyObject *get_bitrate_mode(PyTypeObject *t, const simdtag_info *i)
{
    PyObject *modes = PyObject_GetAttrString((PyObject *)t, "_bitrate_modes");
    PyObject *mode = modes ? PySequence_GetItem(modes, i->u.mpeg.bitrate_mode) : NULL;
    Py_XDECREF(modes);
    return mode;
}

/* ---- attributes ---- */

static PyObject *info_get(PyObject *o, const st_py_field_def *def)
{
    info_object *self = (info_object *)o;
    if (self->in_dict) {
        PyObject *key = PyUnicode_FromString(def->name);
        PyObject *value = key ? PyDict_GetItemWithError(self->dict, key) : NULL;
        Py_XDECREF(key);
        return Py_XNewRef(value);
    }
    if (self->file == NULL)
        return NULL;
    return ((const info_field *)(const void *)def)->get(Py_TYPE(o), simdtag_info_of(self->file));
}

static const info_field *fields_of(PyTypeObject *type, st_py_state *state, size_t *n);

static int is_default(const info_field *f, PyObject *value)
{
    return (f->on_class == DEFAULT_NONE && value == Py_None) ||
           (f->on_class == DEFAULT_EMPTY && PyUnicode_Check(value) &&
            PyUnicode_GET_LENGTH(value) == 0);
}

/* Moves every attribute into the instance's dict. */
static int into_dict(PyObject *o)
{
    info_object *self = (info_object *)o;
    if (self->in_dict)
        return 0;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    PyObject *dict = state ? PyDict_New() : NULL;
    if (dict == NULL)
        return -1;
    size_t n = 0;
    const info_field *f = self->file ? fields_of(Py_TYPE(o), state, &n) : NULL;
    for (size_t i = 0; i < n; i++) {
        PyObject *value = f[i].get(Py_TYPE(o), simdtag_info_of(self->file));
        if (value &&
            is_default(&f[i], value)) { /* the class shows it, as when nobody ever set it */
            Py_DECREF(value);
            continue;
        }
        if (value == NULL || PyDict_SetItemString(dict, f[i].def.name, value) < 0) {
            Py_XDECREF(value);
            Py_DECREF(dict);
            return -1;
        }
        Py_DECREF(value);
    }
    if (self->dict && PyDict_Update(dict, self->dict) < 0) {
        Py_DECREF(dict);
        return -1;
    }
    Py_XSETREF(self->dict, dict);
    self->in_dict = 1;
    return 0;
}

static int info_set(PyObject *o, const st_py_field_def *def, PyObject *value)
{
    info_object *self = (info_object *)o;
    if (into_dict(o) < 0)
        return -1;
    if (value)
        return PyDict_SetItemString(self->dict, def->name, value);
    return st_py_delete_from(self->dict, def->name);
}

#define FIELD(name, on) {{#name, info_get, info_set, NULL, 0}, get_##name, on}

static const info_field mpeg_fields[] = {
    FIELD(sketchy, DEFAULT_FALSE),
    FIELD(length, NO_DEFAULT),
    FIELD(frame_offset, NO_DEFAULT),
    FIELD(mode, NO_DEFAULT),
    FIELD(channels, NO_DEFAULT),
    FIELD(version, NO_DEFAULT),
    FIELD(layer, NO_DEFAULT),
    FIELD(protected, NO_DEFAULT),
    FIELD(padding, NO_DEFAULT),
    FIELD(bitrate, NO_DEFAULT),
    FIELD(sample_rate, NO_DEFAULT),
    FIELD(bitrate_mode, NO_DEFAULT),
    FIELD(encoder_settings, DEFAULT_EMPTY),
    FIELD(encoder_info, DEFAULT_EMPTY),
    FIELD(track_gain, DEFAULT_NONE),
    FIELD(track_peak, DEFAULT_NONE),
    FIELD(album_gain, DEFAULT_NONE),
    FIELD(album_peak, DEFAULT_NONE),
};
static const info_field flac_fields[] = {
    FIELD(min_blocksize, NO_DEFAULT),
    FIELD(max_blocksize, NO_DEFAULT),
    FIELD(min_framesize, NO_DEFAULT),
    FIELD(max_framesize, NO_DEFAULT),
    FIELD(sample_rate, NO_DEFAULT),
    FIELD(channels, NO_DEFAULT),
    FIELD(bits_per_sample, NO_DEFAULT),
    FIELD(total_samples, NO_DEFAULT),
    FIELD(length, NO_DEFAULT),
    {{"md5_signature", info_get, info_set, NULL, 0}, get_md5, NO_DEFAULT},
    FIELD(code, DEFAULT_ZERO),
    FIELD(bitrate, DEFAULT_ZERO),
};
static const info_field vorbis_fields[] = {
    FIELD(channels, DEFAULT_ZERO), FIELD(sample_rate, DEFAULT_ZERO), FIELD(serial, NO_DEFAULT),
    FIELD(bitrate, DEFAULT_ZERO),  FIELD(length, DEFAULT_REAL_ZERO),
};
static const info_field opus_fields[] = {
    FIELD(serial, NO_DEFAULT),
    FIELD(channels, DEFAULT_ZERO),
    FIELD(length, DEFAULT_ZERO),
    FIELD(bitrate, DEFAULT_ZERO),
};
static const info_field mp4_fields[] = {
    FIELD(bitrate, DEFAULT_ZERO),
    FIELD(length, DEFAULT_REAL_ZERO),
    FIELD(channels, DEFAULT_ZERO),
    FIELD(sample_rate, DEFAULT_ZERO),
    FIELD(bits_per_sample, DEFAULT_ZERO),
    FIELD(codec, DEFAULT_EMPTY),
    FIELD(codec_description, DEFAULT_EMPTY),
};

#define COUNT(list) list, sizeof list / sizeof *list
static const struct {
    const char *name;
    const info_field *fields;
    size_t n;
} classes[] = {
    /* in the order of st_py_class_id from ST_PY_MPEGINFO on */
    {"simdtag.mp3.MPEGInfo", COUNT(mpeg_fields)},
    {"simdtag.flac.StreamInfo", COUNT(flac_fields)},
    {"simdtag.oggvorbis.OggVorbisInfo", COUNT(vorbis_fields)},
    {"simdtag.oggopus.OggOpusInfo", COUNT(opus_fields)},
    {"simdtag.mp4.MP4Info", COUNT(mp4_fields)},
};
enum { CLASSES = sizeof classes / sizeof *classes };

static const info_field *fields_of(PyTypeObject *type, st_py_state *state, size_t *n)
{
    for (int i = 0; i < CLASSES; i++) {
        if (PyType_IsSubtype(type, state->Info[i])) {
            *n = classes[i].n;
            return classes[i].fields;
        }
    }
    *n = 0;
    return NULL;
}

static st_py_class_id class_of_format(simdtag_format format)
{
    switch (format) {
    case SIMDTAG_FORMAT_MP3: return ST_PY_MPEGINFO;
    case SIMDTAG_FORMAT_FLAC: return ST_PY_FLAC_STREAMINFO;
    case SIMDTAG_FORMAT_OGGVORBIS: return ST_PY_OGGVORBISINFO;
    case SIMDTAG_FORMAT_OGGOPUS: return ST_PY_OGGOPUSINFO;
    case SIMDTAG_FORMAT_MP4: return ST_PY_MP4INFO;
    default: return ST_PY_CLASS_COUNT;
    }
}

PyObject *st_py_info(st_py_state *state, simdtag_file *file)
{
    const st_py_class_id id = class_of_format(simdtag_doc_of(file)->format);
    if (id == ST_PY_CLASS_COUNT)
        return Py_NewRef(Py_None);
    PyTypeObject *type = st_py_class(state, id);
    info_object *info = type ? (info_object *)type->tp_alloc(type, 0) : NULL;
    if (info)
        info->file = simdtag_ref(file);
    return (PyObject *)info;
}

/* ---- life ---- */

static PyObject *info_get_dict(PyObject *o, void *closure)
{
    (void)closure;
    return into_dict(o) < 0 ? NULL : Py_NewRef(((info_object *)o)->dict);
}

static int info_set_dict(PyObject *o, PyObject *value, void *closure)
{
    (void)closure;
    info_object *self = (info_object *)o;
    if (value == NULL || !PyDict_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    self->in_dict = 1;
    Py_XSETREF(self->dict, Py_NewRef(value));
    return 0;
}

static PyObject *info_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

/* info._read(format, fileobj, base=0): fills the object from a file object, for programs that call
 * MPEGInfo(fileobj). */
static PyObject *info_read(PyObject *o, PyObject *args)
{
    int format;
    PyObject *fileobj;
    unsigned long long base = 0;
    st_py_state *state = st_py_state_of(Py_TYPE(o));
    if (state == NULL || !PyArg_ParseTuple(args, "iO|K", &format, &fileobj, &base))
        return NULL;
    const simdtag_options options = {.format = (simdtag_format)format};
    simdtag_file *file = st_py_open_from(state, fileobj, base, &options);
    if (file == NULL)
        return NULL;
    info_object *self = (info_object *)o;
    simdtag_close(self->file);
    self->file = file;
    self->in_dict = 0;
    Py_CLEAR(self->dict);
    return Py_NewRef(Py_None);
}

static int info_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((info_object *)o)->dict);
    return 0;
}

static int info_clear(PyObject *o)
{
    info_object *self = (info_object *)o;
    Py_CLEAR(self->dict);
    return 0;
}

static void info_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((info_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    info_clear(o);
    simdtag_close(((info_object *)o)->file);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyMethodDef info_methods[] = {
    {"_read", info_read, METH_VARARGS,
     "_read(format, fileobj, base=0)\n--\n\nReads the stream info of a file object."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef info_getset[] = {
    {"__dict__", info_get_dict, info_set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef info_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(info_object, dict), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(info_object, weak), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot info_slots[] = {{Py_tp_new, info_new},           {Py_tp_methods, info_methods},
                                   {Py_tp_getset, info_getset},     {Py_tp_members, info_members},
                                   {Py_tp_traverse, info_traverse}, {Py_tp_clear, info_clear},
                                   {Py_tp_dealloc, info_dealloc},   {0, NULL}};

static PyObject *default_of(const info_field *f)
{
    switch (f->on_class) {
    case DEFAULT_ZERO: return PyLong_FromLong(0);
    case DEFAULT_REAL_ZERO: return PyFloat_FromDouble(0.0);
    case DEFAULT_NONE: return Py_NewRef(Py_None);
    case DEFAULT_FALSE: return Py_NewRef(Py_False);
    case DEFAULT_EMPTY: return PyUnicode_FromString("");
    default: return NULL;
    }
}

static int add_fields(st_py_state *state, PyTypeObject *type, const info_field *f, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        PyObject *on_class = default_of(&f[i]);
        PyObject *field = st_py_field_new(state, &f[i].def, on_class);
        Py_XDECREF(on_class);
        if (field == NULL || PyObject_SetAttrString((PyObject *)type, f[i].def.name, field) < 0) {
            Py_XDECREF(field);
            return -1;
        }
        Py_DECREF(field);
    }
    return 0;
}

/* The bases of flac.StreamInfo are MetadataBlock and StreamInfo; everybody else's is StreamInfo. */
static PyObject *bases_of(st_py_state *state, int i)
{
    if (i + ST_PY_MPEGINFO != ST_PY_FLAC_STREAMINFO)
        return PyTuple_Pack(1, state->StreamInfo);
    return PyTuple_Pack(2, (PyObject *)state->Block, state->StreamInfo);
}

/* ---- flac.MetadataBlock: an object with a dict, whose memory StreamInfo's begins with ---- */

static void block_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    if (((info_object *)o)->weak)
        PyObject_ClearWeakRefs(o);
    info_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
}

static PyGetSetDef block_getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot block_slots[] = {
    {Py_tp_doc, ST_PY_DOC("A FLAC metadata block: `code`, and `data` when nobody looks into it.")},
    {Py_tp_new, info_new},
    {Py_tp_getset, block_getset},
    {Py_tp_members, info_members},
    {Py_tp_traverse, info_traverse},
    {Py_tp_clear, info_clear},
    {Py_tp_dealloc, block_dealloc},
    {0, NULL}};

static PyType_Spec block_spec = {
    .name = "simdtag.flac.MetadataBlock",
    .basicsize = offsetof(info_object, file),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = block_slots,
};

PyDoc_STRVAR(info_field_doc, "info_field(name, default)\n--\n\nThe descriptor of an MPEGInfo "
                             "attribute, with what the class itself shows.");

static PyObject *core_info_field(PyObject *module, PyObject *args)
{
    const char *name;
    PyObject *on_class;
    if (!PyArg_ParseTuple(args, "sO", &name, &on_class))
        return NULL;
    for (size_t i = 0; i < sizeof mpeg_fields / sizeof *mpeg_fields; i++)
        if (strcmp(mpeg_fields[i].def.name, name) == 0)
            return st_py_field_new(PyModule_GetState(module), &mpeg_fields[i].def, on_class);
    PyErr_SetString(PyExc_KeyError, name);
    return NULL;
}

static PyMethodDef functions[] = {
    {"info_field", core_info_field, METH_VARARGS, info_field_doc},
    {NULL, NULL, 0, NULL},
};

int st_py_init_info(PyObject *module, st_py_state *state)
{
    state->Block = (PyTypeObject *)PyType_FromModuleAndSpec(module, &block_spec, NULL);
    if (state->Block == NULL ||
        PyModule_AddObjectRef(module, "MetadataBlock", (PyObject *)state->Block) < 0 ||
        PyModule_AddFunctions(module, functions) < 0)
        return -1;
    for (int i = 0; i < CLASSES; i++) {
        PyType_Spec spec = {
            .name = classes[i].name,
            .basicsize = sizeof(info_object),
            .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
            .slots = info_slots,
        };
        PyObject *bases = bases_of(state, i);
        if (bases == NULL)
            return -1;
        state->Info[i] = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, bases);
        Py_DECREF(bases);
        if (state->Info[i] == NULL ||
            add_fields(state, state->Info[i], classes[i].fields, classes[i].n) < 0)
            return -1;
        const char *name = strrchr(classes[i].name, '.') + 1;
        const char *as = i + ST_PY_MPEGINFO == ST_PY_FLAC_STREAMINFO ? "FLACStreamInfo" : name;
        if (PyModule_AddObjectRef(module, as, (PyObject *)state->Info[i]) < 0)
            return -1;
    }
    return 0;
}
