/* SPDX-License-Identifier: MIT */
/* Replays files through st_fuzz_one with plain compilers, and mutates them: replay [-n
 * MUTATIONS] [-s SEED] FILE…
 *
 * Every file is tried as every format. Then MUTATIONS damaged versions of the files, chosen by
 * the seed alone, are tried, mostly as the format that the file had whole; a failing one is
 * written to fuzz-crash.bin before it runs (-k), so that it can be replayed by name. With -l
 * nothing is tried: each file's format and path are printed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz/target.h"
#include "simdtag/simdtag.h"

typedef struct {
    uint8_t *data;
    size_t size;
    simdtag_format format; /* by name and first bytes */
} blob;

static uint64_t state;

static uint64_t next(void) /* xorshift64*: one seed, one sequence, on every machine */
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(2685821657736338717);
}

static size_t below(size_t n)
{
    return n ? (size_t)(next() % n) : 0;
}

static blob load(const char *path)
{
    blob b = {NULL, 0, SIMDTAG_FORMAT_NONE};
    FILE *f = fopen(path, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(2);
    }
    b.size = (size_t)ftell(f);
    b.data = malloc(b.size + 1);
    rewind(f);
    if (b.data == NULL || fread(b.data, 1, b.size, f) != b.size) {
        perror(path);
        exit(2);
    }
    fclose(f);
    b.format = simdtag_detect(b.data, b.size, path);
    return b;
}

/* Headers sit at the start: most damage goes there. */
static size_t place(size_t size)
{
    switch (next() % 4) {
    case 0: return below(size);
    case 1: return below(size < 64 ? size : 64);
    case 2: return size - 1 - below(size < 256 ? size : 256);
    default: return below(size < 4096 ? size : 4096);
    }
}

static void damage(blob *b, const blob *other)
{
    static const uint8_t edge[] = {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff};
    if (b->size == 0)
        return;
    const size_t at = place(b->size);
    switch (next() % 7) {
    case 0: b->data[at] ^= (uint8_t)(1u << (next() % 8)); break;
    case 1: b->data[at] = edge[next() % sizeof edge]; break;
    case 2: b->data[at] = (uint8_t)next(); break;
    case 3: b->size = at; break;
    case 4: { /* a run of one edge byte: sizes go wild */
        const size_t n = 1 + below(8);
        memset(b->data + at, edge[next() % sizeof edge], n < b->size - at ? n : b->size - at);
        break;
    }
    case 5: { /* take bytes out */
        const size_t n = 1 + below(b->size - at < 64 ? b->size - at : 64);
        if (n < b->size - at)
            memmove(b->data + at, b->data + at + n, b->size - at - n);
        b->size -= n < b->size ? n : b->size;
        break;
    }
    default: /* splice another file in */
        if (other->size)
            for (size_t i = 0, from = below(other->size);
                 i < 32 && at + i < b->size && from + i < other->size; i++)
                b->data[at + i] = other->data[from + i];
    }
}

static void keep(const blob *b)
{
    FILE *f = fopen("fuzz-crash.bin", "wb");
    if (f) {
        (void)!fwrite(b->data, 1, b->size, f);
        fclose(f);
    }
}

/* What a damaged file is opened as. */
static simdtag_format format_for(const blob *from)
{
    const uint64_t dice = next() % 8;
    if (dice < 6)
        return from->format;
    return dice == 6 ? SIMDTAG_FORMAT_NONE : (simdtag_format)below(SIMDTAG_FORMAT_COUNT);
}

static void try_mutation(const blob *files, size_t n, int keep_it)
{
    const blob *from = &files[below(n)];
    blob b = {malloc(from->size + 1), from->size, format_for(from)};
    if (b.data == NULL)
        exit(2);
    memcpy(b.data, from->data, from->size);
    for (size_t i = 1 + below(6); i > 0; i--)
        damage(&b, &files[below(n)]);
    if (keep_it)
        keep(&b);
    st_fuzz_one(b.format, b.data, b.size);
    free(b.data);
}

int main(int argc, char **argv)
{
    unsigned long mutations = 0;
    int keep_each = 0, list = 0, opt;
    uint64_t seed = 1;
    while ((opt = getopt(argc, argv, "n:s:kl")) != -1) {
        switch (opt) {
        case 'n': mutations = strtoul(optarg, NULL, 10); break;
        case 's': seed = strtoull(optarg, NULL, 10); break;
        case 'k': keep_each = 1; break;
        case 'l': list = 1; break;
        default:
            fprintf(stderr, "usage: replay [-n MUTATIONS] [-s SEED] [-k] [-l] FILE...\n");
            return 2;
        }
    }
    const size_t n = (size_t)(argc - optind);
    blob *files = calloc(n + 1, sizeof *files);
    if (files == NULL || n == 0) {
        fprintf(stderr, "replay: no files\n");
        return 2;
    }
    unsigned char seen[SIMDTAG_FORMAT_COUNT] = {0};
    unsigned formats = 0;
    for (size_t i = 0; i < n; i++) {
        files[i] = load(argv[optind + (int)i]);
        formats += !seen[files[i].format];
        seen[files[i].format] = 1;
        if (list)
            printf("%s\t%s\n", simdtag_format_name(files[i].format), argv[optind + (int)i]);
        for (int format = 0; format < SIMDTAG_FORMAT_COUNT && !list; format++)
            st_fuzz_one((simdtag_format)format, files[i].data, files[i].size);
    }
    for (unsigned long m = 0; m < mutations && !list; m++) {
        state = (seed << 32 | (m + 1)) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        try_mutation(files, n, keep_each);
    }
    if (!list)
        printf("replay: %zu files of %u formats, %lu mutations, seed %" PRIu64 ": no finding\n", n,
               formats - seen[0], mutations, seed);
    for (size_t i = 0; i < n; i++)
        free(files[i].data);
    free(files);
    return 0;
}
