/* SPDX-License-Identifier: MIT */
/* What wrapping another library would give: open a file, its length, all its tags, by TagLib's C
 * interface and by libavformat, beside simdtag's. Each is left out where its headers are not:
 * -DHAVE_TAGLIB, -DHAVE_LIBAV.
 *
 * peers ROUNDS LIST */
#include "measure.h"

#include <simdtag/simdtag.h>
#ifdef HAVE_TAGLIB
#include <taglib/tag_c.h>
#endif
#ifdef HAVE_LIBAV
#include <libavformat/avformat.h>
#endif

static volatile size_t sink;
static size_t found;

static void run_simdtag(const variant *v)
{
    found = 0;
    for (size_t i = 0; i < v->list->n; i++) {
        simdtag_file *file;
        simdtag_error error;
        size_t n = 0;
        if (simdtag_open(v->list->at[i].path, NULL, &file, &error) != SIMDTAG_OK)
            die(error.text, v->list->at[i].path);
        const simdtag_item *items = simdtag_items(file, &n, NULL);
        for (size_t k = 0; k < n; k++)
            sink += items[k].value_len;
        found += n;
        sink += (size_t)simdtag_info_of(file)->length;
        simdtag_close(file);
    }
}

#ifdef HAVE_TAGLIB
/* The seven fields that its C interface of 1.x knows; all tags were read by then. */
static void run_taglib(const variant *v)
{
    found = 0;
    for (size_t i = 0; i < v->list->n; i++) {
        TagLib_File *file = taglib_file_new(v->list->at[i].path);
        TagLib_Tag *tag = file ? taglib_file_tag(file) : NULL;
        const TagLib_AudioProperties *info = file ? taglib_file_audioproperties(file) : NULL;
        if (tag && info) {
            char *const texts[] = {taglib_tag_title(tag), taglib_tag_artist(tag),
                                   taglib_tag_album(tag), taglib_tag_comment(tag),
                                   taglib_tag_genre(tag)};
            for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
                found += texts[k][0] != 0;
            sink += taglib_tag_year(tag) + taglib_tag_track(tag) +
                    (unsigned)taglib_audioproperties_length(info);
        }
        taglib_tag_free_strings();
        taglib_file_free(file);
    }
}
#endif

#ifdef HAVE_LIBAV
static void run_libav(const variant *v)
{
    found = 0;
    for (size_t i = 0; i < v->list->n; i++) {
        AVFormatContext *file = NULL;
        if (avformat_open_input(&file, v->list->at[i].path, NULL, NULL) != 0)
            continue;
        const AVDictionaryEntry *e = NULL;
        while ((e = av_dict_get(file->metadata, "", e, AV_DICT_IGNORE_SUFFIX)))
            found++;
        for (unsigned s = 0; s < file->nb_streams; s++)
            while ((e = av_dict_get(file->streams[s]->metadata, "", e, AV_DICT_IGNORE_SUFFIX)))
                found++;
        sink += (size_t)file->duration;
        avformat_close_input(&file);
    }
}
#endif

static void tell(const char *name, void (*run)(const variant *), const tasks *t)
{
    const variant v = {.list = t};
    run(&v);
    fprintf(stderr, "%s: %.1f texts a file\n", name, (double)found / (double)t->n);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[2]);
    variant v[] = {
        {.name = "floor", .run = run_floor, .list = &t},
        {.name = "simdtag", .run = run_simdtag, .list = &t},
#ifdef HAVE_TAGLIB
        {.name = "TagLib, C interface", .run = run_taglib, .list = &t},
#endif
#ifdef HAVE_LIBAV
        {.name = "libavformat", .run = run_libav, .list = &t},
#endif
    };
#ifdef HAVE_LIBAV
    av_log_set_level(AV_LOG_QUIET);
#endif
    for (size_t i = 1; i < sizeof v / sizeof *v; i++)
        tell(v[i].name, v[i].run, &t);
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}
