/* SPDX-License-Identifier: MIT */
/* What the subjects of the extension share: module state, the file object, and one function each
 * for making tags and info.
 *
 * The extension is the hot half of the Python package: opening, info, filling tag containers,
 * decoding on access. The cold half (pprint, reprs of containers, changing tags, exceptions,
 * class statements) is Python in python/simdtag/. A class users see, such as simdtag.mp3.MP3, is
 * a Python class statement with `__slots__ = ()` over a C base of this extension; it registers
 * itself with _core when its module is imported, and _core imports that module the first time it
 * needs the class. So `import simdtag` costs only what is used. */
#ifndef ST_PY_CORE_H
#define ST_PY_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include "simdtag/batch.h"
#include "simdtag/id3.h"
#include "simdtag/scan.h"
#include "simdtag/simdtag.h"

/* A docstring for a slot, which wants it without const. */
#define ST_PY_DOC(text) (void *)(uintptr_t)(text)

/* Python classes that C code makes instances of; each is registered by the Python module that
 * defines it (`_core.register`) and imported on first need (st_py_class). */
typedef enum st_py_class_id {
#define ST_PY_CLASS(id, name, module) ST_PY_##id,
#include "pyext/classes.def"
#undef ST_PY_CLASS
    ST_PY_CLASS_COUNT,
    ST_PY_FIRST_INFO = ST_PY_MPEGINFO,
    ST_PY_INFO_COUNT = ST_PY_CLASS_COUNT - ST_PY_FIRST_INFO
} st_py_class_id;

/* Objects whose memory is kept for the next ones. */
enum { ST_PY_POOL_FRAMES, ST_PY_POOL_ASF, ST_PY_POOL_APE, ST_PY_POOL_PAIRS, ST_PY_POOLS };

typedef struct st_py_state {
    PyObject *MutagenError;
    PyObject *DictMixin, *Tags, *StreamInfo; /* Python classes of _util and _tags, bases of the C
                                                ones */
    PyTypeObject *Field;     /* descriptors over C members, see st_py_field_def */
    PyTypeObject *Batch;     /* what batch_iter returns */
    PyTypeObject *LazyFile;  /* what File(lazy=True) returns until its first access */
    PyTypeObject *Payload;   /* bytes left in the file */
    PyTypeObject *Walk;      /* what walk() returns */
    PyTypeObject *Info[ST_PY_INFO_COUNT]; /* C info classes, by st_py_class_id - ST_PY_FIRST_INFO;
                                             NULL until asked for */
    PyObject *load;          /* the method descriptor of FileType._load */
    PyObject *str_load, *str_read, *str_seek, *str_tell, *str_fspath, *str_lazy, *str_filename,
        *str_fileobj, *str_ID3, *str_keys;
    PyObject *plain_id3;     /* what ID3FileType has as ID3 in its own dict */
    PyTypeObject *Block;     /* flac.MetadataBlock */
    PyTypeObject *FileType;  /* C base of every file class */
    PyTypeObject *DictProxy; /* C mapping base of ID3Tags and MP4Tags */
    PyTypeObject *VComment;  /* C list base of the Vorbis comment containers */
    PyTypeObject *Frame;     /* C base of every ID3 frame */
    PyObject *classes[ST_PY_CLASS_COUNT]; /* NULL until registered */
    PyObject **frame_types;  /* by row of the frame table; NULL entries until made */
    PyObject **frame_keys;   /* interned ids by row: a fixed table */
    struct st_py_pool *pools[ST_PY_POOLS]; /* pool.h; NULL until the subject needs it */
    PyObject *asf_classes;   /* tuple of the attribute classes; NULL until simdtag.asf sets it */
    PyObject *asf_keys;      /* tuple of interned keys, by st_py_asf_key; NULL as above */
    PyObject *id3_module, *mp4_module; /* simdtag.id3 / simdtag.mp4 once imported, else NULL */
    PyObject *extra[24];     /* subjects' own odds and ends: 0 vorbis.c, 4 to 12 ID3 (frame.h),
                                from 13 on mp4.c, from 16 on ape.h */
} st_py_state;

extern struct PyModuleDef st_py_module;

/* The state from a type defined by this module or any subclass of one. NULL with an exception
 * set. */
st_py_state *st_py_state_of(PyTypeObject *type);

/* The registered class (borrowed), importing its module if need be; NULL with an exception set. */
PyTypeObject *st_py_class(st_py_state *state, st_py_class_id id);

