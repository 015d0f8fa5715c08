# SPDX-License-Identifier: GPL-3.0-or-later
# All exact cases on this machine; the answer as text and as data; what verify refuses.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 0 '^1/12 queues$' "$FMKSIM" verify
says '^V01 .*passed$'
says '^V18 .*not offered$'
says '^V35 .*passed$'
says '^[0-9]+ of [0-9]+ lines passed; [0-9]+ not offered by this program\.$'
says 'faultless program fails in at most$'
says '^0\.1 % of all runs'
grep -q FAILED out && fail "a line failed, and yet the exit code is 0"
for case in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 \
    26 27 28 29 30 31 32 33 34 35 36 37; do
    grep -q "^V$case " out || fail "case V$case is missing"
done

# It works away from the source tree, in a folder that cannot be written, and one case alone.
mkdir -p elsewhere && chmod a-w elsewhere
(cd elsewhere && exec "$FMKSIM" verify --case V09) >out 2>err || fail "verify --case V09 away from the source tree"
[ "$(grep -c '^V09 ' out)" -ge 40 ] || fail "V09 has too few lines"
grep -q '^V10 ' out && fail "V10 is there, though V09 alone was asked for"

# The same seed gives the same bytes for any number of threads, another seed others.
"$FMKSIM" verify --case V06 --seed 3 --threads 1 --json >one 2>/dev/null || fail "--threads 1"
"$FMKSIM" verify --case V06 --seed 3 --threads 2 --json >two 2>/dev/null || fail "--threads 2"
"$FMKSIM" verify --case V06 --seed 4 --threads 2 --json >other 2>/dev/null || fail "--seed 4"
cmp -s one two || fail "the lines depend on the number of threads"
cmp -s one other && fail "the lines do not depend on the seed"
grep -q '"verdict": "passed"' one || fail "no verdict in JSON"

expect 2 'there is no case "V38"; they are V01 to V37' "$FMKSIM" verify --case V38
expect 2 "'fmk\.cfg' is too much" "$FMKSIM" verify fmk.cfg
expect 2 '--seed' "$FMKSIM" verify --seed x
finish
