# SPDX-License-Identifier: GPL-3.0-or-later
# Which levers to pull from the day after a nowcast's: the answer is what the same nowcast says of every bundle; what lies behind
# is no choice; samplers and blocks are kept in the journal, also after an interruption.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# Twenty jobs in two steps; how long the second step takes is not known, and by the end of March five were seen done.
cat >jobs.cfg <<'END'
title = "two steps"; epoch = "2013-01-01"; horizon = "2015-12-31";
calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };
sites = { count = 20; };
resources = { first = { capacity = 1; }; second = { capacity = 1; }; };
push = { enabled = false; factor = 0.8; };
activities = { a = { after = ["start"]; duration = { dist = "exponential"; mean = 10; }; resource = "first"; pushed = true; };
               b = { after = ["a"]; duration = { dist = "exponential"; mean = 14; }; resource = "second";
                     factor = { dist = "uniform"; min = 0.5; max = 2; }; }; };
milestones = { done = { after = ["b"]; }; };
deadlines = { early = { date = "2013-03-31"; milestone = "done"; }; due = { date = "2013-07-31"; milestone = "done"; }; };
scenarios = ( { name = "sooner"; from = "2013-02-01"; set = ["push.enabled=true"]; },
              { name = "half"; set = ["activities.a.factor=0.5"]; },
              { name = "quick"; kind = "assumption"; set = ["activities.b.factor=0.3"]; },
              { name = "push-off"; kind = "assumption"; from = "2013-05-01"; set = ["push.enabled=true"]; } );
sweeps = ( { name = "first"; paths = ["resources.first.capacity"]; values = ( [1, 2, 3] ); },
           { name = "second"; paths = ["resources.second.capacity"]; values = ( [1, 2, 3, 4] ); } );
cost_unit = "servers";
costs = ( { path = "resources.first.capacity"; per_unit = 2; }, { path = "resources.second.capacity"; per_unit = 3; },
          { path = "push.enabled"; per_unit = 1; }, { path = "activities.a.factor"; per_unit = 1; } );
END
printf '%s\n' 'quantity,scope,date_from,date_to,known_from,value,error,kind,source' \
    'done_sites,national,2013-03-31,2013-03-31,2013-03-31,5,1,count,counted' >seen.csv
known=(--observations seen.csv --as-of 2013-03-31 -n 480)

# What the nowcast says of each bundle, pulled on 1 April.
names=()
for f in 1 2 3; do for s in 1 2 3 4; do
    names+=("{ name = \"x-$f-$s\"; from = \"2013-04-01\"; set = [\"resources.first.capacity=$f\", \"resources.second.capacity=$s\"]; }")
done; done
(sed -e '/^scenarios/,/^sweeps/d' -e '/^ *{ name = "second"/d' jobs.cfg; printf 'scenarios = ('; (IFS=,; printf '%s' "${names[*]}"); echo ');') >all.cfg
expect 0 '' "$FMKSIM" check all.cfg
"$FMKSIM" nowcast all.cfg "${known[@]}" --futures 8 -n 3840 --scenario 'x-*' -o all.h5 -q >/dev/null 2>err || [ $? -eq 3 ] || fail "nowcast: $(cat err)"
"$FMKSIM" summary all.h5 --json >truth.json

ask=(optimise jobs.cfg "${known[@]}" --lever first --lever second --delta 0.05 -q)
for question in "--target 0.8" "--budget 5"; do
    # shellcheck disable=SC2086
    expect 0 '' "$FMKSIM" "${ask[@]}" $question --confirm 800 --json
    QUESTION=$question /usr/bin/python3 - <<'END' || fail "$question: not what the nowcast says of every bundle"
import json, os
truth = {}
for s in json.load(open("truth.json"))["scenarios"]:
    if s["name"] != "baseline":
        _, f, t = s["name"].split("-")
        row = [d for d in s["deadlines"] if d["name"] == "due" and d["reading"] == "all-municipalities"][0]
        truth[int(f), int(t)] = row["probability"]
