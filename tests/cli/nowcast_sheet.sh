#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim nowcast on a monitoring sheet: an empty one is the national nowcast; every course has the sheet's counts;
# the same bytes for any number of threads; what would have happened is another branch of each course, equal to it until
# the scenario acts; what cannot be told with a sheet, and bad sheets, are refused.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

config=$PWD/clinics.cfg
cat >more.txt <<'CFG'
    { name = "fifth"; from = "2026-07-01"; set = ["resources.technicians.capacity=5"]; },
    { name = "same"; set = ["resources.technicians.capacity=2"]; },
    { name = "april"; from = "2026-04-06"; set = ["resources.technicians.capacity=4"]; },
    { name = "patience"; kind = "assumption"; set = ["uptake.untrained=0.5"]; },
    { name = "plan"; set = ["uptake.form=\"capacity\""]; },
    { name = "twice"; set = ["sites.cards={dist=\"uniform\"; min=3800; max=4200;}"]; },
    { name = "crews"; set = ["uptake.resource=\"technicians\"", "uptake.per_server_week=50"]; },
CFG
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" |
    sed '/^scenarios = (/r more.txt' >"$config"
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
cat >widened.py <<'PY'
import json
seen = json.load(open('one.json'))['parameters']
for p in seen:
    before = not p['path'].startswith(('uptake.', 'sites.pace'))
    assert ('widened' in p) == before, p
    if before: # about the median, within what the prior can be
        assert p['widened'] > 1.1 and p['q50'] == p['unwidened_q50'], p
        for q in ('q05', 'q95'):
            wide = p['q50'] + p['widened'] * (p['unwidened_' + q] - p['q50'])
            assert abs(p[q] - wide) < 1e-9 * abs(wide) or abs(p[q] - p['q50']) < abs(wide - p['q50']), p
assert any(p.get('widened') and p['q95'] - p['q05'] > 1.1 * (p['unwidened_q95'] - p['unwidened_q05']) > 0 for p in seen)
PY
/usr/bin/python3 widened.py
grep -q 'wider by a factor of [1-9][.0-9]* about its median' two.txt
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

# what would have happened: a lever of no strength changes no byte, one from a day on none before it; paired
nowcast --observations sheet.csv --scenario same --scenario april --scenario third-technician -o back.h5 >back.txt || (($? == 3))
grep -q 'what would have happened, and can be chosen no more: same, april, third-technician' back.txt
grep -q 'third-technician: a third technician (what would have happened: it can be chosen no more)' \
    <("$FMKSIM" summary back.h5)
cat >branches.py <<'PY'
import datetime, h5py, numpy
one, file = h5py.File('one.h5'), h5py.File('back.h5')
names = [n.decode() if isinstance(n, bytes) else n for n in file['scenario'][:]]
assert names == ['baseline', 'same', 'april', 'third-technician'], names
compared = moved = 0
for name, data in file.items():
    if not isinstance(data, h5py.Dataset) or data.ndim < 2 or data.shape[0] != 4 or data.dtype.kind not in 'fiu':
        continue
    rows = data[:]
    assert rows[0].tobytes() == rows[1].tobytes(), name
    compared += 1
    moved += rows[0].tobytes() != rows[3].tobytes()
assert compared > 10 and moved > 3, (compared, moved)
cards = file['cards'][:]
mondays = [datetime.date(2026, 1, 5) + datetime.timedelta(7 * w) for w in range(cards.shape[2])]
before = sum(day <= datetime.date(2026, 4, 6) for day in mondays) # at that midnight the lever has not acted yet
assert (cards[0, :, before - 1] > 0).any(), 'nothing is in by then'
assert (cards[0, :, :before] == cards[2, :, :before]).all()
assert (cards[0] != cards[2]).any()
PY
/usr/bin/python3 branches.py
"$FMKSIM" compare back.h5 baseline april >compared.txt
grep -q '^B is what would have happened: it can be chosen no more.$' compared.txt
"$FMKSIM" compare back.h5 baseline april --json | grep -q '"kind_b": "counterfactual"'
"$FMKSIM" rank back.h5 | grep -q 'Counterfactuals act from 2026-06-28 or earlier: they tell what would have happened'
nowcast --observations sheet.csv --scenario same --scenario april --scenario third-technician -o back2.h5 --threads 2 \
    --json >back.json || (($? == 3))
cmp back.h5 back2.h5
/usr/bin/python3 - <<'PY'
import json
sheet = json.load(open('back.json'))['monitoring_sheet']
assert sheet['would_have_happened'] == ['same', 'april', 'third-technician'], sheet
assert 0 <= sheet['courses_ahead'] <= 1 and sheet['sites_ahead'] >= sheet['courses_ahead'], sheet
PY

# refused
refuses "scenario 'patience' acts on or before the as-of date.*a nowcast of its own" --observations sheet.csv \
    --scenario patience -o bad.h5
refuses "scenario 'plan'.*counts are certain" --observations sheet.csv --scenario plan -o bad.h5
refuses "scenario 'twice'.*while sites.cards is uncertain" --observations sheet.csv --scenario twice -o bad.h5
refuses "scenario 'crews'.*share crews" --observations sheet.csv --scenario crews -o bad.h5
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

# a sheet that tells whom each site has, whose days lead the draws: threads change no byte, nor does a lever of no strength in
# the past; of its bands nothing is claimed
vendors='vendors={one={name="One"; sites=15; teams=1;}; two={name="Two"; sites=5; teams=1;};}'
"$FMKSIM" trace "$config" --set "$vendors" -r 3 --sheet 2026-01-01:2026-06-28 --date-error 3 --columns vendor,preparation >told.csv
for threads in 1 2; do
    nowcast --set "$vendors" --observations told.csv --scenario same --scenario third-technician -o told$threads.h5 \
        --threads $threads --json >told.json || (($? == 3))
done
cmp told1.h5 told2.h5
[[ $(grep -A5 '"calibrated": {' told.json | grep -cE '"(forecasts|uptake|before|likelihood)": false') == 4 ]]
cat >told.py <<'PY'
import h5py
file = h5py.File('told1.h5')
compared = moved = 0
for name, data in file.items():
    if not isinstance(data, h5py.Dataset) or data.ndim < 2 or data.shape[0] != 3 or data.dtype.kind not in 'fiu':
        continue
    rows = data[:]
    assert rows[0].tobytes() == rows[1].tobytes(), name
    compared += 1
    moved += rows[0].tobytes() != rows[2].tobytes()
assert compared > 10 and moved > 3, (compared, moved)
PY
/usr/bin/python3 told.py

echo "nowcast on a monitoring sheet: counts kept, another branch equal until it acts, an empty one without effect, what it cannot carry refused"
