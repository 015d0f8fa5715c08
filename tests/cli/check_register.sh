# SPDX-License-Identifier: GPL-3.0-or-later
# The register of assumptions, the reference of keys, and scenarios.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 0 '' "$FMKSIM" check fmk.cfg
head -1 out | grep -qE '^[0-9]+ numbers, [0-9]+ of them uncertain: [0-9]+ rest on facts, [0-9]+ on assumptions, [0-9]+ on defaults$' ||
    fail "no summary in the first line"
says '^corps$'
says '^  consultants +5 consultants +0 … 1000 +F22$'
says '^  decision_spread_days +triangular\(240, 300, 400\) days'
says '^  midpoint +lognormal\(q10 2013-02-12, q90 2018-04-20\)'
says '^  share_of_full_time +discrete\(0\.6: 50 %, 0\.666667: 50 %\)'
says '^  corps-8: '

# What is said in words stands there, too, as far as the programme has it; one of a thing is not many.
says '^  site    a municipality, municipalities, en kommune, kommuner$'
says '^  municipal  01-01, '
says '^[^ ]*fmk.cfg: 98 municipalities, '
expect 0 '' "$FMKSIM" check "$SOURCE_DIR/configs/schools.cfg" --set sites.count=1 --set resources.vans.capacity=1
says '^  vans.capacity +1 server +0 … 100000 +--set$'
says ': 1 school, '
! grep -qE '^  (item|vendor)  ' out || fail "words of what there is not"
expect 0 '' "$FMKSIM" check "$SOURCE_DIR/configs/meters.cfg" --json
/usr/bin/python3 - <<'END' || fail "the JSON register does not tell words and holidays"
import json
register = json.load(open("out"))
assert register["words"]["item"] == "a meter, meters, en måler, målere" and "vendor" not in register["words"]
assert register["holidays"] == {"office": ["01-01", "12-25", "12-26"]}
assert {(p["file"] == "default") == (p["source"] == "default") for p in register["parameters"]} == {True}
END

# What the command line overrides says so; a scenario's register names the scenario.
expect 0 '' "$FMKSIM" check fmk.cfg --set corps.consultants=6 --set 'corps.case_load={dist="uniform"; min=4; max=6;}'
says '^  consultants +6 consultants .* --set$'
says '^  case_load +uniform\(4, 6\) sites +4 … 6 +--set$'
says '^[0-9]+ numbers.*, 2 on --set$|^[0-9]+ numbers.*, 2 on --set,'
expect 0 '' "$FMKSIM" check fmk.cfg --scenario corps-8
says '^  consultants +8 consultants '

# As data: every number once, as many as the text counts.
expect 0 '' "$FMKSIM" check fmk.cfg --json
/usr/bin/python3 - <<'END' || fail "the JSON register is not as promised"
import json, re, subprocess, os
register = json.load(open("out"))
assert set(register) >= {"title", "epoch", "horizon", "sites", "hash", "parameters", "scenarios"}, register.keys()
assert register["sites"] == 98 and register["epoch"] == "2013-01-01" and len(register["hash"]) == 64
by_path = {p["path"]: p for p in register["parameters"]}
assert len(by_path) == len(register["parameters"])
text = subprocess.run([os.environ["FMKSIM"], "check", "fmk.cfg"], capture_output=True, text=True).stdout
numbers, uncertain = map(int, re.match(r"(\d+) numbers, (\d+) of", text).groups())
assert numbers == len(by_path)
unknown = tuple(one["path"] for one in register["view"]["unknown"])
assert unknown and uncertain == sum(p["kind"] == "prior" and not p["path"].startswith(unknown) for p in by_path.values())
assert by_path["corps.consultants"]["value"] == 5 and by_path["corps.consultants"]["high"] == 1000
push = by_path["push.factor"]
assert push["prior"] == {"dist": "triangular", "min": 0.5, "mode": 0.7, "max": 1} and push["low"] == 0.5
assert by_path["integration.planned"]["value"] == "2013-12-31" and by_path["integration.planned"]["low"] is None
for p in by_path.values():
    assert set(p) == {"path", "unit", "kind", "value", "prior", "low", "high", "source", "note", "file", "line"}
    assert (p["prior"] is None) == (p["kind"] == "constant")
assert [s["name"] for s in register["scenarios"]][0] == "baseline"
END
cp out first
expect 0 '' "$FMKSIM" check fmk.cfg --json --set corps.consultants=6
[ "$(grep '"hash"' first)" != "$(grep '"hash"' out)" ] || fail "another configuration has the same hash"

expect 0 '' "$FMKSIM" check --keys
says '^## `corps`$'
says '^\| `corps\.consultants` \|'

# Scenarios that are wrong, with a sound baseline and beside a faulty one.
scenarios() {
    sed '/^scenarios = (/,$d' fmk.cfg >x.cfg
    printf 'scenarios = (\n%s\n);\n' "$1" >>x.cfg
}
line=$(grep -n '^scenarios = (' fmk.cfg | cut -d: -f1)
scenarios '{ name = "a"; set = ["corps.consultants=2000"]; }'
expect 2 "^x\.cfg:$((line + 1)): scenario a: corps\.consultants = 2000 is out of range" "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["corps.consultant=3"]; }'
expect 2 "^x\.cfg:$((line + 1)): scenario a: .*did you mean 'consultants'" "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["vendors.kmd.sites=43"]; }'
expect 2 "^x\.cfg:$((line + 1)): scenario a: .*add up to 97" "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["horizon=2016-12-31"]; }'
expect 2 "^x\.cfg:$((line + 1)): scenario a: changes the epoch or the horizon" "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["sites.copies=2"]; }'
expect 2 "^x\.cfg:$((line + 1)): scenario a: " "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["corps.consultants"]; }'
expect 2 'no assignment of the form PATH=VALUE' "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = []; },
{ name = "a"; set = []; }'
expect 2 "^x\.cfg:$((line + 2)): scenarios\.1\.name: the scenario \"a\" is there already, at x\.cfg:$((line + 1))" \
    "$FMKSIM" check x.cfg
scenarios '{ name = "a b"; set = []; }'
expect 2 'no legal name of a scenario; legal are letters, digits' "$FMKSIM" check x.cfg
scenarios '{ name = "baseline"; set = []; }'
expect 2 '"baseline" is the name of the configuration as it is' "$FMKSIM" check x.cfg
scenarios '{ name = "all"; set = []; }'
expect 2 '"all" stands for every scenario' "$FMKSIM" check x.cfg
scenarios '{ name = "a"; set = ["crops.consultants=3"]; }'
expect 2 'scenario a: |did you mean .corps' "$FMKSIM" check x.cfg --set doctors.threshold=7
grep -q 'doctors.threshold = 7 is out of range' err || fail "the baseline's fault is not told beside the scenario's"
expect 2 'there is no scenario "corps-13"; did you mean "corps-1' "$FMKSIM" check fmk.cfg --scenario corps-13
finish
