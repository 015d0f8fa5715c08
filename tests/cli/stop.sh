# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever asks a long command to end, Ctrl-C, a batch system, a lost terminal or the end of its CPU time, is answered
# with 130; under nohup a lost terminal asks nothing.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

# stops SIGNAL COMMAND…: once the command has said something, so that it catches signals by then
stops() {
    asked=$1
    shift
    expect 130 'stopped on request' env ASKED="$asked" bash -c '
        coproc { exec "$@" 2>&1; }
        command=$COPROC_PID
        IFS= read -r first <&"${COPROC[0]}"
        echo "$first" >&2
        kill -s "$ASKED" "$command"
        cat <&"${COPROC[0]}" >&2
        wait "$command"' stops "$@"
}

for asked in INT TERM HUP XCPU; do
    stops "$asked" "$FMKSIM" verify --full
    stops "$asked" "$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" -n 1000000 --threads 1 --force -o long.h5
done
finish
