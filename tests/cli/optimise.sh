# SPDX-License-Identifier: GPL-3.0-or-later
# Which levers to pull: to a target, within a budget, from a date, again from a journal, and what is refused.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# Twenty jobs in two steps, each with servers of its own; 3 x 4 x 2 bundles.
cat >jobs.cfg <<'END'
title = "two steps"; epoch = "2013-01-01"; horizon = "2015-12-31";
calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };
sites = { count = 20; };
resources = { first = { capacity = 1; }; second = { capacity = 1; }; };
push = { enabled = false; factor = 0.8; };
activities = { a = { after = ["start"]; duration = { dist = "exponential"; mean = 10; }; resource = "first"; pushed = true; };
               b = { after = ["a"]; duration = { dist = "exponential"; mean = 14; }; resource = "second"; }; };
milestones = { done = { after = ["b"]; }; };
deadlines = { due = { date = "2013-06-29"; milestone = "done"; }; };
scenarios = ( { name = "push"; set = ["push.enabled=true"]; },
              { name = "quick"; kind = "assumption"; title = "the work is half as long"; set = ["activities.b.factor=0.3", "activities.a.factor=0.3"]; },
              { name = "slow"; set = ["activities.a.factor=2"]; } );
sweeps = ( { name = "first"; paths = ["resources.first.capacity"]; values = ( [1, 2, 3] ); },
           { name = "second"; paths = ["resources.second.capacity"]; values = ( [1, 2, 3, 4] ); } );
cost_unit = "servers";
costs = ( { path = "resources.first.capacity"; per_unit = 2; }, { path = "resources.second.capacity"; per_unit = 3; },
          { path = "push.enabled"; per_unit = 1; } );
END

# The truth, of 4000 courses each.
names=()
for f in 1 2 3; do for s in 1 2 3 4; do for p in false true; do
    names+=("{ name = \"x-$f-$s-$p\"; set = [\"resources.first.capacity=$f\", \"resources.second.capacity=$s\", \"push.enabled=$p\"]; }")
done; done; done
(sed '/^scenarios/,$d' jobs.cfg; printf 'scenarios = ('; (IFS=,; printf '%s' "${names[*]}"); echo ');') >all.cfg
"$FMKSIM" run all.cfg -n 4000 --seed 99 --scenario all -q -o all.h5 2>err || fail "run: $(cat err)"
"$FMKSIM" summary all.h5 --json >truth.json

expect 0 '' "$FMKSIM" optimise jobs.cfg --target 0.8 --lever first --lever second --lever push --delta 0.04 -q
says '^On time: all 20 .* at done by 2013-06-29 \(due\)\. 24 bundles of push \(2\), first \(3\), second \(4\)\.'
says '^Cheapest bundle that reaches 80 % \(tolerance 4 points\): '
says 'With 95 %, simulation error alone, its probability is above 76 % and no'
says '<- chosen$'
says 'What binds then: '
for question in "--target 0.8" "--target 0.5" "--budget 4" "--budget 6"; do
    # shellcheck disable=SC2086
    expect 0 '' "$FMKSIM" optimise jobs.cfg $question --lever first --lever second --lever push --delta 0.04 --front 300 -q --json
    cp out "answer.json"
    QUESTION=$question /usr/bin/python3 - <<'END' || fail "$question: not what enumeration finds"
import json, os
truth = {}
for s in json.load(open("truth.json"))["scenarios"]:
    if s["name"] != "baseline":
        _, f, t, p = s["name"].split("-")
        truth[int(f), int(t), p] = s["deadlines"][0]["probability"]
cost = {k: 2 * (k[0] - 1) + 3 * (k[1] - 1) + (k[2] == "true") for k in truth}
d = json.load(open("answer.json"))
def key(c):
    number = lambda lever: int(c[lever].split("-")[-1]) if c[lever] else 1
    return number("first"), number("second"), "true" if c["push"] else "false"
best, error = key(d["best"]["choices"]), 0.02
kind, wanted = os.environ["QUESTION"].split()
wanted = float(wanted)
assert abs(d["best"]["cost"] - cost[best]) < 1e-9 and not d["undecided"], d["best"]
if kind == "--target":
    assert truth[best] >= wanted - 0.04 - error, (best, truth[best])
    assert not [k for k in truth if cost[k] < cost[best] and truth[k] >= wanted + 0.04 + error], best
else:
    most = max(p for k, p in truth.items() if cost[k] <= wanted)
    assert cost[best] <= wanted and truth[best] >= most - 0.04 - error, (best, truth[best], most)
assert d["courses"] < 24 * 2000, d["courses"]
assert sum(c["days_saved"] for c in d["causes"]) > 5, d["causes"]
front = d["front"]
assert len(front) >= 3 and [r["cost"] for r in front] == sorted({r["cost"] for r in front})
assert all(a["probability"] < b["probability"] for a, b in zip(front, front[1:]))
assert all(r["low"] <= truth[key(r["choices"])] + error and truth[key(r["choices"])] - error <= r["high"] for r in front)
END
done

# Threads change nothing; a journal holds what was done: the second time nothing is simulated, and the answer is the same.
same=(optimise jobs.cfg --target 0.8 --lever first --lever second --delta 0.04 -q --json)
expect 0 '' "$FMKSIM" "${same[@]}" --threads 1
mv out one
expect 0 '' "$FMKSIM" "${same[@]}" --threads 3 --journal kept
cmp -s one out || fail "threads or a journal change the answer"
expect 0 '' "$FMKSIM" "${same[@]}" --journal kept
cmp -s one out || fail "from a journal comes another answer"
expect 1 'seed' "$FMKSIM" "${same[@]}" --journal kept --seed 2
"$FMKSIM" optimise jobs.cfg --target 0.8 --lever first --lever second --delta 0.005 -q --json --journal cut >whole 2>err &
running=$!
for ((i = 0; i < 200; i++)); do [ -s cut ] && break; sleep 0.05; done
kill -INT $running 2>/dev/null
wait $running
expect 0 '' "$FMKSIM" optimise jobs.cfg --target 0.8 --lever first --lever second --delta 0.005 -q --json --journal cut
mv out resumed
expect 0 '' "$FMKSIM" optimise jobs.cfg --target 0.8 --lever first --lever second --delta 0.005 -q --json
cmp -s resumed out || fail "an interrupted search ends in another answer"

# From a date there is less to gain; nothing reaches it, and what would have to be true is told.
expect 0 '' "$FMKSIM" optimise jobs.cfg --target 0.95 --from 2013-06-20 --lever first --lever second --delta 0.04 -q
says '^No bundle reaches 95 %\.'
says '^  quick .* reaches  the work is half as long'

# What goes wrong.
expect 2 'target or --budget is missing' "$FMKSIM" optimise jobs.cfg
expect 2 'not both' "$FMKSIM" optimise jobs.cfg --target 0.5 --budget 3
expect 2 'declares no such lever' "$FMKSIM" optimise jobs.cfg --target 0.5 --lever quick
expect 2 'slow: the configuration names no cost of activities\.a\.factor' "$FMKSIM" optimise jobs.cfg --target 0.5 --lever slow
expect 2 'target 0\.99 and tolerance 0\.04' "$FMKSIM" optimise jobs.cfg --target 0.99 --delta 0.04
expect 2 'no bundle costs as little as -5' "$FMKSIM" optimise jobs.cfg --budget -5
expect 2 'there is no deadline "dew"' "$FMKSIM" optimise jobs.cfg --target 0.5 --deadline dew
finish
