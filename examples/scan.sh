#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the examples of the scan primitives: three frames among bytes that are none; text both ways.
set -eu
status=0
expect() {
    [ "$2" = "$3" ] || { echo "$1: '$2', not '$3'"; status=1; }
}
frame() { # MPEG 1, layer III, 32 kbit/s, 48 kHz: 96 bytes
    printf '\377\373\024\000'
    head -c 92 /dev/zero
}
{ printf 'junk\377\377\377'; frame; frame; printf '\377\340\000rubbish'; frame; } >scan.tmp
expect frames "$(${ST_RUNNER:-} examples/frames scan.tmp)" '3 frames'
want=$(printf 'a\303\251\343\200\254')
expect utf16 "$(printf '\377\376a\0\351\0\054\060' | ${ST_RUNNER:-} examples/utf16)" "$want"
expect utf16 "$(printf '\376\377\0a\0\351\060\054' | ${ST_RUNNER:-} examples/utf16)" "$want"
if printf '\377\376\0\330' | ${ST_RUNNER:-} examples/utf16 2>scan.tmp; then
    expect "a lone surrogate" accepted refused
fi
rm -f scan.tmp
exit $status
