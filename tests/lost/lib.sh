# SPDX-License-Identifier: GPL-3.0-or-later
# lib.sh: what the tests of losses share. Sourced; $FMKSIM and $SOURCE_DIR must be set, the folder be scratch.
set -euo pipefail
: "${FMKSIM:?the program}" "${SOURCE_DIR:?the top of the source tree}"
# shellcheck disable=SC2034 # for those who source this
config=$SOURCE_DIR/configs/fmk.cfg
export SOURCE_DATE_EPOCH=1700000000

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Programs with sanitizers do not bear a library laid under them.
shim() {
    # grep -c reads to the end: with -q the pipe breaks, which looks like no match
    if [[ $(nm -D "$FMKSIM" 2>/dev/null | grep -c '__[at]san_init') != 0 ]]; then
        return 1
    fi
    [[ -e shim.so ]] || cc -O1 -shared -fPIC -o shim.so "$SOURCE_DIR/tests/lost/shim.c" -ldl
}

# random FROM TO: a whole number, from a generator that $RANDOM=SEED starts
random() { echo $(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1 + 1))); }

# milliseconds since some moment
now() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }

nap() { sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"; }
