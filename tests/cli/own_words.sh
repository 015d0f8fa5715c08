#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A programme of another kind is told in its own words: nothing in what people read of the schools is Denmark's, a
# municipality's, a card's, a doctor's or a consultant's. Exceptions, which are names and not words: the program's own
# name, and the readings, whose names are the same for all programmes.
set -euo pipefail
config=$SOURCE_DIR/configs/schools.cfg

fail() {
    echo "own_words.sh: $*" >&2
    exit 1
}

"$FMKSIM" run "$config" -n 100 --scenario all -o schools.h5 >run.txt 2>&1
"$FMKSIM" check "$config" | sed -E 's/^  [a-z_.*0-9]+//' >check.txt # without the keys, which are a language of their own
"$FMKSIM" summary schools.h5 >summary.txt
"$FMKSIM" summary schools.h5 --json | /usr/bin/python3 -c '
import json, sys
def values(x):
    for y in x.values() if isinstance(x, dict) else x if isinstance(x, list) else []:
        yield from values(y)
    if isinstance(x, str):
        yield x
print("\n".join(values(json.load(sys.stdin))))' >summary-values.txt
"$FMKSIM" rank schools.h5 >rank.txt
"$FMKSIM" compare schools.h5 baseline vans-8 >compare.txt
"$FMKSIM" sensitivity schools.h5 >sensitivity.txt
"$FMKSIM" trace "$config" --replication 3 >trace.txt
"$FMKSIM" trace "$config" --replication 3 --site "school 12" >story.txt
! "$FMKSIM" trace "$config" --replication 3 --site "school 301" 2>refused.txt || fail "there is no school 301"

words='municipalit(y|ies)|kommuner?(ne)?s?|cards?|doctors?|læger?(ne)?|consultants?|konsulent(er)?|denmark|danmark|kmd|fmk'
for told in *.txt; do
    if sed -E 's/(all|95-percent-of)-municipalities|95-percent-of-cards|fmksim//g' "$told" | grep -nwiE "$words"; then
        fail "$told speaks of another programme"
    fi
done
grep -q 'all 300 schools' summary.txt || fail "the summary does not speak of schools"
grep -q '^school 12 (12)' story.txt || fail "the story does not speak of a school"
grep -q "no school 'school 301'" refused.txt || fail "a refusal does not speak of schools"
for lacking in corps consultant items; do
    ! grep -qw "$lacking" summary.txt || fail "the summary tells of $lacking"
done
# FMK in its own words
"$FMKSIM" trace "$SOURCE_DIR/configs/fmk.cfg" --replication 3 --site 461 >fmk.txt
grep -q 'cards expected' fmk.txt || fail "FMK has cards"
