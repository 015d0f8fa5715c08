#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim nowcast: without a usable observation it is `run`; with one, weights are what they should be, whatever the
# number of threads; what comes later changes nothing; what is wrong is told at once; what cannot be trusted exits 3.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

fails() { # wanted exit status, wanted words on standard error, command
    local status=0
    "${@:3}" >out 2>err || status=$?
    ((status == $1)) || { echo "exit status $status instead of $1: ${*:3}"; cat err; exit 1; } >&2
    grep -q -- "$2" err || { echo "does not say '$2': ${*:3}"; cat err; exit 1; } >&2
}

# the programme from scratch of docs/configuration.md: small, and uncertain in everything
config=$PWD/clinics.cfg
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >"$config"
head=quantity,scope,date_from,date_to,known_from,value,error,kind,source
nowcast() { "$FMKSIM" nowcast "$config" --method weights "$@" -q; }

# a day and a band that about half of the courses' sites at the first milestone lie in, from the run itself
"$FMKSIM" run "$config" -n 1200 -o run.h5 -q
cat >look.py <<'PY'
import datetime, h5py, numpy
f = h5py.File('run.h5')
text = f.attrs['epoch']
epoch = datetime.date.fromisoformat(text.decode() if isinstance(text, bytes) else text)
dates = f['municipality_date'][0, :, :, 0]
day = int(numpy.nanmedian(dates))
counts = (dates <= day).sum(axis=1)
middle = int(numpy.median(counts))
width = next(w for w in range(1, 20) if (abs(counts - middle) <= w).mean() >= 0.4)
print(epoch + datetime.timedelta(day - 1), middle, width, f['milestone'].asstr()[0])
PY
read -r day sites width milestone < <(/usr/bin/python3 look.py)
printf '%s\n' "$head" "${milestone}_sites,national,$day,$day,$day,$sites,$width,rounded,a" >seen.csv

# where everything is certain no answer is the weakest
fails 3 'worth 160 independent courses, fewer than 400' "$FMKSIM" nowcast "$SOURCE_DIR/configs/five.cfg" \
    --observations seen.csv --as-of 2014-02-28 -n 160 -q -o certain.h5

# nothing is known the day before: every data set is run's, and the file says as of when
before=$(date -ud "$day - 1 day" +%F)
nowcast --observations seen.csv --as-of "$before" -n 1200 -o none.h5 >out
nowcast --observations seen.csv --as-of "$day" -n 1200 -o one.h5 --threads 1 --json >one.json || (($? == 3))
nowcast --observations seen.csv --as-of "$day" -n 1200 -o three.h5 --threads 3 >out || (($? == 3))
cmp one.h5 three.h5
cat >check.py <<'PY'
import datetime, h5py, json, numpy, sys
day, sites, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
run, none, one = (h5py.File(f'{name}.h5') for name in ('run', 'none', 'one'))
text = lambda f, name: f.attrs[name].decode() if isinstance(f.attrs[name], bytes) else f.attrs[name]
names = []
run.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
assert len(names) > 40 and set(names) == {n for n in names if n in none} and len(none) == len(run)
for name in names:
    a, b = run[name][()], none[name][()]
    assert a.tobytes() == b.tobytes() if a.dtype != object else (a == b).all(), name
assert 'as_of' not in run.attrs and text(one, 'as_of') == day and 'observations' not in none.attrs
assert text(one, 'observations').count('\n') == 1

# a rounded fact: those that fit weigh all the same, the others nothing, and the mean is 1
epoch = datetime.date.fromisoformat(text(run, 'epoch'))
end = (datetime.date.fromisoformat(day) - epoch).days + 1
fits = abs((run['municipality_date'][0, :, :, 0] <= end).sum(axis=1) - sites) <= width
assert 0.3 < fits.mean() < 0.9
weight = one['weight'][0]
assert numpy.allclose(weight, numpy.where(fits, len(fits) / fits.sum(), 0), rtol=1e-12)
for name in ('municipality_date', 'cards', 'parameters'):
    assert run[name][()].tobytes() == one[name][()].tobytes(), name

# what is printed is the share among those that fit
told = json.load(open('one.json'))
deadline = list(one['deadline'].asstr()[()]) if 'deadline' in one else []
head = told['scenarios'][0]['deadlines']
for row in head:
    d = deadline.index(row['name'])
    if row['reading'] == 'all-municipalities' and row['milestone']:
        m = list(one['milestone'].asstr()[()]).index(row['milestone'])
        at = (datetime.date.fromisoformat(row['date']) - epoch).days + 1
        share = (run['national_date'][0, fits, m] <= at).mean()
        assert abs(share - row['probability']) < 1e-9, (row, share)
assert told['as_of'] == day and told['observations'][0]['used'] is True
seen = told['observations'][0]
assert sites - width <= seen['q05'] <= seen['q95'] <= sites + width and seen['prior_q05'] < seen['q05']
assert abs(told['effective_sample_size'] - fits.sum()) < 1e-6 * fits.sum()
assert told['trusted'] == (fits.sum() >= 400)
assert len(told['parameters']) == one['parameters'].shape[2]
PY
/usr/bin/python3 check.py "$day" "$sites" "$width"

