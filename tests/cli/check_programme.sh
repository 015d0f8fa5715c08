# SPDX-License-Identifier: GPL-3.0-or-later
# What keys and ranges alone do not forbid, and what makes no programme all the same: each is told by its cause, once.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# wrong ASSIGNMENT PATTERN [FAULTS]: FMK with this setting has one fault (or so many), and one of them says PATTERN.
wrong() {
    expect 2 "$2" "$FMKSIM" check fmk.cfg --set "$1"
    told $((${3:-1} + 1))
}

# without GROUP PATTERN: FMK without this group of the top level.
without() {
    sed -e "/^$1 = {.*};/d" -e "/^$1 = {/,/^};/d" fmk.cfg >x.cfg
    ! cmp -s x.cfg fmk.cfg || fail "there was no $1"
    expect 2 "$2" "$FMKSIM" check x.cfg
}

# scenario ASSIGNMENT PATTERN: no scenario may do this.
scenario() {
    vary "s/{ name = \"no-push\";.*/{ name = \"x\"; set = [\"$1\"]; },/"
    expect 2 "^x\.cfg:[0-9]+: .*$2" "$FMKSIM" check x.cfg
}

# The network.
wrong 'activities.network.after=[]' 'activities\.network\.after: is empty; name at least one predecessor'
wrong 'activities.network.after=["upgrade", "upgrade"]' 'names "upgrade" twice'
wrong 'activities.network.after=["zzzzzzzzzzzz"]' 'there is no activity or milestone "zzzzzzzzzzzz"$'
wrong 'milestones.M1.after=["M2"]' 'run in a circle: .*M1'
wrong 'activities.M1={after=["start"]; duration=1; source="x";}' 'an activity has this name already'
wrong 'activities.start={after=["M1"]; duration=1; source="x";}' 'this name is taken; call the activity something else'
wrong 'activities.doctors.resource=vendor' 'only an activity of kind work can need a resource'
without uptake 'activities\.data_preparation: is of kind uptake, but the programme has no .uptake'
without sessions 'activities\.joint_training: is of kind session, but the programme has no .sessions'
without doctors 'activities\.doctors: waits for the doctors, but the programme has no .doctors'
without vendors 'activities\.vendor_ready: waits for the vendor, but the programme has no vendors'
grep -q "upgrade\.resource: wants a vendor's team, but the programme has no vendors" err || fail "the resource is not told"
without activities "activities"
without milestones "milestones"

# One site and another.
gate='activities.gate={after=["start"]; kind="wait"; source="x"; '
wrong "$gate until=\"site\"; of=\"M1\";}" "waits for another site, but no site's .depends_on. in the file says which"
wrong "$gate until=\"first\";}" 'does not say which activity or milestone is waited for: .of. is wanted'
wrong "$gate until=\"first\"; of=\"M3\";}" 'activities\.gate\.of: there is no activity or milestone "M3"; did you mean'
wrong "$gate until=\"group-first\"; of=\"M1\";}" 'no two sites have the same .group. in their file'
wrong "$gate of=\"M1\";}" 'is for a wait whose .until. is site, region-first, vendor-first, group-first or first'
wrong "$gate once=\"all\";}" 'activities\.gate\.once: is for an activity of kind work'
wrong 'activities.upgrade.once=groups' '.groups. is none of site, region, vendor, group, all; did you mean .group.'

# Several resources, durations of vendors.
wrong 'activities.network.needs={cranes=1;}' 'activities\.network\.needs\.cranes: there is no resource "cranes"; legal are the names'
wrong 'activities.network.vendor_durations={kmdd=1;}' 'there is no vendor "kmdd"; legal are the names of .vendors.'
expect 2 'activities\.pause\.needs\.x: is 3, but there are never more than 2: it could never begin' "$FMKSIM" check fmk.cfg \
    --set 'resources={x={capacity=2; source="x";};}' --set 'activities.pause.needs={x=3;}'
expect 2 'needs\.x: is the activity.s .resource. already; say it in one place' "$FMKSIM" check fmk.cfg \
    --set 'resources={x={capacity=2; source="x";};}' --set 'activities.pause.needs={x=1;}' --set activities.pause.resource=x

# Crews.
wrong 'uptake.per_server_week=5' 'uptake\.per_server_week: wants .resource.: who does so many'
wrong 'uptake.resource=crews' 'uptake\.resource: wants .per_server_week.'

