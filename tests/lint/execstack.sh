# SPDX-License-Identifier: MIT
# Nothing that was built asks for an executable stack, and every object says so itself (assembler
# files must carry .note.GNU-stack).
set -u
cd "${builddir:-.}" || exit 1
command -v readelf >/dev/null || { echo "readelf is missing"; exit 77; }
status=0
seen=0
for file in .libs/*.so python/simdtag/*.so; do
    [ -f "$file" ] || continue
    seen=$((seen + 1))
    flags=$(LC_ALL=C readelf -lW "$file" | awk '$1 == "GNU_STACK" {print $7}')
    [ "$flags" = RW ] || { echo "$file: GNU_STACK is '$flags', not RW"; status=1; }
done
for object in $(find src -name '*.o'); do
    seen=$((seen + 1))
    LC_ALL=C readelf -SW "$object" | grep -q '\.note\.GNU-stack' && continue
    LC_ALL=C readelf -SW "$object" | grep -q '\.gnu\.lto' && continue
    echo "$object: no .note.GNU-stack section"
    status=1
done
echo "$seen files"
[ $seen -gt 0 ] || status=1
exit $status
