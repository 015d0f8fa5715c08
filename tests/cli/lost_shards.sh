#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shards merge into the bytes of the serial run.
exec bash "$SOURCE_DIR/tests/lost/shards.sh" 3
