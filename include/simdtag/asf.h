/* SPDX-License-Identifier: MIT */
/* ASF tags: the parts of one attribute (SIMDTAG_RAW_ASF), and the name of a file's audio codec.
 *
 * An ASF header keeps attributes in four places; simdtag_doc has them in the order of these:
 * content description, extended content description, metadata, metadata library. Within one
 * they stand in file order. Text is UTF-16LE and well-formed: a file with other text is refused. */
#ifndef SIMDTAG_ASF_H
#define SIMDTAG_ASF_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Types of values, by their numbers in the file. */
typedef enum simdtag_asf_type {
    SIMDTAG_ASF_UNICODE = 0,
    SIMDTAG_ASF_BYTES = 1,
    SIMDTAG_ASF_BOOL = 2,
    SIMDTAG_ASF_DWORD = 3,
    SIMDTAG_ASF_QWORD = 4,
    SIMDTAG_ASF_WORD = 5,
    SIMDTAG_ASF_GUID = 6
} simdtag_asf_type;

/* Where an attribute stands. */
typedef enum simdtag_asf_place {
    SIMDTAG_ASF_CONTENT = 0,  /* no language, no stream; always text */
    SIMDTAG_ASF_EXTENDED = 1, /* no language, no stream */
    SIMDTAG_ASF_METADATA = 2, /* no language */
    SIMDTAG_ASF_LIBRARY = 3
} simdtag_asf_place;

/* One attribute. Pointers reach into the raw item's data, or are constants. */
typedef struct simdtag_asf_attribute {
    simdtag_asf_type type;
    simdtag_asf_place place;
    uint16_t language, stream; /* 0 where the place has none */
    const uint8_t *name;       /* UTF-16LE, without the zeros around it */
    uint32_t name_len;         /* in bytes */
    const uint8_t *value;      /* UNICODE: UTF-16LE without the zeros around it; BYTES and GUID: as
                                  stored, followed by the raw item's file_len bytes in the file */
    uint32_t value_len;
    uint64_t number;           /* BOOL (0 or 1), DWORD, QWORD, WORD */
} simdtag_asf_attribute;

/* The parts of an item of kind SIMDTAG_RAW_ASF. Allocates nothing. */
SIMDTAG_API void simdtag_asf_read(const simdtag_raw *raw, simdtag_asf_attribute *out);

/* The name alone, `len` bytes of UTF-16LE: a constant, or in the raw item's data. */
SIMDTAG_API const uint8_t *simdtag_asf_name(const simdtag_raw *raw, uint32_t *len);

/* The first audio codec of the codec list. */
typedef struct simdtag_asf_codec {
    const char *type;           /* by the WAVE format tag: "Windows Media Audio 9 Standard"; "" when
                                   there is no tag, or nobody registered it */
    const uint8_t *name, *description; /* UTF-16LE without zeros and white space around it; empty
                                          when malformed */
    uint32_t name_len, description_len; /* in bytes */
} simdtag_asf_codec;

/* 1, or 0 and all empty when the document has no audio codec. */
SIMDTAG_API int simdtag_asf_codec_of(const simdtag_doc *doc, simdtag_asf_codec *out);

/* The name of a WAVE format tag, "" for one that is not registered. Constant. */
SIMDTAG_API const char *simdtag_asf_codec_name(uint32_t id);

/* Head of a picture as a WM/Picture attribute stores it (Windows Media Format SDK, WM_PICTURE). */
typedef struct simdtag_asf_picture {
    uint8_t type;              /* ID3v2 picture type */
    uint32_t size;             /* of the picture, as the head says */
    const uint8_t *mime, *description; /* UTF-16LE */
    uint32_t mime_len, description_len; /* in bytes */
    uint32_t head;             /* bytes before the picture's first */
} simdtag_asf_picture;

/* 1, or 0 when n bytes do not hold a head. */
SIMDTAG_API int simdtag_asf_picture_of(const uint8_t *value, size_t n, simdtag_asf_picture *out);

#ifdef __cplusplus
}
#endif
#endif
