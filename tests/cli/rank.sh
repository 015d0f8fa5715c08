# SPDX-License-Identifier: GPL-3.0-or-later
# All scenarios of a file in one table: its three forms, which scenarios, and what goes wrong.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

"$FMKSIM" run fmk.cfg -n 60 --seed 3 --scenario baseline --scenario corps --scenario no-slip --scenario kmd-8-teams \
    --scenario no-push -q -o all.h5 2>err || fail "run: $(cat err)"
/usr/bin/python3 - <<'END' || fail "the file does not keep the kinds"
import h5py
with h5py.File("all.h5") as f:
    names, kinds = ([x.decode() if isinstance(x, bytes) else x for x in f[n][:]] for n in ("scenario", "scenario_kind"))
    kind = dict(zip(names, kinds))
    assert kind["baseline"] == "baseline" and kind["corps-3"] == "lever" and kind["no-slip"] == "assumption", kind
END
expect 0 '' "$FMKSIM" rank all.h5 --deadline mid-2016 --reading 95-percent-of-municipalities
says '^60 simulated courses of each scenario, with the same luck\. On time: 94 of 98 municipalities at full use by 2016-06-30'
says '^  Levers .*Points more than today .*Best of .*Cost'
says '^  baseline .* today .* today '
says '^  Assumptions '
says '^  no-slip .* all vendors are ready as planned'

expect 0 '' "$FMKSIM" rank all.h5 --deadline mid-2016 --reading 95-percent-of-municipalities --json
/usr/bin/python3 - <<'END' || fail "the JSON is not as promised"
import json
d = json.load(open("out"))
assert (d["deadline"], d["reading"], d["replications"], d["confidence"]) == ("mid-2016", "95-percent-of-municipalities", 60, 0.95)
rows = {r["name"]: r for r in d["levers"]}
assert len(rows) == 16 and [r["name"] for r in d["assumptions"]] == ["no-slip"]
assert [r["probability"] for r in d["levers"]] == sorted((r["probability"] for r in d["levers"]), reverse=True)
today, same = rows["baseline"], rows["corps-5"]
assert today["today"] and not same["today"] and today["points"] == today["days_earlier"] == 0
assert same["points"] == 0 and same["days_earlier"] == 0 and same["probability"] == today["probability"]
import h5py
with h5py.File("all.h5") as f:
    name = [x.decode() if isinstance(x, bytes) else x for x in f["scenario"][:]]
    cost = dict(zip(name, f["cost"][:].astype(float).mean(axis=1)))
for k in ("corps-8", "kmd-8-teams", "corps-5"):
    assert abs(rows[k]["cost"] - (cost[k] - cost["baseline"])) < 1e-6, (k, rows[k]["cost"])
assert 4 < rows["corps-8"]["cost"] < 9 and rows["corps-5"]["cost"] == 0 and rows["no-push"]["cost"] is None
for r in d["levers"] + d["assumptions"]:
    assert abs(r["probability"] - today["probability"] - r["points"] / 100) < 1e-9
    assert r["points_low"] <= r["points"] <= r["points_high"] and r["days_low"] <= r["days_earlier"] <= r["days_high"]
assert d["levers"][0]["could_be_most_probable"]
END

# Fewer scenarios need less room for error.
expect 0 '' "$FMKSIM" rank all.h5 --scenario 'corps-[01]' --scenario no-slip --deadline mid-2016 --csv some.csv
[ ! -s out ] || fail "--csv prints on standard output"
/usr/bin/python3 - <<'END' || fail "the table is not as promised"
import csv
rows = list(csv.DictReader(open("some.csv", newline="")))
assert {r["name"] for r in rows} == {"baseline", "corps-0", "corps-1", "no-slip"}, rows
assert [r["kind"] for r in rows if r["name"] == "no-slip"] == ["assumption"]
assert all(r["could_be_earliest"] in ("yes", "no") for r in rows if r["kind"] != "assumption")
END
expect 2 'some\.csv exists already' "$FMKSIM" rank all.h5 --csv some.csv

# A summary of many begins with the table, and tells of those that are asked for.
expect 0 '' "$FMKSIM" summary all.h5
sed -n 4p out | grep -q '^60 simulated courses of each scenario, with the same luck' || fail "the table does not come first: $(sed -n 1,5p out)"
expect 0 '' "$FMKSIM" summary all.h5 --scenario 'corps-1?' --json
/usr/bin/python3 - <<'END' || fail "the summary is not of those asked for"
import json
d = json.load(open("out"))
assert [s["name"] for s in d["scenarios"]] == ["corps-10", "corps-11", "corps-12"] and "ranking" not in d
END
expect 0 '' "$FMKSIM" summary all.h5 --scenario baseline --scenario no-slip --scenario no-push --json
/usr/bin/python3 - <<'END' || fail "the summary's ranking is not of those asked for"
import json
d = json.load(open("out"))
assert [s["kind"] for s in d["scenarios"]] == ["baseline", "assumption", "lever"], d["scenarios"]
assert {r["name"] for r in d["ranking"]["levers"]} == {"baseline", "no-push"}
END
expect 0 '' "$FMKSIM" summary all.h5 --csv tables
cut -d, -f1 tables/deadlines.csv | sort -u | grep -qx corps-12 || fail "a scenario is missing in the tables"
[ "$(wc -l <tables/ranking.csv)" -eq 18 ] || fail "tables/ranking.csv: $(wc -l <tables/ranking.csv) lines"
expect 2 'the file holds no scenario "x\*"' "$FMKSIM" summary all.h5 --scenario 'x*'

