#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The briefing in a real browser: ten scenarios, hostile names, both languages and themes, keyboard, downloads, paper.
# Needs Chromium (CHROMIUM, default /usr/bin/chromium); playwright-core and axe-core come from npm.
set -euo pipefail

scenarios=()
for name in baseline corps-3 corps-4 corps-6 corps-8 bass learning deadline-rush no-swat no-slip; do
    scenarios+=(--scenario "$name")
done
"$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" --set as_of=2015-10-06 -n 150 "${scenarios[@]}" -o ten.h5 -q
"$FMKSIM" briefing ten.h5 --observations "$SOURCE_DIR/configs/observations.csv" --lang da -o page.html

# Seen from the plan's own day: levers that are still levers.
"$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" -n 300 --scenario baseline --scenario kmd-8-teams --scenario no-swat \
    --scenario kmd-teams-6 --scenario no-slip -o ranked.h5 -q
"$FMKSIM" briefing ranked.h5 -o ranked.html

# A study whose texts try to get out: of the script element, of markup, of the reading direction.
cp "$SOURCE_DIR/configs/fmk.cfg" "$SOURCE_DIR/configs/municipalities.csv" .
hostile='</script><script>document.title=1</script><img src=x onerror=alert(1)> & \"æøå\" 😀 \u202eRTL ]]> <!-- @@DATA@@'
python3 - "$hostile" <<'PY'
import re, sys
text = sys.argv[1].replace('\\u202e', '\u202e')
config = open('fmk.cfg', encoding='utf-8').read()
config = re.sub(r'^title = ".*?";', lambda _: f'title = "{text}";', config, flags=re.M)
config = config.replace('name = "Avaleo";', f'name = "{text}";')
config = config.replace('scenarios = (', 'scenarios = (\n    { name = "nothing"; set = []; },')
config = config.replace('title = "no task force"', f'title = "{text}"')
open('fmk.cfg', 'w', encoding='utf-8').write(config)
sites = open('municipalities.csv', encoding='utf-8').read().replace('Ballerup', '"' + text.replace('\\"', '""') + '"')
open('municipalities.csv', 'w', encoding='utf-8').write(sites)
PY
"$FMKSIM" run fmk.cfg -n 60 --scenario baseline --scenario no-swat --scenario corps-6 -o hostile.h5 -q
"$FMKSIM" briefing hostile.h5 -o hostile.html

# Programmes of other kinds; the one has outlines of its own, of all utilities but the last.
cp "$SOURCE_DIR"/configs/meters.c* .
sed -i 's/file = "meters.csv";/& outlines = "grid.geojson";/' meters.cfg
python3 - <<'PY'
import json
def square(code):
    x, y = 10 + code % 4, 56 - code // 4
    return [[x, y], [x + 0.9, y], [x + 0.9, y + 0.9], [x, y + 0.9], [x, y]]
features = [{'type': 'Feature', 'id': code, 'properties': {}, 'geometry': {'type': 'Polygon', 'coordinates': [square(code)]}}
            for code in range(1, 12)]
json.dump({'type': 'FeatureCollection', 'features': features}, open('grid.geojson', 'w'))
PY
"$FMKSIM" run meters.cfg -n 60 --scenario all -o meters.h5 -q
"$FMKSIM" briefing meters.h5 -o meters.html
"$FMKSIM" run "$SOURCE_DIR/configs/schools.cfg" -n 60 --scenario all -o schools.h5 -q
"$FMKSIM" briefing schools.h5 -o schools.html

cp "$SOURCE_DIR"/tests/briefing/{package.json,package-lock.json,browser.mjs,choices.mjs,numbers.mjs,page.mjs,strange.mjs,tasks.mjs,weeks.mjs} .
npm ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error
node page.mjs page.html hostile.html ranked.html
node strange.mjs schools.html=0 meters.html=11

# Numbers of pages of several kinds, in their own words: a nowcast's among them.
for name in ranked ten; do
    "$FMKSIM" summary "$name.h5" --json >"$name.summary"
    "$FMKSIM" rank "$name.h5" --json >"$name.rank"
done
told=(ranked.html ranked.summary ranked.rank page.html ten.summary ten.rank)
for name in plan-2013 telekol; do
    "$FMKSIM" run "$SOURCE_DIR/configs/$name.cfg" -n 80 --scenario all -o "$name.h5" -q
    "$FMKSIM" briefing "$name.h5" -o "$name.html"
    "$FMKSIM" summary "$name.h5" --json >"$name.summary"
    told+=("$name.html" "$name.summary" -)
done
"$FMKSIM" summary schools.h5 --json >schools.summary
told+=(schools.html schools.summary -)
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >clinics.cfg
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a >seen.csv
"$FMKSIM" nowcast clinics.cfg --observations seen.csv --as-of 2026-06-30 -n 640 --futures 2 --sweeps 1:1 -o now.h5 -q \
    --json >now.summary || (($? == 3))
"$FMKSIM" briefing now.h5 -o now.html
"$FMKSIM" trace clinics.cfg -r 7 --seed 3 --sheet 2026-01-01:2026-12-30 --missing 0.1 >sheet.csv
"$FMKSIM" nowcast clinics.cfg --observations sheet.csv --as-of 2026-05-24 -n 80 --samplers 4 --sweeps 1:1 -o sheet.h5 -q \
    --scenario third-technician --scenario technicians-4 --from 2026-05-25 --json >sheet.summary || (($? == 3))
"$FMKSIM" briefing sheet.h5 -o sheet.html
node numbers.mjs "${told[@]}" now.html now.summary - sheet.html sheet.summary -
node weeks.mjs sheet.html sheet.csv 2026-05-24
