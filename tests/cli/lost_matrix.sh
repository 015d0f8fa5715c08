#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sample of the matrix in docs/safety.md. All of it: tests/lost/matrix.py FMKSIM SOURCE_DIR 20.
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/matrix.py" "$FMKSIM" "$SOURCE_DIR" 1 run merge 'summary --csv' check
