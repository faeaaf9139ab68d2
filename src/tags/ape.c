/* SPDX-License-Identifier: MIT */
/* APEv2 tags: header and items (https://wiki.hydrogenaud.io/index.php?title=APEv2_specification).
 */
#include "tags/ape.h"

#include <string.h>

#include "base/cursor.h"

bool st_ape_magic(const uint8_t *data)
{
    return memcmp(data, "APETAGEX", 8) == 0;
}

st_ape_header st_ape_header_of(const uint8_t *data)
{
    st_cur c = st_cur_of(data + 8, ST_APE_HEADER - 8);
    st_ape_header h;
    h.version = st_le32(&c);
    h.size = st_le32(&c);
    h.items = st_le32(&c);
    h.flags = st_le32(&c);
    return h;
}

/* Characters from space to '~' that n bytes begin with. */
static size_t plain_chars(const uint8_t *p, size_t n)
{
    size_t i = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    /* Eight at a time. Borrows and carries only disturb bytes above a byte that is marked
     * already, so the lowest mark is true. */
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    for (; n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        const uint64_t other = (((w - ones * 0x20) & ~w) | w | (w + ones)) & high;
        if (other)
            return i + (size_t)__builtin_ctzll(other) / 8;
    }
#endif
    while (i < n && p[i] >= 0x20 && p[i] <= 0x7E)
        i++;
    return i;
}

/* "APE item key": 2 to 255 characters from space to '~', and not one that would look like the
 * start of another tag or stream. */
static bool valid_key(const uint8_t *key, size_t n)
{
    static const char *const reserved[] = {"ID3", "TAG", "OggS", "MP+"};
    enum { LONGEST = 4 };
    for (size_t i = 0; n <= LONGEST && i < sizeof reserved / sizeof *reserved; i++)
        if (strlen(reserved[i]) == n && memcmp(key, reserved[i], n) == 0)
            return false;
    return n >= 2 && n <= ST_APE_KEY_MAX;
}

simdtag_status st_ape_item_of(const uint8_t *data, size_t n, st_ape_item *item, const char **words)
{
    st_cur c = st_cur_of(data, n);
    item->size = st_le32(&c);
    item->flags = st_le32(&c);
    if (!st_ok(&c)) {
        *words = "the tag ends inside an item's sizes";
        return SIMDTAG_ERR_APE;
    }
    *words = "value type must be 0, 1, or 2";
    if (st_ape_kind(item->flags) > ST_APE_EXTERNAL)
        return SIMDTAG_ERR_APE_ITEM;
    const size_t left = st_left(&c), most = left < ST_APE_KEY_MAX ? left : ST_APE_KEY_MAX;
    item->key = c.at;
    const size_t i = plain_chars(c.at, most);
    *words = "an item's key is not valid";
    if (i == left || c.at[i] != 0 || !valid_key(c.at, i))
        return SIMDTAG_ERR_APE_ITEM;
    item->key_len = (uint32_t)i;
    item->head = 8 + item->key_len + 1;
    return SIMDTAG_OK;
}

bool st_ape_add(st_raws *raws, st_arena *arena, const st_ape_item *item, size_t shown,
                uint64_t file_off)
{
    const size_t len = item->key_len + 1 + shown;
    simdtag_raw *raw = len > UINT32_MAX ? NULL : st_raws_add(raws, arena);
    if (raw == NULL)
        return false;
    raw->kind = SIMDTAG_RAW_APE;
    raw->data = item->key;
    raw->len = (uint32_t)len;
    raw->id = st_ape_kind(item->flags);
    raw->aux = item->key_len;
    raw->aux2 = item->flags;
    raw->file_len = item->size - shown;
    raw->file_off = raw->file_len ? file_off : 0;
    return true;
}
