/* SPDX-License-Identifier: MIT */
/* Standard MIDI files: lengths by the tempo map, running status, damage, and linear time. The
 * numbers are what mutagen answers. */
#include <math.h>
#include <stdio.h>

#include "api/parse.h"
#include "xiph.h"

static parsed p;
static built b;

static void put_header(unsigned format, unsigned tracks, unsigned division)
{
    put_text(&b, "MThd");
    put_be(&b, 6, 4);
    put_be(&b, format, 2);
    put_be(&b, tracks, 2);
    put_be(&b, division, 2);
}

static void put_track(const void *events, size_t n)
{
    put_text(&b, "MTrk");
    put_be(&b, n, 4);
    put(&b, events, n);
}

#define TRACK(events) put_track(events, sizeof(events) - 1)
#define NOTE(delta) delta "\x90\x40\x40"
#define SECOND(delta) delta "\xff\x51\x03\x0f\x42\x40"     /* a quarter note is a second */
#define TWO_SECONDS(delta) delta "\xff\x51\x03\x1e\x84\x80"
#define END "\0\xff\x2f\0"

static double length(void)
{
    parse(&p, &st_format_smf, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const double value = p.out.doc.info.length;
    done(&p);
    drop(&b);
    return value;
}

static void refused(void)
{
    parse(&p, &st_format_smf, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_SMF);
    done(&p);
    drop(&b);
}

/* The length of one track in 96ths of a quarter note. */
#define LENGTH(events) (put_header(1, 1, 96), TRACK(events), length())
#define REFUSED(events) (put_header(1, 1, 96), TRACK(events), refused())

START_TEST(deltas)
{
    ck_assert(LENGTH("") == 0.0);
    ck_assert(LENGTH(NOTE("\0") NOTE("\x60") END) == 0.5);
    ck_assert(LENGTH(NOTE("\x60") NOTE("\x81\x40") END) == 1.5);
    ck_assert(LENGTH(NOTE("\xff\xff\xff\x7f")) == (double)0xFFFFFFF / 96 * 500000 / 1e6);
    ck_assert(LENGTH(NOTE("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x60")) == 0.5);
    const double far = LENGTH(NOTE("\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\0"));
    ck_assert(fabs(far / (0x1p77 / 96 / 2) - 1) < 1e-12);
    /* without an end, and beyond it */
    ck_assert(LENGTH(NOTE("\x60")) == 0.5);
    ck_assert(LENGTH(NOTE("\x60") END NOTE("\x60")) == 1.0);
}
END_TEST

START_TEST(silent_events)
{
    /* their deltas are lost */
    ck_assert(LENGTH(NOTE("\x60") "\x60\xff\x01\x01"
                                  "a" NOTE("\x60")) == 1.0);
    ck_assert(LENGTH(NOTE("\x60") "\x60\xf0\x01"
                                  "a" NOTE("\x60")) == 1.0);
    ck_assert(LENGTH(NOTE("\x60") "\x60\xf7\x00" NOTE("\x60")) == 1.0);
    ck_assert(LENGTH(NOTE("\x60") "\x60\xff\x2f\0") == 0.5);
    /* and data that ends early is what there is */
    ck_assert(LENGTH(NOTE("\x60") "\x60\xff\x01\x05"
                                  "a") == 0.5);
    ck_assert(LENGTH(NOTE("\x60") "\0\xff\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f") == 0.5);
    ck_assert(LENGTH(NOTE("\x60") "\0\xf0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f") == 0.5);
}
END_TEST

START_TEST(running_status)
{
    ck_assert(LENGTH(NOTE("\x60") "\x60\x40\0\x60\x40\0") == 1.5);
    ck_assert(LENGTH("\x60\xc0\x05\x60\x06\x60\x07") == 1.5);     /* one byte of data */
    ck_assert(LENGTH("\x60\xd0\x05\x60\x06\x60\x07") == 1.5);
    ck_assert(LENGTH("\x60\xe0\x05\x05\x60\x06\x06") == 1.0);
    ck_assert(LENGTH("\x60\x40\0\x60\x40\0") == 1.0);             /* before any status: two bytes */
    ck_assert(LENGTH("\x60\xc0\x01\x60\xff\x01\x01"
                     "a\x60\x40\x60\x01") == 1.5);                 /* over a meta event */
    ck_assert(LENGTH("\x60\x90\x40\x40\x60\xf0\x01"
                     "a\x60\x40\x40") == 1.0);
    ck_assert(LENGTH("\x60\x90\xff\xff\x60\x90\x40\x40") == 1.0); /* data is not looked at */
    ck_assert(LENGTH(NOTE("\x60") "\x60\x90") == 1.0);            /* cut data */
    ck_assert(LENGTH(NOTE("\x60") "\x60\x90\x40") == 1.0);
}
END_TEST

START_TEST(tempos)
{
    ck_assert(LENGTH(SECOND("\0") NOTE("\x60")) == 1.0);
    ck_assert(LENGTH(SECOND("\x60") NOTE("\x60")) == 1.0);
    ck_assert(LENGTH(NOTE("\x60") SECOND("\0") NOTE("\x60")) == 2.0); /* for what leads there too */
    ck_assert(LENGTH(NOTE("\x60") SECOND("\x60") NOTE("\x60")) == 1.5);
    ck_assert(LENGTH(NOTE("\x60") SECOND("\x60") TWO_SECONDS("\x60") NOTE("\x60")) == 2.5);
    ck_assert(LENGTH(NOTE("\x60") SECOND("\x60")) == 0.5);
    ck_assert(LENGTH(SECOND("\x60")) == 0.0);
    ck_assert(LENGTH(SECOND("\0") TWO_SECONDS("\0") NOTE("\x60")) == 2.0); /* the slowest */
    ck_assert(LENGTH(TWO_SECONDS("\0") SECOND("\0") NOTE("\x60")) == 2.0);
    ck_assert(LENGTH(NOTE("\x60") NOTE("\0") SECOND("\0")) == 1.0);
    ck_assert(LENGTH("\0\xff\x51\x80\x80\x03\x0f\x42\x40" NOTE("\x60")) == 1.0);
    ck_assert(LENGTH("\0\xff\x51\x03\0\0\0" NOTE("\x60")) == 0.0);
    REFUSED("\0\xff\x51\0" NOTE("\x60"));
    REFUSED("\0\xff\x51\x02\x0f\x42" NOTE("\x60"));
    REFUSED("\0\xff\x51\x04\x0f\x42\x40\0" NOTE("\x60"));
    REFUSED(NOTE("\x60") "\0\xff\x51\x03\x0f\x42");
}
END_TEST

/* Two tracks, the length of the file. */
#define TWO(format, one, two) \
    (put_header(format, 2, 96), TRACK(one), TRACK(two), length())

START_TEST(tracks)
{
    ck_assert(TWO(1, NOTE("\x60"), NOTE("\x60") NOTE("\x60")) == 1.0); /* the longest */
    ck_assert(TWO(1, NOTE("\x60") NOTE("\x60"), NOTE("\x60")) == 1.0);
    /* format 1: the tempos of the first track that has any hold for those after it */
    ck_assert(TWO(1, SECOND("\0"), NOTE("\x60") NOTE("\x60")) == 2.0);
    ck_assert(TWO(1, SECOND("\x61"), NOTE("\x60") NOTE("\x60")) == 1.5);
    ck_assert(TWO(1, SECOND("\x30"), NOTE("\x60") NOTE("\x60")) == 2.0);
    ck_assert(TWO(1, SECOND("\x30") TWO_SECONDS("\x30"), NOTE("\x60") NOTE("\x60")) == 4.0);
    ck_assert(TWO(1, NOTE("\x30") SECOND("\x31"), NOTE("\x60") NOTE("\x60")) == 1.5);
    ck_assert(TWO(1, SECOND("\0"), NOTE("\x60") TWO_SECONDS("\0")) == 1.0);
    ck_assert(TWO(1, NOTE("\x60"), SECOND("\0") NOTE("\x60")) == 1.0);
    ck_assert(TWO(1, NOTE("\x60") NOTE("\x60"), SECOND("\0")) == 1.0);
    /* format 0: each has its own */
    ck_assert(TWO(0, SECOND("\0"), NOTE("\x60") NOTE("\x60")) == 1.0);
    ck_assert(TWO(0, NOTE("\x60"), SECOND("\0") NOTE("\x60")) == 1.0);
}
END_TEST

START_TEST(chunks)
{
    put_header(1, 2, 96); /* chunks that are no tracks count and are passed over */
    put_text(&b, "XFIH");
    put_be(&b, 3, 4);
    put_text(&b, "abc");
    TRACK(NOTE("\x60"));
    ck_assert(length() == 0.5);
    put_header(1, 1, 96); /* what follows the last track does not matter */
    TRACK(NOTE("\x60"));
    put_text(&b, "junkjunkjunk");
    ck_assert(length() == 0.5);
    put_header(1, 1, 96);
    put_text(&b, "XFIH");
    put_be(&b, 0, 4);
    refused(); /* mutagen: ValueError */
    put_header(1, 0, 96);
    refused();
    put_header(1, 2, 96);
    TRACK(NOTE("\x60"));
    refused();
    put_header(1, 1, 96);
    put_text(&b, "MTrk");
    put_be(&b, 5, 4);
    put_text(&b, NOTE("\x60"));
    refused();
    put_header(1, 1, 96);
    put_text(&b, "XFIH");
    put_be(&b, 0xFFFFFFFF, 4);
    refused();
}
END_TEST

START_TEST(headers)
{
    const struct {
        unsigned format, division;
    } rows[] = {{2, 96}, {3, 96}, {65535, 96}, {1, 0}, {1, 0x8000}, {1, 0xE728}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_header(rows[i].format, 1, rows[i].division);
        TRACK(NOTE("\x60"));
        refused();
    }
    for (unsigned size = 0; size < 10; size++) {
        put_header(1, 1, 96);
        TRACK(NOTE("\x60"));
        b.at[7] = (uint8_t)size;
        if (size == 6)
            ck_assert(length() == 0.5);
        else
            refused();
    }
}
END_TEST

START_TEST(damaged_events)
{
    REFUSED("\x60"); /* mutagen: IndexError */
    REFUSED("\x80");
    REFUSED(NOTE("\x60") "\x60\xff");
    REFUSED(NOTE("\x60") "\x60\xff\x01");
    REFUSED(NOTE("\x60") "\x60\xff\x01\x80");
    REFUSED(NOTE("\x60") "\x60\xf0");
    REFUSED(NOTE("\x60") "\x60\xf7\xff");
    for (unsigned status = 0xF1; status < 0xFF; status++) {
        if (status == 0xF7)
            continue;
        const uint8_t events[] = {0x60, (uint8_t)status, 1, 'a', 0x60, 0x90, 0x40, 0x40};
        put_header(1, 1, 96);
        put_track(events, sizeof events);
        refused();
    }
}
END_TEST

START_TEST(positions_beyond_62_bits_are_one)
{
    const double far = LENGTH(NOTE("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f") SECOND("\x01"));
    ck_assert(fabs(far / (0x1p70 / 96 * 0.5) - 1) < 1e-12);
    /* the second tempo comes after the note; mutagen tells them apart: 1.0 */
    ck_assert(LENGTH(SECOND("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f") NOTE("\x60")
                         TWO_SECONDS("\x01")) == 2.0);
}
END_TEST

START_TEST(cut_anywhere)
{
    put_header(1, 2, 96);
    TRACK(SECOND("\0") END);
    TRACK(NOTE("\x60") "\x60\x40\0" END);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_smf, &b, 0);
        ck_assert_int_eq(p.status, SIMDTAG_ERR_SMF);
        done(&p);
    }
    ck_assert(length() == 2.0);
}
END_TEST

