#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# manual.sh PROGRAM FOLDER VERSION: writes the manual pages of the program and of all its commands, and the completion
# for bash, into FOLDER/man1 and FOLDER/completions. Everything comes from what the program says of itself with --help,
# so that a new command or option needs nothing here. Called by the build.
set -eu
program=$1 folder=$2 version=$3
here=$(dirname "$0")
LC_ALL=C
ARGP_HELP_FMT=no-dup-args-note,rmargin=9999,opt-doc-col=60
export LC_ALL ARGP_HELP_FMT

rm -rf "$folder"
mkdir -p "$folder/man1" "$folder/completions"
"$program" --help >"$folder/help"
commands=$(sed -n 's/^  \([a-z][a-z]*\)  *.*/\1/p' "$folder/help" | grep -vx fmksim)
pages=
for command in $commands; do pages="$pages fmksim-$command"; done

page() { # name, purpose; the help on standard input
    awk -v page="$1" -v purpose="$2" -v version="$version" -v others="fmksim$pages" -f "$here/manual.awk" \
        >"$folder/man1/$1.1"
}
page fmksim "$(sed -n '2{s/\.$//;p;}' "$folder/help" | awk '{print tolower(substr($0, 1, 1)) substr($0, 2)}')" <"$folder/help"
for command in $commands; do
    "$program" "$command" --help >"$folder/$command.help"
    purpose=$(sed -n "s/^  $command  *//p" "$folder/help")
    # what the exit codes are is said once, in the help of the program itself
    { cat "$folder/$command.help"; echo; sed -n '/^Exit codes:/,$p' "$folder/help"; } | page "fmksim-$command" "$purpose"
done

completion=$folder/completions/fmksim
{
    echo "# bash completion for fmksim $version; made by cmake/manual.sh of what the program's --help says"
    echo "_fmksim_commands='$(echo $commands)'"
    echo 'declare -gA _fmksim_arguments _fmksim_options'
    for command in $commands; do
        awk -v command="$command" -f "$here/completion.awk" "$folder/$command.help"
    done
    cat "$here/completion.bash"
} >"$completion"
rm -f "$folder"/*help
