#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Broken files of each kind are refused. The full trial: tests/lost/corrupt.py FMKSIM CONFIG 200.
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/corrupt.py" "$FMKSIM" "$SOURCE_DIR/configs/fmk.cfg" 30
