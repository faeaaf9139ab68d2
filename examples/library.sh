# SPDX-License-Identifier: MIT
# examples/library tells of every file under a directory, in the order of the walk.
set -u
samples=$(mktemp -d) || exit 99
trap 'rm -rf "$samples"' EXIT
mkdir "$samples/b" "$samples/a"
# a FLAC file of nothing but its stream info: 1.00 seconds
flac() {
    printf 'fLaC\200\0\0\42\20\0\20\0\0\0\0\0\0\0\12\304\102\360\0\0\254\104' >"$1"
    printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >>"$1"
}
flac "$samples/b/one.flac"
flac "$samples/a/two.flac"
: >"$samples/a/empty.mp3"
: >"$samples/a/words.txt"
wanted="$samples/a/empty.mp3	can't sync to MPEG frame
$samples/a/two.flac	1.00	-
$samples/b/one.flac	1.00	-"
got=$(${ST_RUNNER:-} ./examples/library "$samples") || exit 1
[ "$got" = "$wanted" ] && exit 0
printf 'examples/library printed\n%s\nnot\n%s\n' "$got" "$wanted"
exit 1
