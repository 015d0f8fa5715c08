#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim nowcast by samplers: the same bytes for any number of threads and after a kill at any instant; every past is
# what was observed; errors are the samplers' spread; scenarios go on from the same pasts; plain weights say the same.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

config=$PWD/clinics.cfg
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >"$config"
head=quantity,scope,date_from,date_to,known_from,value,error,kind,source
printf '%s\n' "$head" installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a \
    cards,national,2026-06-30,2026-06-30,2026-06-30,1500,150,count,a >seen.csv
nowcast() { "$FMKSIM" nowcast "$config" --observations seen.csv --as-of 2026-06-30 -q "$@"; }

# threads
nowcast -n 800 --sweeps 2:3 -o one.h5 --threads 1 --json >one.json || (($? == 3))
nowcast -n 800 --sweeps 2:3 -o three.h5 --threads 3 >three.txt || (($? == 3))
cmp one.h5 three.h5
[[ ! -e one.h5.samplers && ! -e one.h5.journal ]]

# what no course comes near to is told
[[ $(grep -c 'explained' three.txt) == 0 ]]
/usr/bin/python3 -c 'import json
assert [row["explained"] for row in json.load(open("one.json"))["observations"]] == [True, True]'
sed 's/,1500,150,/,500,60,/' seen.csv >other.csv
"$FMKSIM" nowcast "$config" --observations other.csv --as-of 2026-06-30 -q -n 200 --method weights \
    -o other.h5 >other.txt || (($? == 3))
grep -q '^  cards  .*  used, NOT explained$' other.txt
grep -q '^Not explained: 1 of 2 used' other.txt

# killed at ten instants, each a little later, and resumed to the end
for wait in 0.05 0.1 0.2 0.3 0.4 0.6 0.8 1 1.3 1.7; do
    if [[ ! -e killed.h5 ]]; then
        timeout -s KILL "$wait" "$FMKSIM" nowcast "$config" --observations seen.csv --as-of 2026-06-30 -q -n 800 \
            --sweeps 2:3 -o killed.h5 --threads 2 --resume >killed.txt 2>&1 || true
        sleep 0.2 # the lock goes with the last of the process
    fi
done 2>killed.err
nowcast -n 800 --sweeps 2:3 -o killed.h5 --resume >killed.txt || (($? == 3))
cmp one.h5 killed.h5
[[ ! -e killed.h5.samplers && ! -e killed.h5.journal ]]
nowcast -n 800 --sweeps 2:3 -o one.h5 --resume >again.txt || (($? == 3))
diff three.txt again.txt

# what comes or becomes known later, plans and what the model does not have change no byte
cp seen.csv known.csv
printf '%s\n' installed_sites,national,2026-07-31,2026-07-31,2026-07-31,20,0,exact,a \
    installed_share,national,2026-05-31,2026-05-31,2026-07-01,0,0,exact,a \
    installed_sites,national,2026-06-30,2026-06-30,2026-01-01,20,,plan,a \
    weather,national,2026-05-01,2026-05-01,2026-05-01,1,1,count,a >>seen.csv
nowcast -n 800 --sweeps 2:3 -o more.h5 >out || (($? == 3))
cmp one.h5 more.h5
mv known.csv seen.csv

# a fact that is told twice is refused, by samplers as by weights
cp seen.csv known.csv
sed -n 2p known.csv >>seen.csv
status=0
nowcast -n 800 -o twice.h5 2>err || status=$?
((status == 2)) && grep -q 'seen.csv:4: tells installed_sites of national a second time' err
[[ ! -e twice.h5 && ! -e twice.h5.journal && ! -e twice.h5.samplers ]]
mv known.csv seen.csv

# where nothing can be used there is nothing to sample: every data set is run's
"$FMKSIM" run "$config" -n 800 -o run.h5 -q
"$FMKSIM" nowcast "$config" --observations seen.csv --as-of 2026-04-29 -q -n 800 -o none.h5 >out || (($? == 3))
cat >same.py <<'PY'
import h5py
run, none = h5py.File('run.h5'), h5py.File('none.h5')
names = []
run.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
assert len(names) > 40 and len(none) == len(run) and 'samplers' not in none.attrs and 'observations' not in none.attrs
for name in names:
    a, b = run[name][()], none[name][()]
    assert a.tobytes() == b.tobytes() if a.dtype != object else (a == b).all(), name
