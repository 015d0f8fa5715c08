#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# writers.sh [TRIALS]: two writers of one output at once: one wins with the right bytes, the other is told and leaves
# nothing. And a file system without locks.
set -euo pipefail
# shellcheck source=tests/lost/lib.sh
. "$SOURCE_DIR/tests/lost/lib.sh"
trials=${1:-20}

# both NAME COMMAND…: the command twice at once onto out.h5; how they ended, in $first and $second.
both() {
    "$FMKSIM" "$@" >said.1 2>err.1 &
    local one=$!
    first=0 second=0
    "$FMKSIM" "$@" >said.2 2>err.2 || second=$?
    wait $one || first=$?
}

# judge WHAT WHOLE: at least one is done, whoever is not is told why, and what is there is the whole of it.
judge() {
    local codes=" $first $second "
    [[ $codes == *' 0 '* ]] || fail "$1: nobody wins: $codes $(cat err.1 err.2)"
    for i in 1 2; do
        code=$(((i == 1) ? first : second))
        case $code in
        0) ;;
        1) grep -Eq 'is being written by (process [0-9]+ on |another process)|has just created' err.$i ||
            fail "$1: not told why: $(cat err.$i)" && refused=$((refused + 1)) ;;
        2) grep -q 'exists already\|an interrupted study is here' err.$i || fail "$1: $(cat err.$i)" ;;
        *) fail "$1: exit $code: $(cat err.$i)" ;;
        esac
    done
    cmp "$2" out.h5 || fail "$1: another file"
    [[ -z $(find . -name 'out.h5.*') ]] || fail "$1 leaves $(find . -name 'out.h5.*')"
    rm -f out.h5
}

"$FMKSIM" run "$config" -n 60 -q -o whole.h5
"$FMKSIM" run "$config" -n 60 -q --shard 1/2 -o a.h5
"$FMKSIM" run "$config" -n 60 -q --shard 2/2 -o b.h5
"$FMKSIM" merge a.h5 b.h5 -q -o merged.h5
cmp whole.h5 merged.h5
refused=0
for ((trial = 0; trial < trials; trial++)); do
    both merge a.h5 b.h5 -q -o out.h5
    judge "two merges" merged.h5
    both merge a.h5 b.h5 -q --force -o out.h5
    judge "two merges by force" merged.h5
    both run "$config" -n 60 -q --threads 1 -o out.h5
    judge "two runs" whole.h5
done
((refused > trials)) || fail "only $refused of $((3 * trials)) pairs met"
echo "writers: $trials times two merges, two by force and two runs: $refused were told, the bytes are right"

if shim; then
    # Killed while a child of its reads a file, a command lets go of its output at once; and where the child was just
    # born, and has not let go of the lock yet, who comes next waits for that.
    for child in LOST_SLEEPY=30 LOST_NEWBORN=3; do
        env "$child" LD_PRELOAD="$PWD/shim.so" "$FMKSIM" merge a.h5 b.h5 -q -o out.h5 2>/dev/null &
        killed=$!
        until [[ -e out.h5.fmksim-lock ]]; do sleep 0.05; done
        sleep 0.5
        kill -9 $killed
        wait $killed 2>/dev/null || true
        "$FMKSIM" merge a.h5 b.h5 -q -o out.h5 || fail "a killed merge still holds its output ($child)"
        cmp merged.h5 out.h5
        rm out.h5
    done
    echo "writers: a command that was killed lets go of its output at once"

    export LOST_NO_LOCKS=1 LD_PRELOAD=$PWD/shim.so
    for command in "merge a.h5 b.h5" "run $config -n 60" "run $config -n 60 --resume"; do
        status=0
        # shellcheck disable=SC2086 # words
        "$FMKSIM" $command -q -o out.h5 2>err || status=$?
        ((status == 1)) || fail "without locks: exit $status: $command"
        grep -q 'has no locks; with --no-lock' err || fail "without locks: $(cat err)"
        [[ -z $(find . -name 'out.h5*') ]] || fail "without locks $command leaves $(find . -name 'out.h5*')"
        # shellcheck disable=SC2086
        "$FMKSIM" $command -q -o out.h5 --no-lock || fail "--no-lock does not help: $command"
        cmp whole.h5 out.h5
        [[ -z $(find . -name 'out.h5.*') ]] || fail "--no-lock leaves $(find . -name 'out.h5.*')"
        rm out.h5
    done
    echo "writers: a file system without locks is told, --no-lock writes the same bytes"
fi
