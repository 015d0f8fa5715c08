#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill-study.sh [STUDIES [KILLS [REPLICATIONS]]]: each study is killed KILLS times (SIGKILL) at random moments of its
# whole course, resumed after each, and must end in the bytes of the uninterrupted run. Threads go from 1 to 4 and
# change from one resumption to the next. After some kills the kept cards are lost or damaged, too: nothing hangs on them.
# shellcheck source=tests/lost/lib.sh
. "$(dirname "$0")/lib.sh"
studies=${1:-20} kills=${2:-5} replications=${3:-1500}
RANDOM=${LOST_SEED:-1}
set +m
total=0 same=0 writing=0 spoilt=0

spoil_cards() {
    [[ -e part.h5.cards ]] || return 0
    case $(random 0 2) in
    0) rm part.h5.cards ;;
    1) head -c 30000 /dev/urandom | dd of=part.h5.cards bs=1000 seek="$(random 0 2000)" conv=notrunc status=none ;;
    2) return 0 ;;
    esac
    spoilt=$((spoilt + 1))
}

for ((study = 1; study <= studies; study++)); do
    scenarios=()
    ((study % 4)) || scenarios=(--scenario baseline --scenario capacity)
    command=("$FMKSIM" run "$config" -n "$replications" --seed "$study" "${scenarios[@]}" -q)
    before=$(now)
    "${command[@]}" --threads 2 -o whole.h5 --force
    course=$(($(now) - before))
    killed=0
    while :; do
        "${command[@]}" --threads "$(random 1 4)" -o part.h5 --resume 2>err &
        pid=$!
        if ((killed < kills)); then
            # Any moment of the course that is still ahead, so that the later phases are hit as well.
            nap "$(random 5 $((course * (kills - killed) / kills + 50)))"
            kill -9 $pid 2>/dev/null || true
        fi
        status=0
        wait $pid 2>/dev/null || status=$?
        if ((status == 137)); then
            killed=$((killed + 1)) total=$((total + 1))
            if [[ -e part.h5.fmksim-part ]]; then writing=$((writing + 1)); fi
            spoil_cards
            continue
        fi
        ((status == 0)) || fail "study $study: exit $status: $(cat err)"
        cmp whole.h5 part.h5 || fail "study $study: another file after $killed kills"
        [[ ! -e part.h5.journal && ! -e part.h5.cards ]] || fail "study $study: a journal stayed behind"
        if ((killed >= kills)); then break; fi
        rm -f part.h5 # it was quicker than the kill: once more
    done
    same=$((same + 1))
    rm -f part.h5*
done
echo "kill-study: $total kills over $studies studies ($writing of them while the file was written):" \
    "$same of $studies files byte-identical; cards spoilt $spoilt times"
