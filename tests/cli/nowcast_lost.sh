#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim nowcast: samplers that find nothing are told, in the text, the JSON and by the exit code.
set -euo pipefail
export SOURCE_DATE_EPOCH=1400000000

awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >clinics.cfg
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a \
    cards,national,2026-05-31,2026-05-31,2026-06-30,900,10,rounded,a \
    cards,national,2026-06-30,2026-06-30,2026-06-30,1500,10,rounded,a >seen.csv
# Hardly any sweeps of hardly any courses: of some seeds some samplers of one form find nothing, of others all of them.
nowcast() {
    "$FMKSIM" nowcast clinics.cfg --set 'uptake.form="drawn"' --set "uptake.weights={learning=1;$1=1;}" \
        --observations seen.csv --as-of 2026-06-30 -q --samplers 4 -n 320 --sweeps 1:0 --force -o x.h5 "${@:2}"
}

cat >check.py <<'PY'
import json, sys
told, text, err, some = json.load(open('x.json')), open('x.txt').read(), open('x.err').read(), 0
for form in told['forms']:
    lost = form['lost']
    assert (f"(nothing found by {lost} of 4 samplers)" in text) == (lost > 0), form
    assert (form['log_evidence'] is None) == (lost == 4), form
    if 0 < lost < 4 and form['weight'] >= 0.01:
        what = f"{lost} of 4 samplers have found no course of the uptake's form '{form['form']}' that fits"
        assert not told['trusted'] and what in told['lost'] and f'Not to be trusted: {what}.' in text and what in err
        some += 1
assert ('lost' in told) == (some > 0) == ('Not to be trusted' in text)
sys.exit(0 if some else 9)
PY

found=0
for seed in {1..20}; do
    status=0
    nowcast bass --seed "$seed" --json >x.json 2>x.err || status=$?
    [[ -s x.json ]] || continue # a whole group has found nothing
    ((status == 3))
    nowcast bass --seed "$seed" >x.txt 2>x.err || (($? == 3))
    /usr/bin/python3 check.py || { (($? == 9)) && continue; exit 1; }
    found=1
    break
done
((found == 1))
