#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lint: clang-format, clang-tidy and cppcheck over the program's sources; prints what they find, fails if they do.
#
# Usage: lint.sh [FILE…]; without files, all of sim/ models/ analysis/ cli/ include/.
set -u
cd "$(dirname "$0")/.." || exit 2

for tool in clang-format clang-tidy cmake cppcheck pkg-config; do
    command -v "$tool" >/dev/null || {
        echo "lint: $tool is missing"
        exit 2
    }
done

[ $# -gt 0 ] || set -- $(find sim models analysis cli include -name '*.[ch]' -type f | LC_ALL=C sort)
sources=$(printf '%s\n' "$@" | grep '\.c$')
if [ $# -eq 0 ] || [ -z "$sources" ]; then
    echo "lint: found no source to look at"
    exit 2
fi
flags="-std=c17 -D_GNU_SOURCE -Iinclude -I. $(pkg-config --cflags hdf5 libconfig jansson gsl)" || exit 2
planted=$(mktemp -d) || exit 2
trap 'rm -rf "$planted"' EXIT
report=$planted/report
# the header that the build makes, for those that include it
cmake -D SOURCE_DIR="$PWD" -D OUTPUT="$planted/version.h" -D VERSION=0 -D COMPILER=lint -P cmake/version.cmake || exit 2
flags="$flags -I$planted"
bad=0

# A tool that finds nothing in this has not looked at all: a wrong path, option or configuration.
prove()
{
    sources=$planted/planted.c
    cat >"$sources" <<'EOF'
#include <stdlib.h>
int planted(int n);
int planted(int n) {
    int *p = malloc(sizeof *p);
    int unset;
    if (n > 3) return n / unset;
    free(p);
    return *p;
}
EOF
    clang-format --dry-run -Werror --style=file:.clang-format "$sources" >/dev/null 2>&1 && blind clang-format
    tidy >/dev/null 2>&1 && blind clang-tidy
    check >/dev/null 2>&1 && blind cppcheck
}

blind()
{
    echo "lint: $1 does not find a planted fault"
    exit 2
}

# Runs one tool, shows what it printed if it failed, and keeps count.
look()
{
    name=$1
    shift
    if "$@" >"$report" 2>&1; then
        echo "lint: $name: nothing found"
    else
        grep -vE '^[0-9]+ warnings? (treated|generated)|^Suppressed |^Use -header-filter' "$report"
        echo "lint: $name: FOUND something, see above"
        bad=$((bad + 1))
    fi
}

tidy() # two files at a time; xargs fails if one does
{
    printf '%s\n' $sources | xargs -P 2 -I FILE clang-tidy --quiet --config-file=.clang-tidy FILE -- $flags
}

check()
{
    cppcheck -q -j 2 --enable=warning,performance,portability --inconclusive --std=c11 --error-exitcode=1 \
        --suppressions-list=cppcheck-suppressions.txt -D_GNU_SOURCE -D__x86_64__ -Iinclude -I. -I"$planted" $sources
}

wanted=$sources
prove
sources=$wanted
look clang-format clang-format --dry-run -Werror "$@"
look clang-tidy tidy
look cppcheck check
echo "lint: $# files, $(printf '%s\n' $sources | wc -l) of them sources; $bad of 3 tools found something"
[ "$bad" -eq 0 ]
