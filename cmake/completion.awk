# SPDX-License-Identifier: GPL-3.0-or-later
# Of a command's help, what completion must know: for each option what it takes, and the command's own arguments.
#
#   _fmksim_options[run]="--output=FILE.h5 -o=FILE.h5 --resume …"     _fmksim_arguments[run]="CONFIG"

function quote(text) { gsub(/'/, "'\\''", text); return "'" text "'" }

/^Usage: / && arguments == "" {
    arguments = $0
    sub(/^Usage: fmksim [a-z]+( \[OPTION\.\.\.\])?/, "", arguments)
}
/^ +--?[^ ]/ && !ended {
    line = $0
    sub(/^ +/, "", line)
    match(line, /   +[^ ]/)
    names = substr(line, 1, RSTART - 1)
    takes = ""
    if (match(names, /\[?=/)) {
        takes = substr(names, RSTART)
        names = substr(names, 1, RSTART - 1)
        sub(/^\[?=/, "=", takes)
    }
    count = split(names, word, /, /)
    for (i = 1; i <= count; i++) options = options " " word[i] takes
    begun = 1
}
/^$/ { if (begun) ended = 1 }
END {
    sub(/^ /, "", arguments)
    sub(/^ /, "", options)
    print "_fmksim_arguments[" command "]=" quote(arguments)
    print "_fmksim_options[" command "]=" quote(options)
}
