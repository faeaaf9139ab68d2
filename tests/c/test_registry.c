/* SPDX-License-Identifier: MIT */
/* Detection: asking the candidates alone gives the same format as asking all. */
#include <string.h>

#include "api/parse.h"
#include "check_main.h"
#include "dispatch/dispatch.h"

static const char *const names[] = {
    "x",      "x.aac",  "x.adts", "x.adif", "x.ac3", "x.eac3", "x.AC3", "x.aif", "x.aiff", "x.aifc",
    "x.dff",  "x.DFF",  "x.dsf",  "x.flac", "x.ape", "x.mp3",  "x.mp2", "x.mpg", "x.mpeg", "x.mpc",
    "x.ofr",  "x.ofs",  "x.mid",  "x.midi", "x.tak", "x.tta",  "x.wav", "x.wv",  "x.wave", "x.ogg",
    "x.opus", "x.oga",  "x.m4a",  "x.mp4",  "x.wma", "x.asf",  "x.txt", ".mp3",  "x.MP3",  "x.Wav"};

static const char *const parts[] = {
    "",         "ID3",       "TAG",      "fLaC",     "FLAC",       "OggS",        "OpusHead",
    "Speex   ", "ftyp",      "mp4",      "FORM",     "FRM8",       "DSD ",        "MAC ",
    "MP+",      "MPCK",      "OFR ",     "MThd",     "tBaK",       "TTA1",        "RIFF",
    "WAVE",     "wvpk",      "ADIF",     "\x0B\x77", "\xFF\xFB",   "\xFF\xF2",    "\x01vorbis",
    "fishead",  "\x80theora", "\x81theora", "APETAGEX",
    "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"};

enum { NAMES = sizeof names / sizeof *names, PARTS = sizeof parts / sizeof *parts };

/* The best of all, asked one by one. */
static const st_format *best_of_all(const st_probe *p)
{
    const st_format *best = NULL;
    int top = 0;
    for (int id = 1; id < SIMDTAG_FORMAT_COUNT; id++) {
        const st_format *f = st_format_by_id((simdtag_format)id);
        ck_assert_int_eq(f->id, id);
        const int score = f->score(p);
        if (score > top || (score == top && best && strcmp(f->name, best->name) > 0)) {
            best = f;
            top = score;
        }
    }
    return best;
}

static size_t put_part(uint8_t *to, size_t at, unsigned part)
{
    const size_t n = part == PARTS - 1 ? 16 : strlen(parts[part]);
    memcpy(to + at, parts[part], n);
    return at + n;
}

START_TEST(candidates_are_enough)
{
    static const uint8_t tail[40] = "APETAGEX";
    for (unsigned first = 0; first < PARTS; first++) {
        for (unsigned second = 0; second < PARTS; second++) {
            uint8_t head[64] = {0};
            const size_t n = put_part(head, 0, first);
            const size_t places[] = {n, 4, 8, 28};
            for (unsigned k = 0; k < 4; k++) {
                size_t len = n;
                if (second && places[k] >= n)
                    len = put_part(head, places[k], second);
                for (unsigned name = 0; name < NAMES; name++) {
                    st_probe p = st_probe_of(names[name], head, len);
                    ck_assert_ptr_eq(st_format_pick(&p), best_of_all(&p));
                    p.tail = tail;
                    p.tail_len = sizeof tail;
                    ck_assert_ptr_eq(st_format_pick(&p), best_of_all(&p));
                }
                memset(head + n, 0, sizeof head - n);
            }
        }
    }
}
END_TEST

START_TEST(cut_heads)
{
    for (unsigned part = 0; part < PARTS; part++) {
        uint8_t head[64] = {0};
        const size_t n = put_part(head, 0, part);
        for (size_t len = 0; len <= n; len++) {
            for (unsigned name = 0; name < NAMES; name++) {
                const st_probe p = st_probe_of(names[name], head, len);
                ck_assert_ptr_eq(st_format_pick(&p), best_of_all(&p));
            }
        }
    }
}
END_TEST

ST_CASE(registry, candidates_are_enough, cut_heads)
ST_CHECK_MAIN(registry)