/* Tracks larger than one read, of which each begins in the middle of one. */
START_TEST(large_files)
{
    enum { TRACKS = 5, NOTES = 150000 };
    put_header(1, TRACKS, 96);
    for (unsigned track = 0; track < TRACKS; track++) {
        put_text(&b, "MTrk");
        put_be(&b, NOTES * 4, 4);
        for (unsigned i = 0; i < NOTES; i++)
            put(&b, track == 3 && i % 2 ? NOTE("\x40") : NOTE("\x20"), 4);
    }
    parse_blocking(&p, &st_format_smf, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == NOTES * 48.0 / 96 * 0.5);
    ck_assert_uint_le(p.reads, 6);
    done(&p);
    ck_assert(length() == NOTES * 48.0 / 96 * 0.5); /* as planned */
}
END_TEST

/* A tempo at every tick of the first track, each event of the second between them. */
START_TEST(many_tempos)
{
    enum { TEMPOS = 100000 };
    put_header(1, 2, 1);
    put_text(&b, "MTrk");
    put_be(&b, TEMPOS * 7, 4);
    for (unsigned i = 0; i < TEMPOS; i++)
        put(&b, i % 2 ? SECOND("\x01") : TWO_SECONDS("\x01"), 7);
    put_text(&b, "MTrk");
    put_be(&b, TEMPOS * 3, 4);
    for (unsigned i = 0; i < TEMPOS; i++)
        put(&b, "\x01\x40\x40", 3);
    ck_assert(length() == TEMPOS * 1.5);
}
END_TEST

