#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mutation: proves that every rule of the model is held by a test. Each deliberate fault of the register (the files
# mutation/*.faults beside this one; register.py there tells their form) breaks one rule in one line; then a test named
# beside it must fail. A fault that none of its tests sees has survived, and the script fails.
#
#   tests/verification/mutation.sh [--sample N] [--list] [--folder FOLDER] [NAME…]
#
# NAMEs choose: a fault (R7.3a), a rule (R7.3) or a subject (corps); without them, all. --sample takes N of them, always
# the same ones. --list only checks the register: that every rule of docs/model.md has a fault, every fault has its line
# and every test is there. FOLDER (default: a new temporary one, removed afterwards) keeps the build.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=
sample=0
list=
while [ $# -gt 0 ]; do
    case $1 in
    --folder) folder=$2 && shift 2 ;;
    --sample) sample=$2 && shift 2 ;;
    --list) list=--list && shift ;;
    --*) sed -n '7,12s/^# *//p' "$0" && exit 2 ;;
    *) break ;;
    esac
done
if [ -n "$folder" ]; then
    mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || exit 2
else
    folder=$(mktemp -d) || exit 2
    trap 'rm -rf "$folder"' EXIT
fi
command -v ccache >/dev/null && CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER-ccache}
export CMAKE_C_COMPILER_LAUNCHER

# The debug build, which checks the invariants after every event, but hastily compiled: a fault is one file and a link.
{
    cmake -S "$root" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O0 \
        -DFMKSIM_BRIEFING=OFF &&
        cmake --build "$folder/build" --target unit_tests
} >"$folder/build.log" 2>&1 || {
    echo "mutation: the tree does not build" >&2
    grep -v "^:" "$folder/build.log" | tail -n 30 >&2
    exit 2
}
/usr/bin/python3 "$root/tests/verification/mutation/register.py" --sample "$sample" $list "$root" "$folder" "$@"
