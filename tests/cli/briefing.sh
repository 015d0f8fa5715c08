#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim briefing: the same numbers as summary --csv, figures without a browser, and how it refuses.
set -euo pipefail

fails() { # wanted exit status, wanted words on standard error, command
    local status=0
    "${@:3}" >out 2>err || status=$?
    ((status == $1)) || { echo "exit status $status instead of $1: ${*:3}"; cat err; exit 1; } >&2
    grep -q -- "$2" err || { echo "does not say '$2': ${*:3}"; cat err; exit 1; } >&2
}

config=$SOURCE_DIR/configs/fmk.cfg seen=$SOURCE_DIR/configs/observations.csv
"$FMKSIM" run "$config" -n 60 --scenario baseline --scenario corps-4 --scenario corps-6 --scenario bass -o study.h5 -q
"$FMKSIM" run "$config" -n 40 --seed 2 -o other.h5 -q
"$FMKSIM" summary study.h5 --csv tables
"$FMKSIM" briefing study.h5 other.h5 --observations "$seen" -o page.html
[[ -z $(find . -name "*.fmksim-*") ]]
if grep -qF "$SOURCE_DIR" page.html; then echo "the page tells where the configuration lies" >&2; exit 1; fi
grep -qF 'fmksim run fmk.cfg -n 60' page.html

# In a nested run a group of draws is worth so many draws, not replications, and holds whole ones.
"$FMKSIM" run "$config" --nested 30x20 -o nested.h5 -q
"$FMKSIM" briefing nested.h5 -o nested.html
/usr/bin/python3 - <<'PY'
import json, math, re
data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', open('nested.html').read(), re.S).group(1))
wider = []
for parameter in data['decides']['parameters']:
    for chances in parameter['chances']:
        for (p, low, high), (_, _, count) in zip(chances, parameter['groups']):
            assert count % 20 == 0, (parameter['name'], count)
            if 0.2 < p < 0.8:
                wider.append((high - low) / (2 * 1.96 * math.sqrt(p * (1 - p) / count)))
assert len(wider) > 20 and sorted(wider)[len(wider) // 2] > 1.5, (len(wider), sorted(wider)[len(wider) // 2])
PY

# What the page holds is what summary tells; and a few identities that must hold within it.
cat >compare.py <<'PY'
import csv, datetime, json, math, re
import h5py, numpy
page = open('page.html', encoding='utf-8').read()
data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S).group(1))
day = lambda d: '' if d is None else str(datetime.date(1970, 1, 1) + datetime.timedelta(d))
rows = lambda name: list(csv.DictReader(open(f'tables/{name}.csv', encoding='utf-8', newline='')))
scenarios = {s['name']: s for s in data['scenarios']}
readings = ['all-municipalities', '95-percent-of-municipalities', '95-percent-of-cards']
checked = 0
for row in rows('deadlines'):
    s = scenarios[row['scenario']]
    d = [x['name'] for x in data['deadlines']].index(row['name'])
    (mine,) = [x for x in s['deadlines'] if x['deadline'] == d and readings[x['reading']] == row['reading']]
    assert day(data['deadlines'][d]['day']) == row['date'], row
    for key, column in (('p', 'probability'), ('low', 'low'), ('high', 'high')):
        assert math.isclose(mine[key], float(row[column]), abs_tol=1e-9), (row, mine)
    checked += 1
for row in rows('milestones'):
    s = scenarios[row['scenario']]
    m = [x['name'] for x in data['milestones']].index(row['name']) if row['name'] else -1
    (mine,) = [x for x in s['milestones'] if x['milestone'] == m and readings[x['reading']] == row['reading']]
    assert [day(x) for x in mine['q']] == [row[q] for q in ('q10', 'q50', 'q80', 'q90')], (row, mine)
    checked += 1
for row in rows('sites_done'):
    s = scenarios[row['scenario']]
    d = [x['name'] for x in data['deadlines']].index(row['name'])
    (mine,) = [x for x in s['done'] if x['deadline'] == d]
    assert [mine[q] for q in ('q10', 'q50', 'q90')] == [float(row[q]) for q in ('q10', 'q50', 'q90')], (row, mine)
    checked += 1
assert checked >= 4 * (14 + 9 + 5), checked

base, study = scenarios['baseline'], data['study']
n = study['replications']
for d, deadline in enumerate(data['deadlines']):
    chances = base['courses']['on_time'][d]
    assert len(chances) == study['sites'] == 98 and all(0 <= p <= 1 for p in chances)
    (whole,) = [x['p'] for x in base['deadlines'] if x['deadline'] == d and x['reading'] == 0]
    assert whole <= min(chances) + 1e-12, 'all are done only when each one is'
    done = [x for x in base['done'] if x['deadline'] == d][0]
    assert 0.5 * done['q50'] - 1e-9 <= sum(chances) <= 0.9 * done['q90'] + 9.8 + 1e-9, 'Markov, of the municipalities in time'