PY
/usr/bin/python3 same.py

# the same pasts under a lever that was pulled before, and one that changes nothing that has happened
nowcast -n 800 --sweeps 2:3 -o scenarios.h5 --scenario 'technicians-*' >out || (($? == 3))

# all of them from the day after: what can still be done changes nothing that has happened; who cannot be dated is told
nowcast -n 800 --sweeps 2:3 -o later.h5 --scenario all --from 2026-07-01 >out || (($? == 3))
"$FMKSIM" nowcast "$config" --observations seen.csv --as-of 2026-06-30 -n 80 --samplers 2 --sweeps 1:0 -o told.h5 \
    --scenario all --from 2026-07-01 >out 2>err || (($? == 3))
grep -q 'cannot begin on a date and act from the epoch: slow-start$' err

nowcast -n 640 --futures 2 --sweeps 1:1 -o futures.h5 >out || (($? == 3))

# pairs are compared sampler by sampler
"$FMKSIM" compare scenarios.h5 baseline technicians-4 >out
grep -q 'Each group of 100 replications that share their sampler counts as one' out
"$FMKSIM" rank scenarios.h5 >out
grep -q 'Each group of 100 replications that share their sampler counts as one' out

# plain weights, worth 2000 courses or more
nowcast --method weights -n 20000 -o weights.h5 --json >weights.json

cat >check.py <<'PY'
import datetime, h5py, json, numpy, sys
one, scenarios, weights = (h5py.File(f'{name}.h5') for name in ('one', 'scenarios', 'weights'))
text = lambda f, name: f.attrs[name].decode() if isinstance(f.attrs[name], bytes) else f.attrs[name]
told, plain = json.load(open('one.json')), json.load(open('weights.json'))
R = int(one.attrs['samplers'])
assert R == 8 == told['samplers'] and 'samplers' not in weights.attrs and plain['samplers'] == 1
n = one['weight'].shape[1]
assert n == 800 and (one['weight'][0] == 1).all()  # one form of uptake

# every row's past is what was observed
epoch = datetime.date.fromisoformat(text(one, 'epoch'))
end = (datetime.date(2026, 4, 30) - epoch).days + 1
sites = (one['municipality_date'][0, :, :, 0] <= end).sum(axis=1)
assert sites.min() >= 7 and sites.max() <= 9
week = ((datetime.date(2026, 6, 30) - epoch).days + 1 - one['week'][0]) // 7
cards = one['cards'][0, :, week]
assert abs(cards.mean() - 1500) < 150 and 60 < cards.std() < 250

# two futures of one past
futures = h5py.File('futures.h5')
twins = lambda name: futures[name][0].reshape(R, 2, -1, futures[name].shape[2])
was, then = (twins('cards')[:, k].reshape(320, -1) for k in (0, 1))
assert (was[:, :week + 1] == then[:, :week + 1]).all() and (was[:, week + 4] != then[:, week + 4]).mean() > 0.9
assert (twins('parameters')[:, 0] == twins('parameters')[:, 1]).all()

# intervals are those of the samplers' spread
d = list(one['deadline'].asstr()[()]).index('autumn')
last = one['milestone'].shape[0] - 1
hit = one['national_date'][0, :, last] <= one['deadline_date'][d] + 1
groups = hit.reshape(R, -1).mean(axis=1)
error = groups.std(ddof=1) / R ** 0.5
p, low, high = (float(one[name][0, d, 0]) for name in
                ('deadline_probability', 'deadline_probability_low', 'deadline_probability_high'))
assert abs(p - groups.mean()) < 1e-12
if 0.01 <= p <= 0.99:
    assert abs(low - max(0, p - 2.3646242510102993 * error)) < 1e-9, (low, p, error)
    assert abs(high - min(1, p + 2.3646242510102993 * error)) < 1e-9

