#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Power cuts, replayed. The full trial: tests/lost/power.py FMKSIM SHIM CONFIG 100.
# shellcheck source=tests/lost/lib.sh
. "$SOURCE_DIR/tests/lost/lib.sh"
if ! shim; then
    echo "power: built with a sanitizer, which bears no library laid under it: left out"
    exit 0
fi
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/power.py" "$FMKSIM" "$PWD/shim.so" "$config" 20
