#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The page simulates what the program simulates: 200 replications of three programmes, as they are and with a lever
# from a day, nested too, give the same dates bit by bit. The dates that are expected are computed from the results file
# by other code. Skipped where the page was made without the simulation, which takes sources that not everybody can reach.
set -euo pipefail
"$FMKSIM" --version | grep -q 'simulate by themselves$' || {
    "$FMKSIM" --version
    exit 77
}
cp "$SOURCE_DIR/tests/briefing/live.mjs" .
cp "$SOURCE_DIR/analysis/briefing/page/simulation.js" simulation.mjs

cat >expect.py <<'PY'
import json, sys
import h5py, numpy
file = h5py.File(sys.argv[1])
chosen = [dict(one) for one in json.loads(sys.argv[2])]
dates = file["municipality_date"][:]  # scenario, replication, municipality, milestone
cards, expected = file["cards"][:].astype("i8"), file["cards_expected"][:].astype("i8")
monday = int(file["week"][0])
most = (95 * dates.shape[2] + 99) // 100
def when(row):
    return [None if not numpy.isfinite(x) else float(x) for x in row]
for s, one in enumerate(chosen):
    one["dates"] = []
    for r in range(dates.shape[1]):
        row = []
        for m in range(dates.shape[3]):
            ordered = numpy.sort(numpy.where(numpy.isnan(dates[s, r, :, m]), numpy.inf, dates[s, r, :, m]))
            row += [ordered[-1], ordered[most - 1]]
        weeks = numpy.flatnonzero(100 * cards[s, r] >= 95 * expected[s, r])
        row.append(monday + 7 * int(weeks[0]) if len(weeks) else numpy.inf)
        one["dates"].append(when(row))
json.dump(chosen, open(sys.argv[3], "w"))
PY

# compare NAME CONFIGURATION SCENARIOS OPTION…: of SCENARIOS, [{from, sets}], the second is called "lever" in the file.
compare() {
    local name=$1 configuration=$2 scenarios=$3
    shift 3
    "$FMKSIM" run "$configuration" -o "$name.h5" -q --seed 20131103 "$@"
    "$FMKSIM" briefing "$name.h5" -o "$name.html"
    /usr/bin/python3 expect.py "$name.h5" "$scenarios" "$name.json"
    node live.mjs "$name.html" "$name.json" simulation.mjs
}
configs=$SOURCE_DIR/configs
compare fmk "$configs/fmk.cfg" '[{"sets": []}, {"from": "2014-09-01", "sets": ["vendors.kmd.teams=8"]}]' \
    -n 200 --scenario baseline --scenario kmd-8-teams --from 2014-09-01
compare nested "$configs/fmk.cfg" '[{"sets": []}, {"sets": ["swat.teams=0"]}]' \
    --nested 20x10 --scenario baseline --scenario no-swat
compare telekol "$configs/telekol.cfg" '[{"sets": []}]' -n 200
compare fs3 "$configs/fs3.cfg" '[{"sets": []}]' -n 200

# A nowcast: the page goes on from the same pasts, with their futures, as they are and with a lever from the day after.
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" |
    sed 's/^scenarios = ($/&\n    { name = "later"; from = "2026-07-01"; set = ["resources.technicians.capacity=4"]; },/' >clinics.cfg
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a >seen.csv
"$FMKSIM" nowcast clinics.cfg --observations seen.csv --as-of 2026-06-30 -n 640 --futures 2 --sweeps 1:1 --scenario later \
    -o now.h5 -q >now.txt || (($? == 3))
"$FMKSIM" briefing now.h5 -o now.html
/usr/bin/python3 expect.py now.h5 \
    '[{"sets": []}, {"from": "2026-07-01", "sets": ["resources.technicians.capacity=4"]}]' now.json
node live.mjs now.html now.json simulation.mjs
