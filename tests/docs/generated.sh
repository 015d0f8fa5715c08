#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The generated parts of the documents are what the program says today. Each stands between
# <!-- generated: NAME --> and <!-- end -->.
#
#   generated.sh            compares, and shows what differs; not what takes a nowcast, which is minutes
#   generated.sh --all      compares that, too
#   generated.sh --write-all writes them all anew
#   generated.sh --write    writes them anew, but those of nowcasts: FMKSIM=build/release/fmksim DESCRIBE=build/release/tests/docs_describe
#                           SOURCE_DIR=. tests/docs/generated.sh --write, in the top folder
#
# The figures are real runs of 10 000 replications with seed 1: they change whenever the model does.
set -euo pipefail
SOURCE_DIR=$(realpath "$SOURCE_DIR") FMKSIM=$(realpath "$FMKSIM") DESCRIBE=$(realpath "$DESCRIBE")
here=$SOURCE_DIR/tests/docs
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
export HDF5_USE_FILE_LOCKING=FALSE

# Exit code 3: told, but some answer is worth too few courses; the documents say so.
given() { # DATE FILE OPTION…
    "$FMKSIM" nowcast "$SOURCE_DIR/configs/fmk.cfg" --observations "$SOURCE_DIR/configs/observations.csv" --as-of "$1" \
        -o "$2.h5" --quiet --json "${@:3}" >"$2.json" || (($? == 3))
}

make_nowcasts() {
    given 2014-12-31 december --method weights
    given 2015-08-31 august --method weights
    given 2015-10-06 october -n 4000
    /usr/bin/python3 "$here/tables.py" given october.json >given
    /usr/bin/python3 "$here/tables.py" seen october.json >seen
    /usr/bin/python3 "$here/tables.py" views fmk.json december.json august.json october.json >views
}

make_parts() {
    cd "$made"
    "$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" -n 10000 --seed 1 -o fmk.h5 --quiet
    "$FMKSIM" summary fmk.h5 --json >fmk.json
    "$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" --nested=400x25 --seed 1 -o nested.h5 --quiet
    "$FMKSIM" summary nested.h5 --json >nested.json
    "$FMKSIM" check --keys | sed 's/^## /### /' >keys
    "$DESCRIBE" >outcome
    for part in coordinates derived; do /usr/bin/python3 "$here/tables.py" $part fmk.h5 <outcome >$part; done
    /usr/bin/python3 "$here/tables.py" attributes fmk.h5 >attributes
    "$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" -n 10000 --seed 1 --set as_of=2015-10-06 -o late.h5 --quiet
    /usr/bin/python3 "$here/tables.py" predictive fmk.h5 late.h5 >predictive
    /usr/bin/python3 "$here/tables.py" forecast fmk.json >forecast
    /usr/bin/python3 "$here/tables.py" spread nested.json >spread
    if [[ $nowcasts == yes ]]; then make_nowcasts; fi
    sed -n '/^```cfg clinics.cfg$/,/^```$/p' "$SOURCE_DIR/docs/configuration.md" | sed '1d;$d' >clinics.cfg
    "$FMKSIM" run clinics.cfg -n 2000 --scenario all -o clinics.h5 --quiet
    "$FMKSIM" summary clinics.h5 --json >clinics.json
    /usr/bin/python3 "$here/tables.py" clinics clinics.json >clinics
}

# DOCUMENT with its generated parts made anew, on standard output.
renew() {
    awk -v made="$made" -v nowcasts="$nowcasts" '
        /^<!-- generated: [a-z]+ -->$/ {
            print
            if ($3 ~ /^(given|seen|views)$/ && nowcasts != "yes") next
            print ""
            while ((status = (getline line < (made "/" $3))) > 0) { print line; last = line }
            if (status < 0) { print "there is no part " $3 > "/dev/stderr"; exit 1 }
            if (last != "") print ""
            skip = 1
        }
        /^<!-- end -->$/ { skip = 0 }
        !skip { print }' "$1"
}

nowcasts=no
if [[ ${1-} == *-all ]]; then nowcasts=yes; fi
(make_parts)
status=0 parts=0
for document in "$SOURCE_DIR"/README.md "$SOURCE_DIR"/docs/*.md; do
    parts=$((parts + $(grep -c '^<!-- generated: ' "$document" || true)))
    renew "$document" >"$made/document"
    if [[ ${1-} == --write* ]]; then
        cmp -s "$made/document" "$document" || cp "$made/document" "$document"
    elif ! diff -u "$document" "$made/document" >"$made/difference"; then
        echo "${document##*/} does not say what the program says; tests/docs/generated.sh --write" >&2
        head -60 "$made/difference" >&2
        status=1
    fi
done
((parts >= 9)) || { echo "only $parts generated parts: they are no longer found" >&2; status=1; }
exit $status
