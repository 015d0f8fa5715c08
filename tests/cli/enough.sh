# SPDX-License-Identifier: GPL-3.0-or-later
# `run --precision` stops when every probability is known well enough and gives the file that the same number of replications
# would; `run --nested` tells what we do not know from chance; `sensitivity` tells what decides.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"
export SOURCE_DATE_EPOCH=1000000000

expect 0 'replications of each scenario' "$FMKSIM" run fmk.cfg --precision 0.05 -o p.h5
n=$(sed -n 's/^\([0-9]*\) replications of each scenario.*/\1/p' err)
"$FMKSIM" run fmk.cfg -n "$n" -o same.h5 -q || fail "run: $(cat err)"
/usr/bin/python3 - <<'END' || fail "a run to a precision is not the run of as many replications"
import h5py, numpy
a, b = h5py.File("p.h5"), h5py.File("same.h5")
for name in a:
    if isinstance(a[name], h5py.Dataset) and a[name].dtype.kind in "fiu":
        assert numpy.array_equal(a[name][()], b[name][()], equal_nan=a[name].dtype.kind == "f"), name
wide = a["deadline_probability_high"][()] - a["deadline_probability_low"][()]
assert numpy.nanmax(wide) <= 2 * 0.05
END
expect 0 'finished already' "$FMKSIM" run fmk.cfg --precision 0.05 -o p.h5 --resume
expect 3 'not reached within 200' "$FMKSIM" run fmk.cfg --precision 0.01 -n 200 -o short.h5
expect 0 'replications of each scenario' "$FMKSIM" run fmk.cfg --precision 0.1:95-percent-of-cards -o cards.h5
expect 2 'no reading' "$FMKSIM" run fmk.cfg --precision 0.1:all -o x.h5
expect 2 'above 0 and below 0.5' "$FMKSIM" run fmk.cfg --precision 0 -o x.h5
expect 2 'no shards' "$FMKSIM" run fmk.cfg --precision 0.1 --shard 1/2 -o x.h5

"$FMKSIM" run fmk.cfg --nested 40x5 -o nested.h5 >out 2>err || fail "run: $(cat err)"
says 'over our assumptions'
expect 0 'nested: [0-9]* draws' "$FMKSIM" run fmk.cfg --nested auto -n 200 -o auto.h5
expect 2 'form KxN' "$FMKSIM" run fmk.cfg --nested 40 -o x.h5
expect 2 '2 at least' "$FMKSIM" run fmk.cfg --nested 40x1 -o x.h5
/usr/bin/python3 - <<'END' || fail "replications of a group do not share their parameters"
import h5py, numpy
file = h5py.File("nested.h5")
drawn = file["parameters"][0]
names = [n.decode() for n in file["parameter"][:]]
groups = drawn.reshape(40, 5, -1)
assert numpy.array_equal(groups, groups[:, :1].repeat(5, axis=1))
assert len(numpy.unique(groups[:, 0, names.index("uptake.base_week")])) == 40
END

expect 0 '' "$FMKSIM" sensitivity same.h5
says 'uptake.form'
expect 0 '' "$FMKSIM" sensitivity same.h5 --deadline mid-2016 --reading 95-percent-of-municipalities --json
/usr/bin/python3 - <<'END' || fail "the JSON of sensitivity is not as promised"
import json
told = json.load(open("out"))
assert told["deadline"] == "mid-2016" and told["reading"] == "95-percent-of-municipalities"
orders = [p["first_order"] for p in told["parameters"]]
assert orders == sorted(orders, reverse=True) and len(orders) > 10
assert all(0 <= s["criticality"] <= 1.000001 for s in told["activities"])
assert abs(sum(s["criticality"] for s in told["causes"]) - 1) < 1e-6
END
expect 2 'no such deadline' "$FMKSIM" sensitivity same.h5 --deadline never
expect 2 'no scenario' "$FMKSIM" sensitivity same.h5 --scenario never
"$FMKSIM" run fmk.cfg -n 20 -o few.h5 -q || fail "run: $(cat err)"
expect 2 'too few' "$FMKSIM" sensitivity few.h5
finish
