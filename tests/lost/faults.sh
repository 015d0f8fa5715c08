#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# faults.sh [TRIALS]: a disk that fills up at every stage, folders that cannot be written or vanish, signals in every
# phase, a second writer, a clock that jumps, memory that runs out. Each ends with a message and its exit code, and
# the study goes on from there to the bytes of the uninterrupted one.
# shellcheck source=tests/lost/lib.sh
. "$(dirname "$0")/lib.sh"
trials=${1:-10}
RANDOM=${LOST_SEED:-1}
folder=$PWD
study=(run "$config" -n 500 -q --threads 2)
mounted=
leave() { [[ -z $mounted ]] || umount -l "$mounted"; }
trap leave EXIT

rm -rf -- *.h5* disk gone err
before=$(now)
"$FMKSIM" "${study[@]}" -o whole.h5
course=$(($(now) - before))

# run_to CODE TEXT ARGUMENT…: the exit code, and a word of the message; never a signal.
run_to() {
    local code=$1 text=$2 status=0
    shift 2
    "$FMKSIM" "$@" >out 2>err || status=$?
    ((status == code)) || fail "exit $status instead of $code: $* : $(cat err)"
    [[ -z $text ]] || grep -q -- "$text" err || fail "no word of '$text': $* : $(cat err)"
    if ((code != 0)) && [[ -s out ]]; then fail "failed and printed: $*"; fi
}

same() {
    "$FMKSIM" "${study[@]}" -o "$1" --resume 2>err || fail "cannot be resumed: $(cat err)"
    cmp whole.h5 "$1" || fail "another file after: $2"
    [[ ! -e $1.journal && ! -e $1.cards ]] || fail "a journal stayed behind after: $2"
    rm -f "$1"
}

# ---- a disk that fills up: first a limit on the size of files, then a real small disk ----

stages=0
for ((size = 1; size < 1600; size = size * 3 / 2 + 1)); do # KiB; the journal needs 1500, the file 800
    status=0
    (ulimit -f $size && exec "$FMKSIM" "${study[@]}" -o full.h5 2>err) || status=$?
    ((status == 1 || status == 0)) || fail "file-size limit $size: exit $status: $(cat err)"
    if ((status == 1)); then
        grep -q 'File too large' err || fail "file-size limit $size: no reason given: $(cat err)"
        [[ ! -e full.h5 && ! -e full.h5.fmksim-part ]] || fail "file-size limit $size: half a file"
        stages=$((stages + 1))
    fi
    same full.h5 "a file-size limit of $size KiB"
done
((stages >= 8)) || fail "only $stages file-size limits were too small"
echo "faults: $stages stages of a file-size limit: told, resumed, same bytes"

mkdir disk
if ((EUID == 0)) && mount -t tmpfs -o size=64k none disk 2>/dev/null; then
    mounted=disk stages=0
    for size in 64 128 256 512 1024 1536 1600 1800 2000 2200 2400 3000 4000; do
        mount -o remount,size=${size}k disk
        status=0
        "$FMKSIM" "${study[@]}" -o disk/full.h5 --resume 2>err || status=$?
        if ((status == 0)); then break; fi
        ((status == 1)) || fail "disk of $size KiB: exit $status: $(cat err)"
        grep -q 'No space left' err || fail "disk of $size KiB: no reason given: $(cat err)"
        [[ ! -e disk/full.h5 && ! -e disk/full.h5.fmksim-part ]] || fail "disk of $size KiB: half a file"
        stages=$((stages + 1))
    done
    mount -o remount,size=8m disk
    same disk/full.h5 "a full disk"
    ((stages >= 4)) || fail "only $stages disks were too small"
    echo "faults: a disk that was full $stages times, at growing sizes: told, resumed, same bytes"
    mount -o remount,ro disk
    run_to 1 'Read-only file system' "${study[@]}" -o disk/full.h5
    mount -o remount,rw disk
    umount disk
    mounted=
    echo "faults: a read-only disk is told"