START_TEST(reads)
{
    put_header(1, 1, 96);
    TRACK(NOTE("\x60"));
    parse_blocking(&p, &st_format_smf, &b, 0);
    ck_assert_uint_eq(p.reads, 1); /* smaller than the head window */
    done(&p);
    b.n -= 8; /* a track of 20,000 bytes */
    put_be(&b, 20000, 4);
    for (unsigned i = 0; i < 5000; i++)
        put(&b, NOTE("\x60"), 4);
    b.at[15] = 'T';
    parse_blocking(&p, &st_format_smf, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.reads, 1);
    done(&p);
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    const struct {
        const char *ext, *head;
        int score;
    } rows[] = {{".mid", "MThd", 1}, {".midi", "MThd\0", 1}, {".kar", "MThd", 0}, {"", "MThd", 0},
                {".mid", "MTh", 0},  {".mid", "RIFF", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const st_probe probe = {.ext = st_probe_of(rows[i].ext, NULL, 0).ext,
                                .head = (const uint8_t *)rows[i].head,
                                .len = strlen(rows[i].head)};
        ck_assert_int_eq(st_format_smf.score(&probe), rows[i].score);
    }
}
END_TEST

ST_CASE(smf, deltas, silent_events, running_status, tempos, tracks, chunks, headers,
        damaged_events, positions_beyond_62_bits_are_one, cut_anywhere, large_files, many_tempos,
        reads, scores)
ST_CHECK_MAIN(smf)
