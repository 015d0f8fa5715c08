# SPDX-License-Identifier: GPL-3.0-or-later
# Bash's completion: commands, options, files, choices, and the scenarios of the file on the line.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"
sh "$SOURCE_DIR/cmake/manual.sh" "$FMKSIM" "$PWD/manual" 1.2.3 || fail "the completion cannot be made"
mkdir bin room
ln -s "$FMKSIM" bin/fmksim
PATH=$PWD/bin:$PATH
cp fmk.cfg room/inner.cfg
touch -- page.html table.csv
"$FMKSIM" run fmk.cfg -n 2 --scenario baseline --scenario corps-6 -o two.h5 --quiet || fail "no results file"
# shellcheck disable=SC1091
. manual/completions/fmksim

# offers LINE WORD…: what is offered at the line's end is just these; words are split as bash does it, at = too.
offers() {
    local line=$1
    shift
    COMP_LINE=$line COMP_POINT=${#line}
    read -ra COMP_WORDS <<<"${line//=/ = }"
    case $line in *' ') COMP_WORDS+=('') ;; esac
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _fmksim
    printf '%s\n' "${COMPREPLY[@]}" | sort >offered
    printf '%s\n' "$@" | sort >wanted
    cmp -s wanted offered || fail "'$line' offers: $(tr '\n' ' ' <offered)and not: $*"
}

[ "$(complete -p fmksim)" = 'complete -F _fmksim fmksim' ] || fail "not bound to fmksim"

# commands
offers 'fmksim ch' check
offers 'fmksim s' sensitivity staff summary
offers 'fmksim --v' --version

# options, those that take something with their =
offers 'fmksim run --sc' --scenario=
offers 'fmksim run --re' --replications= --resume
offers 'fmksim summary --f' --force
offers 'fmksim merge --set' ''
offers 'fmksim nonsense --f' ''

# files by what the argument is called; folders to go on in
offers 'fmksim run f' fmk.cfg
offers 'fmksim run room/' room/inner.cfg
offers 'fmksim summary t' two.h5
offers 'fmksim summary --json t' two.h5
offers 'fmksim briefing two.h5 t' two.h5
offers 'fmksim summary two.h5 t' ''
offers 'fmksim briefing -o p' page.html
offers 'fmksim briefing --observations=t' table.csv
offers 'fmksim briefing --observations t' table.csv
offers 'fmksim summary --csv r' room
offers 'fmksim init --like ' fmk smallest
offers 'fmksim init --like=s' smallest
offers 'fmksim briefing -l ' da en

# the scenarios of the file on the line
offers 'fmksim run fmk.cfg --scenario=corps-1' corps-1 corps-10 corps-11 corps-12
offers 'fmksim run fmk.cfg --scenario basel' baseline
offers 'fmksim run fmk.cfg --scenario al' all all-hosted
offers 'fmksim run fmk.cfg -n 20 --scenario=basel' baseline
offers 'fmksim run --scenario=basel' ''
offers 'fmksim trace fmk.cfg -s basel' baseline
offers 'fmksim compare two.h5 ' baseline corps-6
offers 'fmksim compare two.h5 baseline c' corps-6
offers 'fmksim compare two.h5 baseline corps-6 c' ''
offers 'fmksim sensitivity two.h5 --scenario=' baseline corps-6

# what completion asks, anyone may: names one a line, without checking all of them
expect 0 '' "$FMKSIM" check fmk.cfg --scenarios
[ "$(head -1 out)" = baseline ] && grep -qx corps-6 out || fail "check --scenarios: $(head -3 out)"
expect 0 '' "$FMKSIM" summary two.h5 --scenarios
[ "$(tr '\n' ' ' <out)" = 'baseline corps-6 ' ] || fail "summary --scenarios: $(cat out)"
expect 2 'there is no such file|No such file' "$FMKSIM" check nowhere.cfg --scenarios
expect 1 'No such file' "$FMKSIM" summary nowhere.h5 --scenarios
finish