cost = {k: 2 * (k[0] - 1) + 3 * (k[1] - 1) for k in truth}
d = json.load(open("out"))
number = lambda lever: int(lever.split("-")[-1]) if lever else 1
best, error = tuple(number(d["best"]["choices"][l]) for l in ("first", "second")), 0.05
kind, wanted = os.environ["QUESTION"].split()
wanted = float(wanted)
assert not d["undecided"] and abs(d["best"]["cost"] - cost[best]) < 1e-9, d["best"]
if kind == "--target":
    assert truth[best] >= wanted - 0.05 - error, (best, truth[best])
    assert not [k for k in truth if cost[k] < cost[best] and truth[k] >= wanted + 0.05 + error], best
    assert cost[best] > 0, best
else:
    most = max(p for k, p in truth.items() if cost[k] <= wanted)
    assert cost[best] <= wanted and truth[best] >= most - 0.05 - error, (best, truth[best], most)
assert abs(d["best"]["probability"] - truth[best]) < 0.07, (d["best"], truth[best])
spread = d["best"]["samplers"]
assert spread["low"] <= d["best"]["probability"] <= spread["high"], spread
assert spread["high"] - spread["low"] > 0.01, spread
END
done

# Told as what it is; what is behind is no choice, nor an assumption under which the past was not weighed.
expect 0 '' "$FMKSIM" optimise jobs.cfg "${known[@]}" --target 0.97 --delta 0.02 --lever first --lever sooner --lever half -q
says '^Not to be chosen any more, or on no date: sooner, half\.'
says '^No bundle reaches 97 %\.'
says '^  push-off '
says_not '^  quick '
says 'simulation error alone, given these pasts'
expect 2 'nothing is left to choose: .*: sooner' "$FMKSIM" optimise jobs.cfg "${known[@]}" --target 0.8 --lever sooner
expect 2 'the deadline early has passed' "$FMKSIM" "${ask[@]}" --target 0.8 --deadline early
expect 2 'belong together' "$FMKSIM" optimise jobs.cfg --target 0.8 --as-of 2013-03-31
expect 2 'seen.cvs' "$FMKSIM" optimise jobs.cfg --target 0.8 --as-of 2013-03-31 --observations seen.cvs -q
expect 2 'day, such as' "$FMKSIM" optimise jobs.cfg --target 0.8 --as-of yesterday --observations seen.csv

# Without a nowcast what cannot begin on a date acts from the epoch, and is named.
expect 0 '' "$FMKSIM" optimise jobs.cfg --target 0.5 --lever half --from 2013-04-01 --delta 0.1 -q
says '^Cannot begin on a date and act from the epoch: half\.'

# The same bytes for any threads, from a journal, after an interruption, and nothing of another nowcast's journal.
same=("${ask[@]}" --target 0.8 --json)
expect 0 '' "$FMKSIM" "${same[@]}" --threads 1
mv out one
expect 0 '' "$FMKSIM" "${same[@]}" --threads 3 --journal kept
cmp -s one out || fail "threads or a journal change the answer"
[ -s kept ] && [ -s kept.samplers ] || fail "the journal does not keep blocks and samplers"
expect 0 '' "$FMKSIM" "${same[@]}" --journal kept
cmp -s one out || fail "from a journal comes another answer"
cp kept.samplers before
expect 1 'another|pasts' "$FMKSIM" "${same[@]}" --journal kept --seed 2
cmp -s kept.samplers before || fail "another question's samplers were dropped"
"$FMKSIM" "${same[@]}" --journal cut >whole 2>err &
running=$!
for ((i = 0; i < 400; i++)); do [ -s cut.samplers ] && break; sleep 0.02; done
sleep 0.3
kill -INT $running 2>/dev/null
wait $running
expect 0 '' "$FMKSIM" "${same[@]}" --journal cut
cmp -s one out || fail "an interrupted search ends in another answer"
finish
