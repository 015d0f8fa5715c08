#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every command that writes, killed at random moments, ends as if nothing had been. The full trial:
# tests/lost/kills.py FMKSIM SOURCE_DIR 1000.
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/kills.py" "$FMKSIM" "$SOURCE_DIR" 24