for s in data['scenarios']:
    for a in s['courses']['arrivals']:
        assert math.isclose(sum(a['n']) + a['never'], n) and len(a['dots']) == 20
    pair = s['paired']
    for d, r, difference, low, high in pair['deadlines'] if pair else []:
        p = {(x['deadline'], x['reading']): x['p'] for x in s['deadlines']}
        q = {(x['deadline'], x['reading']): x['p'] for x in base['deadlines']}
        assert math.isclose(difference, p[d, r] - q[d, r], abs_tol=1e-9) and low <= high
    for fan in s['courses']['sites'].values():
        for week in zip(*fan['q']):
            assert list(week) == sorted(week)
        assert all(list(q) == sorted(q) for q in fan['q']), 'sites never go back'
# Sites over time, told anew from the dates in the file: those that are never done are in no week.
file = h5py.File('study.h5')
units = file['municipality_date'].attrs['units']
epoch = datetime.date.fromisoformat((units.decode() if isinstance(units, bytes) else units).split()[-1])
monday, never = study['monday'] - (epoch - datetime.date(1970, 1, 1)).days, 0
for i, name in enumerate(x['name'] for x in data['milestones']):
    dates, fan = file['municipality_date'][0, :, :, i], base['courses']['sites'].get(name)
    for w in range(len(fan['q'][0]) if fan else 0):
        done = sorted((dates <= monday + 7 * (fan['from'] + w)).sum(axis=1))
        for level, q in zip((0.05, 0.25, 0.5, 0.75, 0.95), fan['q']):
            assert q[w] == done[math.ceil(level * n - 1e-9) - 1], (name, w, level, q[w])
    never += int(numpy.isnan(dates).sum()) if fan else 0
assert never > 0, 'some site is never done'
v = data['decides']['verdicts']
for parameter in data['decides']['parameters']:
    sizes = [g[2] for g in parameter['groups']]
    assert sum(sizes) == n
    for k, verdict in enumerate(v):
        p = sum(size * c[0] for size, c in zip(sizes, parameter['chances'][k])) / n
        assert math.isclose(p, 1 - verdict['late'], abs_tol=1e-9), 'thirds make the whole'
# what each scenario gains, how its dates differ, and the groups, against the numbers beside them
ranked = 0
for question in data['ranks']['questions']:
    p = {name: x['p'] for name, s in scenarios.items() for x in s['deadlines'] if (x['deadline'], x['reading']) == (question['deadline'], question['reading'])}
    for scenario, kind, chance, points, low, high, *_ in question['rows']:
        name = data['scenarios'][scenario]['name']
        assert math.isclose(chance, p[name], abs_tol=1e-9) and math.isclose(points, p[name] - p['baseline'], abs_tol=1e-9), (name, chance)
        assert low <= points <= high
        ranked += 1
assert ranked >= 4 * 10, ranked
for s in data['scenarios'][1:]:
    for milestone, reading, earlier, later, dots in s['spread']:
        assert len(dots) == 20 and dots == sorted(dots) and 0 <= earlier + later <= 1 + 1e-9
        assert abs(sum(d < 0 for d in dots) / 20 - earlier) <= 0.05 + 1e-9, (s['name'], earlier, dots)
assert len(data['pairs']) == 3 and [(x['a'], x['b']) for x in data['pairs']] == [(1, 2), (1, 3), (2, 3)]
regions = data['groups']['regions']
for d in range(len(data['deadlines'])):
    chances = base['courses']['on_time'][d]
    assert math.isclose(sum(n * each for n, (_, each) in zip(regions['sites'], regions['in_time'][d])), sum(chances), abs_tol=1e-6)
    (whole,) = [x['p'] for x in base['deadlines'] if x['deadline'] == d and x['reading'] == 0]
    for groups in (data['groups']['regions'], data['groups']['vendors']):
        assert all(whole - 1e-9 <= all_of <= each + 1e-9 for all_of, each in groups['in_time'][d]), 'all are done only when each group is'
assert sum(regions['sites']) == 98 and all(0 < share <= 1 for vendor, share in filter(None, data['groups']['customers']))

levers = {l['path']: l for l in data['configuration']['levers']}
assert [x['value'] for x in levers['corps.consultants']['points']] == [4, 5, 6]
assert [x['scenario'] for x in levers['corps.consultants']['points']] == [1, 0, 2]
assert [x['value'] for x in levers['uptake.form']['points']][1:] == ['bass']
assert len(data['observations']) > 10 and len(data['others']) == 1 and data['others'][0]['study']['replications'] == 40
undated = [o for o in data['observations'] if o['from'] is None]
assert [o['quantity'] for o in undated] == ['cards_per_week_usual'] and undated[0]['known_from'] is not None
assert len(data['configuration']['register']) > 200
PY
/usr/bin/python3 compare.py

