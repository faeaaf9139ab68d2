/* SPDX-License-Identifier: MIT */
/* The attribute names that ASF files use (Windows Media Format SDK, and what taggers add), and a
 * hash of them. */
#include "pyext/asf_keys.h"

#include <pthread.h>
#include <string.h>

static const char names[] =
    "Title\0Author\0Copyright\0Description\0Rating\0"
    "WM/AlbumTitle\0WM/AlbumArtist\0WM/Genre\0WM/GenreID\0WM/Year\0WM/TrackNumber\0WM/Track\0"
    "WM/PartOfSet\0WM/Composer\0WM/Conductor\0WM/Publisher\0WM/Producer\0WM/Writer\0WM/Director\0"
    "WM/Lyrics\0WM/Lyrics_Synchronised\0WM/Picture\0WM/Mood\0WM/Language\0WM/ISRC\0WM/Barcode\0"
    "WM/CatalogNo\0WM/BeatsPerMinute\0WM/InitialKey\0WM/Category\0WM/Text\0WM/UserWebURL\0"
    "WM/SubTitle\0WM/SetSubTitle\0WM/SubTitleDescription\0WM/ContentGroupDescription\0WM/Period\0"
    "WM/OriginalAlbumTitle\0WM/OriginalArtist\0WM/OriginalFilename\0WM/OriginalLyricist\0"
    "WM/OriginalReleaseTime\0WM/OriginalReleaseYear\0WM/ArtistSortOrder\0WM/AlbumSortOrder\0"
    "WM/AlbumArtistSortOrder\0WM/ComposerSortOrder\0WM/TitleSortOrder\0WM/ParentalRating\0"
    "WM/SharedUserRating\0WM/Provider\0WM/ProviderStyle\0WM/ProviderRating\0"
    "WM/UniqueFileIdentifier\0"
    "WM/MCDI\0WM/MediaClassPrimaryID\0WM/MediaClassSecondaryID\0WM/WMContentID\0"
    "WM/WMCollectionID\0WM/WMCollectionGroupID\0WM/EncodedBy\0WM/EncodingSettings\0"
    "WM/EncodingTime\0WM/ToolName\0WM/ToolVersion\0WM/AuthorURL\0WM/PromotionURL\0"
    "WM/AudioFileURL\0WM/AudioSourceURL\0WM/AlbumCoverURL\0WM/IsCompilation\0WM/Script\0"
    "WM/ModifiedBy\0WM/ArrangedBy\0WM/DJMixer\0WM/Mixer\0WM/Remixer\0WM/Engineer\0"
    "WMFSDKVersion\0WMFSDKNeeded\0WM/WMADRCPeakReference\0WM/WMADRCAverageReference\0IsVBR\0"
    "VBR Peak\0Buffer Average\0DeviceConformanceTemplate\0AspectRatioX\0AspectRatioY\0Artist\0"
    "WM/Comments\0WM/Rating\0"
    "MusicBrainz/Track Id\0MusicBrainz/Release Track Id\0MusicBrainz/Album Id\0"
    "MusicBrainz/Artist Id\0MusicBrainz/Album Artist Id\0MusicBrainz/Release Group Id\0"
    "MusicBrainz/Work Id\0MusicBrainz/Album Status\0MusicBrainz/Album Type\0"
    "MusicBrainz/Album Release Country\0MusicBrainz/Disc Id\0MusicIP/PUID\0Acoustid/Id\0"
    "Acoustid/Fingerprint\0replaygain_track_gain\0replaygain_track_peak\0replaygain_album_gain\0"
    "replaygain_album_peak\0\0";

enum { SLOTS = 512, SHORTEST = 5, LONGEST = 40 }; /* in letters */

/* Made of `names` alone, the same in every interpreter. */
static struct {
    const char *name;
    uint8_t wide[2 * LONGEST];
    uint8_t n; /* bytes of `wide` */
} known[ST_PY_MOST_ASF_KEYS];
static uint8_t known_at[SLOTS]; /* by hash: index + 1; 0 ends a run of collisions */

/* Of at least one letter. The factors were searched for: few known names collide. */
static inline unsigned hash_of(const uint8_t *s, size_t n)
{
    const unsigned middle = s[n / 4 * 2], later = s[n / 8 * 6], last = s[n - 2];
    return (last * 253 + middle * 241 + later * 442 + (unsigned)n * 440) % SLOTS;
}

static void list_keys(void)
{
    int i = 0;
    for (const char *p = names; *p; p += strlen(p) + 1, i++) {
        known[i].name = p;
        known[i].n = (uint8_t)(2 * strlen(p));
        for (size_t k = 0; p[k]; k++)
            known[i].wide[2 * k] = (uint8_t)p[k];
        unsigned slot = hash_of(known[i].wide, known[i].n);
        while (known_at[slot])
            slot = (slot + 1) % SLOTS;
        known_at[slot] = (uint8_t)(i + 1);
    }
}

void st_py_list_asf_keys(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, list_keys);
}

/* Of more than 8 bytes: without a call, which costs more than the comparing. */
static inline int same(const uint8_t *a, const uint8_t *b, size_t n)
{
    uint64_t differ, v, w;
    memcpy(&v, a + n - 8, 8);
    memcpy(&w, b + n - 8, 8);
    differ = v ^ w;
    for (size_t i = 0; i < n - 8; i += 8) {
        memcpy(&v, a + i, 8);
        memcpy(&w, b + i, 8);
        differ |= v ^ w;
    }
    return differ == 0;
}

int st_py_asf_key(const uint8_t *s, size_t n)
{
    if (n < 2 * SHORTEST || n % 2 || n > 2 * LONGEST)
        return -1;
    for (unsigned slot = hash_of(s, n); known_at[slot]; slot = (slot + 1) % SLOTS) {
        const int i = known_at[slot] - 1;
        if (known[i].n == n && same(s, known[i].wide, n))
            return i;
    }
    return -1;
}

const char *st_py_asf_name(int index)
{
    return index < ST_PY_MOST_ASF_KEYS ? known[index].name : NULL;
}