else
    echo "faults: no right to mount here: a real full disk is left out, the file-size limits stand for it"
fi

# ---- folders ----

run_to 1 'No such file or directory' "${study[@]}" -o nowhere/a.h5
mkdir -p gone
"$FMKSIM" run "$config" -n 20000 -q --threads 2 -o gone/a.h5 2>err &
pid=$!
until [[ -e gone/a.h5.journal ]]; do sleep 0.01; done
sleep 0.2
rm -rf gone
status=0
wait $pid || status=$?
((status == 1)) || fail "a folder that vanished: exit $status"
grep -q 'deleted\|No such file' err || fail "a folder that vanished: $(cat err)"
echo "faults: a folder that does not exist, and one that vanishes, are told"

# ---- signals in every phase: within a second, exit 130, and how to go on ----

slowest=0 stopped=0
# A run that is done before its signal comes tells nothing: then there is another trial.
for ((trial = 0; trial < trials || (stopped * 2 <= trials && trial < 6 * trials); trial++)); do
    signal=$( ((trial % 2)) && echo INT || echo TERM)
    "$FMKSIM" "${study[@]}" --threads "$(random 1 4)" -o stop.h5 2>err &
    pid=$!
    nap "$(random 20 $((course * 9 / 10 + 20)))"
    asked=$(now)
    kill -"$signal" $pid 2>/dev/null || true
    status=0
    wait $pid || status=$?
    took=$(($(now) - asked))
    if ((status == 130)); then
        stopped=$((stopped + 1))
        if [[ -e stop.h5.journal ]]; then grep -q -- '--resume goes on' err || fail "no way to go on: $(cat err)"; fi
        [[ ! -e stop.h5 && ! -e stop.h5.fmksim-part ]] || fail "SIG$signal: half a file"
        if ((took > slowest)); then slowest=$took; fi
    elif ((status != 0 && status != 143)); then # before main, or it was done already
        fail "SIG$signal: exit $status: $(cat err)"
    fi
    same stop.h5 "SIG$signal"
done
((stopped * 2 > trials)) || fail "only $stopped of $trial signals stopped a run"
((slowest < ${LOST_SLOWEST:-1000})) || fail "a signal took $slowest ms"
echo "faults: $stopped of $trial signals stopped a run, the slowest in $slowest ms; all resumed to the same bytes"

# ---- a second writer ----

"$FMKSIM" run "$config" -n 20000 -q --threads 1 -o busy.h5 2>err.first &
pid=$!
until [[ -e busy.h5.journal ]]; do sleep 0.01; done
run_to 1 'another process' run "$config" -n 20000 -q -o busy.h5 --resume
run_to 1 'another process' run "$config" -n 20000 -q -o busy.h5 --force
kill $pid
wait $pid && fail "a run that was stopped exits with 0"
rm -f busy.h5*
echo "faults: a second writer is refused, also with --force"

# ---- another study's journal or file ----

(ulimit -f 300 && exec "$FMKSIM" "${study[@]}" -o other.h5 2>/dev/null) || true
run_to 1 'seed: 1' "${study[@]}" -o other.h5 --resume --seed 2
run_to 1 'replications: 500' run "$config" -n 501 -q -o other.h5 --resume
run_to 1 'configuration' "${study[@]}" -o other.h5 --resume --set corps.case_load=6
run_to 1 'scenarios: baseline' "${study[@]}" -o other.h5 --resume --scenario capacity
run_to 1 'share of the replications: 0 to 499' "${study[@]}" -o other.h5 --resume --shard 1/2
run_to 2 '--resume goes on' "${study[@]}" -o other.h5
same other.h5 "five other studies"
run_to 2 'seed is 1 instead of 2' "${study[@]}" -o whole.h5 --resume --seed 2
run_to 2 'exists already' "${study[@]}" -o whole.h5
run_to 0 '' "${study[@]}" -o whole.h5 --resume
echo "faults: journals and files of other studies are refused with the reason"

