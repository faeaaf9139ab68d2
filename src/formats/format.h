/* SPDX-License-Identifier: MIT */
/* What a format is to the rest: one const struct of operations each, one registry array, one
 * builder for its results. */
#ifndef ST_FORMAT_H
#define ST_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "io/reader.h"
#include "simdtag/types.h"
#include "tags/raws.h"

/* What a score may look at: the file's name and its first bytes (mutagen shows scores 128); of
 * APEv2File, the last ones too. */
typedef struct st_probe {
    uint64_t ext;        /* last extension with its dot, ASCII lower case, first letter lowest; 0 if
                            there is none or it has over 7 characters */
    const uint8_t *head; /* first bytes of the file */
    size_t len;          /* how many: at most 128 */
    uint32_t magics;     /* ST_MAGIC_* bits that the detect kernel saw in them */
    const uint8_t *tail; /* last bytes of the file, for the one format that asks for them
                            (st_format_wants_tail); else NULL */
    size_t tail_len;     /* how many: at most ST_PROBE_TAIL */
    bool ext_upper;      /* the name has it with capital letters: some scores want it as it is */
} st_probe;

enum { ST_PROBE_TAIL = 160 };

/* An extension such as ".mp3", at most 7 characters, as st_probe has it: a constant. */
#define ST_EXT_AT(padded, i) ((uint64_t)(uint8_t)(padded)[i] << (8 * (i)))
#define ST_EXT_OF(padded)                                                          \
    (ST_EXT_AT(padded, 0) | ST_EXT_AT(padded, 1) | ST_EXT_AT(padded, 2) |          \
     ST_EXT_AT(padded, 3) | ST_EXT_AT(padded, 4) | ST_EXT_AT(padded, 5) |          \
     ST_EXT_AT(padded, 6))
#define ST_EXT(literal) ST_EXT_OF(literal "\0\0\0\0\0\0\0")
#define ST_EXT_IS(probe, literal) ((probe)->ext == ST_EXT(literal))

/* Whether a file begins with a literal. */
#define ST_BEGINS(probe, literal)            \
    ((probe)->len >= sizeof(literal) - 1 && \
     memcmp((probe)->head, literal, sizeof(literal) - 1) == 0)

/* Whether n bytes hold `magic`, of 4 or more bytes, anywhere. */
bool st_bytes_have(const uint8_t *data, size_t n, const char *magic, size_t len);

/* Reading options that change what a parser does. */
enum {
    ST_READ_NO_V1 = 1u << 0,        /* ID3: do not look at an ID3v1 tag */
    ST_READ_NO_TRANSLATE = 1u << 1, /* ID3: leave frames as their version has them */
    ST_READ_TAGS_ONLY = 1u << 2,    /* skip stream info */
    ST_READ_CAN_DEFER = 1u << 3,    /* payloads may be left in the file: it can be read again
                                       later */
    ST_READ_INFO_ONLY = 1u << 4     /* no APEv2 tag */
};

/* Where a parser puts its results; the arena lives until the driver has copied them out. */
typedef struct st_out {
    simdtag_doc doc;   /* all zero at the start; raws is set by the driver from `raws` */
    st_raws raws;
    unsigned options;  /* ST_READ_* */
} st_out;

typedef struct st_format {
    const char *name;   /* public class name; decides between equal scores */
    simdtag_format id;
    int (*score)(const st_probe *p);                     /* no I/O; <= 0: not this format */
    simdtag_status (*read)(st_reader *r, st_out *out);   /* stream info and tags; errors also sit
                                                            in r->error */
    const char *exts;   /* such as ".mp3 .mp2": those its score knows, and usual ones */
} st_format;

extern const st_format st_format_aac, st_format_ac3, st_format_aiff, st_format_apev2, st_format_asf,
    st_format_dsdiff, st_format_dsf, st_format_flac, st_format_id3, st_format_monkeysaudio,
    st_format_mp3, st_format_mp4, st_format_musepack, st_format_oggflac, st_format_oggopus,
    st_format_oggspeex, st_format_oggtheora, st_format_oggvorbis, st_format_optimfrog,
    st_format_smf, st_format_tak, st_format_trueaudio, st_format_wave, st_format_wavpack;

/* The format with the best score, ties decided by name as mutagen does; NULL when nobody scores
 * above zero. */
const st_format *st_format_pick(const st_probe *p);

/* Whether the file's last bytes could make another format win than `best`, picked without them. */
bool st_format_wants_tail(const st_probe *p, const st_format *best);

/* By id; NULL for NONE or an unknown number. */
const st_format *st_format_by_id(simdtag_format id);

#endif
