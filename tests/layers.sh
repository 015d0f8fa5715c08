#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# layers: a file includes only from its own floor or below: sim < models < analysis < cli; include/FLOOR stands on the
# same floor as FLOOR/. The floor analysis has rooms, with arrows one way (`rooms_below`). A public header includes no
# private one, since private ones are not installed. tests/symbols.py holds the object files to the same arrows.
#
# Usage: layers.sh [ROOT]. First proves on made-up trees that it finds bad arrows, then walks the real one.
set -u

floors='sim models analysis cli'

rank() # of a floor; empty if it is none
{
    case $1 in
    sim) echo 1 ;;
    models) echo 2 ;;
    analysis) echo 3 ;;
    cli) echo 4 ;;
    esac
}

rooms_below() # the rooms of analysis from which a room may take; not a word if it is none
{
    case $1 in
    statistics) echo 'statistics' ;;
    results) echo 'results statistics' ;;
    study) echo 'study results statistics' ;;
    answers) echo 'answers study results statistics' ;;
    staffing) echo 'staffing answers study results statistics' ;;
    nowcast) echo 'nowcast answers study results statistics' ;;
    briefing) echo 'briefing nowcast answers study results statistics' ;;
    verify) echo 'verify statistics' ;;
    bench) echo 'bench' ;;
    esac
}

# Whether the file PATH of the floor analysis may include BARE of the same floor; prints why not.
judge_rooms()
{
    own_room=$(printf '%s\n' "${1#analysis/}" | sed -n 's#/.*##p')
    to_room=$(printf '%s\n' "${2#analysis/}" | sed -n 's#/.*##p')
    allowed=$(rooms_below "$own_room")
    if [ -z "$allowed" ]; then
        echo "lies in no room of analysis/"
        return
    fi
    case " $allowed " in
    *" $to_room "*) ;;
    *) echo "includes '$2' from a room that analysis/$own_room does not stand on" ;;
    esac
}

# Prints every '#include' of the tree ROOT as 'file:line:target', target with its quotes or brackets.
list_includes()
{
    for floor in $floors; do
        for folder in "$floor" "include/$floor"; do
            [ -d "$1/$folder" ] || continue
            (cd "$1" && find "$folder" -name '*.[ch]' -type f -exec grep -HnE '^[[:space:]]*#[[:space:]]*include' {} +)
        done
    done | sed -E 's/^([^:]*:[0-9]+):[[:space:]]*#[[:space:]]*include(_next)?[[:space:]]*/\1:/'
}

# Prints what is wrong with one include; nothing if it is fine.
judge()
{
    root=$1 file=$2 line=$3 target=$4
    path=${file#include/}
    own=${path%%/*}
    case $target in
    '<'*'>'* | '"'*'"'*) ;;
    *) echo "$file:$line: an include that only the preprocessor can read: $target" && return ;;
    esac
    name=$(printf '%s\n' "$target" | sed -E 's/^[<"]([^>"]*)[>"].*$/\1/')
    bare=$name
    while :; do # ../../include/models/x.h goes where models/x.h goes
        case $bare in
        ../* | ./*) bare=${bare#*/} ;;
        include/*) bare=${bare#include/} ;;
        *) break ;;
        esac
    done
    case $bare in
    */*) to=$(rank "${bare%%/*}") ;;
    *) to= ;;
    esac
    case $target in
    '"'*)
        if [ -z "$to" ] && [ "$bare" != "${bare#*/}" ]; then
            echo "$file:$line: '$name' lies on no floor"
        elif [ "$file" != "$path" ] && [ ! -e "$root/include/$bare" ]; then
            echo "$file:$line: a public header includes the private '$name'"
        elif [ -z "$to" ] && [ "$name" != "$bare" ]; then
            echo "$file:$line: '$name' leaves its floor without naming one"
        fi
        ;;
    esac
    if [ -n "$to" ] && [ "$to" -gt "$(rank "$own")" ]; then
        echo "$file:$line: $own/ includes '$name' from a floor above"
    elif [ "$own" = analysis ] && [ "$bare" != "${bare#analysis/}" ]; then
        why=$(judge_rooms "$path" "$bare")
        [ -z "$why" ] || echo "$file:$line: $why"
    fi
}

