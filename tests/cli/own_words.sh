#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A programme of another kind is told in its own words: nothing in what people read of the schools and of the utilities is
# Denmark's, a municipality's, a card's, a doctor's or a consultant's. Exceptions, which are names and not words: the
# program's own name, and the readings and the trace's event "cards", whose names are the same for all programmes. The
# headings of CSV and the keys of JSON are the same for all, too.
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

# told NAME SCENARIO SITE: all that is said of configs/NAME.cfg, as NAME-….txt
told() {
    local config=$SOURCE_DIR/configs/$1.cfg
    "$FMKSIM" run "$config" -n 100 --scenario all -o "$1.h5" >"$1-run.txt" 2>&1
    "$FMKSIM" check "$config" | sed -E 's/^  [a-z_.*0-9]+//' >"$1-check.txt" # without the keys, a language of their own
    "$FMKSIM" summary "$1.h5" >"$1-summary.txt"
    "$FMKSIM" summary "$1.h5" --json | values >"$1-summary-values.txt"
    "$FMKSIM" summary "$1.h5" --csv "$1-tables" >/dev/null
    tail -qn +2 "$1"-tables/*.csv >"$1-tables.txt"
    "$FMKSIM" rank "$1.h5" >"$1-rank.txt"
    "$FMKSIM" compare "$1.h5" baseline "$2" >"$1-compare.txt"
    "$FMKSIM" sensitivity "$1.h5" >"$1-sensitivity.txt"
    "$FMKSIM" trace "$config" --replication 3 >"$1-trace.txt"
    "$FMKSIM" trace "$config" --replication 3 --json | values | grep -vx cards >"$1-trace-values.txt"
    "$FMKSIM" trace "$config" --replication 3 --site "$3" >"$1-story.txt"
    ! "$FMKSIM" trace "$config" --replication 3 --site "nobody" 2>"$1-refused.txt" || fail "$1: there is no such site"
}

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
for lacking in corps consultant items; do
    ! grep -qw "$lacking" schools-summary.txt || fail "the summary tells of $lacking"
done
grep -q 'all 12 utilities' meters-summary.txt || fail "the summary does not speak of utilities"
grep -q 'meters' meters-summary.txt || fail "the summary does not speak of meters"
grep -q '^Utility E (5)' meters-story.txt || fail "the story does not speak of a utility"
# FMK in its own words
"$FMKSIM" trace "$SOURCE_DIR/configs/fmk.cfg" --replication 3 --site 461 >fmk.txt
grep -q 'cards expected' fmk.txt || fail "FMK has cards"
