# SPDX-License-Identifier: GPL-3.0-or-later
# Sites at risk: who is named, how likely, when, why and helped by what, recomputed from the data sets of the file; of
# runs, weights, nested runs and samplers; with no deadline ahead, one site, and nothing that is taken into use.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" |
    sed '/^scenarios = (/a { name = "gloom"; kind = "assumption"; set = ["sites.decision_spread_days=150"]; },
         /^scenarios = (/a { name = "fifth"; from = "2026-07-01"; set = ["resources.technicians.capacity=5"]; },' >clinics.cfg
cat >risk.py <<'END'
import json, math, sys
from statistics import NormalDist
import h5py
import numpy as np

T975 = {2: 12.706, 4: 3.182, 8: 2.365, 40: 2.023}  # Student's t, by the number of groups

def wilson(p, n, z=NormalDist().inv_cdf(0.975)):
    middle, half = (p + z * z / 2 / n) / (1 + z * z / n), z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return max(0, middle - half), min(1, middle + half)

def quantile(x, w, q):
    order = np.argsort(x, kind="stable")
    return x[order][np.searchsorted(np.cumsum(w[order]), q * w.sum() * (1 - 1e-12))]

def near(a, b, what, hair=1e-6):
    assert abs(a - b) < hair, (what, a, b)

def check(path, told):
    file = h5py.File(path)
    text = lambda name: [t.decode() if isinstance(t, bytes) else t for t in file[name][:]]
    names, milestones, scenarios, causes = text("deadline"), text("milestone"), text("scenario"), text("cause")
    kinds, codes = text("scenario_kind"), list(file["municipality"][:])
    epoch = np.datetime64(file.attrs["epoch"])
    day = lambda x: None if not np.isfinite(x) else str(epoch + np.timedelta64(int(math.ceil(x)) - 1, "D"))
    today, weights = scenarios.index("baseline"), file["weight"][scenarios.index("baseline")]
    dates = file["municipality_date"][today].astype(float)
    dates[np.isnan(dates)] = np.inf
    n, total, horizon = len(weights), weights.sum(), float(file.attrs["horizon"])
    alike = n // int(file.attrs["samplers"]) if "samplers" in file.attrs else int(file.attrs.get("replications_per_draw", 1))
    groups = n // alike if alike > 1 else 1
    last = file["last_municipality"][today]
    mean = lambda x: (weights * x).sum() / total
    view = told["view"]
    start = 0 if view is None else float((np.datetime64(view) - epoch).astype(int)) + 1
    for table in told["tables"]:
        m = milestones.index(table["milestone"])
        final = dates[:, :, -1]
        is_last = np.isinf(final) | (last[:, None] == np.arange(len(codes)))
        dated = table["deadline"] is not None
        limit = float((np.datetime64(table["date"]) - epoch).astype(int)) + 1 if dated else np.inf
        if dated:
            assert start < limit
            assert table["date"] == str(epoch + np.timedelta64(int(file["deadline_date"][names.index(table["deadline"])]), "D"))
        miss = np.array([mean(dates[:, s, m] > limit) for s in range(len(codes))])
        lasts = np.array([mean(is_last[:, s]) for s in range(len(codes))])
        late = np.array([mean(np.minimum(dates[:, s, m], horizon)) for s in range(len(codes))])
        keys = [(-miss[s], -late[s], s) if dated else (-lasts[s], -miss[s], -late[s], s) for s in range(len(codes))]
        rounded = [tuple(round(k, 9) for k in key) for key in keys]
        done = [start > 0 and bool(np.all(dates[weights > 0, s, m] <= start)) for s in range(len(codes))]
        wanted = [s for s in sorted(range(len(codes)), key=lambda s: rounded[s])
                  if (miss if dated else lasts)[s] > 0 and not done[s]][:10]
        listed = [codes.index(one["code"]) for one in table["sites"]]
        assert listed == wanted, (table["deadline"], listed, wanted)
        for one, s in zip(table["sites"], listed):
            if dated:
                near(one["missed"], miss[s], "missed")
                late_in = (dates[:, s, m] > limit).astype(float)
                if groups == 1:
                    low, high = wilson(miss[s], total ** 2 / (weights ** 2).sum())
                    near(one["missed_low"], low, "low"), near(one["missed_high"], high, "high")
                elif 0.01 <= miss[s] <= 0.99:
                    w = weights.reshape(groups, alike)
                    shares = (w * late_in.reshape(groups, alike)).sum(1) / w.sum(1)
                    half = T975[groups] * shares.std(ddof=1) / math.sqrt(groups)
                    near(one["missed_low"], max(0, shares.mean() - half), "low", 2e-4)
                    near(one["missed_high"], min(1, shares.mean() + half), "high", 2e-4)
                assert one["missed_low"] <= one["missed"] + 1e-12 and one["missed"] <= one["missed_high"] + 1e-12
            else:
                assert "missed" not in one
            near(one["last"], lasts[s], "last")
            for key, q in (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)):
                assert one[key] == day(quantile(dates[:, s, m], weights, q)), (key, one[key])
            # what it waits for, and the days ahead of it
            open_ones = np.array([next((k for k in range(len(milestones)) if not d[k] <= start), len(milestones)) for d in dates[:, s]])
            share = [mean(open_ones == k) for k in range(len(milestones) + 1)]
            most = int(np.argmax(np.round(share, 9)))
            assert one["waits_for"] == (milestones[most] if most < len(milestones) else None)
            near(one["waits_share"], share[most], "waits")
            before = np.full(n, start)
            for k in range(len(milestones)):
                at = np.minimum(dates[:, s, k], horizon)
                near(one["days_ahead"][k]["days"], mean(np.maximum(0, at - before)), "ahead", 1e-3)
                before = np.maximum(before, at)
            # why it is last, when it is
            rows = (last == s) & (file["last_cause"][today] >= 0) & (weights > 0)
            if rows.sum() < 10:
                assert one["last_cause"] is None
            else:
                shares = np.array([weights[rows & (file["last_cause"][today] == c)].sum() for c in range(len(causes))]) / weights[rows].sum()
                near(one["last_cause_share"], shares.max(), "cause")
                near(shares[causes.index(one["last_cause"])], shares.max(), "cause's name")
            # levers, course by course
            assert [lever["name"] for lever in one["levers"]] == [x for x, k in zip(scenarios, kinds) if k == "lever"]
            best = None
            for lever in one["levers"]:
                other = file["municipality_date"][scenarios.index(lever["name"]), :, s, m].astype(float)
                other[np.isnan(other)] = np.inf
                near(lever["points"], 100 * mean((other <= limit) * 1.0 - (dates[:, s, m] <= limit)), "points", 1e-4)
                cap = lambda x: min(quantile(x, weights, 0.5), horizon)
                near(lever["days_earlier"], cap(dates[:, s, m]) - cap(other), "days", 1e-3)
                low, own = (lever["points_low"], lever["points"]) if dated else (lever["days_low"], lever["days_earlier"])
                if low is not None and low > 0 and (best is None or own > best[0]):
                    best = own, lever["name"]
            assert one["helped_most_by"] == (best and best[1])
    return told["tables"]

