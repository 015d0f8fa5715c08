#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shards.sh [TRIALS]: shards in any number and order merge into the bytes of the serial run, also one that was killed;
# what does not fit is named. Without a batch system: xargs, and GNU parallel if it is there.
# shellcheck source=tests/lost/lib.sh
. "$(dirname "$0")/lib.sh"
trials=${1:-4}
RANDOM=${LOST_SEED:-1}
rm -rf -- *.h5* shards
study=("$config" --scenario baseline --scenario capacity)

for ((trial = 0; trial < trials; trial++)); do
    count=$(random 1 400) shards=$(random 1 $((count < 24 ? count : 24)))
    seed=$(random 0 1000000)
    rm -rf shards *.h5
    mkdir shards
    "$FMKSIM" run "${study[@]}" -n "$count" --seed "$seed" -q -o serial.h5
    seq "$shards" | xargs -P 2 -I '{}' "$FMKSIM" run "${study[@]}" -n "$count" --seed "$seed" --threads 1 -q \
        --shard "{}/$shards" -o "shards/{}.h5" --resume
    mapfile -t files < <(printf '%s\n' shards/*.h5 | shuf --random-source=<(yes "$trial"))
    "$FMKSIM" merge "${files[@]}" -q -o merged.h5
    cmp serial.h5 merged.h5 || fail "$shards shards of $count: another file"
done
echo "shards: $trials studies in 1 to 24 shards, merged in any order: same bytes"

# more replications than the fans are of: a shard does its share of theirs, so that all are about as large
rm -rf shards *.h5
mkdir shards
"$FMKSIM" run "$config" -n 1204 -q -o serial.h5
for i in 1 2 3 4; do "$FMKSIM" run "$config" -n 1204 -q --shard $i/4 -o shards/$i.h5; done
"$FMKSIM" merge shards/*.h5 -q -o merged.h5
cmp serial.h5 merged.h5 || fail "4 shards of 1204: another file"
least=$(stat -c %s shards/*.h5 | sort -n | head -n 1) most=$(stat -c %s shards/*.h5 | sort -n | tail -n 1)
((most * 5 <= least * 6)) || fail "shards of $least to $most bytes"
echo "shards: of 1204 replications, 1000 of them in the fans: all about as large, same bytes"

run() { "$FMKSIM" run "${study[@]}" -n 100 -q "$@"; }
# refuse TEXT SHARD…: exit code 2, a message, and no file
refuse() {
    local text=$1 status=0
    shift
    "$FMKSIM" merge "$@" -q -o refused.h5 >out 2>err || status=$?
    ((status == 2)) || fail "exit $status instead of 2: merge $*: $(cat err)"
    grep -qF -- "$text" err || fail "no word of '$text': merge $*: $(cat err)"
    [[ ! -e refused.h5 && ! -s out ]] || fail "refused, and wrote: merge $*"
}
rm -f ./*.h5
for i in 1 2 3 4 5; do run --shard $i/5 -o $i.h5; done
run --shard 2/4 -o wide.h5
run --shard 2/5 --seed 9 -o seed.h5
run --shard 2/5 --set corps.case_load=6 -o set.h5
run -o serial.h5
"$FMKSIM" run "$config" -n 100 -q --shard 2/5 -o scenario.h5
"$FMKSIM" run "${study[@]}" -n 105 -q --shard 2/5 -o more.h5
refuse 'replications 20 to 39 of 100 are missing' 1.h5 3.h5 4.h5 5.h5
refuse 'replications 80 to 99 of 100 are missing' 1.h5 3.h5 2.h5 4.h5
refuse 'replications 0 to 39 of 100 are missing' 5.h5 4.h5 3.h5
refuse 'replications 20 to 39 are in another shard' 1.h5 2.h5 2.h5 3.h5 4.h5 5.h5
refuse 'replications 25 to 39 are in another shard' 1.h5 2.h5 wide.h5 3.h5 4.h5 5.h5
refuse 'seed.h5: is of another study than 1.h5: its seed is 9 instead of 1' 1.h5 seed.h5 3.h5 4.h5 5.h5
refuse "configuration's hash" 1.h5 set.h5 3.h5 4.h5 5.h5
refuse 'number of scenarios is 1 instead of 2' 1.h5 scenario.h5 3.h5 4.h5 5.h5
refuse 'number of replications is 105 instead of 100' 1.h5 more.h5 3.h5 4.h5 5.h5
refuse 'is a whole study' serial.h5
touch there.h5
status=0
"$FMKSIM" merge [12345].h5 -o there.h5 2>err || status=$?
((status == 2)) && grep -q 'exists already' err && [[ ! -s there.h5 ]] || fail "an output is overwritten"
"$FMKSIM" merge [12345].h5 -o there.h5 --force -q
cmp serial.h5 there.h5 || fail "--force writes another file"
echo "shards: missing, double and foreign shards are named"

if command -v parallel >/dev/null; then
    mkdir -p shards
    rm -f shards/*
    parallel --will-cite -j 2 "$FMKSIM" run "$config" --scenario baseline --scenario capacity -n 100 -q --threads 1 \
        --shard '{}/8' -o 'shards/{}.h5' --resume ::: 1 2 3 4 5 6 7 8
    "$FMKSIM" merge shards/*.h5 -q -o parallel.h5
    cmp serial.h5 parallel.h5 || fail "GNU parallel: another file"
    echo "shards: GNU parallel, too"
fi
