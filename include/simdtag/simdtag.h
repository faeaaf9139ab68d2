/* SPDX-License-Identifier: MIT */
/* simdtag: the metadata of audio files, read at the speed of the system calls.
 *
 * Three ways to use it:
 *   1. open a file, read its stream info and walk its items as UTF-8 (simdtag_open,
 *      simdtag_info_of, simdtag_items);
 *   2. look at the raw items and decode only what you want (simdtag_doc_of, <simdtag/id3.h>,
 *      <simdtag/ilst.h>, <simdtag/asf.h>);
 *   3. use the scan primitives alone (<simdtag/scan.h>).
 *
 * Threads: different files may be used from different threads without locks. One file may be
 * read from several threads once it is open, except for simdtag_items and simdtag_pictures,
 * whose first call fills the file's own lists: make that call in one thread. Nothing is
 * remembered between files: the second open of a path does exactly what the first did. */
#ifndef SIMDTAG_H
#define SIMDTAG_H

#include <simdtag/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define SIMDTAG_API
#else
#define SIMDTAG_API __attribute__((visibility("default")))
#endif

/* One opened file: stream info, raw items, and, while a payload is unread, its descriptor.
 * Reference counted. */
typedef struct simdtag_file simdtag_file;

/* How to open. Zero everything and set what you need; a NULL pointer means all zero. Only looked
 * at during the call. */
typedef struct simdtag_options {
    simdtag_format format; /* SIMDTAG_FORMAT_NONE: find out from content and name */
    uint32_t flags;        /* SIMDTAG_OPEN_* */
    const char *name;      /* file name whose extension helps detection; for memory and
                              callbacks; may be NULL */
} simdtag_options;

enum {
    SIMDTAG_OPEN_NO_V1 = 1u << 0,        /* ID3: do not merge an ID3v1 tag */
    SIMDTAG_OPEN_NO_TRANSLATE = 1u << 1, /* ID3: leave frames as their version has them */
    SIMDTAG_OPEN_TAGS_ONLY = 1u << 2,    /* no stream info */
    SIMDTAG_OPEN_INFO_ONLY = 1u << 3,    /* formats with an APEv2 tag: do not look for it */
    SIMDTAG_OPEN_EXACT = 1u << 4         /* MP3, AAC (ADTS), FLAC: count the frames, see
                                            simdtag_exact_of; other formats are as without it */
};

/* A source of the caller's own. `read` brings up to n bytes at `off` into buf and returns their
 * number, 0 at the end, -1 on failure. It is called by simdtag_open_source alone, in its thread. */
typedef struct simdtag_source {
    int64_t (*read)(void *ctx, void *buf, size_t n, uint64_t off);
    void *ctx;
    uint64_t size;
} simdtag_source;

/* Opens a path (bytes as the system has them), reads headers and tags and closes it again,
 * unless a payload was left in the file. On success *out is a file to be released with
 * simdtag_close; on failure *out is NULL and *error (may be NULL) says why: SIMDTAG_ERR_IO for
 * what cannot be opened or is no regular file, SIMDTAG_ERR_UNKNOWN when no format recognises it,
 * SIMDTAG_ERR_LIMIT beyond a cap, else the format's own error. */
SIMDTAG_API simdtag_status simdtag_open(const char *path, const simdtag_options *options,
                                        simdtag_file **out, simdtag_error *error);

/* The same for a whole file in memory, which must stay there until simdtag_close. */
SIMDTAG_API simdtag_status simdtag_open_memory(const void *data, size_t len,
                                               const simdtag_options *options, simdtag_file **out,
                                               simdtag_error *error);

/* The same for the caller's source, which gives SIMDTAG_ERR_IO with `sys` 0 when its read fails.
 * Payloads are read at once: the source is not used after the call returns. */
SIMDTAG_API simdtag_status simdtag_open_source(const simdtag_source *source,
                                               const simdtag_options *options, simdtag_file **out,
                                               simdtag_error *error);

/* Another reference; returns file. Atomic. */
SIMDTAG_API simdtag_file *simdtag_ref(simdtag_file *file);

/* Drops a reference; the last one frees the file, its items and its descriptor. NULL is fine. */
SIMDTAG_API void simdtag_close(simdtag_file *file);

/* What the reader found. Never NULL; belongs to the file. */
SIMDTAG_API const simdtag_doc *simdtag_doc_of(const simdtag_file *file);
SIMDTAG_API const simdtag_info *simdtag_info_of(const simdtag_file *file);

/* What counting the frames of a file found. A frame that is cut is not counted. */
typedef struct simdtag_exact {
    uint64_t frames;    /* whole frames of sound (a Xing, Info or VBRI header is none); 0 for FLAC
                           streams whose frames vary in length, which are not counted */
    uint64_t samples;   /* of one channel; without the delay and padding that LAME notes */
    uint64_t garbage;   /* bytes behind the first frame that belong to no frame and no tag; of FLAC
                           the zeros behind the last frame */
    double length;      /* seconds: samples / sample rate */
    double bitrate;     /* bits per second, average over all frames */
    double max_bitrate; /* of the frame that has most; 0 for FLAC */
    int truncated;      /* 1: the last frame is cut, or a header promises more than there is */
} simdtag_exact;

