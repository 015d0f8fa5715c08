#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim backtest: what was seen later is scored, what was known is not; baselines are what anybody would draw; the
# probability of a deadline goes to what came of it.
set -euo pipefail

config=$PWD/clinics.cfg
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >"$config"
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    plan_installed_sites,national,2026-02-01,2026-02-01,2026-01-01,0,,plan,a \
    plan_installed_sites,national,2026-06-01,2026-06-01,2026-01-01,20,,plan,a \
    installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a \
    installed_sites,national,2026-05-31,2026-05-31,2026-05-31,13,1,rounded,a \
    in_use_sites,national,2026-11-15,2026-11-15,2026-11-15,19,0,exact,a >seen.csv

"$FMKSIM" backtest "$config" --observations seen.csv --as-of 2026-03-31 --as-of 2026-04-30 --as-of 2026-05-31 -n 320 \
    --json -q >out.json || (($? == 3))
"$FMKSIM" backtest "$config" --observations seen.csv --as-of 2026-04-30 -n 320 -q >out.txt || (($? == 3))
/usr/bin/python3 - <<'PY'
import json
days = json.load(open('out.json'))['days']
assert [d['used'] for d in days] == [0, 1, 2]
assert [len(d['observations']) for d in days] == [3, 2, 1]
april = next(o for o in days[1]['observations'] if o['date'] == '2026-05-31')
# 8 sites after 119.5 days of the year, so many more after 150; the plan has all by 1 June
first, then = 119, 150
assert abs(april['straight_line'] - 8 * then / first) < 0.2, april
assert abs(april['plan'] - 20 * 119 / 120) < 1e-9 and april['last_weeks'] is None
assert april['q05'] <= april['q50'] <= april['q95'] and 0 <= april['transform'] <= 1 and april['crps'] > 0
# the deadline was missed: 19 of 20 a fortnight later
for day in days:
    row = next(r for r in day['deadlines'] if r['reading'] == 'all-municipalities')
    assert row['outcome'] == 'missed' and not row['known'] and row['low'] <= row['probability'] <= row['high']
PY
grep -q 'Probability of each deadline as of' out.txt && grep -q 'missed' out.txt && grep -q 'Brier score' out.txt

status=0
"$FMKSIM" backtest "$config" --observations seen.csv --as-of 2026-05-31 --as-of 2026-04-30 2>err || status=$?
((status == 2)) && grep -q 'is not after the day before it' err
status=0
"$FMKSIM" backtest "$config" --observations seen.csv 2>err || status=$?
((status == 2)) && grep -q 'as-of DATE is missing' err
echo "backtest: what came, against what was said"
