/* SPDX-License-Identifier: MIT */
/* The plain data types of simdtag, shared by every layer: status codes, stream info, raw tag items.
 *
 * Nothing here owns memory. A `simdtag_doc` and everything it points to belongs to the
 * `simdtag_file` it came from and is constant until that file's last reference is dropped. */
#ifndef SIMDTAG_TYPES_H
#define SIMDTAG_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What went wrong. The codes after SIMDTAG_ERR_FORMATS name one exception class of the Python
 * package each. */
typedef enum simdtag_status {
    SIMDTAG_OK = 0,
    SIMDTAG_ERR_IO,          /* a system call failed; `sys` of the error holds errno */
    SIMDTAG_ERR_NOMEM,       /* an allocation failed */
    SIMDTAG_ERR_LIMIT,       /* a cap of limits.h was exceeded */
    SIMDTAG_ERR_USAGE,       /* the caller broke the function's contract */
    SIMDTAG_ERR_UNKNOWN,     /* no format recognises the file */
    SIMDTAG_ERR_CHANGED,     /* the file changed since it was opened; a payload can no longer be
                                read */
    SIMDTAG_ERR_EOF,         /* the file ends before a structure it announces */
    SIMDTAG_ERR_NEED,        /* internal: the planned driver must fetch a window first */
    SIMDTAG_ERR_FORMATS = 32,
    SIMDTAG_ERR_ID3,              /* id3.error */
    SIMDTAG_ERR_ID3_NO_HEADER,    /* id3.ID3NoHeaderError */
    SIMDTAG_ERR_ID3_VERSION,      /* id3.ID3UnsupportedVersionError */
    SIMDTAG_ERR_ID3_UNSYNC,       /* id3.ID3BadUnsynchData */
    SIMDTAG_ERR_MP3_HEADER,       /* mp3.HeaderNotFoundError */
    SIMDTAG_ERR_FLAC,             /* flac.error */
    SIMDTAG_ERR_FLAC_HEADER,      /* flac.FLACNoHeaderError */
    SIMDTAG_ERR_OGG,              /* ogg.error */
    SIMDTAG_ERR_VORBIS,           /* _vorbis.error */
    SIMDTAG_ERR_VORBIS_UNSET,     /* _vorbis.VorbisUnsetFrameError */
    SIMDTAG_ERR_OGGVORBIS_HEADER, /* oggvorbis.OggVorbisHeaderError */
    SIMDTAG_ERR_OGGOPUS_HEADER,   /* oggopus.OggOpusHeaderError */
    SIMDTAG_ERR_MP4,              /* mp4.error */
    SIMDTAG_ERR_MP4_STREAM,       /* mp4.MP4StreamInfoError */
    SIMDTAG_ERR_MP4_METADATA,     /* mp4.MP4MetadataError */
    SIMDTAG_ERR_OGGSPEEX_HEADER,  /* oggspeex.OggSpeexHeaderError */
    SIMDTAG_ERR_OGGTHEORA_HEADER, /* oggtheora.OggTheoraHeaderError */
    SIMDTAG_ERR_OGGFLAC_HEADER,   /* oggflac.OggFLACHeaderError */
    SIMDTAG_ERR_ASF,              /* asf.ASFError */
    SIMDTAG_ERR_ASF_HEADER,       /* asf.ASFHeaderError */
    SIMDTAG_ERR_IFF,              /* _iff.error */
    SIMDTAG_ERR_IFF_CHUNK,        /* _iff.InvalidChunk */
    SIMDTAG_ERR_IFF_EMPTY,        /* _iff.EmptyChunk */
    SIMDTAG_ERR_AIFF,             /* aiff.error */
    SIMDTAG_ERR_WAVE,             /* wave.error */
    SIMDTAG_ERR_DSF,              /* dsf.error */
    SIMDTAG_ERR_DSDIFF,           /* dsdiff.error */
    SIMDTAG_ERR_TRUEAUDIO_HEADER, /* trueaudio.TrueAudioHeaderError */
    SIMDTAG_ERR_APE,              /* apev2.error */
    SIMDTAG_ERR_APE_ITEM,         /* apev2.APEBadItemError */
    SIMDTAG_ERR_MONKEYSAUDIO,     /* monkeysaudio.MonkeysAudioHeaderError */
    SIMDTAG_ERR_MUSEPACK,         /* musepack.MusepackHeaderError */
    SIMDTAG_ERR_WAVPACK,          /* wavpack.WavPackHeaderError */
    SIMDTAG_ERR_OPTIMFROG,        /* optimfrog.OptimFROGHeaderError */
    SIMDTAG_ERR_TAK,              /* tak.TAKHeaderError */
    SIMDTAG_ERR_AAC,              /* aac.AACError */
    SIMDTAG_ERR_AC3,              /* ac3.AC3Error */
    SIMDTAG_ERR_SMF               /* smf.SMFError */
} simdtag_status;

