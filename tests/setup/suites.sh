#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# suites.sh: every suite in tests/unit and tests/verification is a test of ctest's, under its name, and a suite that
# runs nothing fails.
set -euo pipefail

# wanted FOLDER: the suites as the sources name them.
wanted() {
    cat "$SOURCE_DIR/tests/$1"/*.c | sed -nE 's/^(Test|ParameterizedTest|Theory)\((\([^)]*\), *)?([A-Za-z0-9_]+),.*/\3/p' |
        sort -u | sed "s/^/$1_/"
}

for folder in unit verification; do
    ctest --test-dir "$BUILD_DIR" -N -L "^$folder\$" | sed -nE 's/^ *Test +#[0-9]+: //p' | sort >"have-$folder"
    wanted "$folder" >"want-$folder"
    [[ -s want-$folder ]] || { echo "suites: found no suite in tests/$folder"; exit 1; }
    diff "want-$folder" "have-$folder" || { echo "suites: tests/$folder (<) and ctest (>) differ"; exit 1; }
done

# The list that ctest makes for a program whose suite cannot be found again, in a folder of its own.
mkdir planted
cat >planted/program <<'EOS'
#!/bin/sh
case $* in
*--list*) echo 'ghost: 1 test' ;;
*) echo '[====] Synthesis: Tested: 0 | Passing: 0 | Failing: 0 | Crashing: 0 ' ;;
esac
EOS
chmod +x planted/program
cat >planted/CTestTestfile.cmake <<EOS
set(FOLDER unit)
set(PROGRAM "$PWD/planted/program")
set(SCRATCH "$PWD/planted/scratch")
set(IN_SCRATCH "$SOURCE_DIR/tests/setup/in-scratch.sh")
set(ENVIRONMENT "A=1;B=2")
set(FAILING "nothing of the kind")
include("$SOURCE_DIR/tests/setup/suites.cmake")
EOS
if ctest --test-dir planted >planted/out 2>&1; then
    echo "suites: a suite that ran nothing passed"
    exit 1
fi
grep -q 'unit_ghost .*Failed' planted/out || { cat planted/out; exit 1; }
rm planted/program
if ctest --test-dir planted >planted/out 2>&1 || ! grep -q 'unit_NOT_BUILT' planted/out; then
    echo "suites: tests that were not built are not told of"
    exit 1
fi