# what the samplers went through
lines = text(one, 'sampling').strip().split('\n')
assert lines[0].startswith('form,sampler,step,beta') and len(lines) > 8
assert sum(float(line.split(',')[3]) == 1 for line in lines[1:]) == R
form = told['forms'][0]
assert form['weight'] == 1 and form['temperatures'][-1] == 1 and len(form['accepted']) == 3
assert all(0 < a < 1 for a in form['accepted'])
assert ' -n 800 --seed 1' in text(one, 'command') and '--sweeps 2:3' in text(one, 'command')

# the prior beside the posterior
base = next(p for p in told['parameters'] if p['path'] == 'uptake.base_week')
assert abs(base['prior_q50'] - 0.08) < 1e-9 and base['q95'] - base['q05'] < base['prior_q95'] - base['prior_q05']
assert told['observations'][0]['prior_q05'] < 7 <= told['observations'][0]['q05']

# scenarios: a lever that was pulled before the day keeps assumptions and luck; as many technicians as there are change nothing
names = list(scenarios['scenario'].asstr()[()])
assert names == ['baseline', 'technicians-1', 'technicians-2', 'technicians-4'], names
for name in ('parameters', 'weight'):
    assert all((scenarios[name][s] == one[name][0]).all() for s in range(4))
assert scenarios['cards'][2].tobytes() == scenarios['cards'][0].tobytes() == one['cards'][0].tobytes()
assert scenarios['cards'][1][:, week].mean() < scenarios['cards'][0][:, week].mean() < scenarios['cards'][3][:, week].mean()

later = h5py.File('later.h5')
names = list(later['scenario'].asstr()[()])
assert names == ['baseline', 'third-technician', 'slow-start', 'technicians-1', 'technicians-2', 'technicians-4'], names
assert (later['cards'][0] == one['cards'][0]).all()
for s in (1, 3, 5): # those that can be dated
    same = (later['cards'][s] == later['cards'][0]).all(axis=0)
    assert same[:week + 1].all() and not same.all(), (names[s], week, same)
assert later['cards'][3][:, week + 8].mean() < later['cards'][0][:, week + 8].mean() < later['cards'][5][:, week + 8].mean()

# two ways: within 2.5 standard errors of each other
assert plain['effective_sample_size'] >= 2000
w = weights['weight'][0]
def two(name, of):
    a, b = of(one), of(weights)
    groups = a.reshape(R, -1).mean(axis=1)
    mean = (w * b).sum() / w.sum()
    error = (groups.var(ddof=1) / R + ((w * (b - mean)) ** 2).sum() / w.sum() ** 2) ** 0.5
    assert abs(groups.mean() - mean) < 2.5 * error, (name, groups.mean(), mean, error)
two('in time', lambda f: (f['national_date'][0, :, last] <= f['deadline_date'][d] + 1) * 1.0)
two('cards 8 weeks ahead', lambda f: f['cards'][0, :, week + 8] * 1.0)
for k in range(one['parameters'].shape[2]):
    two('parameter', lambda f: f['parameters'][0, :, k])
print(round(told['effective_sample_size']), round(plain['effective_sample_size']))
PY
/usr/bin/python3 check.py

# files that contradict themselves are refused; few courses are told
status=0
nowcast -n 100 -o few.h5 2>err || status=$?
((status == 2)) && grep -q 'courses are too few for 8 samplers; -n 160 is the least' err
status=0
printf '%s\n' "$head" installed_sites,national,2026-02-02,2026-02-02,2026-02-02,20,0,exact,a >never.csv
"$FMKSIM" nowcast "$config" --observations never.csv --as-of 2026-06-30 -q -n 400 -o never.h5 2>err || status=$?
((status == 3)) && grep -q 'no course fits what was observed' err
[[ ! -e never.h5 && ! -e never.h5.journal && ! -e never.h5.samplers ]]
echo "nowcast: samplers, the same bytes whatever happens"