told = json.load(open(sys.argv[2]))["sites_at_risk"]
tables = check(sys.argv[1], {"tables": told, "view": sys.argv[3] if len(sys.argv) > 3 else None})
print(len(tables), tables[0]["deadline"], len(tables[0]["sites"]), [one["helped_most_by"] for one in tables[0]["sites"]])
END
recompute() { # FILE [VIEW]
    "$FMKSIM" summary "$1" --json >told.json
    /usr/bin/python3 risk.py "$1" told.json ${2:+"$2"} >said || fail "sites at risk of $1 are not those of the file"
}

# a run with levers, one that helps nobody, an assumption and a deadline for another milestone
"$FMKSIM" run clinics.cfg -n 400 -q -o run.h5 --scenario all
recompute run.h5
grep -q "^1 autumn 10 .*technicians-4" said || fail "no lever helps: $(cat said)"
grep -q 'helped_most_by": "gloom' told.json && fail "an assumption is said to help"
expect 0 '' "$FMKSIM" summary run.h5
says '^At risk: clinics not at in_use by 2026-10-31 \(autumn\), the likeliest first; in baseline$'
says 'waits for installed \(in 100 % of the courses\); [0-9]* of the [0-9]* days ahead go on the way to installed; when it is last, most often by'
says 'technicians-4 helps it most: \+[0-9]* \(\+[0-9]* to \+[0-9]*\) points'
expect 0 '' "$FMKSIM" rank run.h5
says 'Of the 10 likeliest to miss it these are surely helped, in points more than today'
says '^    technicians-4: clinic [0-9]* \+[0-9]* \(.*\), clinic [0-9]* \+.*, clinic [0-9]* \+.* and [0-9]* more$'
says_not '^    slow-start:'
expect 0 '' "$FMKSIM" rank run.h5 --json --scenario fifth
/usr/bin/python3 -c "
import json
d = json.load(open('out'))
assert all([l['name'] for l in s['levers']] == ['fifth'] for s in d['sites_at_risk'][0]['sites'])" || fail "rank --scenario takes other levers"
expect 0 '' "$FMKSIM" summary run.h5 --scenario slow-start --json
/usr/bin/python3 -c "
import json, h5py, numpy as np
site = json.load(open('out'))['sites_at_risk'][0]['sites'][0]
with h5py.File('run.h5') as f:
    s = [t.decode() for t in f['scenario'][:]].index('slow-start')
    dates = f['municipality_date'][s, :, list(f['municipality'][:]).index(site['code']), -1]
