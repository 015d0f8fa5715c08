#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The anchor of autumn 2015: given what was known on 6 October 2015 every course of the nowcast has what was observed, each
# fact within its stated error, though next to no course of the prior has. Few courses, of one form of the uptake: what
# they have in common with the many is that they fit.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

"$FMKSIM" nowcast "$SOURCE_DIR/configs/fmk.cfg" --observations "$SOURCE_DIR/configs/observations.csv" --as-of 2015-10-06 \
    --set 'uptake.form="learning"' -n 160 --sweeps 1:1 -o october.h5 -q --json >october.json 2>err || (($? == 3))
"$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" --set as_of=2015-10-06 --set 'uptake.form="learning"' -n 400 -o prior.h5 -q

cat >check.py <<'PY'
import csv, datetime, h5py, json, numpy, os
told = json.load(open('october.json'))
used = [o for o in told['observations'] if o['used']]
path = os.path.join(os.environ['SOURCE_DIR'], 'configs/observations.csv')
rows = list(csv.DictReader(open(path, encoding='utf-8')))
day = lambda text: datetime.date.fromisoformat(text)

def yields(f, row):
    """[days, courses]: what the courses of a file have on the row's days, each of which counts to its end"""
    epoch = f.attrs['epoch']
    epoch = day(epoch.decode() if isinstance(epoch, bytes) else epoch)
    end = lambda d: (d - epoch).days + 1
    mondays, cards, dates = f['week'][:].reshape(-1), f['cards'][0], f['municipality_date'][0, :, :, 0]
    last_monday = lambda d: numpy.searchsorted(mondays, end(d), 'right') - 1
    first, last = day(row['date_from']), day(row['date_to'])
    days = [first + datetime.timedelta(k) for k in range((last - first).days + 1)]
    if row['quantity'] == 'cards_expected':
        return f['cards_expected'][0].reshape(1, -1)
    if row['quantity'] == 'cards':
        return numpy.array([cards[:, last_monday(d)] for d in days])
    if row['quantity'] == 'cards_per_week':
        a, b = last_monday(first), last_monday(last)
        return (cards[:, b] - cards[:, a])[None] / (b - a)
    assert row['quantity'] == 'm1_sites', row
    return numpy.array([(dates <= end(d)).sum(axis=1) for d in days])

posterior, prior = h5py.File('october.h5'), h5py.File('prior.h5')
assert posterior.attrs['samplers'] == 8 and (posterior['weight'][0] > 0).all()
seen, all_of_prior = 0, True
for row in rows:
    match = [o for o in used if o['quantity'] == row['quantity'] and o['value'] == float(row['value'] or 'nan')]
    if not match:
        continue
    assert row['kind'] in ('exact', 'rounded'), 'a fact with a standard error needs a band of its own here'
    value, error = float(row['value']), float(row['error'] or 0)
    fits = lambda f: (abs(yields(f, row) - value) <= error + 1e-9).any(axis=0)
    assert fits(posterior).all(), (row['quantity'], fits(posterior).mean())
    all_of_prior = fits(prior) & all_of_prior
    seen += 1
assert seen == len(used) >= 5, (seen, len(used))
assert all_of_prior.mean() < 0.02, all_of_prior.mean()
print(seen, all_of_prior.mean())
PY
/usr/bin/python3 check.py
echo "nowcast: every course given October 2015 has what was seen of it"