/* NULL unless the file was opened with SIMDTAG_OPEN_EXACT and is of a format whose frames can be
 * counted; length and bitrate of simdtag_info_of are then the exact ones too. MP3 and AAC files
 * are read from end to end for this, FLAC files mostly only at their end; memory stays within
 * 256 KiB (FLAC: 4 MiB). Belongs to the file. */
SIMDTAG_API const simdtag_exact *simdtag_exact_of(const simdtag_file *file);

/* "MP3", "FLAC", …: mutagen's class names. "" for NONE. */
SIMDTAG_API const char *simdtag_format_name(simdtag_format format);

/* Which format the file of this name and these first bytes (at most 128 are looked at) would be
 * opened as; NONE when nobody recognises it. */
SIMDTAG_API simdtag_format simdtag_detect(const void *head, size_t len, const char *name);

/* The same with the file's last bytes (160 are looked at), where an APEv2 tag can decide. */
SIMDTAG_API simdtag_format simdtag_detect_ends(const void *head, size_t len, const void *tail,
                                               size_t tail_len, const char *name);

/* One format's score for name and first bytes; higher is likelier, 0 or less is no. mutagen's
 * numbers; 0 for formats that they never find. */
SIMDTAG_API int simdtag_score(simdtag_format format, const void *head, size_t len,
                              const char *name);

/* Reads the part of an item that was left in the file: raw->file_len bytes into buf; nothing when
 * that is 0. SIMDTAG_ERR_CHANGED when the file changed in place since it was opened,
 * SIMDTAG_ERR_IO or SIMDTAG_ERR_EOF when reading fails; buf may then be partly written. `raw` must
 * be one of simdtag_doc_of(file)->raws. Any thread. */
SIMDTAG_API simdtag_status simdtag_payload_read(simdtag_file *file, const simdtag_raw *raw,
                                                void *buf, simdtag_error *error);

/* One item as UTF-8. Several values of one key are several items. */
typedef struct simdtag_item {
    const char *key;   /* NUL-terminated; mutagen's key: "TIT2", "COMM::eng", "TITLE", "\xc2\xa9"
                          "nam" */
    const char *value; /* NUL-terminated too, but may hold NULs; NULL when the item is not text */
    size_t value_len;
    const simdtag_raw *raw; /* where it came from */
} simdtag_item;

/* All items, decoded at the first call and kept with the file. Their number goes to *n. NULL with
 * SIMDTAG_ERR_NOMEM when there is not enough memory, with SIMDTAG_ERR_LIMIT when the text would
 * take more than 16 times the file and 64 MiB. Items left in the file, such as pictures, have no
 * value. */
SIMDTAG_API const simdtag_item *simdtag_items(simdtag_file *file, size_t *n, simdtag_error *error);

/* One picture: described, not loaded. */
typedef struct simdtag_picture {
    const char *mime;        /* NUL-terminated, "" when unknown */
    const char *description; /* UTF-8 */
    uint32_t type;           /* ID3v2 picture type: 3 is the front cover */
    uint32_t width, height, depth, colors; /* 0 when not told */
    uint64_t size;           /* bytes of the picture */
    const simdtag_raw *raw;  /* its item */
    uint64_t skip;           /* bytes of the item (data, then file part) before the picture's
                                first */
} simdtag_picture;

/* All pictures, in file order; result, ownership and errors as with simdtag_items. */
SIMDTAG_API const simdtag_picture *simdtag_pictures(simdtag_file *file, size_t *n,
                                                    simdtag_error *error);

/* Reads the picture's `size` bytes into buf, through a temporary copy of its whole item. `picture`
 * must be one of simdtag_pictures(file). Errors as simdtag_payload_read, SIMDTAG_ERR_EOF also when
 * the item is shorter than it says, SIMDTAG_ERR_NOMEM. Any thread. */
SIMDTAG_API simdtag_status simdtag_picture_read(simdtag_file *file, const simdtag_picture *picture,
                                                void *buf, simdtag_error *error);

/* The active tier of the kernels: "generic", "avx2" or "neon". SIMDTAG_CPU in the environment
 * lowers it at load time. */
SIMDTAG_API const char *simdtag_cpu(void);

/* From here on kernels of at most this tier ("generic", "avx2", "neon"); NULL lifts the limit.
 * What the CPU lacks, and what SIMDTAG_CPU took away, does not come back; a tier of another machine
 * leaves "generic". Returns the tier now active, or NULL, with nothing changed, for a name that is
 * none. Not while another thread is in the library. */
SIMDTAG_API const char *simdtag_cpu_limit(const char *tier);

/* The name of a numbered genre, counted from 0: those of ID3v1 and the additions of Winamp, which
 * ID3v2 and MP4 refer to. NULL when there is no such number. Constant. */
SIMDTAG_API const char *simdtag_genre(unsigned number);

/* "0.1.0" */
SIMDTAG_API const char *simdtag_version(void);

#ifdef __cplusplus
}
#endif
#endif
