/* SPDX-License-Identifier: MIT */
/* Counts the MPEG audio (layer III) frames of a file: the scan primitives alone.
 *
 *   cc frames.c $(pkg-config --cflags --libs simdtag) -o frames && ./frames song.mp3 */
#include <simdtag/scan.h>
#include <stdio.h>

static uint8_t bytes[1 << 28];

/* Length of the frame with this header (ISO 11172-3 2.4.2.3, 2.4.3.1); 1 when it is of another
 * layer or has the free format, so that the search goes on behind it. */
static size_t frame_length(const uint8_t *p)
{
    static const unsigned rates[2][16] = {
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}};
    static const unsigned hertz[3] = {44100, 48000, 32000};
    const unsigned version = p[1] >> 3 & 3, one = version == 3;
    const unsigned rate = hertz[p[2] >> 2 & 3] >> (one ? 0 : version == 2 ? 1 : 2);
    const unsigned bitrate = rates[one][p[2] >> 4] * 1000;
    const unsigned length = (one ? 144 : 72) * bitrate / rate + (p[2] >> 1 & 1);
    return (p[1] & 6) == 2 && bitrate ? length : 1;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL)
        return fprintf(stderr, "usage: frames FILE\n"), 1;
    const size_t n = fread(bytes, 1, sizeof bytes, file);
    unsigned long frames = 0;
    for (size_t at = 0; at < n;) {
        at += simdtag_find_mpeg_sync(bytes + at, n - at);
        if (at < n) {
            const size_t length = frame_length(bytes + at);
            frames += length > 1;
            at += length;
        }
    }
    printf("%lu frames\n", frames);
    fclose(file);
    return 0;
}
