# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every programme that comes with the project goes through check, run and summary, with all its scenarios; FMK in a few
# replications, the small ones in more.
set -euo pipefail
configs=$SOURCE_DIR/configs

try() { # name, replications, words that the summary must say
    local name=$1 count=$2 item=$3
    "$FMKSIM" check "$configs/$name.cfg" > check.txt
    "$FMKSIM" run "$configs/$name.cfg" -n "$count" --scenario all -o "$name.h5" > run.txt 2>&1
    "$FMKSIM" summary "$name.h5" > summary.txt
    grep -q "$item" summary.txt || { echo "$name: the summary does not speak of $item" >&2; exit 1; }
    grep -q "$count simulated" summary.txt || { echo "$name: the summary does not count $count" >&2; exit 1; }
    "$FMKSIM" summary "$name.h5" --json > summary.json
    [ -s summary.json ] || { echo "$name: no JSON" >&2; exit 1; }
}

try fmk 20 cards
try plan-2013 20 cards
try fs3 20 "care plans"
try telekol 100 citizens
try patient_record 20 clinicians
try meters 20 meters
try schools 20 schools
try five 10 cards
try smallest 100 "done"

# Solved by hand: the last of the five is in full use on the 120th day, 28 April 2014.
"$FMKSIM" summary five.h5 > summary.txt
grep -q "all 5 municipalities at full use *2014-04-28  2014-04-28  2014-04-28  2014-04-28" summary.txt
