#!/bin/sh
# SPDX-License-Identifier: MIT
# Replays the samples and SIMDTAG_FUZZ mutations of them (default 5000) through the fuzz target.
# SIMDTAG_FUZZ_SAMPLES may name the folder that tests/samples/make.py filled; without it the
# samples are made here, which needs Python and ffmpeg.
set -eu
made=${SIMDTAG_FUZZ_SAMPLES:-}
if [ -z "$made" ]; then
    made=fuzz/samples
    if [ ! -e $made/.made ]; then
        command -v ffmpeg >/dev/null && [ "${PYTHON3:-no}" != no ] || {
            echo "no samples: ffmpeg or Python is missing"
            exit 77
        }
        mkdir -p $made
        PYTHONDONTWRITEBYTECODE=1 $PYTHON3 "$srcdir/tests/samples/make.py" $made
        touch $made/.made
    fi
fi
# every sample, whatever its format; what is not one has another's name
files=$(find "$srcdir/tests/samples" "$made" -type f -size -200k ! -path '*/.work/*' ! -name '.*' \
    ! -name '*.py' ! -name '*.pyc' ! -name '*.md' ! -name '*.txt' | sort)
# shellcheck disable=SC2086 # the samples' names hold no spaces
exec ${ST_RUNNER:-} fuzz/replay -n "${SIMDTAG_FUZZ:-5000}" -s "${SIMDTAG_FUZZ_SEED:-1}" $files
