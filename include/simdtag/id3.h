/* SPDX-License-Identifier: MIT */
/* ID3 frames: the table of frame classes, and decoding one raw frame into values.
 *
 * What a reader leaves in simdtag_doc.raws: frames in file order, duplicates and undecodable
 * ones included (simdtag_id3_check tells them; mutagen's dictionary has neither). data is the
 * body proper: unsynchronisation, compression and data lengths are undone. aux is the row, aux2
 * the minor version of the tag the body is from (2, 3, 4; 4 for frames made from ID3v1, then with
 * SIMDTAG_ID3_FROM_V1, or by translation). ID3v2.2 frames always come under their newer id and
 * row, as mutagen shows them; only a PIC whose format has no MIME form keeps its row.
 * An encrypted frame is SIMDTAG_RAW_ID3_UNKNOWN; data then begins with the frame's header, and
 * its body may be left in the file.
 *
 * Translation to ID3v2.4 (unless SIMDTAG_OPEN_NO_TRANSLATE) is done on raw frames and sets
 * doc.id3.translated: TYER, TDAT and TIME become TDRC, TORY TDOR, IPLS TIPL, numbers in TCON
 * names, picture types "JPG" and "PNG" MIME types; RVAD, TRDA and TSIZ go. Where the exact
 * answer depends on decoded or merged frames (two TYER, years that are no year, text outside
 * ASCII in them, "(17)" beside another TCON, old frames inside CHAP or CTOC, a TCON without any
 * genre, several pictures of which one is a "JPG") all frames stay as they were and
 * doc.id3.needs_translation is set instead: the caller translates decoded frames. */
#ifndef SIMDTAG_ID3_H
#define SIMDTAG_ID3_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How one field of a frame is stored; the ID3v2.4 frames document, section 4, names them
 * informally. */
/* aux2, beside the version in its low 8 bits */
enum {
    SIMDTAG_ID3_FROM_V1 = 1u << 8, /* made from an ID3v1 tag */
    SIMDTAG_ID3_DEPTH = 1u << 16   /* times how many chapters the frame stands in */
};

typedef enum simdtag_id3_spec {
    SIMDTAG_SPEC_ENCODING = 1, /* one byte, text encoding of the following encoded texts */
    SIMDTAG_SPEC_BYTE,         /* one byte -> INT */
    SIMDTAG_SPEC_PICTURE_TYPE, /* one byte -> INT */
    SIMDTAG_SPEC_CTOC_FLAGS,   /* one byte -> INT */
    SIMDTAG_SPEC_CHANNEL,      /* one byte -> INT */
    SIMDTAG_SPEC_SIZED_INT,    /* `size` bytes big-endian -> INT */
    SIMDTAG_SPEC_INT,          /* all bytes left, big-endian -> INT; BYTES, big-endian, when
                                  beyond 63 bits */
    SIMDTAG_SPEC_STRING,       /* `size` bytes Latin-1 -> TEXT */
    SIMDTAG_SPEC_FRAME_ID,     /* `size` bytes -> TEXT */
    SIMDTAG_SPEC_LATIN1,       /* Latin-1 up to a zero byte or the end -> TEXT */
    SIMDTAG_SPEC_LATIN1_LIST,  /* a count byte, then so many LATIN1 -> LIST of TEXT */
    SIMDTAG_SPEC_TEXT,         /* encoded text up to its terminator or the end -> TEXT */
    SIMDTAG_SPEC_TEXTS,        /* encoded texts to the end -> LIST of TEXT */
    SIMDTAG_SPEC_NUMERICS,     /* the same, numbers */
    SIMDTAG_SPEC_NUMERIC_PARTS,/* the same, "n/m" */
    SIMDTAG_SPEC_TIMESTAMPS,   /* the same, ID3v2.4 timestamps; also split at "," */
    SIMDTAG_SPEC_PAIRS,        /* encoded texts two by two to the end -> LIST of LIST of 2 TEXT */
    SIMDTAG_SPEC_BINARY,       /* all bytes left -> BYTES */
    SIMDTAG_SPEC_FRAMES,       /* frames to the end -> FRAMES */
    SIMDTAG_SPEC_KEY_EVENTS,   /* (type, time) to the end -> LIST of LIST of 2 INT */
    SIMDTAG_SPEC_VOLUME_ADJ,   /* signed 16 bit / 512 -> REAL */
    SIMDTAG_SPEC_VOLUME_PEAK,  /* bits, then mantissa -> REAL */
    SIMDTAG_SPEC_VOLUME_ADJS,  /* (frequency / 2, adjustment / 512) to the end -> LIST of LIST of
                                  2 REAL */
    SIMDTAG_SPEC_SYNC_TEXTS,   /* (text, time) to the end -> LIST of LIST of TEXT, INT */
    SIMDTAG_SPEC_ASPI,         /* index points of ASPI, by its fields N and b -> LIST of INT */
    SIMDTAG_SPEC_RVA           /* relative volume adjustment of v2.2/2.3; size = most values ->
                                  LIST of INT; beyond 63 bits of BYTES, big-endian, whose
                                  `encoding` is 1 for a negative value */
} simdtag_id3_spec;

/* How a frame's key in the tag's dictionary is made from its fields. */
typedef enum simdtag_id3_key {
    SIMDTAG_KEY_ID = 0,    /* "TIT2" */
    SIMDTAG_KEY_DESC,      /* "TXXX:desc" */
    SIMDTAG_KEY_DESC_LANG, /* "COMM:desc:lang" */
    SIMDTAG_KEY_LANG,      /* "USER:lang" */
    SIMDTAG_KEY_FIRST,     /* "UFID:owner": the row's first text field (owner, email, element_id,
                              url of WCOM …) */
    SIMDTAG_KEY_OTHER      /* made by the frame class itself; see the row's comment in frames.def */
} simdtag_id3_key;

