/* SPDX-License-Identifier: MIT */
/* From a simdtag_error to the exception mutagen raises: one table. */
#include <string.h>

#include "pyext/core.h"

static const struct {
    simdtag_status status;
    const char *module, *name;
} classes[] = {
    {SIMDTAG_ERR_ID3, "simdtag.id3", "error"},
    {SIMDTAG_ERR_ID3_NO_HEADER, "simdtag.id3", "ID3NoHeaderError"},
    {SIMDTAG_ERR_ID3_VERSION, "simdtag.id3", "ID3UnsupportedVersionError"},
    {SIMDTAG_ERR_ID3_UNSYNC, "simdtag.id3", "ID3BadUnsynchData"},
    {SIMDTAG_ERR_MP3, "simdtag.mp3", "error"},
    {SIMDTAG_ERR_MP3_HEADER, "simdtag.mp3", "HeaderNotFoundError"},
    {SIMDTAG_ERR_MP3_INVALID, "simdtag.mp3", "InvalidMPEGHeader"},
    {SIMDTAG_ERR_FLAC, "simdtag.flac", "error"},
    {SIMDTAG_ERR_FLAC_HEADER, "simdtag.flac", "FLACNoHeaderError"},
    {SIMDTAG_ERR_FLAC_VORBIS, "simdtag.flac", "FLACVorbisError"},
    {SIMDTAG_ERR_OGG, "simdtag.ogg", "error"},
    {SIMDTAG_ERR_VORBIS, "simdtag._vorbis", "error"},
    {SIMDTAG_ERR_VORBIS_ENCODING, "simdtag._vorbis", "VorbisEncodingError"},
    {SIMDTAG_ERR_VORBIS_UNSET, "simdtag._vorbis", "VorbisUnsetFrameError"},
    {SIMDTAG_ERR_OGGVORBIS, "simdtag.oggvorbis", "error"},
    {SIMDTAG_ERR_OGGVORBIS_HEADER, "simdtag.oggvorbis", "OggVorbisHeaderError"},
    {SIMDTAG_ERR_OGGOPUS, "simdtag.oggopus", "error"},
    {SIMDTAG_ERR_OGGOPUS_HEADER, "simdtag.oggopus", "OggOpusHeaderError"},
    {SIMDTAG_ERR_MP4, "simdtag.mp4", "error"},
    {SIMDTAG_ERR_MP4_STREAM, "simdtag.mp4", "MP4StreamInfoError"},
    {SIMDTAG_ERR_MP4_NO_TRACK, "simdtag.mp4", "MP4NoTrackError"},
    {SIMDTAG_ERR_MP4_METADATA, "simdtag.mp4", "MP4MetadataError"},
    {SIMDTAG_ERR_MP4_VALUE, "simdtag.mp4", "MP4MetadataValueError"},
    {SIMDTAG_ERR_MP4_ATOM, "simdtag.mp4", "AtomError"},
};

/* MutagenError(cause) from cause, as `raise MutagenError(e) from e`. Steals `cause`. */
static void raise_from(st_py_state *state, PyObject *cause)
{
    PyObject *error = cause ? PyObject_CallOneArg(state->MutagenError, cause) : NULL;
    if (error) {
        PyException_SetContext(error, Py_NewRef(cause));
        PyException_SetCause(error, Py_NewRef(cause));
        PyErr_SetObject(state->MutagenError, error);
        Py_DECREF(error);
    }
    Py_XDECREF(cause);
}

void st_py_wrap_oserror(st_py_state *state)
{
    if (!PyErr_ExceptionMatches(PyExc_OSError))
        return;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback)
        PyException_SetTraceback(value, traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    raise_from(state, value);
}

static void raise_errno(st_py_state *state, int number, PyObject *filename)
{
    raise_from(state, PyObject_CallFunction(PyExc_OSError, filename ? "isO" : "is", number,
                                            strerror(number), filename));
}

static PyObject *class_of(st_py_state *state, simdtag_status status)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].status != status)
            continue;
        PyObject *module = PyImport_ImportModule(classes[i].module);
        PyObject *cls = module ? PyObject_GetAttrString(module, classes[i].name) : NULL;
        Py_XDECREF(module);
        return cls;
    }
    return Py_NewRef(state->MutagenError);
}

void st_py_key_error(PyObject *key)
{
    /* PyErr_SetObject takes a tuple for the arguments themselves, None for none */
    PyObject *args = PyTuple_Pack(1, key);
    if (args) {
        PyErr_SetObject(PyExc_KeyError, args);
        Py_DECREF(args);
    }
}

PyObject *st_py_raise(st_py_state *state, const simdtag_error *error, PyObject *filename)
{
    if (PyErr_Occurred()) { /* a callback's own exception */
        st_py_wrap_oserror(state);
        return NULL;
    }
    if (error->status == SIMDTAG_ERR_NOMEM)
        return PyErr_NoMemory();
    if (error->status == SIMDTAG_ERR_IO && error->sys) {
        raise_errno(state, error->sys, filename);
        return NULL;
    }
    PyObject *cls = class_of(state, error->status);
    if (cls == NULL)
        return NULL;
    PyObject *name = filename ? Py_NewRef(filename) : PyUnicode_FromString("<unknown>");
    if (name == NULL) {
        Py_DECREF(cls);
        return NULL;
    }
    if (error->status == SIMDTAG_ERR_FLAC_HEADER && filename)
        PyErr_Format(cls, "%R is not a valid FLAC file", filename);
    else if (error->status == SIMDTAG_ERR_ID3_NO_HEADER)
        PyErr_Format(cls,
                     strstr(error->text, "small") ? "%S: too small"
                                                  : "%R doesn't start with an ID3 tag",
                     name);
    else
        PyErr_SetString(cls, error->text);
    Py_DECREF(name);
    Py_DECREF(cls);
    return NULL;
}