/* Sets the exception of the Python package that `error` stands for; returns NULL. An exception
 * that is set already (a file object's own) stays, an OSError as MutagenError(that OSError).
 * SIMDTAG_ERR_IO with errno becomes MutagenError(OSError(...)) with the file name (may be NULL). */
PyObject *st_py_raise(st_py_state *state, const simdtag_error *error, PyObject *filename);

/* What a `filething` was: filled by st_py_thing_of, released by st_py_thing_clear. */
typedef struct st_py_thing {
    PyObject *filename; /* str, bytes or NULL: what `f.filename` becomes */
    PyObject *fileobj;  /* when not NULL the file is read through it */
} st_py_thing;

/* Tells apart what mutagen's loadfile tells apart, with its exceptions. 0, or -1 with an
 * exception set. Arguments may be NULL or None. */
int st_py_thing_of(st_py_state *state, PyObject *filething, PyObject *filename, PyObject *fileobj,
                   st_py_thing *out);
void st_py_thing_clear(st_py_thing *thing);

/* Opens it: a path without the GIL, a file object with it. NULL with an exception set, except
 * for *unknown (may be NULL), which becomes 1 instead of an exception when no format recognises
 * the file. */
simdtag_file *st_py_thing_open(st_py_state *state, const st_py_thing *thing,
                               const simdtag_options *options, int *unknown);

/* Opens a file object from byte `base` on; NULL with an exception set. */
simdtag_file *st_py_open_from(st_py_state *state, PyObject *fileobj, uint64_t base,
                              const simdtag_options *options);

/* A path object's str or bytes; *out NULL without an exception when the object is no path. 0, or -1
 * with an exception set. */
int st_py_path_of(st_py_state *state, PyObject *object, PyObject **out);

/* The bytes the system knows a str or bytes path by, borrowed from *keep (a new reference or NULL)
 * or from `name`. NULL with an exception set. */
const char *st_py_system_path(PyObject *name, PyObject **keep);

/* The name a file object goes by, "" when it has none; new reference. */
PyObject *st_py_fileobj_name(st_py_state *state, PyObject *fileobj);

/* An attribute of a C object that behaves as one kept in the instance's __dict__ with a default
 * on the class. Once the object's dict was asked for (`vars(x)`), everything lives there and the
 * C member is no longer looked at. */
typedef struct st_py_field_def {
    const char *name;
    /* new reference */
    PyObject *(*get)(PyObject *self, const struct st_py_field_def *def);
    /* value NULL: delete; NULL function: read-only */
    int (*set)(PyObject *self, const struct st_py_field_def *def, PyObject *value);
    int (*when)(PyObject *self); /* NULL: always; else whether the member is there */
    int arg;                     /* the functions' own */
} st_py_field_def;

/* A new descriptor. `on_class` is what the class attribute shows (NULL: there is none, or the
 * descriptor itself when it is read-only). `def` must be static. */
PyObject *st_py_field_new(st_py_state *state, const st_py_field_def *def, PyObject *on_class);

/* `del` of an attribute that lives in a dict: AttributeError when it is not there. */
int st_py_delete_from(PyObject *dict, const char *name);

/* KeyError(key), also when the key is None or a tuple. */
void st_py_key_error(PyObject *key);

typedef struct st_py_listed {
    PyObject *key, *value;
} st_py_listed;

/* DictMixin over a dict: base of ID3Tags and MP4Tags. What was read from a file stands in `listed`
 * until something but reading one key after the other is done; then it moves to `map`. A program
 * that only makes a dict of its tags never needs that second dict. */
typedef struct st_py_dictproxy {
    PyObject_HEAD
    PyObject *dict, *weak;
    PyObject *map;        /* a real dict, never NULL once st_py_dictproxy_map was called */
    st_py_listed *listed; /* owned, their keys different; NULL once they are in `map` */
    uint32_t n_listed;
    uint32_t at;          /* where the next lookup begins: below n_listed, or 0 */
} st_py_dictproxy;

/* More items than this are told apart by a dict. */
enum { ST_PY_MOST_LISTED = 64 };

/* Makes room for a list of n items in an object that has nothing yet; one that has a list gets a
 * dict of it. 0, or -1 with an exception set. */
int st_py_dictproxy_list(PyObject *self, size_t n);

/* The value that is listed with this very key (borrowed), looking behind the last one found first;
 * NULL: another object with its text may still be there. No exception. */
