#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# docs/examples.md: every command in it runs, in its order, with few replications; every script has one and makes its
# picture; what the scripts print is what `fmksim summary` says.
#
#   examples.sh            in an empty folder
#   examples.sh --write    runs them with all replications and puts the pictures into docs/examples/
set -euo pipefail
page=$SOURCE_DIR/docs/examples.md
fail() { echo "examples.sh: $*" >&2; exit 1; }

mkdir -p bin docs
ln -sf /usr/bin/python3 bin/python3
printf '#!/bin/sh\nfew="-n 150"\n[ "$1" = run ] && [ -z "$ALL" ] || few=\nexec "$FMKSIM" "$@" $few\n' >bin/fmksim
chmod +x bin/fmksim
cp -r "$SOURCE_DIR/configs" .
cp -r "$SOURCE_DIR/docs/examples" docs/
export PATH=$PWD/bin:$PATH MPLCONFIGDIR=$PWD HDF5_USE_FILE_LOCKING=FALSE ALL=
if [[ ${1-} == --write ]]; then ALL=yes; fi

sed -n -E 's/^    ((fmksim|python3|Rscript) .*)/\1/p' "$page" >commands
while IFS= read -r command; do
    script=$(grep -oE 'docs/examples/[a-z_]+\.(py|R)' <<<"$command" || true)
    bash -eu -c "$command" >"${script##*/}.out" 2>err </dev/null || fail "$command: $(tail -5 err)"
    [[ $script != *.py || ! -s err ]] || fail "$command: $(head -5 err)"
done <commands
for script in docs/examples/*.py docs/examples/*.R; do
    grep -q "$script" commands || fail "$page does not run $script"
    grep -q "\`$script\`" "$page" || fail "$page does not speak of $script"
done
for picture in docs/examples/*.png; do
    name=${picture##*/}
    [[ $(head -c 4 "$name" | tail -c 3) == PNG && $(stat -c %s "$name") -gt 3000 ]] || fail "$name is no picture"
    grep -q "](examples/$name)" "$page" || fail "$page does not show $name"
done
[[ $(ls docs/examples/*.png | wc -l) -eq 6 ]] || fail "not six pictures"
if [[ $ALL ]]; then cp ./*.png "$SOURCE_DIR/docs/examples/"; fi

# The right quantiles are those of the summary, in both languages; the wrong ones are earlier.
cmp censored_quantiles.py.out censored_quantiles.R.out || fail "Python and R do not say the same"
fmksim summary short.h5 --csv tables
/usr/bin/python3 - <<'PY' || fail "the scripts and the summary do not say the same"
import csv
rows = lambda name: list(csv.DictReader(open(f"tables/{name}.csv", encoding="utf-8", newline="")))
(row,) = [r for r in rows("milestones") if r["name"] == "M2" and r["reading"] == "all-municipalities"]
lines = open("censored_quantiles.py.out", encoding="utf-8").read().splitlines()
never = float(lines[0].split()[1])
assert 0.1 < never < 0.5 and abs(never - float(row["not_reached"])) < 1e-4, (never, row)
for line, name in zip(lines[1:], ("q10", "q50", "q80", "q90")):
    right, wrong = line.split("right ")[1].split(" wrong ")
    assert right == (row[name] or "not reached"), (line, row)
    assert wrong < right, line                    # "not reached" comes behind any date
assert lines[4].split("right ")[1].startswith("not reached"), lines
PY
fmksim summary fmk.h5 --csv both
while read -r day probability; do
    said=$(awk -F, -v day="$day" '$1 == "baseline" && $3 == day && $4 == "all-municipalities" && $5 == "M2" { print $6 }' both/deadlines.csv)
    [[ $(printf '%.4f' "$said") == "$probability" ]] || fail "first_chart: $day $probability, the summary says $said"
done <first_chart.py.out
[[ $(wc -l <first_chart.py.out) -eq 3 ]] || fail "first_chart prints no three dates"
