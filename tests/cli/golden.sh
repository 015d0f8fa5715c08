#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# golden.sh [--write]: whole stories, kept in tests/golden/, told by the program today. A difference is either a fault or
# a change of results that was meant; then --write keeps the new ones, and the commit says why results move. FMKSIM
# names the program.
set -euo pipefail
top=${SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}
: "${FMKSIM:=$top/build/debug/fmksim}"
differ=0

# golden NAME OPTION…: the story `fmksim trace OPTION…`; prints what differs.
golden() {
    local kept=$top/tests/golden/$1.txt now
    now=$("$FMKSIM" trace "${@:2}") || { echo "golden: fmksim trace ${*:2} fails"; exit 1; }
    if [[ $write == yes ]]; then
        printf '%s\n' "$now" >"$kept"
    elif ! diff -u --label "$1, kept" --label "$1, now" "$kept" <(printf '%s\n' "$now"); then
        differ=$((differ + 1))
    fi
}

write=no
[[ ${1-} != --write ]] || write=yes
golden five "$top/configs/five.cfg" -r 0
golden fmk-odense "$top/configs/fmk.cfg" -r 3 -m Odense
golden fs3 "$top/configs/fs3.cfg" -r 0
golden telekol "$top/configs/telekol.cfg" -r 0
if ((differ)); then
    echo "golden: $differ stories differ; if that is meant: tests/cli/golden.sh --write"
    exit 1
fi
