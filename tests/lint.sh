#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lint: what a reader or a tool would stumble over; prints what it finds, fails if it finds anything.
#
#   C       clang-format, everywhere; a null pointer is 0; clang-tidy and cppcheck, over the program's sources
#   shell   shellcheck, from warnings on
#   page    JavaScript and style sheets: no line over 120 columns
#
# Usage: lint.sh [--cheap | --deep] [FILE…]; without files, all that git or find knows. --cheap leaves out what takes
# seconds a file (clang-tidy, cppcheck). clang's analyzer follows calls into large functions only for files that are
# named and with --deep (the night's): that takes six times as long. Files of other kinds are passed over.
set -u
cd "$(dirname "$0")/.." || exit 2

cheap=no
depth='--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=mode=shallow'
case ${1:-} in
--cheap) cheap=yes && shift ;;
--deep) depth='' && shift ;;
*) [ $# -eq 0 ] || depth='' ;;
esac
for tool in clang-format clang-tidy cmake cppcheck pkg-config shellcheck; do
    command -v "$tool" >/dev/null || {
        echo "lint: $tool is missing"
        exit 2
    }
done

all=no
if [ $# -eq 0 ]; then
    all=yes
    # shellcheck disable=SC2046 # no file of ours has a blank in its name
    set -- $(find sim models analysis cli include tests .ci docs -type f ! -path '*/node_modules/*' | LC_ALL=C sort)
fi
code=$(printf '%s\n' "$@" | grep '\.[ch]$')
sources=$(printf '%s\n' $code | grep -E '^(sim|models|analysis|cli|include)/.*\.c$')
shell=$(for file in "$@"; do
    case $file in
    *.sh) echo "$file" ;;
    *) head -c 30 "$file" | tr -d '\0' | grep -qE '^#!/(bin/|usr/bin/env )(ba)?sh' && echo "$file" ;;
    esac
done)
page=$(printf '%s\n' "$@" | grep -E '\.(js|mjs|css)$')
if [ $all = yes ] && { [ -z "$page" ] || [ -z "$sources" ] || [ -z "$shell" ]; }; then
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
    code=$planted/null.c
    echo 'char *text = NULL;' >"$code"
    null >/dev/null 2>&1 && blind "the null pointer's spelling"
    printf 'cd $1\n' >"$planted/planted.sh"
    shell=$planted/planted.sh
    scripts >/dev/null 2>&1 && blind shellcheck
    printf '%0130d\n' 0 >"$planted/planted.js"
    page=$planted/planted.js
    narrow >/dev/null 2>&1 && blind "the line's width"
    [ $cheap = yes ] && return
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

scripts() # those without a first line of their own are sourced by bash; variables that such a file sets are not seen (SC2154)
{
    for file in $shell; do
        dialect=
        head -n 1 "$file" | grep -q '^#!' || dialect='-s bash'
        echo "$dialect $file"
    done | xargs -P 2 -L 1 shellcheck -S warning -e SC2154 -f gcc
}

narrow()
{
    awk 'length > 120 { print FILENAME ":" FNR ": " length " columns"; wide = 1 } END { exit wide }' $page
}

null()
{
    ! grep -nw NULL $code /dev/null
}

tidy() # two files at a time; xargs fails if one does
{
    printf '%s\n' $sources | xargs -P 2 -I FILE clang-tidy --quiet --config-file=.clang-tidy $depth FILE -- $flags
}

check()
{
    cppcheck -q -j 2 --enable=warning,performance,portability --inconclusive --std=c11 --error-exitcode=1 \
        --suppressions-list=cppcheck-suppressions.txt -D_GNU_SOURCE -D__x86_64__ -Iinclude -I. -I"$planted" $sources
}

wanted_code=$code wanted=$sources wanted_shell=$shell wanted_page=$page
prove
code=$wanted_code sources=$wanted shell=$wanted_shell page=$wanted_page
[ -z "$code" ] || look clang-format clang-format --dry-run -Werror $code
[ -z "$code" ] || look "a null pointer is 0" null
[ -z "$shell" ] || look shellcheck scripts
[ -z "$page" ] || look "width of the page's sources" narrow
if [ $cheap = no ] && [ -n "$sources" ]; then
    look clang-tidy tidy
    look cppcheck check
fi
count()
{
    echo $#
}
echo "lint: $(count $code) files of C, $(count $sources) of them sources, $(count $shell) of shell, $(count $page) of the page; $bad tools found something"
[ "$bad" -eq 0 ]
