# SPDX-License-Identifier: GPL-3.0-or-later
# How many it takes: answers, a no, doubt, two paths with costs, the curve as a file, and what is refused.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# 98 jobs of a month, exponential, c consultants, due in 18 months: P = 0.09 (5), 0.57 (6), 0.90 (7), 0.98 (8).
cat >batch.cfg <<'END'
title = "a batch"; epoch = "2013-01-01"; horizon = "2018-12-31";
calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };
sites = { count = 98; };
corps = { consultants = 5; engagements = { only = { from = "start"; gates = ["work"]; until = "work"; }; }; };
activities = { work = { after = ["start"]; duration = { dist = "exponential"; mean = 30; }; }; };
milestones = { done = { after = ["work"]; }; };
deadlines = { months-12 = { date = "2013-12-26"; milestone = "done"; };
              months-18 = { date = "2014-06-24"; milestone = "done"; }; };
costs = ( { path = "corps.consultants"; per_unit = 10; }, { path = "sites.copies"; per_unit = 1; } );
END

expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --min 4 --max 10 --display 300 -q
says '^Target: all 98 sites at done by 2014-06-24 with a probability of 50 % \(tolerance 2 points\)\.'
says '^Answer: 6 \(corps\.consultants\)\.$'
says '6: on time in [0-9]+ of 400 fresh replications'
says '5: on time in [0-9]+ of 400 fresh replications'
says '^\* +6 +[0-9]+ %'
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.9 --min 4 --max 10 --display 0 -q
says '^Answer: 7 or 8 \(corps\.consultants\)\. Whether 7 does cannot be told at this tolerance\.$'
says_not 'Monotone fit'

# No is an answer, with what holds the last site up; too few replications to tell are not.
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.9 --deadline months-12 --min 4 --max 6 --display 100 -q
says '^Answer: no size from 4 to 6 \(corps\.consultants\) reaches the target\.$'
says '6: on time in 0 of 400 fresh replications'
says 'With 6, what mostly holds up the last site is: '
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.9 --deadline months-12 --min 4 --max 6 --display 100 -q --json
/usr/bin/python3 - <<'END' || fail "the JSON of a no is not as promised"
import json
d = json.load(open("out"))
assert d["reached"] is False and d["size"] is None and d["answer"] == "none" and d["undecided"] is False
assert d["binding_cause"] and [c["size"] for c in d["curve"]] == [4, 5, 6] and d["deadline"] == "months-12"
END
expect 3 '' "$FMKSIM" staff batch.cfg --target 0.9019 --delta 0.0001 --min 7 --max 8 --display 0 -q
says 'UNDECIDED'
expect 3 '' "$FMKSIM" staff batch.cfg --target 0.9019 --delta 0.0001 --min 7 --max 8 --display 0 -q --json
/usr/bin/python3 -c 'import json; assert json.load(open("out"))["undecided"] is True' || fail "undecided is not told in JSON"

# Steps, the table, and the curve's own replications as a file.
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.consultants=4:9:2 --display 200 --seed 9 -q \
    --json --csv curve.csv -o curve.h5
cp out staff.json
expect 0 '' "$FMKSIM" summary curve.h5 --json
/usr/bin/python3 - <<'END' || fail "curve, table and file do not tell the same"
import csv, json
curve = {c["size"]: c["probability"] for c in json.load(open("staff.json"))["curve"]}
table = {int(r["size"]): float(r["probability"]) for r in csv.DictReader(open("curve.csv", newline=""))}
file = {int(s["name"].removeprefix("staff-")): d["probability"] for s in json.load(open("out"))["scenarios"]
        for d in s["deadlines"] if (d["name"], d["reading"]) == ("months-18", "all-municipalities")}
assert list(curve) == [4, 6, 8] and curve == table == file, (curve, table, file)
END
# The file says what makes it, and keeps the configuration's own sweeps.
echo 'sweeps = ( { name = "corps"; paths = ["corps.consultants"]; values = ( [5, 6] ); } );' >>batch.cfg
export SOURCE_DATE_EPOCH=0
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --min 5 --max 6 --display 30 -q --set 'title="two sizes"' -o first.h5
command=$(/usr/bin/python3 -c 'import h5py; print(h5py.File("first.h5").attrs["command"])')
[ "$command" = "fmksim staff batch.cfg --target 0.5 --path corps.consultants=5:6:1 --display 30 --seed 1 --set 'title=\"two sizes\"'" ] ||
    fail "the command is told as $command"
