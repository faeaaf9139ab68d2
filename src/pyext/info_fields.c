/* SPDX-License-Identifier: MIT */
/* The attributes of every info class. */
#include <stddef.h>
#include <string.h>

#include "pyext/info.h"
#include "simdtag/asf.h"

#define AT(member) offsetof(simdtag_info, member)
#define DEF(name) {name, st_py_info_get, st_py_info_set, NULL, 0}
#define ROW(name, kind, member, on) \
    {DEF(name), ST_PY_ON_CLASS_##on, ST_PY_AS_##kind, AT(member), 0, 0, NULL}
#define GAIN(name, member, bits, bit, on) \
    {DEF(name), ST_PY_ON_CLASS_##on, ST_PY_AS_GAIN, AT(member), AT(bits), bit, NULL}
#define SPECIAL(name, function, on) \
    {DEF(name), ST_PY_ON_CLASS_##on, ST_PY_AS_SPECIAL, 0, 0, 0, function}

/* ---- values that are no plain member ---- */

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

static PyObject *mp4_codec(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    return codec_text(simdtag_info_of(file)->u.mp4.codec);
}

static PyObject *mp4_codec_description(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    return codec_text(simdtag_info_of(file)->u.mp4.codec_description);
}

/* BitrateMode is a Python class of simdtag.mp3, whose module made it an attribute of MPEGInfo. */
static PyObject *bitrate_mode(PyTypeObject *type, const simdtag_file *file)
{
    const int which = simdtag_info_of(file)->u.mpeg.bitrate_mode;
    if (which == 0) /* unknown: the class says so */
        return NULL;
    PyObject *modes = PyObject_GetAttrString((PyObject *)type, "_bitrate_modes");
    PyObject *mode = modes ? PySequence_GetItem(modes, which) : NULL;
    Py_XDECREF(modes);
    return mode;
}

/* Sample types of floating point have no number of bits. */
static PyObject *optimfrog_bits(PyTypeObject *type, const simdtag_file *file)
{
    const uint32_t bits = simdtag_info_of(file)->bits_per_sample;
    (void)type;
    return bits ? PyLong_FromUnsignedLong(bits) : Py_NewRef(Py_None);
}

static PyObject *flac_code(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    (void)file;
    return PyLong_FromLong(0);
}

static PyObject *flac_md5(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const uint8_t *md5 = simdtag_info_of(file)->u.flac.md5;
    return _PyLong_FromByteArray(md5, sizeof simdtag_info_of(file)->u.flac.md5, 0, 0);
}

/* ADIF says it, ADTS only lets it be computed. */
static PyObject *aac_bitrate(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return info->u.aac.type[3] == 'S' ? PyFloat_FromDouble(info->bitrate)
                                      : PyLong_FromDouble(info->bitrate);
}

/* AC-3 itself is the class's own. */
static PyObject *ac3_codec(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const char *codec = simdtag_info_of(file)->u.ac3.codec;
    return strcmp(codec, "ac-3") == 0 ? NULL : PyUnicode_FromString(codec);
}

/* Only stream version 8 has them. */
static PyObject *musepack_samples(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_musepack_info *m = &simdtag_info_of(file)->u.musepack;
    return m->has_gains & 1u << 4 ? PyLong_FromLongLong(m->samples) : NULL;
}

/* One channel is True in mutagen. */
static PyObject *wavpack_channels(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const uint32_t channels = simdtag_info_of(file)->channels;
    return channels == 1 ? Py_NewRef(Py_True) : PyLong_FromUnsignedLong(channels);
}

static PyObject *asf_codec_type(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    simdtag_asf_codec codec;
    simdtag_asf_codec_of(simdtag_doc_of(file), &codec);
    return PyUnicode_FromString(codec.type);
}

static PyObject *asf_codec_name(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    simdtag_asf_codec codec;
    simdtag_asf_codec_of(simdtag_doc_of(file), &codec);
    return st_py_text(codec.name, codec.name_len, SIMDTAG_UTF16LE);
}

static PyObject *asf_codec_description(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    simdtag_asf_codec codec;
    simdtag_asf_codec_of(simdtag_doc_of(file), &codec);
    return st_py_text(codec.description, codec.description_len, SIMDTAG_UTF16LE);
}

/* channels * bits * rate, exactly: the numbers of damaged files are large. */
static PyObject *product(long channels, long bits, double rate)
{
    PyObject *const factors[] = {PyLong_FromLong(channels), PyLong_FromLong(bits),
                                 PyLong_FromDouble(rate)};
    PyObject *all = PyLong_FromLong(1);
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        PyObject *next = all && factors[i] ? PyNumber_Multiply(all, factors[i]) : NULL;
        Py_XDECREF(all);
        Py_XDECREF(factors[i]);
        all = next;
    }
    return all;
}

/* The bitrate of samples that are not compressed. */
static PyObject *pcm_bitrate(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    if (info->bitrate < 9007199254740992.0) /* 2^53: a double has it exactly */
        return PyLong_FromDouble(info->bitrate);
    return product(info->channels, info->bits_per_sample, info->sample_rate);
}

/* AIFF has signed numbers where nothing can be negative, and mutagen shows them. */
static PyObject *aiff_channels(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    return PyLong_FromLong((int16_t)simdtag_info_of(file)->channels);
}

static PyObject *aiff_bits(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    return PyLong_FromLong((int16_t)simdtag_info_of(file)->bits_per_sample);
}

static PyObject *aiff_bitrate(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return product((int16_t)info->channels, (int16_t)info->bits_per_sample,
                   info->u.aiff.sample_rate);
}

/* Without a rate there is no length, and the class's own 0 is seen. */
static PyObject *length_by_rate(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return info->sample_rate ? PyFloat_FromDouble(info->length) : NULL;
}

static int is_dst(const simdtag_info *info)
{
    return strcmp(info->u.dsdiff.compression, "DST") == 0;
}

static PyObject *dsdiff_length(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return info->u.dsdiff.has_length ? PyFloat_FromDouble(info->length) : NULL;
}

/* Of compressed sound it is an average. */
static PyObject *dsdiff_bitrate(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    if (!info->u.dsdiff.has_bitrate)
        return NULL;
    return is_dst(info) ? PyFloat_FromDouble(info->bitrate) : PyLong_FromDouble(info->bitrate);
}

static PyObject *dsdiff_compression(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return info->u.dsdiff.has_compression ? codec_text(info->u.dsdiff.compression) : NULL;
}

/* An ADIF stream of no bitrate has no length; the class's 0 shows then. */
static PyObject *aac_length(PyTypeObject *type, const simdtag_file *file)
{
    (void)type;
    const simdtag_info *info = simdtag_info_of(file);
    return info->u.aac.type[3] == 'S' || info->bitrate > 0 ? PyFloat_FromDouble(info->length)
                                                           : PyLong_FromLong(0);
}

/* ---- the tables ---- */

static const st_py_info_field mpeg_fields[] = {
    ROW("sketchy", BOOL, u.mpeg.sketchy, FALSE),
    ROW("length", FLOAT, length, NOTHING),
    ROW("frame_offset", U64, u.mpeg.frame_offset, NOTHING),
    ROW("mode", U8, u.mpeg.mode, NOTHING),
    ROW("channels", U32, channels, NOTHING),
    ROW("version", NUMBER, u.mpeg.version, NOTHING),
    ROW("layer", U8, u.mpeg.layer, NOTHING),
    ROW("protected", BOOL, u.mpeg.is_protected, NOTHING),
    ROW("padding", BOOL, u.mpeg.padding, NOTHING),
    ROW("bitrate", WHOLE, bitrate, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    SPECIAL("bitrate_mode", bitrate_mode, NOTHING),
    ROW("encoder_settings", TEXT, u.mpeg.encoder_settings, EMPTY),
    ROW("encoder_info", TEXT, u.mpeg.encoder_info, EMPTY),
    GAIN("track_gain", u.mpeg.track_gain, u.mpeg.has_gains, 0, NONE),
    GAIN("track_peak", u.mpeg.track_peak, u.mpeg.has_gains, 1, NONE),
    GAIN("album_gain", u.mpeg.album_gain, u.mpeg.has_gains, 2, NONE),
    GAIN("album_peak", u.mpeg.album_peak, u.mpeg.has_gains, 3, NONE),
};
static const st_py_info_field flac_fields[] = {
    ROW("min_blocksize", U32, u.flac.min_blocksize, NOTHING),
    ROW("max_blocksize", U32, u.flac.max_blocksize, NOTHING),
    ROW("min_framesize", U32, u.flac.min_framesize, NOTHING),
    ROW("max_framesize", U32, u.flac.max_framesize, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("channels", U32, channels, NOTHING),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    ROW("total_samples", U64, u.flac.total_samples, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
    SPECIAL("md5_signature", flac_md5, NOTHING),
    SPECIAL("code", flac_code, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
};
static const st_py_info_field vorbis_fields[] = {
    ROW("channels", U32, channels, ZERO),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("serial", U32, u.ogg.serial, NOTHING),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    ROW("length", FLOAT, length, REAL_ZERO),
};
static const st_py_info_field opus_fields[] = {
    ROW("serial", U32, u.ogg.serial, NOTHING),
    ROW("channels", U32, channels, ZERO),
    ROW("length", FLOAT, length, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
};
static const st_py_info_field speex_fields[] = {
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("channels", U32, channels, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    ROW("serial", U32, u.ogg.serial, NOTHING),
    ROW("length", FLOAT, length, ZERO),
};
static const st_py_info_field theora_fields[] = {
    ROW("fps", FLOAT, u.ogg.fps, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    ROW("granule_shift", U32, u.ogg.granule_shift, NOTHING),
    ROW("serial", U32, u.ogg.serial, NOTHING),
    ROW("length", FLOAT, length, ZERO),
};
static const st_py_info_field oggflac_fields[] = {
    ROW("packets", U32, u.ogg.packets, NOTHING),
    ROW("serial", U32, u.ogg.serial, NOTHING),
    ROW("min_blocksize", U32, u.ogg.min_blocksize, NOTHING),
    ROW("max_blocksize", U32, u.ogg.max_blocksize, NOTHING),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("channels", U32, channels, ZERO),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    ROW("total_samples", U64, u.ogg.total_samples, NOTHING),
    ROW("length", FLOAT, length, ZERO),
};
static const st_py_info_field mp4_fields[] = {
    ROW("length", FLOAT, length, REAL_ZERO),
    ROW("channels", U32, channels, ZERO),
    ROW("bits_per_sample", U32, bits_per_sample, ZERO),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    SPECIAL("codec", mp4_codec, EMPTY),
    SPECIAL("codec_description", mp4_codec_description, EMPTY),
};
static const st_py_info_field asf_fields[] = {
    ROW("length", FLOAT, length, REAL_ZERO),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    ROW("channels", U32, channels, ZERO),
    SPECIAL("codec_type", asf_codec_type, EMPTY_TOO),
    SPECIAL("codec_name", asf_codec_name, EMPTY_TOO),
    SPECIAL("codec_description", asf_codec_description, EMPTY_TOO),
};
static const st_py_info_field aiff_fields[] = {
    ROW("sample_rate", WHOLE, u.aiff.sample_rate, ZERO),
    SPECIAL("length", length_by_rate, ZERO),
    SPECIAL("bits_per_sample", aiff_bits, NOTHING),
    SPECIAL("sample_size", aiff_bits, NOTHING),
    SPECIAL("channels", aiff_channels, ZERO),
    SPECIAL("bitrate", aiff_bitrate, ZERO),
};
static const st_py_info_field wave_fields[] = {
    ROW("audio_format", U32, u.wave.audio_format, NOTHING),
    ROW("channels", U32, channels, ZERO),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("bits_per_sample", U32, bits_per_sample, ZERO),
    SPECIAL("bitrate", pcm_bitrate, ZERO),
    ROW("_number_of_samples", FLOAT, u.wave.number_of_samples, NOTHING),
    ROW("length", FLOAT, length, REAL_ZERO),
};
static const st_py_info_field dsf_fields[] = {
    ROW("length", FLOAT, length, NOTHING),
    ROW("channels", U32, channels, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    SPECIAL("bitrate", pcm_bitrate, NOTHING),
    ROW("_channel_type", U32, u.dsf.channel_type, NOTHING),
    ROW("_block_size", U32, u.dsf.block_size, NOTHING),
    ROW("_sample_count", U64, u.dsf.sample_count, NOTHING),
};
static const st_py_info_field dsdiff_fields[] = {
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("channels", U32, channels, ZERO),
    SPECIAL("compression", dsdiff_compression, NONE),
    SPECIAL("length", dsdiff_length, ZERO),
    SPECIAL("bitrate", dsdiff_bitrate, ZERO),
};
static const st_py_info_field trueaudio_fields[] = {
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
};
static const st_py_info_field monkeysaudio_fields[] = {
    ROW("version", FLOAT, u.monkeysaudio.version, NOTHING),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    ROW("channels", U32, channels, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
};
static const st_py_info_field musepack_fields[] = {
    ROW("version", U32, u.musepack.version, NOTHING),
    SPECIAL("samples", musepack_samples, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("channels", U32, channels, NOTHING),
    GAIN("title_gain", u.musepack.title_gain, u.musepack.has_gains, 0, NOTHING),
    GAIN("title_peak", u.musepack.title_peak, u.musepack.has_gains, 1, NOTHING),
    GAIN("album_gain", u.musepack.album_gain, u.musepack.has_gains, 2, NOTHING),
    GAIN("album_peak", u.musepack.album_peak, u.musepack.has_gains, 3, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
    ROW("bitrate", WHOLE, bitrate, NOTHING),
};
static const st_py_info_field wavpack_fields[] = {
    ROW("version", U32, u.wavpack.version, NOTHING),
    SPECIAL("channels", wavpack_channels, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
};
static const st_py_info_field optimfrog_fields[] = {
    ROW("channels", U32, channels, NOTHING),
    ROW("sample_rate", U32, sample_rate, NOTHING),
    SPECIAL("bits_per_sample", optimfrog_bits, NOTHING),
    ROW("length", FLOAT, length, NOTHING),
    ROW("encoder_info", TEXT, u.optimfrog.encoder_info, NOTHING),
};
static const st_py_info_field tak_fields[] = {
    ROW("number_of_samples", U64, u.tak.number_of_samples, NOTHING),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("bits_per_sample", U32, bits_per_sample, NOTHING),
    ROW("channels", U32, channels, ZERO),
    ROW("encoder_info", TEXT, u.tak.encoder_info, EMPTY),
    ROW("length", FLOAT, length, ZERO),
};
static const st_py_info_field aac_fields[] = {
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("channels", U32, channels, ZERO),
    SPECIAL("bitrate", aac_bitrate, ZERO),
    SPECIAL("length", aac_length, ZERO),
    ROW("_type", TEXT, u.aac.type, NOTHING),
};
static const st_py_info_field ac3_fields[] = {
    SPECIAL("codec", ac3_codec, NOTHING),
    ROW("sample_rate", U32, sample_rate, ZERO),
    ROW("bitrate", WHOLE, bitrate, ZERO),
    ROW("channels", U32, channels, ZERO),
    ROW("length", FLOAT, length, ZERO),
};
static const st_py_info_field smf_fields[] = {
    ROW("length", FLOAT, length, NOTHING),
};

#define CLASS(id, name, list) \
    [ST_PY_##id - ST_PY_FIRST_INFO] = {"simdtag." name, list, sizeof list / sizeof *list}
const st_py_info_class st_py_info_classes[ST_PY_INFO_COUNT] = {
    CLASS(MPEGINFO, "mp3.MPEGInfo", mpeg_fields),
    CLASS(FLAC_STREAMINFO, "flac.StreamInfo", flac_fields),
    CLASS(OGGVORBISINFO, "oggvorbis.OggVorbisInfo", vorbis_fields),
    CLASS(OGGOPUSINFO, "oggopus.OggOpusInfo", opus_fields),
    CLASS(OGGSPEEXINFO, "oggspeex.OggSpeexInfo", speex_fields),
    CLASS(OGGTHEORAINFO, "oggtheora.OggTheoraInfo", theora_fields),
    CLASS(OGGFLAC_STREAMINFO, "oggflac.OggFLACStreamInfo", oggflac_fields),
    CLASS(MP4INFO, "mp4.MP4Info", mp4_fields),
    CLASS(ASFINFO, "asf.ASFInfo", asf_fields),
    CLASS(AIFFINFO, "aiff.AIFFInfo", aiff_fields),
    CLASS(WAVE_STREAMINFO, "wave.WaveStreamInfo", wave_fields),
    CLASS(DSFINFO, "dsf.DSFInfo", dsf_fields),
    CLASS(DSDIFFINFO, "dsdiff.DSDIFFInfo", dsdiff_fields),
    CLASS(TRUEAUDIOINFO, "trueaudio.TrueAudioInfo", trueaudio_fields),
    [ST_PY_APEV2_UNKNOWNINFO - ST_PY_FIRST_INFO] = {"simdtag.apev2._UnknownInfo", NULL, 0},
    CLASS(MONKEYSAUDIOINFO, "monkeysaudio.MonkeysAudioInfo", monkeysaudio_fields),
    CLASS(MUSEPACKINFO, "musepack.MusepackInfo", musepack_fields),
    CLASS(WAVPACKINFO, "wavpack.WavPackInfo", wavpack_fields),
    CLASS(OPTIMFROGINFO, "optimfrog.OptimFROGInfo", optimfrog_fields),
    CLASS(TAKINFO, "tak.TAKInfo", tak_fields),
    CLASS(AACINFO, "aac.AACInfo", aac_fields),
    CLASS(AC3INFO, "ac3.AC3Info", ac3_fields),
    CLASS(SMFINFO, "smf.SMFInfo", smf_fields),
};
