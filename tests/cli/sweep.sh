# SPDX-License-Identifier: GPL-3.0-or-later
# An experiment of many scenarios: a sweep of 50 points, 20 replications each, opens in xarray, is compressed, and needs
# about as much memory as one scenario. tests/verification/many-scenarios.sh does the same with 1000 x 100.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

"$SOURCE_DIR/tests/verification/many-scenarios.sh" 50 20 || fail "50 scenarios of 20 replications"

# A sweep is asked for by its name, and a scenario once.
expect 2 '"all" stands for every scenario; ask for nothing beside it' "$FMKSIM" run fmk.cfg -n 2 --scenario baseline \
    --scenario all
expect 2 'scenario corps-5 is asked for twice' "$FMKSIM" run fmk.cfg -n 2 --scenario corps --scenario corps-5
expect 2 'there is no scenario "corpse"; did you mean "corps' "$FMKSIM" run fmk.cfg -n 2 --scenario corpse
echo 'sweeps = ( { name = "x"; paths = ["corps.consultants"]; values = ( [1, -2] ); } );' >over.cfg
sed -i '1i base = "fmk.cfg";' over.cfg
expect 2 'over\.cfg:2: scenario x-m2: corps\.consultants = -2 is out of range' "$FMKSIM" check over.cfg
finish
