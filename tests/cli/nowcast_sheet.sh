#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim nowcast on a monitoring sheet: an empty one is the national nowcast; every course has the sheet's counts;
# the same bytes for any number of threads; what cannot be told with a sheet, and bad sheets, are refused.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

config=$PWD/clinics.cfg
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" |
    sed '/^scenarios = (/a { name = "fifth"; from = "2026-07-01"; set = ["resources.technicians.capacity=5"]; },' >"$config"
head=quantity,scope,date_from,date_to,known_from,value,error,kind,source
printf '%s\n' "$head" installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,5,count,a >facts.csv
nowcast() { "$FMKSIM" nowcast "$config" --as-of 2026-06-28 -q -n 160 --sweeps 1:1 "$@"; }
refuses() { # wanted words, arguments
    local status=0
    nowcast "${@:2}" >out 2>err || status=$?
    ((status == 2)) || { echo "exit status $status instead of 2: ${*:2}"; cat err; exit 1; } >&2
    grep -q -- "$1" err || { echo "does not say '$1': ${*:2}"; cat err; exit 1; } >&2
}

# an empty sheet, and one that knows nothing yet, change no byte
nowcast --observations facts.csv -o national.h5 >national.txt || (($? == 3))
"$FMKSIM" nowcast "$config" --template=sheet >empty.csv
"$FMKSIM" trace "$config" -r 3 --sheet 2026-01-01:2026-09-30 --date-error 3 --missing 0.2 >sheet.csv
{ head -1 sheet.csv && grep -E ',2026-0[789]-' sheet.csv; } >later.csv
for sheet in empty later; do
    nowcast --observations facts.csv --observations $sheet.csv -o $sheet.h5 >$sheet.txt || (($? == 3))
    cmp national.h5 $sheet.h5
    grep -q 'monitoring sheet: 0 rows of 0 sites used' $sheet.txt
    if grep -q 'width with care' $sheet.txt; then exit 1; fi
done

# a sheet by itself: its counts are in every course, and threads change nothing
nowcast --observations sheet.csv -o one.h5 --threads 1 --json >one.json || (($? == 3))
nowcast --observations sheet.csv -o two.h5 --threads 2 >two.txt || (($? == 3))
cmp one.h5 two.h5
[[ ! -e one.h5.samplers && ! -e one.h5.journal ]]
grep -q 'monitoring sheet: [0-9]* rows of 20 sites used, [0-9]* dated later; counts as they are, days with an error of 7' two.txt
grep -q 'fewer or shorter .*(--samplers 11 --sweeps 2:40): take their width with care' two.txt
[[ $(grep -A5 '"calibrated": {' one.json | grep -cE '"(forecasts|uptake|before|likelihood)": false') == 4 ]]
cat >counts.py <<'PY'
import csv, json
last = {}
for row in csv.DictReader(open('sheet.csv')):
    if row['date'] <= '2026-06-28':
        last[row['code']] = (row['date'], int(row['cards']))
whole = all(date == '2026-06-28' for date, _ in last.values())
seen = sum(cards for _, cards in last.values())
week = [w for w in json.load(open('one.json'))['scenarios'][0]['cards'] if w['date'] in ('2026-06-28', '2026-06-29')][0]
assert week['q05'] >= seen and (not whole or week['q95'] == seen), (week, seen)
assert week['q95'] < seen * 1.2, (week, seen)
PY
/usr/bin/python3 counts.py
nowcast --observations sheet.csv -o one.h5 --resume >again.txt || (($? == 3))
diff two.txt again.txt
sed -i '/^7,/d' sheet.csv # another sheet is another nowcast
status=0
nowcast --observations sheet.csv -o one.h5 --resume >out 2>err || status=$?
((status != 0 && status != 3))

# facts beside it; a lever that acts later
nowcast --observations sheet.csv --observations facts.csv --scenario fifth -o both.h5 >both.txt || (($? == 3))
grep -q 'installed_sites' both.txt

# refused
refuses 'acts on or before the as-of date' --observations sheet.csv --scenario third-technician -o bad.h5
refuses 'plain courses never fit' --observations sheet.csv --method weights -o bad.h5
refuses 'are of one kind' --observations sheet.csv --observations empty.csv -o bad.h5
refuses 'while sites.cards is uncertain' --observations sheet.csv -o bad.h5 \
    --set 'sites.cards={dist="uniform"; min=3800; max=4200;}'
refuses 'counts are certain' --observations sheet.csv -o bad.h5 --set uptake.form=capacity
refuses 'no number from 0.1 to 1000' --observations sheet.csv -o bad.h5 --date-error 0
{ cat sheet.csv; echo '99,x,2026-06-28,1,,,,'; echo '8,x,2026-06-29,0,,,,'; } >bad.csv
refuses 'code = "99": is no code of a site' --observations bad.csv -o bad.h5
grep -q 'fewer than the' err
[[ ! -e bad.h5 && ! -e bad.h5.journal && ! -e bad.h5.samplers ]]
echo "nowcast on a monitoring sheet: counts kept, an empty one without effect, what it cannot carry refused"
