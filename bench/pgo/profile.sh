#!/bin/sh
# SPDX-License-Identifier: MIT
# profile.sh SOURCE [FOLDER]: the training of configure --enable-pgo, in the build directory: runs
# the instrumented programs over the audio files under FOLDER, or over those of the race's library,
# made here, and leaves the profiles where the compiler looks.
set -eu
source=$1 files=${2:-}
export PYTHONDONTWRITEBYTECODE=1
if [ -z "$files" ]; then
    files=pgo/library
    command -v ffmpeg >/dev/null && [ "${PYTHON3:-no}" != no ] || {
        echo "pgo: no files to train on can be made without ffmpeg and Python;" \
            "name some: --enable-pgo=FOLDER" >&2
        exit 1
    }
    if [ ! -e $files ]; then
        rm -rf $files.new
        "$PYTHON3" "$source/bench/pgo/train.py" make $files.new
        mv $files.new $files
    fi
fi
find . -name '*.gcda' -exec rm -f {} +
rm -rf pgo/raw pgo/simdtag.profdata

find -L "$files" -type f ! -name '.*' | sort >pgo/list
[ -s pgo/list ] || {
    echo "pgo: there is no file under $files" >&2
    exit 1
}
bench/pgo/train pgo/list
if [ -n "${PYTHON:-}" ]; then
    PYTHONPATH=python "$PYTHON" "$source/bench/pgo/train.py" open pgo/list
fi

if [ -n "${LLVM_PROFDATA:-}" ]; then
    "$LLVM_PROFDATA" merge -o pgo/simdtag.profdata pgo/raw
    exit
fi
# gcc looks beside the objects, where the programs left it
[ -e src/api/open.gcda ] || [ -e src/api/.libs/open.gcda ] || {
    echo "pgo: the training left no profile" >&2
    exit 1
}
