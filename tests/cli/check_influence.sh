# SPDX-License-Identifier: GPL-3.0-or-later
# check --influence: a programme whose answer is known by hand; what moves it and what does not; faults.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# One site. It decides on 1 January 2014, works 5 to 15 days (a prior), then 6 days (a constant), and must be done by the
# 17th: in time if the work takes 11 days or less, so 6 of 10. Every day is a working day. The work aside is on nobody's way.
cat >one.cfg <<'END'
title = "one site";
epoch = "2014-01-01";
horizon = "2014-12-31";
calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; source = "assumption"; }; };
sites = { count = 1; decision_from = "2014-01-01"; source = "assumption"; };
activities = {
    source = "assumption";
    work = { after = ["start"]; duration = 1; factor = { dist = "uniform"; min = 5; max = 15; }; };
    more = { after = ["work"]; duration = 6; };
    aside = { after = ["start"]; duration = 1; };
};
milestones = { M = { after = ["more", "aside"]; }; };
deadlines = { due = { date = "2014-01-17"; milestone = "M"; source = "F1"; }; };
END
expect 0 '' "$FMKSIM" check one.cfg --influence -n 400
says '^  activities\.work\.factor +6 +14 +100 % to 0 % +-100 \+- 0 +\+8  prior$'
says '^Constants that move it by 5 points or more, and are no priors:$'
says '^  activities\.more\.duration$'
expect 0 '' "$FMKSIM" check one.cfg --influence -n 400 --json --threads 1
cp out one.json
expect 0 '' "$FMKSIM" check one.cfg --influence -n 400 --json --threads 3
cmp one.json out || fail "the answer depends on the threads"
/usr/bin/python3 - <<'END' || fail "not as computed by hand"
import json, math
told = json.load(open("one.json"))
rows = {row["path"]: row for row in told["numbers"]}
assert told["deadline"] == "due" and told["replications"] == 400 and abs(told["on_time"] - 0.6) < 4 * math.sqrt(0.24 / 400)
factor = rows["activities.work.factor"]
assert (factor["from"], factor["to"], factor["change"], factor["kind"]) == (6, 14, -1, "prior") and abs(factor["days"] - 8) < 1e-6
# 4 days leave room for 13 of the first work's days, 9 for 8: 8 and 3 of 10 in time
more = rows["activities.more.duration"]
assert (more["from"], more["to"], more["kind"]) == (4, 9, "constant") and more["wants_prior"]
assert abs(more["on_time_from"] - 0.8) < 4 * math.sqrt(0.16 / 400) and abs(more["on_time_to"] - 0.3) < 4 * math.sqrt(0.21 / 400)
assert abs(more["change"] - (more["on_time_to"] - more["on_time_from"])) < 1e-12 and more["heard"]
assert abs(more["days"] - 5) < 1e-6 and more["days_error"] < 1e-6
# what is not on the way moves nothing, and is no constant that should be a prior
aside = rows["activities.aside.duration"]
assert aside["outcome"] == "moved" and aside["change"] == aside["days"] == 0 and not aside["heard"] and not aside["wants_prior"]
start = rows["sites.decision_from"]
assert start["to"] == "2014-03-02" and start["on_time_to"] == 0
# a default is neutral; 0 cannot be scaled
assert rows["activities.more.factor"]["kind"] == "default" and not rows["activities.more.factor"]["wants_prior"]
assert rows["sites.decision_spread_days"]["outcome"] == "nothing-to-scale"
order = [abs(row.get("change", 0)) for row in told["numbers"]]
assert order == sorted(order, reverse=True)
END

# every number of the register has a row; a number that the programme cannot do with is told as such
expect 0 '' "$FMKSIM" check fmk.cfg --influence -n 2 --json --deadline mid-2016 --reading 95-percent-of-cards
/usr/bin/python3 - <<'END' || fail "not all numbers of the register"
import json, os, subprocess
told = json.load(open("out"))
register = json.loads(subprocess.run([os.environ["FMKSIM"], "check", "fmk.cfg", "--json"], capture_output=True).stdout)
paths = [row["path"] for row in told["numbers"]]
assert sorted(paths) == sorted(p["path"] for p in register["parameters"]) and len(set(paths)) == len(paths)
rows = {row["path"]: row for row in told["numbers"]}
assert rows["vendors.kmd.sites"]["outcome"] == "refused", rows["vendors.kmd.sites"]
form = rows["uptake.form"]
assert form["on_time_from"] <= form["on_time_to"]
assert {form["from"], form["to"]} <= {"capacity", "bass", "learning", "deadline-rush"}
assert (told["deadline"], told["reading"]) == ("mid-2016", "95-percent-of-cards")
END

expect 2 'no deadline fits' "$FMKSIM" check one.cfg --influence -n 2 --deadline never
expect 2 'no deadline fits' "$FMKSIM" check one.cfg --influence -n 2 --reading 95-percent-of-cards
expect 2 'no reading' "$FMKSIM" check one.cfg --influence -n 2 --reading all
expect 2 'go with --influence' "$FMKSIM" check one.cfg --deadline due
expect 2 'corps\.consultant' "$FMKSIM" check fmk.cfg --influence --set corps.consultant=5
finish
