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
    {SIMDTAG_ERR_MP3_HEADER, "simdtag.mp3", "HeaderNotFoundError"},
    {SIMDTAG_ERR_FLAC, "simdtag.flac", "error"},
    {SIMDTAG_ERR_FLAC_HEADER, "simdtag.flac", "FLACNoHeaderError"},
    {SIMDTAG_ERR_OGG, "simdtag.ogg", "error"},
    {SIMDTAG_ERR_VORBIS, "simdtag._vorbis", "error"},
    {SIMDTAG_ERR_VORBIS_UNSET, "simdtag._vorbis", "VorbisUnsetFrameError"},
    {SIMDTAG_ERR_OGGVORBIS_HEADER, "simdtag.oggvorbis", "OggVorbisHeaderError"},
    {SIMDTAG_ERR_OGGOPUS_HEADER, "simdtag.oggopus", "OggOpusHeaderError"},
    {SIMDTAG_ERR_MP4, "simdtag.mp4", "error"},
    {SIMDTAG_ERR_MP4_STREAM, "simdtag.mp4", "MP4StreamInfoError"},
    {SIMDTAG_ERR_MP4_METADATA, "simdtag.mp4", "MP4MetadataError"},
    {SIMDTAG_ERR_OGGSPEEX_HEADER, "simdtag.oggspeex", "OggSpeexHeaderError"},
    {SIMDTAG_ERR_OGGTHEORA_HEADER, "simdtag.oggtheora", "OggTheoraHeaderError"},
    {SIMDTAG_ERR_OGGFLAC_HEADER, "simdtag.oggflac", "OggFLACHeaderError"},
    {SIMDTAG_ERR_ASF, "simdtag.asf", "ASFError"},
    {SIMDTAG_ERR_ASF_HEADER, "simdtag.asf", "ASFHeaderError"},
    {SIMDTAG_ERR_IFF, "simdtag._iff", "error"},
    {SIMDTAG_ERR_IFF_CHUNK, "simdtag._iff", "InvalidChunk"},
    {SIMDTAG_ERR_IFF_EMPTY, "simdtag._iff", "EmptyChunk"},
    {SIMDTAG_ERR_AIFF, "simdtag.aiff", "error"},
    {SIMDTAG_ERR_WAVE, "simdtag.wave", "error"},
    {SIMDTAG_ERR_DSF, "simdtag.dsf", "error"},
    {SIMDTAG_ERR_DSDIFF, "simdtag.dsdiff", "error"},
    {SIMDTAG_ERR_TRUEAUDIO_HEADER, "simdtag.trueaudio", "TrueAudioHeaderError"},
    {SIMDTAG_ERR_APE, "simdtag.apev2", "error"},
    {SIMDTAG_ERR_APE_ITEM, "simdtag.apev2", "APEBadItemError"},
    {SIMDTAG_ERR_MONKEYSAUDIO, "simdtag.monkeysaudio", "MonkeysAudioHeaderError"},
    {SIMDTAG_ERR_MUSEPACK, "simdtag.musepack", "MusepackHeaderError"},
    {SIMDTAG_ERR_WAVPACK, "simdtag.wavpack", "WavPackHeaderError"},
    {SIMDTAG_ERR_OPTIMFROG, "simdtag.optimfrog", "OptimFROGHeaderError"},
    {SIMDTAG_ERR_TAK, "simdtag.tak", "TAKHeaderError"},
    {SIMDTAG_ERR_AAC, "simdtag.aac", "AACError"},
    {SIMDTAG_ERR_AC3, "simdtag.ac3", "AC3Error"},
    {SIMDTAG_ERR_SMF, "simdtag.smf", "SMFError"},
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