# rows that are known or dated later, plans and what the model does not have change no byte
later=$(date -ud "$day + 1 day" +%F)
printf '%s\n' "$head" "${milestone}_sites,national,$day,$day,$day,$sites,$width,rounded,a" \
    "${milestone}_sites,national,$later,$later,$later,0,0,exact,a" "plan_x,national,$day,$day,$day,1,,plan,a" \
    "weather,national,$day,$day,$day,1,1,count,a" >seen.csv
nowcast --observations seen.csv --as-of "$day" -n 1200 -o more.h5 >out || (($? == 3))
cmp one.h5 more.h5
grep -q 'known only after the as-of date' out && grep -q 'a plan, no observation' out
grep -q 'of a quantity that the model does not have' out

# the programme, too, is seen as of that day: what became known later is not in it
sed 's/^title = .*/& risks = { strike = { probability = 1; from = "'"$later"'"; to = "'"$later"'"; duration_days = 60;\
  pace = 0.2; known_from = "'"$later"'"; }; };/' "$config" >strike.cfg
! cmp -s strike.cfg "$config"
printf '%s\n' "$head" "${milestone}_sites,national,$day,$day,$day,$sites,$width,rounded,a" >first.csv
for as_of in "$day" "$later"; do
    "$FMKSIM" nowcast strike.cfg --method weights --observations first.csv --as-of "$as_of" -n 200 -o "strike-$as_of.h5" -q >out || (($? == 3))
done
nowcast --observations first.csv --as-of "$day" -n 200 -o calm.h5 >out || (($? == 3))
/usr/bin/python3 -c "
import h5py
before, after, calm = (h5py.File(n)['municipality_date'][()].tobytes() for n in ('strike-$day.h5', 'strike-$later.h5', 'calm.h5'))
assert before == calm != after"

# the summary honours the weights
"$FMKSIM" summary one.h5 --json >summary.json
/usr/bin/python3 -c "
import json
a, b = json.load(open('one.json')), json.load(open('summary.json'))
assert all(a[k] == b[k] for k in b)"

# how many items there are may be uncertain, too, and be learnt of
printf '%s\n' "$head" "cards_expected,national,,,$day,4000,50,rounded,a" >expected.csv
nowcast --set 'sites.cards={ dist = "uniform"; min = 3800; max = 4200; }' --observations expected.csv --as-of "$day" -n 400 \
    -o expected.h5 >out || (($? == 3))
/usr/bin/python3 -c "
import h5py
f = h5py.File('expected.h5')
expected, weight, last = f['cards_expected'][0], f['weight'][0], f['cards'][0, :, -1]
assert expected.std() > 80 and 50 < (weight > 0).sum() < 150, (expected.std(), (weight > 0).sum())
assert ((weight > 0) == (abs(expected - 4000) <= 50)).all() and (last <= expected).all()"

# resuming a finished one does nothing; another set of observations is another study
nowcast --observations seen.csv --as-of "$day" -n 1200 -o more.h5 --resume >out || (($? == 3))
printf '%s\n' "$head" "${milestone}_share,national,$day,$day,$day,0.5,0.5,rounded,a" >other.csv
fails 2 'list of observations' nowcast --observations other.csv --as-of "$day" -n 1200 -o more.h5 --resume

# too few, and none at all
fails 3 'not to be trusted' nowcast --observations seen.csv --as-of "$day" -n 100 -o few.h5
printf '%s\n' "$head" "${milestone}_share,national,$day,$day,$day,0.123,0.001,rounded,a" >never.csv
fails 3 'none of the 100 replications fits' nowcast --observations never.csv --as-of "$day" -n 100 -o never.h5
[[ ! -e never.h5 && ! -e never.h5.journal ]]

# faults, all at once
printf '%s\n' "$head" "cards,nation,$day,$day,$day,1,1,count,a" "cards,national,$day,$day,,1,1,count,a" >bad.csv
fails 2 'bad.csv:2: scope = "nation"' nowcast --observations bad.csv --as-of "$day" -n 100 -o bad.h5
grep -q 'bad.csv:3: known_from = ""' err
printf '%s\n' "$head" "cards,national,$day,$day,$day,1,1,count,a" "cards,national,$day,$day,$day,1,1,count,a" >twice.csv
fails 2 'twice.csv:3: tells cards of national a second time' nowcast --observations twice.csv --as-of "$day" -n 100 -o bad.h5
fails 2 'as-of' nowcast --observations seen.csv --as-of today -o bad.h5
fails 2 'DATE is missing' nowcast --observations seen.csv -o bad.h5
fails 2 'FILE.csv is missing' nowcast --as-of "$day" -o bad.h5
[[ ! -e bad.h5 ]]

# an empty file of observations is one
nowcast --template >template.csv
grep -q "^${milestone}_sites,national,,,,,,exact,at the end of the day,$" template.csv
nowcast --observations template.csv --as-of "$day" -n 500 -o template.h5 >out
echo "nowcast: run's courses, weighed by what was known"