expect 0 '' sh -c "\"\$FMKSIM\" ${command#fmksim } -q -o second.h5"
cmp first.h5 second.h5 || fail "the command that a file tells makes another file"
/usr/bin/python3 -c 'import h5py; print(h5py.File("first.h5").attrs["configuration"])' >out
says 'name = "corps"'
says 'name = "staff"'
unset SOURCE_DATE_EPOCH
expect 2 'curve\.csv exists already' "$FMKSIM" staff batch.cfg --target 0.5 --csv curve.csv -q
expect 2 'curve\.h5 exists already' "$FMKSIM" staff batch.cfg --target 0.5 -o curve.h5 -q

# From a day: from the epoch is as without one, late there is nothing left to gain, and some numbers cannot change on a date.
ask=(staff batch.cfg --target 0.5 --min 4 --max 8 --display 60 -q --json)
expect 0 '' "$FMKSIM" "${ask[@]}"
cp out undated
expect 0 '' "$FMKSIM" "${ask[@]}" --from 2013-01-01
sed 's/"from": "2013-01-01"/"from": null/' out | cmp -s - undated || fail "from the epoch is not as without a day"
expect 0 '' "$FMKSIM" "${ask[@]}" --from 2013-07-01 -o dated.h5
cp out dated
/usr/bin/python3 - <<'END' || fail "a later start is not a weaker lever"
import json
p = lambda name: {c["size"]: c["probability"] for c in json.load(open(name))["curve"]}
early, late = p("undated"), p("dated")
assert early[5] == late[5] and late[4] > early[4] and late[7] < early[7], (early, late)
END
expect 0 '' "$FMKSIM" summary dated.h5 --json
/usr/bin/python3 - <<'END' || fail "the file of a dated curve tells another"
import json
curve = {c["size"]: c["probability"] for c in json.load(open("dated"))["curve"]}
file = {int(s["name"].removeprefix("staff-")): d["probability"] for s in json.load(open("out"))["scenarios"]
        for d in s["deadlines"] if (d["name"], d["reading"]) == ("months-18", "all-municipalities")}
assert curve == file, (curve, file)
END
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --min 4 --max 8 --from 2014-06-20 -q
says '^Answer: no size from 4 to 8 \(corps\.consultants from 2014-06-20\) reaches the target\.'
expect 2 'sites\.copies cannot change on a date' "$FMKSIM" staff batch.cfg --target 0.5 --path sites.copies=1:2 --from 2013-07-01 -q
expect 2 'is no date' "$FMKSIM" staff batch.cfg --target 0.5 --from yesterday -q
expect 2 'from goes with one path' "$FMKSIM" staff batch.cfg --target 0.5 --from 2013-07-01 --path sites.copies=1:2 --path corps.consultants=5:6

# Without a corps the first sweep along a whole number is asked for; consultants would change nothing.
sed -e 's/^corps = .*/resources = { crew = { capacity = 5; }; };/' -e 's/mean = 30; };/& resource = "crew";/' -e '/^costs/,/^ /d' batch.cfg |
    sed '/^sweeps/d' >crew.cfg
expect 2 'the programme has no corps, and no sweep' "$FMKSIM" staff crew.cfg --target 0.5 -q
expect 2 'the programme has no corps; varying' "$FMKSIM" staff crew.cfg --target 0.5 --path corps.consultants=1:3 -q
echo 'sweeps = ( { name = "crew"; paths = ["resources.crew.capacity"]; values = ( [6, 5, 7] ); } );' >>crew.cfg
expect 0 '' "$FMKSIM" staff crew.cfg --target 0.5 -q
says '^Answer: 6 \(resources\.crew\.capacity\)\.$'
says '^  +5 '
says_not '^  +4 '

