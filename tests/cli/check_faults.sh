# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with a configuration: each fault is told with its place and what would be legal, all of them at once.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# refuse CHANGE PATTERN: the changed configuration has exactly one fault, in a line of x.cfg.
refuse() {
    vary "$1"
    expect 2 "^x\.cfg:[0-9]+: .*$2" "$FMKSIM" check x.cfg
    told 2
    [ ! -s out ] || fail "there is a register beside the fault"
}

# Keys.
vary 's/^        teams = 4;/        taems = 4;/'
expect 2 "vendors\.kmd\.taems: unknown key; did you mean 'teams'" "$FMKSIM" check x.cfg
grep -q "'vendors.kmd.teams' is missing: required" err || fail "the missing key is not told"
told 3
refuse 's/^        teams = 4;/        teams = 4; teams = 5;/' "'teams' is said twice in one group"
refuse '/^horizon/d' "'horizon' is missing: required"

# Values.
refuse 's/^        teams = 4;/        teams = "four";/' 'vendors\.kmd\.teams: must be a whole number, is a text'
refuse 's/^        teams = 4;/        teams = 4.5;/' 'vendors\.kmd\.teams'
refuse 's/untrained = {.*};/untrained = 1.8;/' 'uptake\.untrained = 1\.8 is out of range: legal is 0 to 1'
refuse 's/consultants = 5;/consultants = 5000000000;/' 'corps\.consultants = 5000000000 is out of range'
refuse 's/consultants = 5;/consultants = 99999999999999999999;/' 'beyond what the computer can hold'
refuse 's/consultants = 5;/consultants = -1;/' 'corps\.consultants = -1 is out of range: legal is 0 to 1000'
refuse 's/^horizon = .*/horizon = "2017-02-30";/' '2017-02-30'
refuse 's/^horizon = .*/horizon = "2012-12-31";/' 'before the epoch'
refuse 's/date = "2014-12-31"; milestone = "M1"/date = "2012-12-31"; milestone = "M1"/' \
    'deadlines\.end-2014\.date: 2012-12-31 lies before the epoch, .*2013-01-01 or later is legal'
refuse 's/dist = "triangular"; min = 0.5; mode = 0.7; max = 1;/dist = "triangle"; min = 0; mode = 1; max = 3;/' \
    'push\.factor.*did you mean .?triangular'
refuse 's/mode = 0.7; max = 1;/mode = 4; max = 1;/' 'push\.factor'

# Names.
refuse 's/after = \["upgrade"\];/after = ["connection_test"];/' \
    'the activities run in a circle: connection_test -> network -> connection_test'
refuse 's/after = \["upgrade"\];/after = ["upgrad"];/' 'upgrad"'
refuse 's/m101 = {/m102 = {/' 'sites\.exceptions\.m102: there is no municipality of that code'
refuse 's/^        sites = 44;/        sites = 43;/' "the vendors' sites add up to 97; there are 98 sites"
refuse 's/milestone = "M1"; source = "F4"/milestone = "M9"; source = "F4"/' 'there is no milestone "M9"'

# Several at once, in the order of their lines, as text and as data; and from the command line.
vary 's/untrained = {.*};/untrained = 1.8;/; s/consultants = 5;/consultants = -1;/; s/^        teams = 4;/        taems = 4;/'
expect 2 '^fmksim: 4 faults$' "$FMKSIM" check x.cfg
cut -d: -f2 err | grep -E '^[0-9]+$' >lines
sort -n lines | cmp -s - lines || fail "the faults are not in the order of their lines"
expect 2 '' "$FMKSIM" check x.cfg --json
says '^  "faults": \[$'
says '"file": "x\.cfg",$'
[ "$(grep -c '"text":' out)" -eq 4 ] || fail "not four faults in JSON"
expect 2 "^--set: corps\.consultant: unknown key; did you mean 'consultants'" \
    "$FMKSIM" check fmk.cfg --set corps.consultant=5
expect 2 "^--set: 'corps\.consultants' is no assignment of the form PATH=VALUE" \
    "$FMKSIM" check fmk.cfg --set corps.consultants
expect 2 "there is no 'crops'; did you mean 'corps'" "$FMKSIM" check fmk.cfg --set crops.consultants=5
expect 2 "corps\.consultants = 2000 is out of range" "$FMKSIM" check fmk.cfg --set corps.consultants=2000
expect 2 "corps\.consultants = 2000 is out of range" \
    "$FMKSIM" trace fmk.cfg --replication 0 --set corps.consultants=2000
finish
