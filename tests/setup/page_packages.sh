#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# page_packages.sh BUILD: the build goes on without the briefing's page where npm fails, the next build tries again, and
# a registry that does not answer costs 20 seconds at most. BUILD lends the packages.
set -euo pipefail
packages=$1/briefing/node_modules
fail() {
    echo "page_packages.sh: $*" >&2
    exit 1
}
[[ -d $packages ]] || { echo "page_packages.sh: $1 was built without the page, so nothing is tried"; exit 0; }

cat >npm <<END
#!/bin/sh
[ -e '$PWD/broken' ] && exit 1
cp -r '$packages' .
END
chmod +x npm
cmake -S "$SOURCE_DIR" -B build -G Ninja -DBUILD_TESTING=OFF -DFMKSIM_NPM="$PWD/npm" >/dev/null
page=generated/briefing_embedded.c
make_page() { cmake --build build --target $page >log 2>&1 || fail "the build fails: $(tail -5 log)"; }

touch broken
make_page
grep -q 'cannot write briefings: its npm packages' build/$page || fail "does not tell that npm failed"
make_page
rm broken
make_page
if grep -q 'cannot write briefings' build/$page; then fail "nothing is tried again"; fi
(($(stat -c %s build/$page) > 1000000)) || fail "the page is of $(stat -c %s build/$page) bytes"

# A registry that takes every call and says nothing.
/usr/bin/python3 -c '
import socket, sys, time
server = socket.create_server(("127.0.0.1", 0), backlog=64)
print(server.getsockname()[1], flush=True)
time.sleep(300)' >port &
trap 'kill %1' EXIT
until [[ -s port ]]; do sleep 0.05; done
registry=http://127.0.0.1:$(cat port)/
export npm_config_registry=$registry npm_config_cache=$PWD/cache
before=$SECONDS
cmake -D NPM="$(command -v npm)" -D LOCK="$SOURCE_DIR/analysis/briefing/page/package-lock.json" -D WORK="$PWD/silent" \
    -D STAMP="$PWD/silent/stamp" -P "$SOURCE_DIR/cmake/briefing_packages.cmake" >log 2>&1
took=$((SECONDS - before))
[[ ! -e silent/stamp ]] || fail "packages from nowhere"
grep -q 'does not answer' log || fail "does not tell that the registry is silent: $(cat log)"
((took <= 20)) || fail "a silent registry costs $took s"
echo "page_packages.sh: npm failed, and the next build made the page; a silent registry cost $took s"
