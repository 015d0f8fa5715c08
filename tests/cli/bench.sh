# SPDX-License-Identifier: GPL-3.0-or-later
# bench says what it measured; nothing is said about how fast this machine must be.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 0 '' "$FMKSIM" bench --seconds 0
says '^hold +[0-9.]+ +[0-9.]+ +[0-9.]+  ns '
says '^M/M/1 objects +[0-9.]+ .* million/s '
says '^M/M/1 with statistics +[0-9.]+ .* million/s '
says '^M/M/1 events +[0-9.]+ .* million/s '
says '^beta-binomial\(1000, 0\.02\) +[0-9.]+ .* million/s '
says '^5 rounds in '
says '^M/M/1 objects like for like: '
says_not 'replication'

# With a configuration: its replications, their floor, and 1, 10 and 100 times the sites.
cat >small.cfg <<EOF
base = "$SOURCE_DIR/configs/fmk.cfg";
EOF
folder=$PWD/temporary
mkdir "$folder"
expect 0 '' env TMPDIR="$folder" "$FMKSIM" bench small.cfg --seconds 0 --threads 2 --json
python='
import json, sys
report = json.load(open("out"))
figure = {f["name"]: f for f in report["figures"]}
assert report["rounds"] == 5 and report["threads"] == 2, report
for one in report["figures"]:
    assert one["lower_quartile"] <= one["median"] <= one["upper_quartile"], one
    assert one["median"] > 0, one
def median(name):
    return figure[name]["median"]
assert median("98 sites") < median("980 sites") < median("9800 sites")
assert median("floor") < median("replication")
ratio = median("replication") / median("floor")
assert abs(ratio / median("replication / floor") - 1) < 0.5, ratio
assert median("draws a replication") > median("site-weeks a replication") > 98
assert 0.8 < median("exponent") < 2, median("exponent")
assert abs(median("exponent 98 to 980") + median("exponent 980 to 9800") - 2 * median("exponent")) < 0.02
assert median("replications, plain") > 0
minutes = 1e6 / 60 / median("replications, all threads")
assert abs(median("a million replications") / minutes - 1) < 0.01, minutes
# What a study takes beside the loop; with it a million takes longer, and not much.
assert 0 < median("study: journal") < 1e3 * median("study: replication")
assert 0 < median("study: file") < 1e3 * median("study: replication")
assert median("study: fans") > 0
more = (median("study: journal") / 2 + median("study: file")) / 60
work = 1e3 * median("replication") + median("study: journal") + median("study: file")
assert abs(median("study of a million, work") * 60 / work - 1) < 0.1, work
assert "0.1" in report["note"]
assert more < median("study of a million") - median("a million replications") < more + 1, more
'
test -z "$(ls "$folder")" || fail "left behind: $(ls "$folder")"
/usr/bin/python3 -c "$python" 2>python.err || fail "$(cat python.err)"

expect 1 'fmksim-bench-.*: cannot be made' env TMPDIR=/nowhere "$FMKSIM" bench small.cfg --seconds 0

expect 2 'cannot be read' "$FMKSIM" bench nosuch.cfg
expect 2 'must be a number from 0' "$FMKSIM" bench --seconds -1
expect 2 'must be a number from 0' "$FMKSIM" bench --seconds 5x
expect 2 'set needs a configuration' "$FMKSIM" bench --set sites.copies=2
expect 2 'sites.cards' "$FMKSIM" bench small.cfg --set sites.cards=-1
finish