PyObject *st_py_dictproxy_listed(PyObject *self, PyObject *key);

/* For the slots of subtypes. */
int st_py_dictproxy_traverse(PyObject *self, visitproc visit, void *arg);
int st_py_dictproxy_clear(PyObject *self);

/* keys(), of what is listed and of the dict. */
PyObject *st_py_dictproxy_keys(PyObject *self, PyObject *ignored);

/* The dict inside a DictProxy instance (borrowed), made when missing; NULL with an exception
 * set. */
PyObject *st_py_dictproxy_map(PyObject *self);

/* Slots of tag containers that are lists: no hash (a TypeError with the class's own name), and
 * compared as lists. */
Py_hash_t st_py_list_hash(PyObject *self);
PyObject *st_py_list_compare(PyObject *a, PyObject *b, int op);

/* When the current exception is an OSError, it becomes MutagenError(that OSError). */
void st_py_wrap_oserror(st_py_state *state);

/* Called when a file class of the package is registered: gives it the short cuts of FileType. */
void st_py_file_adopt(st_py_state *state, PyTypeObject *type);

/* ---- one file a subject; each registers its types here: 0, or -1 with an exception set ---- */
int st_py_init_field(PyObject *module, st_py_state *state);  /* descriptors */
int st_py_init_file(PyObject *module, st_py_state *state);   /* FileType */
int st_py_init_lazy(PyObject *module, st_py_state *state);   /* File(), the handle of lazy=True */
int st_py_init_info(PyObject *module, st_py_state *state);   /* C bases of the info classes */
int st_py_init_dict(PyObject *module, st_py_state *state);   /* DictProxy */
int st_py_init_keys(PyObject *module, st_py_state *state);   /* and what its keys() returns */
int st_py_init_vorbis(PyObject *module, st_py_state *state); /* VComment, VCommentDict */
int st_py_init_flac(PyObject *module, st_py_state *state);   /* metadata blocks, pictures */
int st_py_init_frame(PyObject *module, st_py_state *state);  /* Frame and the frame classes */
int st_py_init_id3(PyObject *module, st_py_state *state);    /* filling an ID3 container */
int st_py_init_mp4(PyObject *module, st_py_state *state);    /* filling MP4Tags */
int st_py_init_ape(PyObject *module, st_py_state *state);    /* APEv2 and its values */
int st_py_init_asf(PyObject *module, st_py_state *state);    /* ASF attributes and ASFTags */
int st_py_init_batch(PyObject *module, st_py_state *state); /* many files at once */
int st_py_init_functions(PyObject *module, st_py_state *state); /* for the Python half */
int st_py_init_walk(PyObject *module, st_py_state *state);   /* walk() */

/* A new container of class `cls` (or a subclass) with the tags of `file`; NULL with an exception
 * set. The container keeps its own reference to `file` for as long as anything in it is
 * undecoded. */
PyObject *st_py_id3_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls);
PyObject *st_py_vorbis_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls);
PyObject *st_py_mp4_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls);
PyObject *st_py_ape_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls);
PyObject *st_py_asf_tags(st_py_state *state, simdtag_file *file, PyTypeObject *cls);

/* The class of an MP4 class's tags: its MP4Tags attribute (borrowed); NULL with an exception
 * set. */
PyTypeObject *st_py_mp4_tags_class(st_py_state *state, PyTypeObject *type);

/* The info object of a file, of its format's info class; new reference, NULL with an exception
 * set. */
PyObject *st_py_info(st_py_state *state, simdtag_file *file);

/* Text of any of the four encodings as a str, made with no UTF-8 in between (kernels
 * utf16_class, utf16_narrow through the public header). New reference; NULL with an exception
 * set, also for text that is not well-formed. */
PyObject *st_py_text(const uint8_t *at, size_t n, int encoding);

/* The same of UTF-8, ill-formed parts treated as the error handler `errors` says (NULL: strict); of
 * bytes that are known to be ASCII. */
PyObject *st_py_utf8(const uint8_t *at, size_t n, const char *errors);
PyObject *st_py_ascii(const uint8_t *at, size_t n);

/* The bytes of `raw` from byte `skip` on, those in memory and those left in the file (read without
 * the GIL), as one bytes object. New reference; NULL with an exception set. */
PyObject *st_py_payload(st_py_state *state, simdtag_file *file, const simdtag_raw *raw,
                        size_t skip);

#endif
