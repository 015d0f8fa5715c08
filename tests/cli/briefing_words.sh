#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How the briefing's page tells chances; needs Node.js only, as building the page does.
command -v node >/dev/null || { echo 'no Node.js: nothing was looked at'; exit 0; }
exec node "$SOURCE_DIR/tests/briefing/words.mjs" "$SOURCE_DIR/analysis/briefing/page"
