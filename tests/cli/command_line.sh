# SPDX-License-Identifier: GPL-3.0-or-later
# The command line itself: help, version, wrong words, and outputs that cannot be written.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 2 '^Usage: fmksim COMMAND' "$FMKSIM"
expect 0 '' "$FMKSIM" --help
says '^Usage: fmksim COMMAND'
sed -n 's/^  \([a-z]*\) .*/\1/p' out | grep -v '^fmksim' >commands
grep -qx check commands && grep -qx trace commands && grep -qx summary commands || fail "commands are missing in --help"
expect 0 '' "$FMKSIM" --version
says '^fmksim [0-9]+\.[0-9]+\.[0-9]+(-dev)? \('

# Every command explains itself, within the width of a terminal.
while read -r command; do
    expect 0 '' "$FMKSIM" "$command" --help
    says "^Usage: fmksim $command "
    says_not 'Mandatory or optional arguments'
    ! grep -qE '^.{81}' out || fail "$command --help has lines beyond 80 columns"
    expect 2 "fmksim $command: unrecognized option '--frobnicate'" "$FMKSIM" "$command" --frobnicate
    expect 0 '' "$FMKSIM" "$command" --usage
done <commands

expect 2 "there is no command 'chekc'; did you mean 'check'" "$FMKSIM" chekc
expect 2 "there is no command 'xylophone'$" "$FMKSIM" xylophone
expect 2 "'--frobnicate' is no option of fmksim itself" "$FMKSIM" --frobnicate
expect 2 'the configuration is missing' "$FMKSIM" check
expect 2 "one configuration at a time: 'b\.cfg' is too much" "$FMKSIM" check fmk.cfg b.cfg
expect 2 "requires an argument" "$FMKSIM" check fmk.cfg --set
expect 2 'the results file is missing' "$FMKSIM" summary
expect 1 '^fmksim: nowhere\.h5: .*No such file' "$FMKSIM" summary nowhere.h5
expect 1 '^fmksim: fmk\.cfg: not a ' "$FMKSIM" summary fmk.cfg
expect 1 '^fmksim: \.: ' "$FMKSIM" summary .

# A full disk and a closed output are failures, whoever writes.
while read -r arguments; do
    # shellcheck disable=SC2086
    "$FMKSIM" $arguments >/dev/full 2>err && fail "$arguments > /dev/full succeeds" || [ $? -eq 1 ] || fail "$arguments: exit code"
    grep -q 'cannot write to standard output: No space left on device' err || fail "$arguments > /dev/full: $(cat err)"
    # shellcheck disable=SC2086
    "$FMKSIM" $arguments >&- 2>err && fail "$arguments with a closed output succeeds" || [ $? -eq 1 ] || fail "$arguments: exit code"
    grep -q 'cannot write to standard output: Bad file descriptor' err || fail "$arguments, closed: $(cat err)"
done <<'END'
--help
--version
check --help
check fmk.cfg
check fmk.cfg --json
check --keys
trace fmk.cfg -r 1
trace fmk.cfg -r 1 --json
END
finish
