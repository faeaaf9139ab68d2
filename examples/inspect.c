/* SPDX-License-Identifier: MIT */
/* Shows stream info, items and pictures of each file named: the C API in one screen.
 *
 *   cc inspect.c $(pkg-config --cflags --libs simdtag) -o inspect && ./inspect song.mp3 */
#include <simdtag/simdtag.h>
#include <stdio.h>

static void show(simdtag_file *file, const char *path)
{
    const simdtag_info *info = simdtag_info_of(file);
    size_t n;
    printf("%s: %s, %.2f seconds, %.0f bps, %u Hz, %u channels\n", path,
           simdtag_format_name(simdtag_doc_of(file)->format), info->length, info->bitrate,
           info->sample_rate, info->channels);
    const simdtag_item *items = simdtag_items(file, &n, NULL);
    for (size_t i = 0; items && i < n; i++) {
        if (items[i].value)
            printf("  %s=%s\n", items[i].key, items[i].value);
        else
            printf("  %s (not text)\n", items[i].key);
    }
    const simdtag_picture *pictures = simdtag_pictures(file, &n, NULL);
    for (size_t i = 0; pictures && i < n; i++)
        printf("  picture: type %u, %s, %llu bytes, \"%s\"\n", pictures[i].type, pictures[i].mime,
               (unsigned long long)pictures[i].size, pictures[i].description);
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        simdtag_file *file;
        simdtag_error error;
        if (simdtag_open(argv[i], NULL, &file, &error) != SIMDTAG_OK) {
            fprintf(stderr, "%s: %s\n", argv[i], error.text);
            failed = 1;
            continue;
        }
        show(file, argv[i]);
        simdtag_close(file);
    }
    return failed;
}
