#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Full disks, vanished folders, signals, a second writer, jumping clocks, no memory. A signal is heard within a second
# on a machine that is not overloaded; tests share theirs, and sanitizers are slow.
export LOST_SLOWEST=10000
exec bash "$SOURCE_DIR/tests/lost/faults.sh" 6