/* A status with its words. `text` is always NUL-terminated UTF-8. */
typedef struct simdtag_error {
    simdtag_status status;
    int sys; /* errno when status is SIMDTAG_ERR_IO, else 0 */
    char text[120];
} simdtag_error;

/* Which container a file is. */
typedef enum simdtag_format {
    SIMDTAG_FORMAT_NONE = 0, /* in options: find out */
    SIMDTAG_FORMAT_ID3,      /* an ID3 tag alone, whatever follows it; never found by detection */
    SIMDTAG_FORMAT_MP3,
    SIMDTAG_FORMAT_FLAC,
    SIMDTAG_FORMAT_OGGVORBIS,
    SIMDTAG_FORMAT_OGGOPUS,
    SIMDTAG_FORMAT_MP4,
    SIMDTAG_FORMAT_OGGSPEEX,
    SIMDTAG_FORMAT_OGGTHEORA,
    SIMDTAG_FORMAT_OGGFLAC,
    SIMDTAG_FORMAT_ASF,
    SIMDTAG_FORMAT_AIFF,
    SIMDTAG_FORMAT_WAVE,
    SIMDTAG_FORMAT_DSF,
    SIMDTAG_FORMAT_DSDIFF,
    SIMDTAG_FORMAT_TRUEAUDIO,
    SIMDTAG_FORMAT_APEV2, /* an APEv2 tag, whatever it follows */
    SIMDTAG_FORMAT_MONKEYSAUDIO,
    SIMDTAG_FORMAT_MUSEPACK,
    SIMDTAG_FORMAT_WAVPACK,
    SIMDTAG_FORMAT_OPTIMFROG,
    SIMDTAG_FORMAT_TAK,
    SIMDTAG_FORMAT_AAC,
    SIMDTAG_FORMAT_AC3,
    SIMDTAG_FORMAT_SMF,
    SIMDTAG_FORMAT_COUNT
} simdtag_format;

/* Which tag system the items of a file belong to. */
typedef enum simdtag_tags {
    SIMDTAG_TAGS_NONE = 0, /* the file has no tag */
    SIMDTAG_TAGS_ID3,
    SIMDTAG_TAGS_VORBIS,
    SIMDTAG_TAGS_ILST,
    SIMDTAG_TAGS_APE,
    SIMDTAG_TAGS_ASF
} simdtag_tags;

/* Stream info of an MPEG audio file. `text` members are NUL-terminated ASCII. */
typedef struct simdtag_mpeg_info {
    double version;       /* 1, 2 or 2.5 */
    uint8_t layer;        /* 1, 2, 3 */
    uint8_t mode;         /* 0 stereo, 1 joint stereo, 2 dual channel, 3 mono */
    uint8_t is_protected; /* 1: a CRC follows the header */
    uint8_t padding;      /* padding bit of the first frame */
    uint8_t sketchy;      /* 1: the first frame stands alone, numbers may be wrong */
    uint8_t bitrate_mode; /* 0 unknown, 1 CBR, 2 VBR, 3 ABR */
    uint8_t has_gains;    /* bit 0 track gain, 1 track peak, 2 album gain, 3 album peak are set */
    double track_gain, track_peak, album_gain, album_peak;
    uint64_t frame_offset;     /* of the first frame used */
    char encoder_info[48];     /* e.g. "LAME 3.100.0+" */
    char encoder_settings[48]; /* e.g. "-V 2" */
} simdtag_mpeg_info;