# Walks the tree; prints faults and a closing line. 1 if there are faults or nothing to look at.
walk()
{
    faults=$(list_includes "$1" | while IFS=: read -r file line target; do
        case $target in
        '<'[a-z]*'>'*) # a system header, unless it names a floor: most includes, so without a subshell each
            case $target in
            '<sim/'* | '<models/'* | '<analysis/'* | '<cli/'* | '<include/'*) judge "$1" "$file" "$line" "$target" ;;
            esac
            ;;
        *) judge "$1" "$file" "$line" "$target" ;;
        esac
    done)
    count=$(list_includes "$1" | wc -l)
    if [ "$count" -eq 0 ]; then
        echo "layers: found no include to look at in $1"
        return 1
    fi
    [ -z "$faults" ] && wrong=0 || wrong=$(printf '%s\n' "$faults" | wc -l)
    [ -z "$faults" ] || printf '%s\n' "$faults"
    echo "layers: looked at $count includes, $wrong go where they must not"
    [ "$wrong" -eq 0 ]
}

# --- self-test ---

# A tree with one file FILE that holds LINE, beside files that are as they should be; expects walk to give WANTED.
try()
{
    wanted=$1 file=$2 line=$3
    tree=$scratch/tree
    rm -rf "$tree"
    mkdir -p "$tree/sim" "$tree/models" "$tree/cli" "$tree/include/sim" "$tree/include/models"
    for room in statistics results study answers staffing nowcast briefing verify bench; do
        mkdir -p "$tree/analysis/$room" "$tree/include/analysis/$room"
    done
    printf '#include "sim/farm.h"\n#include <stdio.h>\n' >"$tree/cli/good.c"
    : >"$tree/include/models/corps.h"
    printf '%s\n' "$line" >"$tree/$file"
    walk "$tree" >"$scratch/said"
    got=$?
    if [ "$got" -eq "$wanted" ] && { [ "$wanted" -eq 0 ] || grep -q "^$file:1: " "$scratch/said"; }; then
        tried=$((tried + 1))
    else
        echo "layers: self-test: '$line' in $file should give $wanted and gave $got:"
        cat "$scratch/said"
        exit 2
    fi
}

self_test()
{
    scratch=$(mktemp -d) || exit 2
    trap 'rm -rf "$scratch"' EXIT
    tried=0
    # arrows that go up, in every spelling
    try 1 sim/bad.c '#include "models/corps.h"'
    try 1 sim/bad.c '  #  include  <models/corps.h>'
    try 1 sim/bad.c '#include "../models/private.h"'
    try 1 sim/bad.c '#include "../include/cli/run.h" /* why not */'
    try 1 models/bad.c '#include "analysis/results/results.h"'
    try 1 models/bad.h '#include "cli/run.h"'
    try 1 analysis/study/bad.c '#include "cli/run.h"'
    try 1 include/sim/bad.h '#include "models/corps.h"'
    try 1 include/models/bad.h '#include <analysis/results/results.h>'
    try 1 include/analysis/study/bad.h '#include "cli/run.h"'
    # arrows up between rooms, and files in none
    try 1 analysis/results/bad.c '#include "analysis/study/study.h"'
    try 1 analysis/statistics/bad.c '#include "analysis/results/results.h"'
    try 1 analysis/briefing/bad.c '#include "analysis/staffing/staff.h"'
    try 1 analysis/nowcast/bad.c '#include "analysis/briefing/briefing.h"'
    try 1 analysis/answers/bad.c '#include "analysis/verify/verify.h"'
    try 1 include/analysis/study/bad.h '#include "analysis/answers/summary.h"'
    try 1 analysis/bad.c '#include "analysis/results/results.h"'
    try 1 analysis/study/bad.c '#include "analysis/bad.h"'
    # includes that hide where they go
    try 1 sim/bad.c '#include WHATEVER'
    try 1 sim/bad.c '#include "tests/unit/dice.h"'
    try 1 include/sim/bad.h '#include "private.h"'
    try 1 include/models/bad.h '#include "models/private.h"'
    try 1 models/bad.c '#include "../private.h"'
    # and what is allowed
    try 0 sim/fine.c '#include "private.h"'
    try 0 models/fine.c '#include "sim/farm.h"'
    try 0 models/fine.c '#include "models/corps.h"'
    try 0 analysis/fine.c '#include "../sim/disk.h"'
    try 0 cli/fine.c '#include "analysis/results/results.h"'
    try 0 include/analysis/fine.h '#include "models/corps.h"'
    try 0 sim/fine.c '#include <sys/stat.h>'
    try 0 sim/fine.c '/* #include "models/corps.h" is not one */'
    mkdir "$scratch/empty"
    if walk "$scratch/empty" >/dev/null; then
        echo "layers: self-test: an empty tree should fail"
        exit 2
    fi
    echo "layers: self-test: $((tried + 1)) made-up trees judged as they should be"
}

self_test
walk "${1:-$(dirname "$0")/..}"
