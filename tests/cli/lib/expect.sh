# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of whole commands share; to be sourced. Every failure is told, the script fails at its end.
#
#   expect CODE PATTERN COMMAND…    the exit code, and a line of standard error that the pattern (grep -E) matches;
#                                   PATTERN "" demands that standard error is empty. Standard output goes to `out`,
#                                   standard error to `err`.
#   says PATTERN, says_not PATTERN  of the last standard output
#   told N                          lines of the last standard error
#   finish                          the last line of each script
failures=0

fail() {
    echo "FAILED: $*" >&2
    failures=$((failures + 1))
}

expect() {
    code=$1 pattern=$2
    shift 2
    status=0
    "$@" >out 2>err </dev/null || status=$?
    [ "$status" -eq "$code" ] || fail "$*: exit code $status, not $code; it says: $(head -c 400 err)"
    if [ -z "$pattern" ]; then
        [ ! -s err ] || fail "$*: says $(head -c 400 err)"
    else
        grep -qE -- "$pattern" err || fail "$*: no line like '$pattern' in: $(head -c 600 err)"
    fi
}

says() {
    grep -qE -- "$1" out || fail "no line like '$1' in the output: $(head -c 600 out)"
}

says_not() {
    ! grep -qE -- "$1" out || fail "a line like '$1' in the output"
}

told() {
    [ "$(wc -l <err)" -eq "$1" ] || fail "not $1 lines: $(head -c 600 err)"
}

# x.cfg: FMK's configuration with a sed script applied, which must change it.
vary() {
    sed -e "$1" fmk.cfg >x.cfg
    ! cmp -s x.cfg fmk.cfg || fail "the change '$1' changes nothing"
}

finish() {
    [ "$failures" -eq 0 ] || exit 1
}

cp "$SOURCE_DIR/configs/fmk.cfg" "$SOURCE_DIR/configs/municipalities.csv" .
