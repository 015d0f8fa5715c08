#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim backtest on a monitoring sheet: outcomes and baselines are those of the sheet, scores those of the courses that
# the same nowcast has in its file, the table their means; a day before the first row, facts beside the sheet, no items.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

config=$PWD/clinics.cfg
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" |
    sed 's/^deadlines = {/&\n    early = { date = "2026-06-30"; milestone = "installed"; source = "x"; };/
         s/^scenarios = (/delay = { deadline = "autumn"; source = "x"; };\n&/' >"$config"
"$FMKSIM" trace "$config" -r 7 --seed 3 --sheet 2026-02-20:2026-12-30 --missing 0.05 >sheet.csv
sed -i '/^9,.*,2026-0[89]-/d' sheet.csv # a site that is not told of for two months
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    plan_cards,national,2026-03-01,2026-03-01,2026-01-01,0,,plan,a \
    plan_cards,national,2026-11-01,2026-11-01,2026-01-01,4000,,plan,a >plan.csv
days=(2026-02-10 2026-04-30 2026-06-07)
how=(-n 40 --samplers 2 --sweeps 1:1 -q)
"$FMKSIM" backtest "$config" --observations sheet.csv --observations plan.csv "${days[@]/#/--as-of=}" "${how[@]}" \
    --json --picture scores.svg --threads 1 >out.json || (($? == 3))
"$FMKSIM" backtest "$config" --observations sheet.csv --observations plan.csv "${days[@]/#/--as-of=}" "${how[@]}" \
    --picture again.svg --threads 2 >out.txt || (($? == 3))
cmp scores.svg again.svg
for day in "${days[@]}"; do
    "$FMKSIM" nowcast "$config" --observations sheet.csv --observations plan.csv --as-of "$day" "${how[@]}" -o "$day.h5" \
        >/dev/null 2>&1 || (($? == 3))
done
cat >scores.py <<'PY'
import csv, json, math, sys
from datetime import date
import h5py
import numpy as np

EPOCH, CAP = date(2026, 1, 1), {4: 28, 12: 84, 26: 182}
number = lambda text: (date.fromisoformat(text) - EPOCH).days
out = json.load(open('out.json'))
file = h5py.File(f"{out['days'][-1]['as_of']}.h5")
codes, milestones = list(file['municipality'][:]), [m.decode() for m in file['milestone'][:]]
monday = int(file['week'][0])
week_of = lambda day: math.floor((day + 1 - monday) / 7)

rows = {}  # site -> [(day, row)]
for row in csv.DictReader(open('sheet.csv')):
    rows.setdefault(int(row['code']), []).append((number(row['date']), row))
counts = {code: {} for code in codes}  # site -> week -> items
for code, list_ in rows.items():
    for day, row in sorted(list_, key=lambda one: one[0]):
        counts[code].setdefault(week_of(day), int(row['cards']))
near = lambda a, b, hair=1e-6: (a is None and b is None) or abs(a - b) <= hair * (1 + abs(b))

def fair(x, y):
    x = np.sort(np.asarray(x, float))
    n, k = len(x), np.arange(len(x))
    return np.abs(x - y).mean() - ((2 * k - n + 1) * x).sum() / n / (n - 1)

def slopes(code, week):
    told = sorted(w for w in counts[code] if w <= week)
    if not told:
        return None
    last = told[-1]
    zero = [w for w in told if counts[code][w] == 0]
    back = [w for w in told if w <= last - 4]
    return last, [(counts[code][last] - counts[code][a]) / (last - a) if a < last else 0
                  for a in (zero[-1] if zero else told[0], back[-1] if back else told[0])]

def naive(code, week, target):
    told = slopes(code, week)
    return [None, None] if not told else [min(200, counts[code][told[0]] + s * (target - told[0])) for s in told[1]]

def plan(day):
    return 4000 * min(1, max(0, (day - 59) / (304 - 59)))

def check_day(now):
    as_of = number(now['as_of'])
    week, seen = week_of(as_of), now['sheet']
    with h5py.File(f"{now['as_of']}.h5") as file:
        dates, cards = file['municipality_date'][0].astype(float), file['cards'][0]
        assert len(set(file['weight'][0])) == 1
        fans = file['municipality_cards_quantile'][0] if now['sheet_rows'] else None
    dates[np.isnan(dates)] = np.inf
    known = {code: [r for d, r in rows[code] if d <= as_of] for code in codes}
    last = {code: known[code][-1] if known[code] else {} for code in codes}
    assert now['sheet_rows'] == sum(map(len, known.values()))
    wanted = set()
    for h in (4, 12, 26):  # which outcomes there must be
        target = week + h
        wanted |= {('site_cards', h, c) for c in codes if target in counts[c] and not last[c].get('in_use')}
        if sum(target in counts[c] for c in codes) >= 18 and all(max(counts[c]) >= target or max(counts[c].values()) == 200 for c in codes) \
                and all(min(counts[c]) <= target or counts[c][min(counts[c])] == 0 for c in codes):
            wanted.add(('cards', h, None))
    for m in milestones:
        for c in codes:
            done = rows[c][-1][1][m]
            for h in (4, 12, 26, None):
                limit = as_of + 1 + CAP[h] if h else rows[c][-1][0] + 1
                by = done and number(done) + 0.5 <= limit
                if not last[c].get(m) and limit > as_of + 1 and (by or rows[c][-1][0] + 1 >= limit):
                    wanted.add((m, h, c))
    assert {(s['of'], s['weeks'], s['code']) for s in seen} == wanted and len(seen) == len(wanted)
    for one in seen:
        h, site = one['weeks'], None if one['code'] is None else codes.index(one['code'])
        target = week + (h or 0)
        if one['of'] == 'site_cards':
            assert one['value'] == counts[one['code']][target]
            line, weeks = naive(one['code'], week, target)
            assert near(one['straight_line'], line) and near(one['last_weeks'], weeks), (one, line, weeks)
            assert near(one['plan'], plan(monday + 7 * target - 1) / 20)
            x = None
            assert 0 <= one['q05'] <= one['q95'] <= 200 and one['crps'] >= -1e-9
            if fans is not None:  # the nowcast's own fan of the site
                for k, key in enumerate(('q05', 'q25', 'q50', 'q75', 'q95')):
                    assert one[key] == fans[k, site, target], (key, one, fans[:, site, target])
                fan.append(one)
        elif one['of'] == 'cards':
            x = cards[:, target]
            total = 0
            for c in codes:
                w, told = counts[c], sorted(counts[c])
                full = [a for a in told if a <= target and w[a] == 200]
                a, b = max((a for a in told if a <= target), default=None), min((b for b in told if b >= target), default=None)
                total += 200 if full else 0 if a is None else w[a] if a == b else w[a] + int((w[b] - w[a]) * (target - a) / (b - a))
            assert one['value'] == total, (one, total)
            if now['sheet_rows']:
                both = [naive(c, week, target) for c in codes]
                for k, key in enumerate(('straight_line', 'last_weeks')):
                    assert near(one[key], sum(b[k] or 0 for b in both)), (key, one)
            else:
                assert one['straight_line'] is None
            assert near(one['plan'], plan(monday + 7 * target - 1))
        else:
            m = milestones.index(one['of'])
            limit = as_of + 1 + CAP[h] if h else rows[one['code']][-1][0] + 1
            done = rows[one['code']][-1][1][one['of']]
            told = number(done) + 0.5 if done else math.inf
            assert one['limit'] == limit and one['value'] == min(told, limit) and one['reached'] == (told <= limit)
            x = np.minimum(dates[:, site, m], limit)
            assert near(one['probability'], (dates[:, site, m] <= limit).mean())
            if one['of'] == 'in_use':
                assert one['plan'] == min(max(number('2026-10-31') + 1, as_of + 1), limit)
                slope = slopes(one['code'], week)
                for k, key in enumerate(('straight_line', 'last_weeks')):
                    if not slope:
                        assert one[key] is None
                        continue
                    have = counts[one['code']][slope[0]]
                    when = slope[0] if have >= 180 else slope[0] + (180 - have) / slope[1][k] if slope[1][k] > 0 else math.inf
                    assert near(one[key], min(max(monday + 7 * when, as_of + 1), limit)), (one, when)
            else:
                assert one['straight_line'] is None and one['plan'] is None
        if x is not None:
            y, n = one['value'], len(x)
            assert near(one['crps'], fair(x, y), 1e-5), (one, fair(x, y))
            low, high = (x < y).sum() / (n + 1), ((x <= y).sum() + 1) / (n + 1)
            assert low <= one['transform'] <= high
            for q, key in ((0.05, 'q05'), (0.25, 'q25'), (0.5, 'q50'), (0.75, 'q75'), (0.95, 'q95')):
                assert near(one[key], np.sort(x)[math.ceil(q * n - 1e-9) - 1], 1e-5), (key, one)
    return seen

fan = []
every = [one for now in out['days'] for one in check_day(now)]
assert len(fan) > 60
for cell in out['sheet']:  # the table
    own = [one for one in every if (one['of'], one['weeks']) == (cell['of'], cell['weeks'])]
    mean = lambda f, of=None: None if not (of if of is not None else own) else sum(map(f, of if of is not None else own)) / len(of if of is not None else own)
    assert cell['count'] == len(own) > 0
    assert near(cell['crps'], mean(lambda o: o['crps'])) and near(cell['transform'], mean(lambda o: o['transform']))
    assert near(cell['in_50'], mean(lambda o: 0.25 <= o['transform'] <= 0.75)) and near(cell['in_90'], mean(lambda o: 0.05 <= o['transform'] <= 0.95))
    for key in ('straight_line', 'last_weeks', 'plan'):
        told = [o for o in own if o[key] is not None]
        assert near(cell[key], mean(lambda o: abs(o[key] - o['value']), told))
        if 'brier' in cell:
            assert near(cell['brier_' + key], mean(lambda o: ((o[key] < o['limit']) - o['reached']) ** 2, told))
    if 'brier' in cell:
        assert near(cell['brier'], mean(lambda o: (o['probability'] - o['reached']) ** 2))
assert len({(c['of'], c['weeks']) for c in out['sheet']}) == len(out['sheet']) == 3 + 3 + 4 + 4
# the deadlines' outcomes are those of the sheet
done = lambda m, limit: sum(1 for c in codes if rows[c][-1][1][m] and rows[c][-1][1][m] <= limit)
for now in out['days']:
    for row in now['deadlines']:
        limit, m = {'early': ('2026-06-30', 'installed'), 'autumn': ('2026-10-31', 'in_use')}[row['name']]
        if row['reading'] != '95-percent-of-cards':
            assert row['outcome'] == ('met' if done(m, limit) >= (20 if row['reading'] == 'all-municipalities' else 19) else 'missed'), row
        assert not row['known']
PY
/usr/bin/python3 scores.py
grep -q '^Against what the monitoring sheet tells later, over all sites and 3 days' out.txt
grep -q '^  patients of a clinic  *26 ' out.txt && grep -q '^  in_use, days  *to the end ' out.txt
grep -q 'As of 2026-02-10: 0 observations used, 0 rows of the monitoring sheet' out.txt
grep -q '</svg>' scores.svg && /usr/bin/python3 -c 'import xml.dom.minidom as d; d.parse("scores.svg")'

# nothing is taken into use; a sheet with holes only
awk '!/enrolment = \{/' "$config" |
    sed -e '/^uptake = {/,/^};/d' -e 's/after = \["training", "enrolment"\]/after = ["training"]/' \
        -e 's/^    cards = 4000;.*//' -e '/cards = "register/d' >plain.cfg
"$FMKSIM" trace plain.cfg -r 2 --sheet 2026-02-20:2026-12-30 --missing 0.5 >plain.csv
"$FMKSIM" backtest plain.cfg --observations plain.csv --as-of 2026-04-30 "${how[@]}" --json >plain.json || (($? == 3))
/usr/bin/python3 -c "
import json
sheet = json.load(open('plain.json'))['sheet']
assert {c['of'] for c in sheet} == {'installed', 'in_use'} and all(c['straight_line'] is None for c in sheet), sheet"

refuses() { # wanted words, arguments
    local status=0
    "$FMKSIM" backtest "$config" --as-of 2026-04-30 "${how[@]}" "${@:2}" >out 2>err || status=$?
    ((status == 2)) || { echo "exit status $status instead of 2: ${*:2}"; cat err; exit 1; } >&2
    grep -q -- "$1" err || { echo "does not say '$1': ${*:2}"; cat err; exit 1; } >&2
}
refuses 'none is given' --observations plan.csv --picture new.svg
refuses 'scores.svg' --observations sheet.csv --picture scores.svg
refuses 'sheet.csv' --observations sheet.csv --picture sheet.csv --force
refuses 'are of one kind' --observations sheet.csv --observations sheet.csv
{ cat sheet.csv; echo '99,x,2026-06-28,1,,,,'; echo '8,x,2026-12-30,0,,,,'; } >bad.csv
refuses 'code = "99": is no code of a site' --observations bad.csv --picture new.svg
grep -q 'fewer than the' err
[[ ! -e new.svg ]]
echo "backtest on a monitoring sheet: outcomes, scores, table and picture are those of the sheet and the courses"
