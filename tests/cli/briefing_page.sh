#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The briefing's page in a browser; what is looked at stands in tests/briefing/page.mjs.
exec bash "$SOURCE_DIR/tests/briefing/page.sh"
