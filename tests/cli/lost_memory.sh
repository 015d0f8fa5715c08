#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Memory is refused at some requests of each command. The full trial: tests/lost/memory.py FMKSIM SOURCE_DIR SHIM 0.
# shellcheck source=tests/lost/lib.sh
. "$SOURCE_DIR/tests/lost/lib.sh"
if ! shim; then
    echo "memory: built with a sanitizer, which bears no library laid under it: left out"
    exit 0
fi
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/memory.py" "$FMKSIM" "$SOURCE_DIR" "$PWD/shim.so" 6