/* FLAC STREAMINFO (RFC 9639, 8.2). */
typedef struct simdtag_flac_info {
    uint32_t min_blocksize, max_blocksize, min_framesize, max_framesize;
    uint64_t total_samples;
    uint8_t md5[16];
} simdtag_flac_info;

/* Members that a codec does not have are 0. */
typedef struct simdtag_ogg_info {
    uint32_t serial;        /* of the logical stream the info is about */
    uint32_t granule_shift; /* Theora */
    double fps;             /* Theora */
    uint32_t packets;       /* FLAC: header packets after the first */
    uint32_t min_blocksize, max_blocksize;
    uint64_t total_samples;
} simdtag_ogg_info;

/* Codec of the first sound track. */
typedef struct simdtag_mp4_info {
    char codec[32];             /* RFC 6381 style, e.g. "mp4a.40.2"; UTF-8, a zero byte of a
                                   damaged name as C0 80 */
    char codec_description[64]; /* e.g. "AAC LC" */
} simdtag_mp4_info;

typedef struct simdtag_aiff_info {
    double sample_rate; /* a whole number; damaged files have larger ones than 32 bits hold */
} simdtag_aiff_info;

typedef struct simdtag_wave_info {
    uint32_t audio_format;    /* of the fmt chunk: 1 PCM, 3 float, ... */
    double number_of_samples; /* a frame of all channels counts once */
} simdtag_wave_info;

typedef struct simdtag_dsf_info {
    uint32_t channel_type; /* 1 mono, 2 stereo, 3 to 7 more channels */
    uint32_t block_size;   /* bytes of one channel, then of the next */
    uint64_t sample_count; /* of one channel */
} simdtag_dsf_info;

typedef struct simdtag_dsdiff_info {
    char compression[12];    /* "DSD", "DST", ...; a zero byte of a damaged one as C0 80 */
    uint8_t has_compression; /* 1: a CMPR chunk says so */
    uint8_t has_length, has_bitrate; /* 1: the file has the numbers they are computed from */
} simdtag_dsdiff_info;

typedef struct simdtag_monkeysaudio_info {
    double version; /* 3.99 for 3990 */
} simdtag_monkeysaudio_info;

typedef struct simdtag_musepack_info {
    uint32_t version;  /* stream version, 4 to 8 */
    uint8_t has_gains; /* bit 0 title gain, 1 title peak, 2 album gain, 3 album peak, 4 samples
                          are set */
    int64_t samples;   /* SV8; below zero in damaged files */
    double title_gain, title_peak, album_gain, album_peak;
} simdtag_musepack_info;

typedef struct simdtag_wavpack_info {
    uint32_t version;
} simdtag_wavpack_info;

typedef struct simdtag_optimfrog_info {
    char encoder_info[16]; /* e.g. "4.520" */
} simdtag_optimfrog_info;

typedef struct simdtag_tak_info {
    uint64_t number_of_samples;
    char encoder_info[24]; /* e.g. "TAK 2.3.0" */
} simdtag_tak_info;

typedef struct simdtag_aac_info {
    char type[8]; /* "ADTS" or "ADIF" */
} simdtag_aac_info;

typedef struct simdtag_ac3_info {
    char codec[8]; /* "ac-3" or "ec-3" */
} simdtag_ac3_info;

/* Stream info. Members that a format does not have are 0. */
typedef struct simdtag_info {
    double length;         /* seconds */
    double bitrate;        /* bits per second; a whole number wherever the Python class has an
                              int */
    uint32_t channels;
    uint32_t sample_rate;  /* Hz */
    uint32_t bits_per_sample;
    union {
        simdtag_mpeg_info mpeg;
        simdtag_flac_info flac;
        simdtag_ogg_info ogg;
        simdtag_mp4_info mp4;
        simdtag_aiff_info aiff;
        simdtag_wave_info wave;
        simdtag_dsf_info dsf;
        simdtag_dsdiff_info dsdiff;
        simdtag_monkeysaudio_info monkeysaudio;
        simdtag_musepack_info musepack;
        simdtag_wavpack_info wavpack;
        simdtag_optimfrog_info optimfrog;
        simdtag_tak_info tak;
        simdtag_aac_info aac;
        simdtag_ac3_info ac3;
    } u;
} simdtag_info;