# The corps.
wrong 'corps.engagements.startup.from=nowhere' 'there is no activity or milestone "nowhere"'
wrong 'corps.engagements.startup.gates=["doctors"]' 'only an activity of kind work can wait for a consultant'
wrong 'corps.engagements.organisational.gates=["startup_meeting"]' 'waits for a consultant in another phase already'

# Calendars.
wrong 'calendars.vendor.weekdays=[1.0, 1.0]' 'calendars\.vendor\.weekdays: has 2 numbers; seven are wanted'
wrong 'calendars.vendor.weekdays=[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]' 'calendars\.vendor.*effort'
wrong 'calendars.vendor.holidays=["02-30"]' '"02-30" is no day of the year; write MM-DD'
wrong 'calendars.vendor.holidays=["2014-02-30"]' '"2014-02-30" is no day of the year; write MM-DD, or for one year YYYY-MM-DD'
wrong 'calendars.vendor.holidays=["2014-02-03/2014-02-02"]' 'is no day of the year'
wrong 'calendars.vendor.holidays=["1-1"]' '"1-1" is no day of the year'

# Uptake, risks, resources.
wrong 'uptake.weights={}' 'wants at least one weight above 0'
wrong 'uptake.form=table' 'wants a .table. with at least one probability'
wrong 'uptake.calendar=nowhere' 'there is no calendar "nowhere"'
wrong 'uptake.training=nowhere' 'there is no activity "nowhere"'
wrong 'uptake.deadline=nowhere' 'there is no deadline "nowhere"'
wrong 'risks.central_service.hits=vendor' 'hits a vendor but does not say .whom'
wrong 'risks.kmd_defect.whom=kmdd' 'there is no vendor "kmdd"; did you mean "kmd"'

# Chance has the key's range as well.
wrong 'activities.network.duration={dist="uniform"; min=-5; max=5;}' 'activities\.network\.duration'

# Lists of municipalities.
list() {
    ! cmp -s x.csv municipalities.csv || fail "the list has not changed"
    expect 2 "$1" "$FMKSIM" check fmk.cfg --set sites.file=x.csv
}
sed '3s/$/,one more/' municipalities.csv >x.csv
list '^x\.csv:3: has [0-9]+ fields; the heading has [0-9]+'
sed '3s/^\([0-9]*\),[^,]*,/\1,,/' municipalities.csv >x.csv
list '^x\.csv:3: column "name" is empty'
{ head -n 4 municipalities.csv; printf 'a\0b\n'; } >x.csv
list '^x\.csv:5: holds a NUL byte'
sed '3s/^\([0-9]*\),/\1,"/' municipalities.csv >x.csv
list '^x\.csv:'
mkdir folder
expect 2 'folder: is no regular file' "$FMKSIM" check fmk.cfg --set sites.file=folder
wrong 'vendors.kmd.sites=0' 'vendors\.kmd\.sites: is 0, but the file gives the vendor [0-9]+ sites' 2
printf '\357\273\277' | cat - municipalities.csv >x.csv
expect 0 '' "$FMKSIM" check fmk.cfg --set sites.file=x.csv

# Scenarios: their names, and what would make them incomparable.
scenario 'corps.consultants=2000' 'scenario x: .*corps\.consultants = 2000 is out of range'
scenario 'horizon=2018-12-31' 'scenario x: changes the epoch or the horizon'
scenario 'deadlines.mid-2015.date=2015-07-01' 'scenario x: changes the deadlines'
scenario 'activities.more={after=[\\"start\\"]; duration=1; source=\\"x\\";}' \
    'scenario x: changes the activities or milestones'
expect 2 'there is no scenario "zzzzzz"' "$FMKSIM" check fmk.cfg --scenario zzzzzz
vary 's/name = "no-push";//'
expect 2 '^x\.cfg:[0-9]+: .*a scenario needs a name' "$FMKSIM" check x.cfg
vary 's/name = "no-push";/name = "all";/'
expect 2 'stands for every scenario' "$FMKSIM" check x.cfg
vary 's/name = "no-push";/name = "baseline";/'
expect 2 'is the name of the configuration as it is' "$FMKSIM" check x.cfg
vary 's/name = "no-push";/name = "no push";/'
expect 2 'is no legal name of a scenario' "$FMKSIM" check x.cfg
vary 's/name = "no-push";/name = "no-swat";/'
expect 2 'the scenario "no-swat" is there already, at x\.cfg:[0-9]+' "$FMKSIM" check x.cfg
finish
