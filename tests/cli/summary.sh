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
                site, milestone = codes.index(event["municipality"]), milestones.index(event["activity"])
                assert abs(dates[scenario, 11, site, milestone] - event["time"]) < 1e-3
                reached += 1
        assert reached == sum(not math.isnan(d) for d in dates[scenario, 11].flatten()) > 98
END
finish