# the comparison sees a difference
sed -i '2s/,0\.[0-9]*\|,0,/,0.123456,/' tables/deadlines.csv
! /usr/bin/python3 compare.py 2>/dev/null || { echo 'compare.py does not see a changed number' >&2; exit 1; }

# --json prints the same document
"$FMKSIM" briefing study.h5 other.h5 --observations "$seen" --json >data.json
"$FMKSIM" summary study.h5 --json >summary.json
/usr/bin/python3 - <<'PY'
import json, re
page = open('page.html', encoding='utf-8').read()
inside = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S).group(1))
outside = json.load(open('data.json', encoding='utf-8'))
assert inside.keys() == outside.keys() and inside['municipalities'] == outside['municipalities'] and inside['study'] == outside['study']

# what is lost against the plan is what the summary says
amounts = json.load(open('summary.json', encoding='utf-8'))['scenarios'][0]['amounts']
lost = outside['scenarios'][0]['lost']
for kind, name in (('items', 'item_years_lost'), ('sites', 'site_months_lost')):
    assert lost[kind]['q50'] > 0
    assert all(abs(lost[kind][q] - amounts[name][q]) <= 1e-3 * (1 + amounts[name][q]) for q in ('q10', 'q50', 'q90')), (lost, amounts)
PY

# figures without a browser
"$FMKSIM" briefing study.h5 --lang da --figures figures
for name in how-sure twenty-courses sites-M1 sites-M2 items map vendors regions last-one corps causes assumptions scenarios; do
    head -c 5 "figures/$name.svg" | grep -q '<?xml'
    head -c 8 "figures/$name.png" | grep -q PNG
    head -c 5 "figures/$name.pdf" | grep -q '%PDF'
    /usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "figures/$name.svg"
    ! grep -q 'var(--\|NaN' "figures/$name.svg"
done
[[ -z $(find figures -name '*.fmksim-*') ]]
grep -q '<title>Kommuner ved fuld ibrugtagning' figures/sites-M2.svg
grep -q 'fmksim [^<]*, startværdi 1, 60 simulerede forløb' figures/sites-M2.svg # what stands alone says where it is from
fails 2 'holds figures already' "$FMKSIM" briefing study.h5 --figures figures
"$FMKSIM" briefing study.h5 --figures figures --force

# A link under a figure's name is refused, one under its part's name is not followed.
echo mine >victim
ln -sf ../victim figures/sites-M2.svg
ln -s ../victim figures/sites-M2.png.fmksim-part
fails 2 'which is never replaced' "$FMKSIM" briefing study.h5 --figures figures --force
rm figures/sites-M2.svg
"$FMKSIM" briefing study.h5 --figures figures --force
[[ $(<victim) == mine && ! -L figures/sites-M2.png && -z $(find figures -name '*.fmksim-*') ]]
mkdir bare && ln -s "$(command -v node)" bare/node
fails 1 'librsvg2-bin' env PATH="$PWD/bare" "$FMKSIM" briefing study.h5 --figures more
fails 1 'Node.js 18 or newer' env PATH=/nonexistent "$FMKSIM" briefing study.h5 --figures more
[[ ! -e more ]]

# refusals: nothing is written
fails 2 'page.html exists' "$FMKSIM" briefing study.h5 -o page.html
"$FMKSIM" briefing study.h5 -o page.html --force
fails 2 'neither da nor en' "$FMKSIM" briefing study.h5 -o new.html --lang de
fails 2 'results file is missing' "$FMKSIM" briefing -o new.html
fails 2 'where to' "$FMKSIM" briefing study.h5
fails 1 'missing.h5' "$FMKSIM" briefing missing.h5 -o new.html
fails 2 'cannot be read' "$FMKSIM" briefing study.h5 -o new.html --observations missing.csv
head=date_from,date_to,quantity,scope,value,known_from,error,kind,source
day=2015-01-01
broken() { printf '%s\n' "${@:2}" >seen.csv && fails 2 "seen.csv:$1" "$FMKSIM" briefing study.h5 -o new.html --observations seen.csv; }
broken '1: column "value" is missing' 'a,b'
broken '2: date_from = "yesterday": is no day' "$head" "yesterday,$day,cards,national,1,$day,1,count,"
broken '2: date_to = "2015-01-01": is before' "$head" "2015-01-02,$day,cards,national,1,$day,1,count,"
broken '3: value = "many": is no number' "$head" "$day,$day,cards,national,1,$day,1,count," "$day,$day,teams,national,many,$day,1,count,"
broken '2: has 2 fields' "$head" "$day,$day"
broken '2: is no UTF-8' "$head" "$day,$day,cards,national,1,$day,1,count,"$'\xff'
broken '3: kind = "about"' "$head" "$day,$day" "$day,$day,cards,national,1,$day,1,about,"
grep -q 'seen.csv:2: has 2 fields' err # all at once
fails 1 'cannot' "$FMKSIM" briefing study.h5 -o /nonexistent/new.html
[[ ! -e new.html ]]
echo "briefing: told as summary tells, drawn, and refused as it should"
