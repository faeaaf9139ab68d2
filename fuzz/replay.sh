#!/bin/sh
# Replays the samples and SIMDTAG_FUZZ mutations of them (default 5000) through the fuzz target. SIMDTAG_FUZZ_SAMPLES may name a folder
# of more samples, such as the one tests/samples/make.py fills.
set -eu
files=$(find "$srcdir/tests/samples" ${SIMDTAG_FUZZ_SAMPLES:+"$SIMDTAG_FUZZ_SAMPLES"} -type f -size -200k \
    \( -name '*.mp3' -o -name '*.flac' -o -name '*.ogg' -o -name '*.opus' -o -name '*.m4a' -o -name '*.id3' \) | sort)
# shellcheck disable=SC2086 # the samples' names hold no spaces
exec ${ST_RUNNER:-} fuzz/replay -n "${SIMDTAG_FUZZ:-5000}" -s "${SIMDTAG_FUZZ_SEED:-1}" $files