typedef struct simdtag_id3_field {
    const char *name;
    uint8_t spec;  /* simdtag_id3_spec */
    uint8_t size;  /* where the spec says so */
    uint8_t optional; /* 1: may be missing at the end of the frame; then the attribute does not
                         exist */
} simdtag_id3_field;

/* One frame class. */
typedef struct simdtag_id3_row {
    char id[5];             /* "TIT2", "TT2" */
    const char *base;       /* name of the class it derives from: "TextFrame", or for v2.2 frames
                               the newer id ("TIT2") */
    const char *doc;        /* one line of our own words */
    const simdtag_id3_field *fields;
    uint8_t n_fields;
    uint8_t key;            /* simdtag_id3_key */
    uint16_t upgrade;       /* v2.2 rows: the row of the v2.3/2.4 frame it becomes; else its own
                               row number */
} simdtag_id3_row;

/* The table: first the 105 frames of v2.3/2.4, then the 71 of v2.2. Constant. */
SIMDTAG_API const simdtag_id3_row *simdtag_id3_rows(size_t *n);

/* The row of a frame id ("TIT2" or "TT2"), -1 when unknown. `id` as in simdtag_raw: three-letter
 * ids have a zero lowest byte. */
SIMDTAG_API int simdtag_id3_row_of(uint32_t id);

/* Text encodings of a decoded span: byte order marks are already resolved and not part of the
 * span. */
enum { SIMDTAG_LATIN1 = 0, SIMDTAG_UTF16LE = 1, SIMDTAG_UTF16BE = 2, SIMDTAG_UTF8 = 3 };

typedef enum simdtag_value_kind {
    SIMDTAG_VALUE_NONE = 0, /* an optional field that is not there */
    SIMDTAG_VALUE_INT,
    SIMDTAG_VALUE_REAL,
    SIMDTAG_VALUE_TEXT,   /* well-formed for its encoding */
    SIMDTAG_VALUE_BYTES,  /* u.at/n; with `deferred` the item's file part follows them */
    SIMDTAG_VALUE_LIST,   /* n values at u.list */
    SIMDTAG_VALUE_FRAMES  /* n raw frames at u.frames */
} simdtag_value_kind;

typedef struct simdtag_value {
    uint8_t kind;     /* simdtag_value_kind */
    uint8_t encoding; /* TEXT: SIMDTAG_LATIN1 … */
    uint8_t deferred; /* BYTES */
    uint32_t n;
    union {
        int64_t i;
        double r;
        const uint8_t *at; /* into the raw item's data, or the values' own memory */
        const struct simdtag_value *list;
        const simdtag_raw *frames;
    } u;
} simdtag_value;

/* The decoded fields of one frame and the memory they need beyond the frame's own bytes. Release
 * with simdtag_values_free. */
typedef struct simdtag_values {
    uint32_t n;              /* as many as the row has fields */
    simdtag_value field[12]; /* the longest row has 10 */
    void *memory;
} simdtag_values;

/* Decodes a raw frame (kind SIMDTAG_RAW_ID3) of a tag whose header is `tag`. Returns
 * SIMDTAG_ERR_ID3 when the frame is damaged in a way for which mutagen drops it,
 * SIMDTAG_ERR_NOMEM, or SIMDTAG_ERR_USAGE for a raw item that is no such frame; *values then
 * needs no release. The frame's bytes must outlive the values. The functions of this header keep
 * no state: any thread. */
SIMDTAG_API simdtag_status simdtag_id3_decode(const simdtag_raw *frame,
                                              const simdtag_id3_header *tag,
                                              simdtag_values *values);

/* The same without the members of lists and the frames inside a chapter: for those who only want
 * a frame's key. */
SIMDTAG_API simdtag_status simdtag_id3_decode_head(const simdtag_raw *frame,
                                                   const simdtag_id3_header *tag,
                                                   simdtag_values *values);

SIMDTAG_API void simdtag_values_free(simdtag_values *values);

/* The hot path of all frames whose fields are ENCODING, TEXTS (or NUMERICS …): the encoding byte
 * to *encoding_byte and up to `cap` texts (kind SIMDTAG_VALUE_TEXT) to `texts`; returns how many
 * there are (perhaps more than cap), -1 when the frame is damaged, or -2 when a text of UTF-16
 * lacks its last byte and simdtag_id3_decode must be asked. Allocates nothing. */
SIMDTAG_API int simdtag_id3_texts(const simdtag_raw *frame, uint8_t *encoding_byte,
                                  simdtag_value *texts, int cap);

/* The hot path of keys made of a description: that, and of SIMDTAG_KEY_DESC_LANG the language, to
 * `texts`. Returns how many they are, if the frame is certainly sound; 0 when
 * simdtag_id3_decode_head must be asked, also for all other frames. Allocates nothing. */
SIMDTAG_API int simdtag_id3_key_texts(const simdtag_raw *frame, simdtag_value texts[2]);

/* Whether simdtag_id3_decode would succeed; cheap, allocates nothing for text frames. */
SIMDTAG_API int simdtag_id3_check(const simdtag_raw *frame, const simdtag_id3_header *tag);

#ifdef __cplusplus
}
#endif
#endif
