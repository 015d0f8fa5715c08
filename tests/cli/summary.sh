# SPDX-License-Identifier: GPL-3.0-or-later
# A summary in its three forms, of a file that `run` has just made; and trace tells the very replications of that file.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

"$FMKSIM" run fmk.cfg -n 12 --seed 7 --scenario baseline --scenario corps-0 --quiet -o x.h5 >out 2>err || fail "run: $(cat err)"
expect 0 '' "$FMKSIM" summary x.h5
says 'end-2015'
expect 0 '' "$FMKSIM" summary x.h5 --json
/usr/bin/python3 - <<'END' || fail "the JSON summary is not as promised"
import json
summary = json.load(open("out"))
assert summary["replications"] == 12 and summary["seed"] == 7
assert [s["name"] for s in summary["scenarios"]] == ["baseline", "corps-0"]
for scenario in summary["scenarios"]:
    for deadline in scenario["deadlines"]:
        assert 0 <= deadline["low"] <= deadline["probability"] <= deadline["high"] <= 1
END
expect 0 '' "$FMKSIM" summary x.h5 --csv tables
[ ! -s out ] || fail "--csv alone prints, too"
[ -s tables/deadlines.csv ] && [ -s tables/milestones.csv ] || fail "tables are missing"
cp tables/deadlines.csv first.csv
expect 2 'tables' "$FMKSIM" summary x.h5 --csv tables
expect 0 '' "$FMKSIM" summary x.h5 --csv tables --force
cmp -s first.csv tables/deadlines.csv || fail "the same tables differ"
expect 1 'not' "$FMKSIM" summary x.h5 --csv fmk.cfg/tables
"$FMKSIM" summary x.h5 >/dev/full 2>err && fail "a full disk is a success"
grep -q 'cannot write to standard output' err || fail "a full disk is not told"
head -c 20000 x.h5 >broken.h5
expect 1 '^fmksim: broken\.h5: ' "$FMKSIM" summary broken.h5

# What was lost against the plan, what it cost, and both cost and date.
expect 0 '' "$FMKSIM" summary x.h5 --budget 40
says '^  Of a course, against mid-2015 '
says '^  card-years lost '
says '^  municipality-months lost '
says '^  cost, person-years '
says_not '^  their value'
says '^  At a cost of 40 person-years at most '
expect 0 '' "$FMKSIM" summary x.h5 --budget 40 --json
/usr/bin/python3 - <<'END' || fail "amounts and budget are not those of the file"
import h5py, json
import numpy as np
scenario = json.load(open("out"))["scenarios"][0]
with h5py.File("x.h5") as file:
    cost, lost = file["cost"][0].astype(float), file["item_years_lost"][0].astype(float)
    date = file["national_date"][0, :, -1]
    limit = 1277  # the midnight that ends 2016-06-30, from 2013-01-01
assert abs(scenario["amounts"]["item_years_lost"]["mean"] - lost.mean()) < 1e-6 * lost.mean()
assert abs(scenario["amounts"]["cost"]["q50"] - np.sort(cost)[(len(cost) + 1) // 2 - 1]) < 1e-9 and "value_lost" not in scenario["amounts"]
row = [r for r in scenario["within_budget"] if r["name"] == "mid-2016" and r["reading"] == "all-municipalities"][0]
assert abs(row["both"] - np.mean((date <= limit) & (cost <= 40))) < 1e-12
assert abs(row["within_budget"] - np.mean(cost <= 40)) < 1e-12 and abs(row["on_time"] - np.mean(date <= limit)) < 1e-12
END
expect 2 'no number' "$FMKSIM" summary x.h5 --budget much
"$FMKSIM" run fmk.cfg -n 20 -q -o free.h5 --set 'costs=()'
expect 2 'nothing costs anything' "$FMKSIM" summary free.h5 --budget 40
expect 0 '' "$FMKSIM" summary free.h5
says_not '^  cost'
expect 0 '' "$FMKSIM" compare x.h5 baseline corps-0
says '^  card-years lost .* \('

for scenario in baseline corps-0; do
    expect 0 '' "$FMKSIM" trace fmk.cfg -r 11 --seed 7 --scenario "$scenario" --json
    mv out "trace-$scenario"
done
/usr/bin/python3 - <<'END' || fail "trace tells another replication than the one in the file"
import h5py, json, math
with h5py.File("x.h5") as file:
    codes = list(file["municipality"][:])
    dates = file["municipality_date"]
    milestones = [m.decode() for m in file["milestone"][:]]
    for scenario, name in enumerate(["baseline", "corps-0"]):
        reached = 0
        for event in json.load(open("trace-" + name))["events"]:
            if event["what"] == "milestone":
                site, milestone = codes.index(event["site"]), milestones.index(event["activity"])
                assert abs(dates[scenario, 11, site, milestone] - event["time"]) < 1e-3
                reached += 1
        assert reached == sum(not math.isnan(d) for d in dates[scenario, 11].flatten()) > 98
END
finish
