# SPDX-License-Identifier: GPL-3.0-or-later
# One manual page, in the man macros, of what `fmksim COMMAND --help` says (without COMMAND: of `fmksim --help`), which
# comes with every paragraph and every option on one line of its own: ARGP_HELP_FMT=rmargin=…,opt-doc-col=60.
#
#   awk -v page=fmksim-run -v purpose="simulate: …" -v version=0.2.0 -v others="fmksim-init …" -f manual.awk

# Text as roff takes it: what could be a request, an escape or a dash that cannot be searched for.
function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    text = quoted(text)
    if (text ~ /^[.']/) text = "\\&" text
    return text
}

# `word' and `word`, as they stand in the help, in bold.
function quoted(text,   before, word) {
    while (match(text, /`[^`']+['`]/)) {
        before = substr(text, 1, RSTART - 1)
        word = substr(text, RSTART + 1, RLENGTH - 2)
        text = before "\\fB" word "\\fP" substr(text, RSTART + RLENGTH)
    }
    return text
}

function section(name) {
    if (in_example) print ".fi"
    in_example = 0
    print ".SH " name
    current = name
}

# "  -n, --replications=N    Replications …": the names in bold, the argument's name in italics.
function option(line,   names, text, count, word, i, name, argument, place, head) {
    match(line, /   +[^ ]/)
    text = substr(line, RSTART + RLENGTH - 1)
    names = substr(line, 1, RSTART - 1)
    count = split(names, word, /, /)
    for (i = 1; i <= count; i++) {
        name = word[i]
        argument = ""
        if (match(name, /\[?=/)) {
            argument = substr(name, RSTART)
            name = substr(name, 1, RSTART - 1)
        }
        head = head (i > 1 ? ", " : "") "\\fB" roff(name) "\\fP"
        if (argument != "") {
            place = index(argument, "=")
            head = head substr(argument, 1, place) "\\fI" roff(substr(argument, place + 1)) "\\fP"
        }
    }
    print ".TP\n" head "\n" roff(text)
}

function example(line) {
    if (!in_example) {
        section("EXAMPLES")
        print ".nf"
        in_example = 1
    }
    sub(/^  /, "", line)
    print roff(line)
}

BEGIN {
    upper = toupper(page)
    print ".\\\" made by cmake/manual.awk of what the program's --help says"
    print ".TH " upper " 1 \"\" \"fmksim " version "\" \"fmksim manual\""
    print ".nh\n.ad l"
    section("NAME")
    print roff(page) " \\- " roff(purpose)
    stage = "usage"
}

{ sub(/\r$/, "") }

/^Usage: |^  or:  / && stage == "usage" {
    if (current != "SYNOPSIS") section("SYNOPSIS")
    else print ".br"
    line = $0
    sub(/^Usage: |^  or:  /, "", line)
    command = page
    sub(/-/, " ", command)
    print "\\fB" roff(command) "\\fP" roff(substr(line, length(command) + 1))
    next
}
/^$/ { blank = 1; next }
/^ +--?[^ ]/ && stage != "notes" {
    if (stage != "options") section("OPTIONS")
    stage = "options"
    option(trimmed($0))
    next
}
# `fmksim --help`: a command and its purpose, then two lines on the options of fmksim itself
/^  fmksim / && page == "fmksim" {
    if (stage != "options") section("OPTIONS")
    stage = "options"
    match($0, /   +/)
    text = substr($0, RSTART + RLENGTH) # roff() looks for matches of its own
    print ".TP\n\\fB" roff(substr($0, 3, RSTART - 3)) "\\fP\n" roff(text)
    next
}
/^  [a-z]+ / && page == "fmksim" {
    if (stage != "commands") section("COMMANDS")
    stage = "commands"
    text = $0
    sub(/^  [a-z]+ +/, "", text)
    print ".TP\n\\fBfmksim\\-" $1 "\\fP(1)\n" roff(text)
    next
}
/^Exit codes: / {
    section("EXIT STATUS")
    sub(/^Exit codes: /, "")
    status_text = $0
    while ((getline line) > 0 && line != "") status_text = status_text " " line
    count = split(status_text, part, /, /)
    for (i = 1; i <= count; i++) {
        code = part[i]
        sub(/ .*/, "", code)
        # a comma within a meaning, not before a code
        while (i < count && part[i + 1] !~ /^[0-9]/) { part[i + 1] = part[i] ", " part[i + 1]; i++ }
        meaning = part[i]
        sub(/^[0-9]+ /, "", meaning)
        sub(/\.$/, "", meaning)
        print ".TP\n\\fB" code "\\fP\n" roff(meaning)
    }
    stage = "notes"
    next
}
/^Examples?:$/ { stage = "notes"; wanted = 1; next }
/^  / && wanted { example($0); next }
{
    if (in_example) print ".fi"
    in_example = wanted = 0
    if (stage == "usage") { section("DESCRIPTION"); stage = "description" }
    else if (stage == "options" || stage == "commands") { section("NOTES"); stage = "notes" }
    else if (blank) print ".PP"
    print roff($0)
    blank = 0
}

END {
    section("SEE ALSO")
    count = split(others, other, " ")
    line = ""
    for (i = 1; i <= count; i++)
        if (other[i] != page) line = line (line == "" ? "" : ",\n") "\\fB" roff(other[i]) "\\fP(1)"
    print line
}

function trimmed(text) { sub(/^ +/, "", text); return text }
