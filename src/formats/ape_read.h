/* SPDX-License-Identifier: MIT */
/* Reading the APEv2 (or APEv1) tag of a file, for the formats that carry one. */
#ifndef ST_APE_READ_H
#define ST_APE_READ_H

#include "formats/format.h"

/* Finds the tag: at the end, before an ID3v1 tag, before that and a Lyrics3v2 tag, or at the very
 * start; and adds its items. No tag is no error: doc.tags stays SIMDTAG_TAGS_NONE. A damaged one is
 * SIMDTAG_ERR_APE or SIMDTAG_ERR_APE_ITEM. The common tag is within the tail window and costs that
 * one read. Large binary values (pictures) beyond the windows may be left in the file. */
simdtag_status st_ape_read(st_reader *r, st_out *out);

#endif
