/* SPDX-License-Identifier: MIT */
/* LAME's extension, "MP3 Info Tag rev 1": version words, settings, gains. Field names in
 * comments are that document's. */
#include "formats/lame.h"

#include <string.h>

enum {
    LONG_NAME = 20, /* up to 3.89 the encoder's name took 20 bytes */
    SHORT_NAME = 9  /* since then 9: "Encoder short VersionString" */
};

/* Python's bytes.rstrip() */
static bool is_space(uint8_t b)
{
    return b == ' ' || (b >= '\t' && b <= '\r');
}

/* Text and numbers written one after the other, NUL-terminated; printf would take longer than
 * all the rest of a file's parsing. */
static char *put(char *at, const char *text)
{
    while (*text)
        *at++ = *text++;
    *at = 0;
    return at;
}

static char *put_number(char *at, int64_t number)
{
    char digits[20];
    size_t n = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *at++ = '-';
    while (n)
        *at++ = digits[--n];
    *at = 0;
    return at;
}

/* "3.100": at most 18 characters, since the name is 20 long. */
static char *put_version(const st_lame *l, char *at)
{
    at = put_number(at, l->major);
    at = put(at, ".");
    return put_number(at, (int64_t)l->minor);
}

/* (major, minor) < (3, m) */
static bool before(const st_lame *l, unsigned m)
{
    return l->major < 3 || (l->major == 3 && l->minor < m);
}

/* Old names end in free text: "3.88 (beta)". `p` and `n` are what follows the number. */
static void old_words(st_lame *l, const uint8_t *p, size_t n)
{
    for (; n && *p == 0; n--)
        p++;
    while (n && p[n - 1] == 0)
        n--;
    while (n && is_space(p[n - 1]))
        n--;
    bool ascii = true;
    for (size_t i = 0; i < n; i++)
        ascii = ascii && p[i] < 0x80;
    char *at = put_version(l, l->words);
    if (!ascii) {
        put(at, " (?)");
        return;
    }
    memcpy(at, p, n);
    at[n] = 0;
}

/* Short names end in at most one letter of meaning. Before 3.97 a plain release and its patches
 * look the same. */
static void new_words(st_lame *l, const uint8_t *p, size_t n)
{
    while (n && p[n - 1] == 0)
        n--;
    const char *end = " (?)";
    if (n == 0 || (n == 1 && *p == '.'))
        end = ".0+";
    else if (n == 1 && *p == ' ')
        end = before(l, 97) ? ".0+" : ".0";
    else if (n == 1 && *p == 'r')
        end = ".1+";
    else if (n == 1 && *p == 'a')
        end = " (alpha)";
    else if (n == 1 && *p == 'b')
        end = " (beta)";
    put(put_version(l, l->words), end);
}

/* The encoder's name. True when it is a short one, so that a header may follow. */
static bool read_version(st_lame *l, const uint8_t *p)
{
    if (memcmp(p, "LAME", 4) != 0 && memcmp(p, "L3.99", 5) != 0)
        return false;
    size_t i = 0;
    while (i < LONG_NAME && p[i] && strchr("LAME", p[i]))
        i++;
    if (i == LONG_NAME || p[i] < '0' || p[i] > '9')
        return false;
    const uint8_t major = (uint8_t)(p[i++] - '0');
    while (i < LONG_NAME && p[i] == '.')
        i++;
    uint64_t minor = 0;
    const size_t digits = i;
    for (; i < LONG_NAME && p[i] >= '0' && p[i] <= '9'; i++)
        minor = minor * 10 + (uint64_t)(p[i] - '0');
    if (i == digits)
        return false;
    l->major = major;
    l->minor = minor;
    /* 3.90's own alphas still had the long name */
    if (before(l, 90) || (major == 3 && minor == 90 && p[SHORT_NAME] == '(')) {
        old_words(l, p + i, LONG_NAME - i);
        return false;
    }
    if (i > SHORT_NAME) {
        l->major = 0;
        l->minor = 0;
        return false;
    }
    new_words(l, p + i, SHORT_NAME - i);
    return true;
}

void st_lame_read(st_cur c, st_lame *l)
{
    memset(l, 0, sizeof *l);
    st_cur version = c;
    const uint8_t *name = st_take(&version, LONG_NAME);
    if (name == NULL || !read_version(l, name))
        return;
    st_skip(&c, SHORT_NAME);
    const uint8_t revision = st_u8(&c); /* "Info Tag revision + VBR method" */
    l->method = revision & 15;
    l->lowpass = st_u8(&c); /* in 100 Hz */
    l->peak = st_be32(&c);
    l->track_gain = st_be16(&c); /* "Radio Replay Gain" */
    l->album_gain = st_be16(&c); /* "Audiophile Replay Gain" */
    const uint8_t flags = st_u8(&c); /* "encoding flags + ATH Type" */
    l->flags = flags >> 4;
    l->ath = flags & 15;
    l->bitrate = st_u8(&c); /* 255 means that or more */
    const uint32_t delays = (uint32_t)st_be(&c, 3);
    l->delay = (uint16_t)(delays >> 12);
    l->padding = delays & 0xFFF;
    st_skip(&c, 2);               /* "Misc", "MP3 Gain" */
    l->preset = st_be16(&c) & 0x7FF; /* "Preset and surround info" */
    st_skip(&c, 4 + 2 + 2);       /* "MusicLength", "MusicCRC", "CRC-16 of Info Tag" */
    l->has_header = st_ok(&c) && revision >> 4 == 0;
}

