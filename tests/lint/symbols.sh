# SPDX-License-Identifier: MIT
# The shared library exports exactly the names of symbols.txt. To accept a change, in a build
# directory: sh …/tests/lint/symbols.sh --update
set -u
list=$(dirname "$0")/symbols.txt
lib=${builddir:-.}/.libs/libsimdtag.so
[ -e "$lib" ] || { echo "no shared library was built"; exit 77; }
made=symbols.$$
# names that the sanitizers and the linker add are not ours
foreign='^(__asan|__odr_asan|_init$|_fini$|_edata$|_end$|__bss_start$)'
# -f posix: name type value size
LC_ALL=C ${NM:-nm} -D --defined-only -f posix "$lib" | cut -d' ' -f1 |
    LC_ALL=C grep -vE "$foreign" | LC_ALL=C sort >"$made"
if [ "${1:-}" = --update ]; then
    mv "$made" "$list"
    exit
fi
if diff -u "$list" "$made"; then
    rm -f "$made"
    echo "$(wc -l <"$list") exported symbols, as listed"
    exit 0
fi
rm -f "$made"
echo "The exported symbols differ from tests/lint/symbols.txt (- listed, + found)."
echo "If that is meant:  sh $0 --update   in the build directory"
exit 1
