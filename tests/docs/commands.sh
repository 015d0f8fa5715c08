#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does what README.md and docs/*.md say work? Every fenced block of them is taken out and run, in the order in which it
# stands, in an empty folder per document that holds configs/ and knows `fmksim`:
#
#   ```sh            run by bash, which stops at the first command that fails
#   ```python, ```r  run by the system's python3 and by Rscript
#   ```cfg NAME      written to the file NAME, which later blocks use
#   anything else    shown only
#
# A block that calls what installs, builds, needs root or a cluster is parsed and not run (see `foreign`); a script of
# .ci/ that it names must be there. `fmksim` is the program with few replications (see `small`).
set -uo pipefail
failures=0
foreign='^ *(\.ci/|sudo |git |cmake |ctest |apt-get |sbatch |srun |squeue |ssh |scp |tests/)'

fail() {
    echo "FAILED: $*" >&2
    failures=$((failures + 1))
}

# blocks DOCUMENT: into the folder blocks, numbered: 001.sh, 002.python, … and files under their own names.
blocks() {
    awk '
        function close_block() { close(file); open = 0 }
        /^ *```/ {
            if (open) { close_block(); next }
            line = $0; sub(/^ *```/, "", line); words = split(line, word, " ")
            file = word[1] == "cfg" && words > 1 ? word[2] : sprintf("blocks/%03d.%s", ++count, words ? word[1] : "text")
            open = 1; printf "" > file; next
        }
        open { print > file }
        END { if (open) { print "a block is not closed"; exit 1 } }' "$1"
}

small() {
    mkdir -p bin
    cat >bin/fmksim <<'END'
#!/usr/bin/env bash
few=()
case ${1-} in
run) few=(-n 120) ;;
optimise) few=(--delta 0.2 --confirm 64) ;;
staff) few=(--delta 0.15 --display 20 --confirm 20 --max 3) ;;
verify) few=(--case V10) ;;
bench) few=(--seconds 0) ;;
esac
# A build without Node.js has no page to fill, only the data that would fill it; it must say so.
if [[ ${1-} == briefing ]]; then
    told=$("$FMKSIM" "$@" 2>&1) && exit 0
    grep -q 'cannot write briefings' <<<"$told" || { echo "$told" >&2; exit 1; }
    few=(--json)
fi
case " $* " in *" --nested"*) few=(--nested=30x4) ;; *" --help "*) few=() ;; esac
exec "$FMKSIM" "$@" "${few[@]}"
END
    chmod +x bin/fmksim
}

run_block() {
    local interpreter=() script
    case $1 in
    *.sh)
        bash -n "$1" || return 1
        for script in $(grep -oE '(^| )\.ci/[a-z-]+' "$1"); do
            [[ -x $SOURCE_DIR/$script ]] && bash -n "$SOURCE_DIR/$script" || return 1
        done
        grep -qE "$foreign" "$1" && return 0
        interpreter=(bash -eu -o pipefail)
        ;;
    *.python) interpreter=(/usr/bin/python3 -W error) ;;
    *.r) interpreter=(Rscript --vanilla) ;;
    *) return 0 ;;
    esac
    HDF5_USE_FILE_LOCKING=FALSE PATH=$PWD/bin:$PATH "${interpreter[@]}" "$1" >"$1.out" 2>"$1.err" </dev/null
    local status=$?
    ran=$((ran + 1))
    ((status == 0)) || { head -c 600 "$1.err"; return 1; } >&2
}

run_document() {
    local folder=$PWD name=${1##*/} block
    mkdir -p "$name.d/blocks" && cd "$name.d" || exit 1
    cp -r "$SOURCE_DIR/configs" .
    small
    blocks "$1" || fail "$name: not to be taken apart"
    for block in blocks/*; do
        [[ -f $block && $block != *.out && $block != *.err ]] || continue
        run_block "$block" || fail "$name: $block: $(cat "$block")"
    done
    cd "$folder" || exit 1
}

ran=0
for document in "$SOURCE_DIR"/README.md "$SOURCE_DIR"/docs/*.md; do run_document "$document"; done
echo "$ran blocks run"
((ran >= 10)) || fail "only $ran blocks: they are no longer found"
((failures == 0))