# ---- a clock that jumps, memory that runs out ----

if shim; then
    for ((trial = 1; trial <= 3; trial++)); do
        LOST_CLOCK=$trial LD_PRELOAD=$folder/shim.so "$FMKSIM" "${study[@]}" -o jump.h5 2>err ||
            fail "a clock that jumps: $(cat err)"
        cmp whole.h5 jump.h5 || fail "a clock that jumps changes the file"
        rm jump.h5
    done
    echo "faults: a clock that jumps by years changes nothing"

    # Reading and compiling a configuration: each single request, up to the end of the first compilation.
    # The third one looks for a region by its name, where the names may not have been kept.
    cat >region.cfg <<END
base = "$SOURCE_DIR/configs/five.cfg";
risks = { storm = { hits = "region"; whom = "East"; probability = 0.5; from = 100; to = 200; pace = 0.5; duration_days = 20; }; };
END
    for name in "$SOURCE_DIR/configs/smallest" "$SOURCE_DIR/configs/five" region; do
        LOST_COUNT=asked LD_PRELOAD=$folder/shim.so "$FMKSIM" check "$name.cfg" >/dev/null
        asked=$(cat asked)
        for ((number = 1; number <= asked && number <= 1300; number++)); do
            status=0
            LOST_FAIL=$number LD_PRELOAD=$folder/shim.so "$FMKSIM" check "$name.cfg" \
                >/dev/null 2>err || status=$?
            ((status <= 2)) || fail "request $number of $asked for memory of check failed: exit $status: $(cat err)"
        done
    done
    echo "faults: each request for memory by which check compiles is refused once: no crash"

    small=(run "$config" -n 20 -q --threads 2)
    "$FMKSIM" "${small[@]}" -o few.h5
    LOST_COUNT=asked LD_PRELOAD=$folder/shim.so "$FMKSIM" "${small[@]}" -o memory.h5
    asked=$(cat asked)
    rm memory.h5
    told=0
    for ((trial = 0; trial < 10 * trials; trial++)); do
        # the first ones and the last ones, where failing is rare, and others by chance
        number=$(((trial * asked / (10 * trials)) + $(random 0 $((asked / (10 * trials))))))
        status=0
        mode=$( ((trial % 3)) && echo LOST_FAIL || echo LOST_FAIL_FROM)
        env "$mode=$((number + 1))" LD_PRELOAD="$folder/shim.so" "$FMKSIM" "${small[@]}" -o memory.h5 2>err ||
            status=$?
        case $status in
        0) ;;
        1 | 2)
            grep -q 'memory' err || fail "request $number for memory failed, and no word of it: $(cat err)"
            told=$((told + 1))
            ;;
        *) fail "request $number of $asked for memory failed ($mode): exit $status: $(cat err)" ;;
        esac
        "$FMKSIM" "${small[@]}" -o memory.h5 --resume || fail "memory: cannot be resumed"
        cmp few.h5 memory.h5 || fail "request $number for memory failed, and the file is another one"
        rm memory.h5
    done
    ((told > 5 * trials)) || fail "memory failed $((10 * trials)) times, and only $told were told"
    echo "faults: of $((10 * trials)) refused requests for memory (of $asked) $told were told, the others made no" \
        "difference; no crash"
    for size in 60000 90000 120000 200000; do
        status=0
        (ulimit -v $size && exec "$FMKSIM" run "$config" -n 2000 -q --threads 8 -o memory.h5 2>err) || status=$?
        ((status <= 2)) || fail "$size KiB of memory: exit $status: $(cat err)"
        if ((status == 127)); then continue; fi
        if ((status != 0)); then grep -q 'memory\|thread' err || fail "$size KiB of memory: $(cat err)"; fi
        rm -f memory.h5*
    done
    echo "faults: little memory is told"
else
    echo "faults: built with a sanitizer: the clock and the memory are left out"
fi
