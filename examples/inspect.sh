#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs examples/inspect on what is here: a sample must be told apart from a file that is none.
set -eu
sample=$(find fuzz/samples ${SIMDTAG_FUZZ_SAMPLES:+"$SIMDTAG_FUZZ_SAMPLES"} \
    -name 'flac-tags.flac' 2>/dev/null | head -n 1)
status=0
${ST_RUNNER:-} examples/inspect "$srcdir/configure.ac" 2>inspect.err && status=1
grep -q 'no format' inspect.err || status=1
rm -f inspect.err
if [ -n "$sample" ]; then
    ${ST_RUNNER:-} examples/inspect "$sample" | grep -q 'FLAC, ' || status=1
fi
exit $status