# A pattern in `compare` and `run`.
expect 0 '' "$FMKSIM" compare all.h5 corps-0 'corps-[012]'
[ "$(grep -c 'A: corps-0 .* B: corps-[12] ' out)" -eq 2 ] || fail "not two comparisons: $(grep -c 'A: ' out)"
expect 0 '' "$FMKSIM" compare all.h5 corps-0 'corps-[012]' --json
/usr/bin/python3 -c 'import json; assert [c["b"] for c in json.load(open("out"))["comparisons"]] == ["corps-1", "corps-2"]' ||
    fail "the JSON of two comparisons is not as promised"
expect 2 'the table of one comparison' "$FMKSIM" compare all.h5 corps-0 'corps-*' --csv y.csv
"$FMKSIM" run fmk.cfg -n 2 --scenario 'corps-[12]' --scenario 'no-s*' -q -o some.h5 2>err || fail "run: $(cat err)"
expect 0 '' "$FMKSIM" summary some.h5 --scenarios
[ "$(tr '\n' ' ' <out)" = 'corps-1 corps-2 no-swat no-slip ' ] || fail "a pattern runs $(tr '\n' ' ' <out)"
expect 2 'no scenario fits "x\*"' "$FMKSIM" run fmk.cfg -n 2 --scenario 'x*' -o none.h5

# What goes wrong.
expect 2 'the file holds no scenario "corps-x\*"' "$FMKSIM" rank all.h5 --scenario 'corps-x*'
expect 2 'no such deadline and reading' "$FMKSIM" rank all.h5 --deadline never
expect 2 'there is no reading "some"' "$FMKSIM" rank all.h5 --reading some
"$FMKSIM" run fmk.cfg -n 4 --scenario corps-3 -q -o three.h5 2>err || fail "run: $(cat err)"
expect 2 'the file holds no scenario "baseline"' "$FMKSIM" rank three.h5
"$FMKSIM" run fmk.cfg -n 4 -q -o one.h5 2>err || fail "run: $(cat err)"
expect 2 'no scenario beside the baseline to rank' "$FMKSIM" rank one.h5
expect 2 'the results file is missing' "$FMKSIM" rank

# From a date: what has passed is a counterfactual, what cannot begin on a date is named, a deadline behind is no choice.
"$FMKSIM" run fmk.cfg -n 20 --seed 3 --scenario baseline --scenario corps-8 --scenario no-pilots --scenario no-slip \
    --from 2015-11-01 --set as_of=2015-10-06 -o from.h5 >out 2>err || fail "run --from: $(cat err)"
grep -q 'cannot begin on a date and act from the epoch: .*no-pilots' err || fail "the undated are not named: $(cat err)"
expect 0 '' "$FMKSIM" rank from.h5
says '^As of 2015-10-06 these were due already: end-2014 \(unobserved\), mid-2015 \(unobserved\)\.'
says '^  Counterfactuals '
expect 0 '' "$FMKSIM" rank from.h5 --json
/usr/bin/python3 - <<'END' || fail "the tables are not as promised"
import json
d = json.load(open("out"))
names = {k: {r["name"] for r in d[k]} for k in ("levers", "assumptions", "counterfactuals")}
assert names == {"levers": {"baseline", "corps-8"}, "assumptions": {"no-slip"}, "counterfactuals": {"no-pilots"}}, names
assert [r["name"] for r in d["past"]] == ["end-2014", "mid-2015"]
late = [r for r in d["levers"] if r["name"] == "corps-8"][0]
assert 0 < late["cost"] < 3 * 0.67 * 2.2, "who comes in November 2015 costs from then: %g" % late["cost"]
END
expect 2 'mid-2015 was due by 2015-10-06, the as-of date: unobserved' "$FMKSIM" rank from.h5 --deadline mid-2015
expect 0 '' "$FMKSIM" summary from.h5
says '^  end-2014  2014-12-31 .* over: unobserved$'
expect 2 "no date" "$FMKSIM" run fmk.cfg -n 20 --from soon -o soon.h5
finish
