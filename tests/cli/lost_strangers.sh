#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Broken files whose checksum is right crash no command and open no other file. `.ci/nightly` tries thousands.
exec /usr/bin/python3 "$SOURCE_DIR/tests/lost/resealed.py" "$FMKSIM" "$SOURCE_DIR/configs/fmk.cfg" 60
