/* SPDX-License-Identifier: MIT */
/* The attribute names that ASF files use: a table fixed at import, so that their strings are made
 * once. */
#ifndef ST_PY_ASF_KEYS_H
#define ST_PY_ASF_KEYS_H

#include <stddef.h>
#include <stdint.h>

enum { ST_PY_MOST_ASF_KEYS = 128 };

/* Index of the known name that n bytes of UTF-16LE spell, -1 if none. The first names are those of
 * the content description's fields. */
int st_py_asf_key(const uint8_t *s, size_t n);

/* A known name; NULL behind the last one. */
const char *st_py_asf_name(int index);

/* Makes the table, once a process; each interpreter calls it before the others. */
void st_py_list_asf_keys(void);

#endif
