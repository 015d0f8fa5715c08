#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# slurm.sh: a real Slurm on this machine, started for this test and stopped after it. An array of 4 with one task
# killed, submitted again, merged: the file of the serial run, byte for byte. Run it in an empty folder. It installs
# Slurm with apt if it may; where that is impossible it says so and is left out.
# shellcheck source=tests/lost/lib.sh
. "$(dirname "$0")/lib.sh"

leave_out() {
    echo "slurm: left out: $*"
    exit 0
}

((EUID == 0)) || leave_out "only root can start it"
export PATH=$PATH:/usr/sbin
if ! command -v slurmctld slurmd sbatch >/dev/null; then
    command -v apt-get >/dev/null || leave_out "Slurm is not installed, and there is no apt-get"
    echo "slurm: installing slurmctld slurmd slurm-client"
    { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends slurmctld \
        slurmd slurm-client; } >install.log 2>&1 || leave_out "it cannot be installed: $(tail -n 1 install.log)"
fi

# ---- a cluster of one machine, with folders and ports of its own ----

mkdir -p cluster/state cluster/spool
host=$(hostname -s)
port=$(random 20000 30000)
export SLURM_CONF=$PWD/cluster/slurm.conf
cat >"$SLURM_CONF" <<C
ClusterName=lost
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SchedulerType=sched/backfill
StateSaveLocation=$PWD/cluster/state
SlurmdSpoolDir=$PWD/cluster/spool
SlurmctldPidFile=$PWD/cluster/slurmctld.pid
SlurmdPidFile=$PWD/cluster/slurmd.pid
SlurmctldLogFile=$PWD/cluster/slurmctld.log
SlurmdLogFile=$PWD/cluster/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
C
daemons=()
stop() {
    scancel --user=root 2>/dev/null || true
    ((${#daemons[@]} == 0)) || kill "${daemons[@]}" 2>/dev/null || true
    wait
}
trap stop EXIT
slurmctld -D 2>cluster/ctld.err &
daemons+=($!)
slurmd -D 2>cluster/d.err &
daemons+=($!)
for ((i = 0; i < 100; i++)); do
    if [[ $(sinfo -h -o %t 2>/dev/null) == idle ]]; then break; fi
    sleep 0.2
done
[[ $(sinfo -h -o %t) == idle ]] || leave_out "it does not start: $(tail -n 2 cluster/slurmctld.log cluster/d.err)"

# ---- the study ----

until_empty() {
    for ((i = 0; i < 600; i++)); do
        if [[ -z $(squeue -h 2>/dev/null) ]]; then return; fi
        sleep 0.2
    done
    fail "jobs are still there after two minutes: $(squeue)"
}

export FMKSIM
submit=$SOURCE_DIR/docs/cluster/submit
study=("$config" -n 4000 --scenario baseline --scenario capacity)
"$submit" 4 all.h5 "${study[@]}"

# Task 2 is killed when it has finished some replications.
for ((i = 0; i < 300; i++)); do
    if (($(stat -c %s all.h5.shards/2.h5.journal 2>/dev/null || echo 0) > 200000)); then break; fi
    sleep 0.05
done
victim=$(pgrep -f -- "--shard 2/4 .*-o all.h5.shards/2.h5" | head -n 1) || fail "task 2 is not to be found: $(squeue)"
kill -9 "$victim"
until_empty
[[ ! -e all.h5 ]] || fail "merged without shard 2"
[[ ! -e all.h5.shards/2.h5 && -e all.h5.shards/2.h5.journal ]] || fail "shard 2 left no journal"
kept=$(stat -c '%n %i %Y' all.h5.shards/[134].h5) || fail "the other shards are not there"

"$submit" 4 all.h5 "${study[@]}"
until_empty
[[ -e all.h5 ]] || fail "not merged: $(cat all.h5.shards/*.log)"
[[ $(stat -c '%n %i %Y' all.h5.shards/[134].h5) == "$kept" ]] || fail "finished shards were computed again"
"$FMKSIM" run "${study[@]}" -q -o serial.h5
cmp serial.h5 all.h5 || fail "the merged file is another one than the serial one"
"$submit" 4 all.h5 "${study[@]}" | grep -q 'there already' || fail "a finished study is submitted again"
echo "slurm: an array of 4, task 2 killed (SIGKILL), submitted again, merged: the bytes of the serial run"
