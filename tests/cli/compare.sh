# SPDX-License-Identifier: GPL-3.0-or-later
# Two scenarios of one file: what changes nothing is the same bit by bit, common luck pays, and the command's three forms.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# The configuration has five consultants; corps-5 says so again.
"$FMKSIM" run fmk.cfg -n 40 --seed 3 --scenario baseline --scenario corps-5 --scenario corps-6 -q -o same.h5 2>err ||
    fail "run: $(cat err)"
/usr/bin/python3 - <<'END' || fail "corps-5 is not the base"
import h5py, numpy
with h5py.File("same.h5") as f:
    names = [n.decode() if isinstance(n, bytes) else n for n in f["scenario"][:]]
    assert names == ["baseline", "corps-5", "corps-6"], names
    seen = differ = 0
    for name, data in f.items():
        if not isinstance(data, h5py.Dataset) or name.startswith("scenario") or not data.dims[0].keys():
            continue
        if data.ndim > 1 and data.shape[0] == 3:
            rows = [data[i].tobytes() for i in range(3)]
            assert rows[0] == rows[1], name
            differ += rows[0] != rows[2]
            seen += 1
    assert seen >= 20 and differ >= 10, (seen, differ)
END
expect 0 '' "$FMKSIM" compare same.h5 baseline corps-5
says 'all 98 municipalities at full use +0\.0 \(0\.0 to 0\.0\) +0 % +0 % .* no difference'
says '^40 pairs of replications with the same luck\. A: baseline .* B: corps-5'

# All that is uncertain fixed at its median: chance is all that is left, and common luck takes most of it away.
"$FMKSIM" check fmk.cfg --json >register.json || fail "check --json"
/usr/bin/python3 - >sets <<'END' || fail "the register is not as promised"
import json
for p in json.load(open("register.json"))["parameters"]:
    if p["path"] == "uptake.form":
        print("uptake.form=bass")
    elif p["kind"] == "prior":
        print(f"{p['path']}={p['value']}")
END
sets=()
while read -r line; do sets+=(--set "$line"); done <sets
[ "${#sets[@]}" -gt 20 ] || fail "only ${#sets[@]} arguments fix the parameters"
"$FMKSIM" run fmk.cfg -n 400 "${sets[@]}" --set corps.consultants=4 --scenario baseline --scenario corps-6 -q -o fixed.h5 2>err ||
    fail "run: $(cat err)"
expect 0 '' "$FMKSIM" compare fixed.h5 baseline corps-6 --json
/usr/bin/python3 - <<'END' || fail "common luck does not pay, or the JSON is not as promised"
import json
document = json.load(open("out"))
assert (document["a"], document["b"], document["replications"]) == ("baseline", "corps-6", 400)
row, = [d for d in document["dates"] if (d["milestone"], d["reading"]) == ("M2", "all-municipalities")]
assert row["high"] < 0 and row["earlier"] > 0.2, row  # six instead of four help, and this date feels it
assert row["variance_reduction"] >= 10, row
for d in document["deadlines"]:
    assert abs(d["b"] - d["a"] - d["difference"]) < 1e-12 and d["low"] <= d["difference"] <= d["high"] or d["only_a"] + d["only_b"] > 0
    assert round((d["b"] - d["a"]) * 400) == d["only_b"] - d["only_a"] and 0 <= d["p_value"] <= 1
END

# The table.
expect 0 '' "$FMKSIM" compare fixed.h5 baseline corps-6 --csv x.csv
[ ! -s out ] || fail "--csv prints on standard output"
/usr/bin/python3 - <<'END' || fail "the table is not as promised"
import csv
rows = list(csv.reader(open("x.csv", newline="")))
assert rows[0] == ["kind", "name", "reading", "a", "b", "difference", "low", "high"]
assert {r[0] for r in rows[1:]} == {"date", "deadline", "items", "amount"} and all(len(r) == 8 for r in rows)
END
expect 2 'x\.csv exists already; --force replaces it' "$FMKSIM" compare fixed.h5 baseline corps-6 --csv x.csv
expect 0 '' "$FMKSIM" compare fixed.h5 baseline corps-6 --csv x.csv --force

# What goes wrong.
expect 2 'the file holds no scenario "corps-7"; did you mean "corps-6"\?' "$FMKSIM" compare fixed.h5 baseline corps-7
expect 2 'a results file and two of its scenarios are wanted' "$FMKSIM" compare fixed.h5 baseline
expect 2 "'corps-6' is too much" "$FMKSIM" compare fixed.h5 baseline baseline corps-6
expect 1 'nowhere\.h5: cannot open' "$FMKSIM" compare nowhere.h5 a b
echo rubbish >rubbish.h5
expect 1 'rubbish\.h5' "$FMKSIM" compare rubbish.h5 a b
finish
