# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C99 and as C++, without a warning; each is installed.
set -u
include=${srcdir:-.}/include
status=0
for header in "$include"/simdtag/*.h; do
    name=simdtag/$(basename "$header")
    grep -q "include/$name" "${srcdir:-.}/Makefile.am" || {
        echo "$name would not be installed: list it in Makefile.am"
        status=1
    }
    printf '#include <%s>\n#include <%s>\ntypedef int st_not_empty;\n' "$name" "$name" >header.$$.c
    cp header.$$.c header.$$.cc
    flags="-I$include -Wall -Wextra -Wpedantic -Werror -fsyntax-only"
    ${CC:-cc} -std=c99 $flags header.$$.c || { echo "$name fails as C99"; status=1; }
    if [ -n "${CXX:-}" ] && command -v ${CXX%% *} >/dev/null; then
        ${CXX} -std=c++11 $flags header.$$.cc || { echo "$name fails as C++"; status=1; }
    fi
    rm -f header.$$.c header.$$.cc
done
exit $status