# By itself the curve is coarse; where it is asked for it has a thousand courses of each size.
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --min 5 --max 6 -q
says '^100 replications of each size'
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.5 --min 5 --max 6 -q --csv fine.csv
says '^1000 replications of each size'

# Two paths, with costs.
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.8 --path corps.consultants=5:9:2 --path sites.copies=1:2 --display 200 -q
says '^Target: all 98 sites at done by 2014-06-24 with a probability of 80 %'
says "from today's 5 upwards"
says 'corps\.consultants buys more for its cost'
says '^Cheapest combination that reaches 80 % .*: corps\.consultants = 7, sites\.copies = 1, cost 71\.$'
expect 0 '' "$FMKSIM" staff batch.cfg --target 0.8 --path corps.consultants=5:9:4 --path sites.copies=1:1 --display 50 \
    -q --json --csv grid.csv
/usr/bin/python3 - <<'END' || fail "the JSON of a table is not as promised"
import json
d = json.load(open("out"))
assert d["cheapest"]["values"] == [9, 1] and d["gain"][1]["per_unit"] is None and d["deadline"] == "months-18"
assert [c["values"] for c in d["cells"]] == [[5, 1], [9, 1]]
END
[ "$(wc -l <grid.csv)" -eq 3 ] || fail "the table of two paths has not three lines"

# Where an activity needs two of them, fewer cannot be asked about: from two on, unless somebody says from where.
sed -e 's/^corps = .*/resources = { crew = { capacity = 5; }; };/' -e 's/mean = 30; };/& needs = { crew = 2; };/' -e '/^costs/,/^ /d' \
    -e '/^sweeps/d' batch.cfg >pair.cfg
expect 0 '' "$FMKSIM" staff pair.cfg --target 0.5 --path resources.crew.capacity --display 20 --json -q
/usr/bin/python3 -c 'import json; assert json.load(open("out"))["curve"][0]["size"] == 2' || fail "the sizes do not begin at two"
expect 2 'crew' "$FMKSIM" staff pair.cfg --target 0.5 --path resources.crew.capacity --min 1 -q

# What is refused, before any work.
expect 2 'target is missing' "$FMKSIM" staff batch.cfg
expect 2 'is no number between 0 and 1' "$FMKSIM" staff batch.cfg --target 1.5
expect 2 'choose a smaller tolerance' "$FMKSIM" staff batch.cfg --target 0.99
expect 2 'there is no deadline "x"' "$FMKSIM" staff batch.cfg --target 0.5 --deadline x
expect 2 'there is no reading "x"; legal are' "$FMKSIM" staff batch.cfg --target 0.5 --reading x
expect 2 'the configuration has no number corps\.men' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.men
expect 2 'is not a whole number' "$FMKSIM" staff batch.cfg --target 0.5 --path activities.work.duration.mean
expect 2 'is not of the form PATH=LOW:HIGH' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.consultants=1:b
expect 2 'sizes from 9 to 3' "$FMKSIM" staff batch.cfg --target 0.5 --min 9 --max 3
expect 2 'consultants = -1 is out of range' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.consultants=-1:3 -q
expect 2 'corps\.consultants twice' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.consultants --path corps.consultants
# A file that was being written when the command was killed: --resume goes on, and leaves a whole one alone.
sized="staff batch.cfg --target 0.5 --path corps.consultants=5:6:1 --display 30 -q"
export SOURCE_DATE_EPOCH=1700000000
expect 0 '' "$FMKSIM" $sized -o whole.h5 --force
code=0
(ulimit -f 24 && exec "$FMKSIM" $sized -o half.h5 >out 2>err) || code=$?
[ "$code" -eq 1 ] || fail "a file-size limit: exit $code"
expect 0 '' "$FMKSIM" $sized -o half.h5 --resume
cmp -s whole.h5 half.h5 || fail "resumed to another file"
expect 0 '' "$FMKSIM" $sized -o half.h5 --resume
expect 2 'resume goes on with the file' "$FMKSIM" staff batch.cfg --target 0.5 --resume
expect 2 'output goes with one path' "$FMKSIM" staff batch.cfg --target 0.5 --path corps.consultants \
    --path sites.copies=1:2 -o x.h5
finish