/* Presets that 3.93 to 3.97 wrote by number. */
static const char *named_preset(const st_lame *l)
{
    if (before(l, 93) || !before(l, 98))
        return NULL;
    switch (l->preset) {
    case 1001: return "--preset standard";
    case 1002: return "--preset extreme";
    case 1004: return "--preset fast standard";
    case 1005: return "--preset fast extreme";
    case 1006: return "--preset medium";
    case 1007: return "--preset fast medium";
    default: return NULL;
    }
}

/* Presets that 3.90 to 3.92 left to be guessed from what they set. */
static const char *guessed_preset(const st_lame *l, int64_t scale)
{
    if (!before(l, 93))
        return NULL;
    if (l->method == 3 && scale == 78 && l->lowpass == 195 && l->ath == 2)
        return "--alt-preset extreme";
    if (l->method == 3 && scale == 78 && l->lowpass == 190 && l->ath == 4)
        return "--alt-preset standard";
    if (l->method == 4 && scale == 88 && l->lowpass == 195 && l->ath == 3)
        return "--preset r3mix";
    return NULL;
}

/* The number after -V. From 3.99 on the two lowest qualities, which resample, wrote the number
 * of the quality they are made of: they are known by lowest bitrate and unknown lowpass. */
static int64_t vbr_quality(const st_lame *l, int64_t scale)
{
    const int64_t tenths = 100 - scale;
    const int64_t quality = tenths >= 0 ? tenths / 10 : -((9 - tenths) / 10); /* rounded down */
    const bool lowest = !before(l, 99) && l->method != 3 && l->bitrate == 8 && l->lowpass == 0;
    return lowest && (quality == 5 || quality == 6) ? quality + 3 : quality;
}

static void cbr_settings(const st_lame *l, char *out)
{
    if (l->preset == 1003)
        put(out, "--preset insane");
    else if (l->preset)
        put_number(put(out, "-b "), l->preset);
    else
        put(put_number(put(out, "-b "), l->bitrate), l->bitrate == 255 ? "+" : "");
}

static void abr_settings(const st_lame *l, char *out)
{
    const bool old = before(l, 93) && l->flags; /* only the presets of those versions turned on
                                                   nspsytune and the like */
    if (l->preset && !old)
        put_number(put(out, "--preset "), l->preset);
    else
        put(put_number(put(out, old ? "--alt-preset " : "--abr "), l->bitrate),
            l->bitrate == 255 ? "+" : "");
}

void st_lame_settings(const st_lame *l, int64_t scale, char out[ST_LAME_SETTINGS])
{
    out[0] = 0;
    if (!l->has_header)
        return;
    if (l->method == 1) {
        cbr_settings(l, out);
        return;
    }
    if (l->method == 2) {
        abr_settings(l, out);
        return;
    }
    const char *preset = named_preset(l);
    if (preset == NULL)
        preset = guessed_preset(l, scale);
    if (preset) {
        put(out, preset);
    } else if (l->method >= 3 && l->method <= 5) { /* the default method changed in 3.98 */
        const bool was_default = l->method == 3;
        char *at = put_number(put(out, "-V "), vbr_quality(l, scale));
        if (was_default != before(l, 98))
            put(at, was_default ? " --vbr-old" : " --vbr-new");
    }
}

/* Replay gain fields: 3 bits name (1 track, 2 album), 3 bits originator, sign, 9 bits of tenths
 * of dB. The peak is a fixed point number with 23 bits of fraction. mutagen never applies the
 * sign of the album gain. */
void st_lame_gains(const st_lame *l, simdtag_mpeg_info *info)
{
    if (!l->has_header)
        return;
    if (l->track_gain >> 13 == 1) {
        const double db = (l->track_gain & 0x1FF) / 10.0;
        info->track_gain = l->track_gain & 0x200 ? -db : db;
        info->has_gains |= 1;
    }
    if (l->peak) {
        info->track_peak = l->peak / 8388608.0;
        info->has_gains |= 2;
    }
    if (l->album_gain >> 13 == 2) {
        info->album_gain = (l->album_gain & 0x1FF) / 10.0;
        info->has_gains |= 4;
    }
}
