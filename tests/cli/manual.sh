# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages: one for the program and for every command, complete, and set by man without a warning.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"
maker=$SOURCE_DIR/cmake/manual.sh

# made PROGRAM: the pages of a program, into manual/
made() {
    expect 0 '' sh "$maker" "$1" "$PWD/manual" 1.2.3
    [ ! -s out ] || fail "making the pages prints: $(head -c 200 out)"
}

# set PAGE: as a terminal of 80 columns shows it, into out
read_page() {
    expect 0 '' env MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings=w -l "manual/man1/$1.1"
    col -bx <out >plain && mv plain out
    # groff tells also what man's own list of warnings leaves out
    groff -k -man -ww -Tutf8 "manual/man1/$1.1" >/dev/null 2>warnings || fail "groff fails on $1"
    [ ! -s warnings ] || fail "$1: $(head -3 warnings)"
}

made "$FMKSIM"
"$FMKSIM" --help >help
sed -n 's/^  \([a-z]*\) .*/\1/p' help | grep -v '^fmksim' >commands
[ "$(wc -l <commands)" -gt 10 ] || fail "only $(wc -l <commands) commands"
[ "$(ls manual/man1 | wc -l)" -eq $(($(wc -l <commands) + 1)) ] || fail "pages: $(ls manual/man1)"

read_page fmksim
says '^ +fmksim - forecast a national rollout'
says '^ +130 +interrupted and resumable'
says 'fmksim --version$'
says '^ +says which version this is$'
says 'fmksim 1\.2\.3 '
while read -r command; do
    grep -q "fmksim-$command(1)" out || fail "fmksim(1) does not name $command"
done <commands

while read -r command; do
    read_page "fmksim-$command"
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' 'SEE ALSO'; do
        says "^$section\$"
    done
    says "^ +fmksim $command( |\$)"
    # no option is lost, and each says what it does
    "$FMKSIM" "$command" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' >options
    [ "$(wc -l <options)" -ge 2 ] || fail "$command: no options in its help"
    while read -r option; do
        grep -qE -- "^ +(-., )?$option(=|\[|\$| )" out || fail "fmksim-$command(1) does not explain $option"
    done <options
done <commands
read_page fmksim-run
says '^ +-o, --output=FILE\.h5$'
says '±H'
says '^ +On many machines: run --shard I/N'
read_page fmksim-check
says '^ +fmksim check \[OPTION\.\.\.\] --keys$'
says "^ +fmksim check a\\.cfg --set 'corps\\.case_load="

# A command that the program gets later has its page, and its completion, without a line written for it.
cat >later <<'END_LATER'
#!/bin/sh
if [ "$1" = later ]; then
    printf 'Usage: fmksim later [OPTION...] FILE.h5\nTells what comes.\n\n      --backslash=A\\B                  .first '
    printf '\\fBno request\n\nExample:\n  .later\n'
elif [ "$1" = --help ]; then
    "$FMKSIM" --help | sed '/^  bench /a\  later        tell what comes later'
else
    exec "$FMKSIM" "$@"
fi
END_LATER
chmod +x later
made ./later
read_page fmksim-later
says '^ +fmksim-later - tell what comes later$'
says '^ +--backslash=A\\B$'
says '^ +\.first \\fBno request$'
says '^ +\.later$'
grep -q 'later' manual/completions/fmksim || fail "no completion for a command that came later"
finish
