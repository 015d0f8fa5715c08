#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is written replaces a regular file at most, whole or not at all, and tells why not.
set -euo pipefail
config=$SOURCE_DIR/configs/fmk.cfg

fail() {
    echo "outputs.sh: $*" >&2
    exit 1
}

"$FMKSIM" run "$config" -n 20 -q -o study.h5
"$FMKSIM" run "$config" -n 20 -q --shard 1/2 -o one.h5
"$FMKSIM" run "$config" -n 20 -q --shard 2/2 -o two.h5

# writers: a name and the command; OUT stands for the output. A table of a folder is its first.
writers=(
    'run|run CONFIG -n 20 -q --force -o OUT'
    'resume|run CONFIG -n 20 -q --resume -o OUT'
    'merge|merge one.h5 two.h5 -q --force -o OUT'
    'staff|staff CONFIG --target 0.5 --max 12 -q --force -o OUT'
    'csv|staff CONFIG --target 0.5 --max 12 -q --force --csv OUT'
    'tables|summary study.h5 --force --csv FOLDER'
    'compare|compare study.h5 baseline baseline --force --csv OUT'
    'page|briefing study.h5 --force -o OUT'
)

# attempt COMMAND OUT [LIMIT]: the exit code in $status, what was said in $told. LIMIT: KiB that a file may have; what is
# said goes through a pipe then, which has no limit.
attempt() {
    local words=() word
    for word in $1; do
        word=${word/CONFIG/$config}
        word=${word/OUT/$2}
        words+=("${word/FOLDER/${2%/*}}")
    done
    status=0
    told=$({ [[ -z ${3:-} ]] || ulimit -f "$3"; } && exec "$FMKSIM" "${words[@]}" 2>&1 >/dev/null) || status=$?
}

# looks PATH: all that can be seen of what lies there, links not followed.
looks() { stat -c '%F %i %a %s %t:%T %N' -- "$1"; }

make() {
    case $1 in
    folder) mkdir "$2" ;;
    pipe) mkfifo "$2" ;;
    device) mknod "$2" c 1 3 ;;
    link) echo victim >box/victim && ln -s victim "$2" ;;
    dangling) ln -s nothing "$2" ;;
    esac
}

for writer in "${writers[@]}"; do
    name=${writer%%|*} command=${writer#*|}
    for thing in folder pipe device link dangling; do
        if [[ $thing == device ]] && ! mknod try c 1 3 2>/dev/null; then continue; fi
        rm -rf box try
        mkdir box
        output=box/deadlines.csv
        make "$thing" "$output"
        before=$(looks "$output")
        attempt "$command" "$output"
        ((status == 2)) || fail "$name on a $thing: exit $status: $told"
        [[ $(looks "$output") == "$before" ]] || fail "$name on a $thing changed it"
        [[ $thing != link || $(cat box/victim) == victim ]] || fail "$name wrote through a link"
        rm -rf "$output" box/victim
        [[ -z $(ls -A box) ]] || fail "$name on a $thing left $(ls -A box)"
    done
done

# The standard output is none, and no file gets a dash for a name by mistake.
for writer in "${writers[@]}" 'journal|optimise CONFIG --target 0.5 --journal OUT'; do
    if [[ $writer == tables* ]]; then continue; fi
    attempt "${writer#*|}" -
    ((status == 2)) || fail "${writer%%|*} to -: exit $status: $told"
    [[ $told == *'an output is a file, not the standard output'* && ! -e ./- ]] || fail "${writer%%|*} to -: $told"
done

# What a command reads it never replaces, whatever the name.
mkdir there
cp study.h5 there/input.h5
cp one.h5 there/one.h5
cp two.h5 there/two.h5
cp "$config" "$SOURCE_DIR/configs/municipalities.csv" there
ln -s there here
for command in 'run there/fmk.cfg -n 20 -q --force -o here/fmk.cfg' 'merge there/one.h5 there/two.h5 -q --force -o here/two.h5' \
    'staff there/fmk.cfg --target 0.5 -q --force --csv here/fmk.cfg' 'staff there/fmk.cfg --target 0.5 -q --force -o here/fmk.cfg' \
    'compare there/input.h5 baseline baseline --force --csv here/input.h5' 'rank there/input.h5 --force --csv here/input.h5' \
    'briefing there/input.h5 --force -o here/input.h5' \
    'nowcast there/fmk.cfg --observations SEEN --as-of 2015-10-06 -q --force -o here/fmk.cfg' \
    'nowcast there/fmk.cfg --observations there/municipalities.csv --as-of 2015-10-06 -q --force -o here/municipalities.csv'; do
    sums=$(cd there && cksum ./*)
    attempt "${command/SEEN/$SOURCE_DIR/configs/observations.csv}" ''
    ((status == 2)) || fail "$command: exit $status: $told"
    [[ $told == *'is what the command reads; name another output'* ]] || fail "$command says: $told"
    [[ $(cd there && cksum ./*) == "$sums" ]] || fail "$command changes its input"
done

# --force drops no journal that is none.
mkfifo pipe.h5.journal
attempt "${writers[0]#*|}" pipe.h5
[[ $status == 1 && -p pipe.h5.journal ]] || fail "--force removes a pipe: $status"

# A limit on the size of files, at every writer of text: the reason, exit 1, and nothing is left.
for writer in "${writers[@]}"; do
    name=${writer%%|*} command=${writer#*|}
    case $name in compare | tables | page | merge) ;; *) continue ;; esac # the others write like these
    rm -rf box
    mkdir box
    for limit in 0 8; do
        if [[ $name == compare || $name == tables ]] && ((limit > 0)); then continue; fi
        attempt "$command" box/deadlines.csv $limit
        ((status == 1)) || fail "$name with files of at most $limit KiB: exit $status: $told"
        [[ $told == *'File too large'* ]] || fail "$name with files of at most $limit KiB says: $told"
        [[ -z $(ls -A box) ]] || fail "$name with files of at most $limit KiB left $(ls -A box)"
    done
done

# A disk that is full, where the tests may make one.
mkdir disk
if ((EUID == 0)) && mount -t tmpfs -o size=16k none disk 2>/dev/null; then
    trap 'umount -l disk' EXIT
    dd if=/dev/zero of=disk/full bs=4k count=4 2>/dev/null || true
    for writer in "${writers[@]}"; do
        name=${writer%%|*} command=${writer#*|}
        case $name in csv | staff) continue ;; esac # a long search first; they write like compare and run
        case $name in tables) output=disk/box/deadlines.csv && mkdir -p disk/box ;; *) output=disk/out ;; esac
        attempt "$command" "$output"
        ((status == 1)) || fail "$name on a full disk: exit $status: $told"
        [[ $told == *'No space left on device'* ]] || fail "$name on a full disk says: $told"
        [[ -z $(find disk -type f ! -name full) ]] || fail "$name on a full disk left $(find disk)"
    done
fi