assert abs(site['missed'] - np.mean(~(dates <= 304))) < 1e-12 and site['levers'] == []" || fail "a scenario's own sites at risk"

# two deadlines, of different milestones; a nested run
"$FMKSIM" run clinics.cfg --nested 40x10 -q -o nested.h5 --scenario third-technician --scenario baseline \
    --set 'deadlines.early={date="2026-06-15"; milestone="installed"; source="x";}'
recompute nested.h5
grep -q '^2 ' said || fail "two deadlines are not two tables: $(cat said)"

# no deadline ahead: who comes last
"$FMKSIM" run clinics.cfg -n 200 -q -o past.h5 --set as_of=2026-11-30
recompute past.h5 2026-11-30
grep -q '^1 None ' said || fail "with no deadline ahead: $(cat said)"
expect 0 '' "$FMKSIM" summary past.h5
says 'At risk: clinics that come last at in_use, the likeliest first; no deadline is ahead$'
"$FMKSIM" run clinics.cfg -n 100 -q -o done.h5 --set as_of=2026-07-20
recompute done.h5 2026-07-20
"$FMKSIM" run clinics.cfg -n 20 -q -o over.h5 --set as_of=2027-12-30
expect 0 '' "$FMKSIM" summary over.h5
says 'At risk: nobody; all are done'
# nobody is late, one site, nothing that is taken into use
"$FMKSIM" run clinics.cfg -n 20 -q -o easy.h5 --set deadlines.autumn.date=2027-12-31
expect 0 '' "$FMKSIM" summary easy.h5
says 'At risk: in none of the courses is a clinic late for 2027-12-31 \(autumn\)'
"$FMKSIM" run clinics.cfg -n 50 -q -o one.h5 --set sites.count=1 --set deadlines.autumn.date=2026-04-30
recompute one.h5
"$FMKSIM" run "$SOURCE_DIR/configs/five.cfg" -n 100 -q -o five.h5
recompute five.h5
# weights, and samplers
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,2,count,a >facts.csv
for method in weights samplers; do
    "$FMKSIM" nowcast clinics.cfg --observations facts.csv --as-of 2026-05-15 --method $method -n 320 -q \
        --scenario fifth -o $method.h5 --json >nowcast.json 2>err || [ $? = 3 ]
    recompute $method.h5 2026-05-15
    /usr/bin/python3 -c "
import json
assert json.load(open('nowcast.json'))['sites_at_risk'] == json.load(open('told.json'))['sites_at_risk']" || fail "$method: nowcast --json says other sites"
done
finish
