#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A programme of another kind is told in its own words: nothing in what people read of the schools and of the utilities is
# Denmark's, a municipality's, a card's, a doctor's or a consultant's. Exceptions, which are names and not words: the
# program's own name, and the readings as data have them, whose names are the same for all programmes. The headings of CSV and
# the keys of JSON are neutral, but for the older name "cards" of what is "items", too.
set -euo pipefail

fail() {
    echo "own_words.sh: $*" >&2
    exit 1
}

values() { # the texts that stand as values in JSON
    /usr/bin/python3 -c '
import json, sys
def values(x):
    for y in x.values() if isinstance(x, dict) else x if isinstance(x, list) else []:
        yield from values(y)
    if isinstance(x, str):
        yield x
print("\n".join(values(json.load(sys.stdin))))'
}

keys() { # of JSON, each once, words apart
    /usr/bin/python3 -c '
import json, sys
def keys(x):
    for y in x.values() if isinstance(x, dict) else x if isinstance(x, list) else []:
        yield from keys(y)
    if isinstance(x, dict):
        yield from x
print("\n".join(sorted({k for key in keys(json.load(sys.stdin)) for k in (key, *key.split("_"))})))'
}

# told NAME SCENARIO SITE: all that is said of configs/NAME.cfg, as NAME-….txt
told() {
    local config=$SOURCE_DIR/configs/$1.cfg
    "$FMKSIM" run "$config" -n 100 --scenario all -o "$1.h5" >"$1-run.txt" 2>&1
    "$FMKSIM" check "$config" | sed -E 's/^  [a-z_.*0-9]+//' >"$1-check.txt" # without the keys, a language of their own
    "$FMKSIM" summary "$1.h5" >"$1-summary.txt"
    "$FMKSIM" summary "$1.h5" --json | values >"$1-summary-values.txt"
    "$FMKSIM" summary "$1.h5" --csv "$1-tables" >/dev/null
    tail -qn +2 "$1"-tables/*.csv >"$1-tables.txt"
    (cd "$1-tables" && ls && head -qn 1 ./*.csv) >"$1-headings.txt"
    for data in summary "compare $2" "trace $3"; do
        case $data in
            summary) "$FMKSIM" summary "$1.h5" --json ;;
            compare*) "$FMKSIM" compare "$1.h5" baseline "$2" --json ;;
            *) "$FMKSIM" trace "$config" --replication 3 --site "$3" --json ;;
        esac | keys | grep -vx cards || fail "$1: no keys in $data"
    done >"$1-keys.txt"
    "$FMKSIM" rank "$1.h5" >"$1-rank.txt"
    "$FMKSIM" compare "$1.h5" baseline "$2" >"$1-compare.txt"
    "$FMKSIM" sensitivity "$1.h5" >"$1-sensitivity.txt"
    "$FMKSIM" trace "$config" --replication 3 >"$1-trace.txt"
    "$FMKSIM" trace "$config" --replication 3 --json | values >"$1-trace-values.txt"
    "$FMKSIM" trace "$config" --replication 3 --site "$3" >"$1-story.txt"
    ! "$FMKSIM" trace "$config" --replication 3 --site "nobody" 2>"$1-refused.txt" || fail "$1: there is no such site"
}

for command in check run summary rank compare sensitivity trace; do
    "$FMKSIM" "$command" --help | sed -E '/^Examples?:/,$d' >>help.txt # FMK is an example there
done
"$FMKSIM" init smallest.cfg >/dev/null 2>&1
told schools vans-8 "school 12"
told meters crews-50 "Utility E"

words='municipalit(y|ies)|municipal|kommun(e|al)(n|r|rne|rnes|s|t)?|cards?|doctors?|læge(n|r|rne|rnes|s)?|consultants?'
words+='|konsulent(en|er|erne|ernes|s)?|denmark|danish|danmarks?|dansk(e)?|kmd|fmk'
for told in *.txt; do
    if sed -E 's/(all|95-percent-of)-municipalities|95-percent-of-cards|fmksim//g' "$told" | grep -nwiE "$words"; then
        fail "$told speaks of another programme"
    fi
done
grep -q 'all 300 schools' schools-summary.txt || fail "the summary does not speak of schools"
grep -q '^school 12 (12)' schools-story.txt || fail "the story does not speak of a school"
grep -q "no school 'nobody'" schools-refused.txt || fail "a refusal does not speak of schools"
for lacking in corps consultant items vendor-queue; do
    ! grep -qw "$lacking" schools-summary.txt || fail "the summary tells of $lacking"
done
grep -q 'all 12 utilities' meters-summary.txt || fail "the summary does not speak of utilities"
grep -q '^  crews of fitters ' meters-summary.txt || fail "the crews of the uptake are no resource"
grep -q '^  waiting for crews of fitters ' meters-summary.txt || fail "waiting for crews is no cause"
grep -q 'all 12 utilities at 98 of 100 meters changed' meters-summary.txt || fail "milestones have titles"
grep -q ': the network can carry it, ' schools-trace.txt || fail "milestones have titles in a trace"
grep -qE '^  all 12 utilities at 98 of 100 meters changed {2,}[-+0-9]' meters-compare.txt || fail "a long title moves the columns"
"$FMKSIM" trace smallest.cfg --replication 0 --site 1 >smallest.txt
grep -q '^ .*━━ done, [0-9]* days after' smallest.txt || fail "a milestone without a title is said once"
grep -q 'meters' meters-summary.txt || fail "the summary does not speak of meters"
grep -q '^Utility E (5)' meters-story.txt || fail "the story does not speak of a utility"
# Readings are asked for by either name.
"$FMKSIM" rank schools.h5 --reading all-sites >plain.txt
"$FMKSIM" rank schools.h5 --reading all-municipalities | cmp - plain.txt || fail "a reading has two names"
# FMK in its own words
"$FMKSIM" trace "$SOURCE_DIR/configs/fmk.cfg" --replication 3 --site 461 >fmk.txt
grep -q 'cards expected' fmk.txt || fail "FMK has cards"
