# SPDX-License-Identifier: GPL-3.0-or-later
# A deadline on or before the day of a nowcast is told as met, missed or unobserved; one after it by its probability.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# One site: 5 to 15 days, then 6, from 1 January 2014. Early takes 7 of the first work's days at most, due 11, late 14.
cat >one.cfg <<'END'
title = "one site";
epoch = "2014-01-01";
horizon = "2014-12-31";
calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; source = "assumption"; }; };
sites = { count = 1; source = "assumption"; };
activities = {
    source = "assumption";
    work = { after = ["start"]; duration = 1; factor = { dist = "uniform"; min = 5; max = 15; }; };
    more = { after = ["work"]; duration = 6; };
};
milestones = { M = { after = ["more"]; }; };
deadlines = {
    early = { date = "2014-01-13"; milestone = "M"; };
    due = { date = "2014-01-17"; milestone = "M"; };
    late = { date = "2014-01-20"; milestone = "M"; };
};
END
head=quantity,scope,date_from,date_to,known_from,value,error,kind,source
printf '%s\nM_sites,national,2014-01-18,2014-01-18,2014-01-18,0,,exact,a\n' "$head" >not.csv
printf '%s\nM_sites,national,2014-01-18,2014-01-18,2014-01-18,1,,exact,a\n' "$head" >done.csv

# past FILE DAY: the three deadlines' words, - for what is ahead
past() {
    "$FMKSIM" nowcast one.cfg --observations "$1" --as-of "$2" --method weights -n 4000 -o now.h5 --force -q --json >now.json ||
        [ $? -eq 3 ] || fail "nowcast --as-of $2"
    /usr/bin/python3 -c "
import json
rows = json.load(open('now.json'))['scenarios'][0]['deadlines']
print(*({'ahead': '-'}.get(r['status'], r['status']) for r in rows if r['reading'] == 'all-municipalities'))"
}
[ "$(past not.csv 2014-01-18)" = "missed missed -" ] || fail "what was not reached on the 18th missed the 13th and the 17th"
[ "$(past done.csv 2014-01-18)" = "unobserved unobserved -" ] || fail "what was reached by the 18th may have been early"
[ "$(past done.csv 2014-01-21)" = "unobserved unobserved met" ] || fail "what was reached by the 18th met the 20th"
[ "$(past done.csv 2014-01-17)" = "unobserved unobserved -" ] || fail "the 17th is over at its end, and nothing was known"
printf '%s\nM_sites,national,2014-01-20,2014-01-20,2014-01-20,1,,exact,a\n' "$head" >last.csv
[ "$(past last.csv 2014-01-20)" = "unobserved unobserved met" ] || fail "what was reached by the 20th met it on that day"
sed 's/,1,,exact/,0,,exact/' last.csv >none.csv
[ "$(past none.csv 2014-01-20)" = "missed missed missed" ] || fail "what was not reached by the 20th missed it on that day"
[ "$(past done.csv 2014-01-21)" = "unobserved unobserved met" ] || fail "the same again"
expect 0 '' "$FMKSIM" summary now.h5
says 'early +2014-01-13 .* over: unobserved$'
says 'late +2014-01-20 .* over: met$'
"$FMKSIM" run one.cfg -n 20 -o run.h5 -q || fail "run"
"$FMKSIM" summary run.h5 --json | grep -q '"status"' && fail "a run without a view has no past"
finish
