#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Studies killed at random moments end in the same file. The full trial: tests/lost/kill-study.sh (20 studies, 100 kills).
exec bash "$SOURCE_DIR/tests/lost/kill-study.sh" 4 4 300
