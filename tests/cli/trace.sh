# SPDX-License-Identifier: GPL-3.0-or-later
# One replication told: a municipality's story, the nation's log, and both as data.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 0 '' "$FMKSIM" trace fmk.cfg --replication 3 --municipality 751
head -2 out | grep -q '^replication 3, seed 1, scenario baseline$' || fail "no head"
says '^  vendors\.kmd\.slip_days +[0-9.]+ days$'
says '^Aarhus \(751\), '
says 'decides to start$'
says '━━ M1  technical rollout, [0-9]+ days after the decision ━━$'
says '^Where its days went, from [0-9-]+, .*: [0-9]+ days$'
says_not 'nan|inf'
cp out story
expect 0 '' "$FMKSIM" trace fmk.cfg --replication 3 --municipality aarhus --seed 1
cmp -s out story || fail "the name tells another story than the code, or the default seed is not 1"
expect 0 '' "$FMKSIM" trace fmk.cfg --replication 4 --municipality 751
! cmp -s out story || fail "another replication tells the same story"
expect 0 '' "$FMKSIM" trace fmk.cfg --replication 3 --municipality 751 --scenario corps-0
says 'goes on without a consultant: there are none'
cp out without
expect 0 '' "$FMKSIM" trace fmk.cfg --replication 3 --municipality 751 --set corps.consultants=0
diff out without >differences
[ "$(grep -c '^[<>]' differences)" -eq 2 ] && grep -q 'scenario corps-0' differences ||
    fail "--set and the scenario differ by more than the name: $(head -c 300 differences)"

# The dates of the story never run backwards, and those of the log neither.
in_order() {
    grep -oE '^  20[0-9]{2}-[0-9]{2}-[0-9]{2}  ' out | sort -c || fail "dates run backwards"
}
expect 0 '' "$FMKSIM" trace fmk.cfg -r 0 -m 400
in_order
expect 0 '' "$FMKSIM" trace fmk.cfg -r 3
in_order
says 'decides to start; 98 of 98$'
says '^In the end$'
says '^  M1, technical rollout: [0-9]+ of 98, the last one .* on 20[0-9-]+$'

# The data agree with the story, and the causes add up to the days from the earliest decision on.
expect 0 '' "$FMKSIM" trace fmk.cfg -r 3 --json
mv out nation
expect 0 '' "$FMKSIM" check fmk.cfg --json
mv out register
expect 0 '' "$FMKSIM" trace fmk.cfg -r 3 -m 751 --json
/usr/bin/python3 - <<'END' || fail "the JSON trace is not as promised"
import datetime, json, re
trace = json.load(open("out"))
story = open("story").read()
assert (trace["replication"], trace["seed"], trace["scenario"]) == (3, 1, "baseline")
town = trace["site"]
assert town["code"] == 751 and town["vendor"] == "csc"
events = trace["events"]
assert all(a["time"] <= b["time"] for a, b in zip(events, events[1:]))
epoch = datetime.date.fromisoformat(trace["epoch"])
for e in events:  # a midnight belongs to the day that it ends
    day = int(e["time"]) - (e["time"] == int(e["time"]))
    assert e["date"] == (epoch + datetime.timedelta(day)).isoformat(), e
assert all(e["site"] in (751, None) for e in events)
last = [e for e in events if e["what"] == "milestone" and e["activity"] == "M2"]
cards = [e["number"] for e in events if e["what"] == "items"]
assert cards == sorted(cards) and cards[-1] == town["items"] <= town["items_expected"]
total = sum(c["days"] for c in town["causes"])
assert len(last) == 1
register = {p["path"]: p["value"] for p in json.load(open("register"))["parameters"]}
from_ = (datetime.date.fromisoformat(register["sites.decision_from"]) - epoch).days
first = min(e["time"] for e in json.load(open("nation"))["events"] if e["what"] == "decision")
earliest = min(first, from_)
assert abs(last[0]["time"] - earliest - total) < 1e-6
told = datetime.date.fromisoformat(re.search(r"went, from ([0-9-]+),", story).group(1))
assert told == epoch + datetime.timedelta(int(earliest))
assert last[0]["date"] in story
END

expect 2 "there is no municipality '752'; did you mean 751 \(Aarhus\)" "$FMKSIM" trace fmk.cfg -r 1 -m 752
expect 2 "there is no municipality 'Koebenhavn'; did you mean 101 \(København\)" "$FMKSIM" trace fmk.cfg -r 1 -m Koebenhavn
expect 2 "there is no municipality 'Atlantis'; legal are" "$FMKSIM" trace fmk.cfg -r 1 -m Atlantis
expect 2 'there is no scenario "corps_8"; did you mean "corps-8"' "$FMKSIM" trace fmk.cfg -r 1 --scenario corps_8
expect 2 "'-3' is no whole number" "$FMKSIM" trace fmk.cfg -r -3
expect 2 "'1e3' is no whole number" "$FMKSIM" trace fmk.cfg -r 1e3
expect 2 "'99999999999999999999' is no whole number" "$FMKSIM" trace fmk.cfg -r 1 --seed 99999999999999999999
expect 2 '--replication is missing' "$FMKSIM" trace fmk.cfg
expect 2 'the configuration is missing' "$FMKSIM" trace -r 1
finish