/* What a raw item is; says how to read id, flags and aux. */
typedef enum simdtag_raw_kind {
    SIMDTAG_RAW_ID3 = 1,    /* an ID3v2 frame; id = its four letters, aux = its row in frames.def */
    SIMDTAG_RAW_ID3_UNKNOWN,/* a frame that is no class of ours: header and body as stored */
    SIMDTAG_RAW_VORBIS,     /* one Vorbis comment "KEY=value"; aux = length of KEY */
    SIMDTAG_RAW_VENDOR,     /* the vendor string of a Vorbis comment block */
    SIMDTAG_RAW_FLAC_BLOCK, /* a metadata block in file order; id = block type; aux = length as
                               its header says */
    SIMDTAG_RAW_ILST,       /* an ilst child, all its bytes after its own header; id = name */
    SIMDTAG_RAW_APE,        /* an APE item: key, zero byte, value; id = 0 text, 1 binary, 2
                               external; aux = length of the key; aux2 = its flags as stored */
    SIMDTAG_RAW_CHAPTER,    /* one chpl entry; aux2 unused, file_off = start in 100 ns, data =
                               title */
    SIMDTAG_RAW_ASF,        /* one attribute: its name and, somewhere behind it, its value; id =
                               place << 16 | type, aux = length of the name, or number of a field
                               of the content description, which has none; aux2 = language << 16 |
                               stream; simdtag_asf_read of <simdtag/asf.h> tells them apart */
    SIMDTAG_RAW_ASF_CODEC   /* the audio codec of an ASF file, its last raw item;
                               simdtag_asf_codec_of tells its parts */
} simdtag_raw_kind;

enum {
    SIMDTAG_RAW_PAGED = 1u << 15 /* flags: the payload runs on through Ogg pages; id = how many of
                                    its bytes the first page holds, aux2 = file_off minus the
                                    offset of that page's header */
};

/* One undecoded tag item: `len` bytes held in memory at `data`, logically followed by `file_len`
 * bytes that were left in the file at `file_off` (a picture's payload; simdtag_payload_read
 * brings them). */
typedef struct simdtag_raw {
    const uint8_t *data;
    uint64_t file_off;
    uint64_t file_len;
    uint32_t len;
    uint32_t id;  /* four characters, first one in the highest byte; a number for FLAC blocks */
    uint32_t aux; /* by kind */
    uint32_t aux2;
    uint16_t kind;  /* simdtag_raw_kind */
    uint16_t flags; /* ID3: the frame's flag bytes as stored; SIMDTAG_RAW_PAGED */
} simdtag_raw;

/* Header of the ID3v2 tag that was read. All 0 when the file had none (or only an ID3v1 tag:
 * then major = 1). */
typedef struct simdtag_id3_header {
    uint8_t major, minor, revision; /* of the tag as stored: 2.4.0 has 2, 4, 0; ID3v1 has 1, 1, 0 */
    uint8_t flags;                  /* header flag byte */
    uint32_t size;                  /* whole tag with header, in bytes */
    uint8_t translated;             /* 1: frames were already brought to ID3v2.4 */
    uint8_t needs_translation;      /* 1: a case for the careful translation on decoded frames */
} simdtag_id3_header;

/* Everything a reader found in one file. */
typedef struct simdtag_doc {
    simdtag_format format;
    simdtag_tags tags;
    simdtag_info info;
    simdtag_id3_header id3;
    uint32_t n_raws;
    uint32_t flags; /* format's own, e.g. SIMDTAG_DOC_* */
    const simdtag_raw *raws;
    uint64_t audio_offset; /* first byte after the tags/headers at the start, where the format
                              knows it */
    uint64_t size;         /* of the file when opened */
} simdtag_doc;

#ifdef __cplusplus
}
#endif
#endif
