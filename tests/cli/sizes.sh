#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From eight lines to ten thousand sites.
set -euo pipefail

fail() {
    echo "sizes.sh: $*" >&2
    exit 1
}

# Eight lines, those of docs/configuration.md, are enough for a first answer.
awk '/^```cfg eight.cfg$/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >eight.cfg
(($(wc -l <eight.cfg) == 8)) || fail "eight.cfg has $(wc -l <eight.cfg) lines"
"$FMKSIM" run eight.cfg -n 200 -o eight.h5 --quiet
"$FMKSIM" summary eight.h5 >eight.txt
grep -qE '^In .* simulated courses all 40 sites have reached done by 2026-10-31 ' eight.txt || fail "no answer: $(<eight.txt)"

# Ten thousand sites of 21 steps each run, every one of them counted, in memory that is told in the documents.
run=("$FMKSIM" run "$SOURCE_DIR/configs/fmk.cfg" --set sites.copies=102 -n 2 --threads 1 -o large.h5 --quiet)
/usr/bin/python3 - "${run[@]}" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
assert peak < 400, f"{peak:.0f} MB"
import h5py
file = h5py.File("large.h5")
assert file["municipality_date"].shape[:3] == (1, 2, 9996), file["municipality_date"].shape
assert (file["cards"][0, :, -1] > 0).all()
PY
"$FMKSIM" summary large.h5 >large.txt
grep -q 'In time of the 9996 municipalities' large.txt || fail "no summary of 9996 sites"
