/* SPDX-License-Identifier: MIT */
/* MP4 tags: decoding one item of an ilst atom (SIMDTAG_RAW_ILST) into values.
 *
 * An ilst child holds `data` atoms, one a value; its name says what they mean. A damaged item is
 * not an error of the file: it is reported as such and can be kept as bytes. */
#ifndef SIMDTAG_ILST_H
#define SIMDTAG_ILST_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What an item's values are; a function of its name alone. */
typedef enum simdtag_ilst_kind {
    SIMDTAG_ILST_TEXT = 1, /* "©nam" …: UTF-8; the data type may be left out (implicit) */
    SIMDTAG_ILST_UNKNOWN, /* any other name: text if the data says that it is UTF-8, else damaged */
    SIMDTAG_ILST_INTEGER, /* "tmpo", "stik" …: signed, 1, 2, 3, 4 or 8 bytes */
    SIMDTAG_ILST_BOOL,    /* "cpil", "pgap", "pcst": one byte; the last value counts */
    SIMDTAG_ILST_PAIR,    /* "trkn", "disk" */
    SIMDTAG_ILST_GENRE,   /* "gnre": number of an ID3v1 genre plus one; a value of "©gen" */
    SIMDTAG_ILST_COVER,   /* "covr" */
    SIMDTAG_ILST_FREEFORM /* "----", named by mean and name */
} simdtag_ilst_kind;

/* simdtag_doc.flags of an MP4 file. */
enum {
    SIMDTAG_DOC_MP4_CHAPTERS = 1u
    << 0 /* it has a chapter list, if perhaps an empty one (SIMDTAG_RAW_CHAPTER) */
};

/* How SIMDTAG_RAW_ILST uses aux and aux2 of a raw item. */
enum {
    /* aux: bytes of the atom's own header, 8 or 16. */
    SIMDTAG_ILST_MORE = 1u
    << 0 /* aux2: the item goes on in the next raw item: several covers left in the file are one raw
            item each (data = header of the data atom, then its payload in the file) */
};

SIMDTAG_API simdtag_ilst_kind simdtag_ilst_kind_of(uint32_t name);

/* One value. Pointers reach into the raw item's data. */
typedef struct simdtag_ilst_value {
    const uint8_t *at; /* payload; TEXT and GENRE: UTF-8 */
    uint32_t len;
    uint32_t
        type; /* data type: 1 UTF-8, 13 JPEG, 14 PNG, 21 integer …; COVER: 13 unless it says 14 */
    uint32_t version;       /* the byte before the data type; not of covers */
    int64_t number;         /* INTEGER, BOOL, first of a PAIR */
    int64_t total;          /* second of a PAIR */
    const simdtag_raw *raw; /* COVER: when the payload was left in the file, raw->file_len bytes of
                               it follow `at`; else NULL */
} simdtag_ilst_value;

/* One item under decoding. */
typedef struct simdtag_ilst {
    simdtag_ilst_kind kind;
    uint32_t name;   /* of the atom */
    uint32_t n_raws; /* raw items it is made of: 1 + those joined by SIMDTAG_ILST_MORE */
    const uint8_t *mean, *label; /* FREEFORM: both Latin-1, as mutagen reads them */
    uint32_t mean_len, label_len;
    const simdtag_raw *raw_; /* private from here on */
    uint64_t at_, end_;
    uint32_t left_;
} simdtag_ilst;

/* Results of decoding. */
enum {
    SIMDTAG_ILST_END = 0, /* no further value */
    SIMDTAG_ILST_VALUE = 1,
    SIMDTAG_ILST_DAMAGED = -1, /* the item as a whole cannot be decoded (a BOOL's values up to here
                                  count): mutagen keeps its bytes */
    SIMDTAG_ILST_BROKEN =
        -2 /* damaged so that mutagen refuses the file; not seen in items of an opened file */
};

/* Begins with raws[0], an item of kind SIMDTAG_RAW_ILST, of n_raws that follow one another in the
 * document. Returns SIMDTAG_ILST_VALUE when there may be values to ask for, DAMAGED or BROKEN. */
SIMDTAG_API int simdtag_ilst_begin(simdtag_ilst *item, const simdtag_raw *raws, uint32_t n_raws);

/* The next value: VALUE, END, DAMAGED or BROKEN. Text is not yet checked to be UTF-8: text that is
 * not makes the item damaged (simdtag_ilst_check tells). Allocates nothing. */
SIMDTAG_API int simdtag_ilst_next(simdtag_ilst *item, simdtag_ilst_value *value);

/* Goes through all values, text's UTF-8 included: END when the item is sound, DAMAGED or BROKEN. */
SIMDTAG_API int simdtag_ilst_check(const simdtag_raw *raws, uint32_t n_raws);

/* An item's key as mutagen has it, in UTF-8 and NUL-terminated: "©nam" (four Latin-1 characters),
 * "©gen" for "gnre",
 * "----:mean:name". Returns its length without the NUL, also when that is >= cap and the key was
 * cut. */
SIMDTAG_API size_t simdtag_ilst_key(const simdtag_ilst *item, char *buf, size_t cap);

#ifdef __cplusplus
}
#endif
#endif
