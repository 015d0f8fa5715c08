#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# many-scenarios [SCENARIOS [REPLICATIONS]]: an experiment of that size (default 1000 x 100) over FMK, in an empty
# folder; then one scenario of it alone. Fails unless the file is compressed and opens in xarray, and the experiment's
# peak memory stays near that of the one scenario. Prints what it measured. FMKSIM names the program.
#
# With the default size it takes minutes and hundreds of megabytes of disk, so it is run on demand.
set -euo pipefail
scenarios=${1:-1000} replications=${2:-100}
source=${SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}
: "${FMKSIM:=fmksim}"

cat >many.cfg <<END
base = "$source/configs/fmk.cfg";
sweeps = ( { name = "grid"; paths = ["corps.consultants", "vendors.kmd.teams"];
             values = ( [$(seq -s ', ' 1 $((scenarios / 10)))], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] ); } );
END

# What it takes: seconds and peak memory in kB.
measure() {
    /usr/bin/python3 - "$@" <<'END'
import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(f"{time.monotonic() - start:.1f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
END
}

read -r seconds memory < <(measure "$FMKSIM" run many.cfg --scenario grid -n "$replications" -q --force -o many.h5)
read -r alone_seconds alone < <(measure "$FMKSIM" run many.cfg --scenario grid-1-1 -n "$replications" -q --force -o one.h5)
echo "$scenarios x $replications: $seconds s, $memory kB at most, $(stat -c %s many.h5) bytes on disk"
echo "1 x $replications: $alone_seconds s, $alone kB at most, $(stat -c %s one.h5) bytes on disk"

# What is known of every scenario (names, settings) is held in memory, a few kB each; their replications are not.
limit=$((alone + 4096 + 24 * scenarios))
[ "$memory" -le "$limit" ] || { echo "more memory than $limit kB" >&2; exit 1; }

/usr/bin/python3 - "$scenarios" "$replications" <<'END'
import os, sys, warnings
import h5py, xarray
warnings.filterwarnings("ignore", message="invalid value encountered in cast")  # numpy's remark on NaN as NaT
scenarios, replications = map(int, sys.argv[1:])
data = xarray.open_dataset("many.h5")
assert data.sizes["scenario"] == scenarios and data.sizes["replication"] == replications
assert str(data["scenario"].values[0]) == "grid-1-1" and str(data["scenario"].values[10]) == "grid-2-1"
assert data["weight"].shape == (scenarios, replications)
one = xarray.open_dataset("one.h5")
for name in ("national_date", "cards"):
    assert one[name].values.tobytes() == data[name].values[:1].tobytes(), name
with h5py.File("many.h5") as file:
    large = [v for v in file.values() if v.shape[:2] == (scenarios, replications)]
    assert large and all(v.compression == "gzip" and v.shuffle for v in large)
    plain = sum(v.size * v.dtype.itemsize for v in large)
print(f"compressed {plain / os.path.getsize('many.h5'):.1f} times")
assert plain > 1.5 * os.path.getsize("many.h5")
END
