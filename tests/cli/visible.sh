#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What comes from configurations, results files, file names and arguments steers no terminal: every command's output
# and messages hold no control character but tab and newline, nothing that turns the direction of writing, and UTF-8.
set -euo pipefail
fail() {
    echo "visible.sh: $*" >&2
    exit 1
}

# hostile: an escape sequence, a bell, a return, DEL, C1 (CSI), an override and an isolate of direction, a line separator
hostile=$'\e[31m\a\r\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8end'
seen='\\u001b\[31m\\u0007\\u000d\\u007f\\u009b\\u202e\\u2066\\u2028end'
seen_in_one_line='\\u001b\[31m\\u0007 \\u007f\\u009b\\u202e\\u2066\\u2028end' # a message is one line: the return is a space

clean() { # FILE WHAT
    /usr/bin/python3 - "$1" "$2" <<'EOF'
import sys
text = open(sys.argv[1], "rb").read().decode()
bad = sorted({hex(ord(c)) for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or c in
              "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"})
if bad:
    sys.exit(f"visible.sh: {sys.argv[2]} prints {', '.join(bad)}")
EOF
}

# try WHAT COMMAND…: whatever the exit code, both outputs are clean; they are in out and err then
try() {
    local what=$1
    shift
    "$FMKSIM" "$@" >out 2>err || true
    clean out "$what"
    clean err "$what (messages)"
}

# A configuration of hostile titles, under a hostile name.
name=$(printf 'five%b.cfg' "$hostile")
/usr/bin/python3 - "$SOURCE_DIR/configs/five.cfg" "$name" "$hostile" <<'EOF'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
hostile = sys.argv[3].replace("\x1b", "\\x1b").replace("\a", "\\x07").replace("\r", "\\r").replace("\x7f", "\\x7f")
text, count = re.subn(r'^(\s*title\s*=\s*)"[^"]*"', lambda m: m.group(1) + '"' + hostile + '"', text, flags=re.M)
if count == 0:
    text = f'title = "{hostile}";\n' + text
open(sys.argv[2], "w", encoding="utf-8").write(text)
EOF
cp "$SOURCE_DIR"/configs/*.csv .

try check check "$name"
grep -q "$seen" out err || fail "check does not show the title: $(head -c 300 out err)"
try "check --json" check "$name" --json
/usr/bin/python3 -m json.tool out >/dev/null || fail "check --json is no JSON"
try run run "$name" -n 20 -o "$hostile.h5"
[[ -e $hostile.h5 ]] || fail "nothing was run: $(cat err)"
grep -q "$seen" out || fail "run does not show its file: $(cat out)"
for command in summary sensitivity "summary --json"; do
    # shellcheck disable=SC2086 # words
    try "$command" $command "$hostile.h5"
done
/usr/bin/python3 -m json.tool out >/dev/null || fail "summary --json is no JSON"
try trace trace "$name" -r 1
try "trace --json" trace "$name" -r 1 --json
try "run again" run "$name" -n 20 -o "$hostile.h5"
grep -q "$seen_in_one_line" err || fail "a message does not show the file: $(cat err)"
try briefing briefing "$hostile.h5" -o nowhere/page.html

# Arguments, and argp's own messages; a file that is not there; bytes that are no text.
try set check "$name" --set "$hostile=1"
try option run "$name" "--$hostile"
try command "$hostile"
try file summary "$hostile.not"
try bytes summary $'\xff\xc3\x9b\xf0\x9f'
grep -Fq '\xff' err || fail "bytes: $(cat err)"

# What is ordinary passes as it is.
"$FMKSIM" summary 'æøå – ”Ærø” 中 🙂' 2>err || true
grep -Fq 'æøå – ”Ærø” 中 🙂' err || fail "ordinary text is changed: $(cat err)"
