# SPDX-License-Identifier: MIT
# The shared library exports exactly the names of symbols.txt. To accept a change: sh symbols.sh --update in a build directory.
set -u
list=${srcdir:-..}/tests/lint/symbols.txt
lib=${builddir:-.}/.libs/libsimdtag.so
[ -e "$lib" ] || { echo "no shared library was built"; exit 77; }
made=symbols.$$
# -f posix: name type value size; names the sanitizers and the linker add are not ours
LC_ALL=C ${NM:-nm} -D --defined-only -f posix "$lib" | LC_ALL=C awk '$1 !~ /^(__asan|__odr_asan|_init$|_fini$|_edata$|_end$|__bss_start$)/ {print $1}' |
    LC_ALL=C sort >"$made"
if [ "${1:-}" = --update ]; then
    mv "$made" "$list"
    exit 0
fi
if diff -u "$list" "$made"; then
    rm -f "$made"
    echo "$(wc -l <"$list") exported symbols, as listed"
    exit 0
fi
rm -f "$made"
echo "The exported symbols differ from tests/lint/symbols.txt (- listed, + found). If that is meant:"
echo "  sh ${list%.txt}.sh --update   in the build directory"
exit 1
