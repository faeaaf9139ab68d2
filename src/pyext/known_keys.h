/* SPDX-License-Identifier: MIT */
/* The keys of Vorbis comments that files use: a table fixed at import, so that their strings are
 * made once and told apart by their index. */
#ifndef ST_PY_KNOWN_KEYS_H
#define ST_PY_KNOWN_KEYS_H

#include <stddef.h>
#include <stdint.h>

typedef enum st_py_spelling { ST_PY_LOWER, ST_PY_UPPER, ST_PY_MIXED } st_py_spelling;

enum { ST_PY_MOST_KNOWN = 96, ST_PY_LONGEST_KNOWN = 32 }; /* the latter with its NUL */

/* Index of the known key that n bytes spell in any case of letters, -1 if none; *how says in
 * which case. */
int st_py_known_key(const uint8_t *s, size_t n, st_py_spelling *how);

/* The name of a known key in lower or upper case; NULL behind the last one. */
const char *st_py_known_name(int index, st_py_spelling how);

/* Makes the table, once a process; each interpreter calls it before the others. */
void st_py_list_known(void);

#endif
