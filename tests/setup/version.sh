#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# cmake/version.cmake: follows HEAD, tells changed files, leaves an equal header alone, works without git.
set -euo pipefail
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org

write() { # source folder
    cmake -D SOURCE_DIR="$1" -D OUTPUT="$PWD/version.h" -D VERSION=1.2.3 -D "COMPILER=GNU 12 Release" \
        -P "$SOURCE_DIR/cmake/version.cmake"
}
commit() { sed -n 's/^#define FMKSIM_COMMIT "\(.*\)"$/\1/p' version.h; }
expect() { # what, value, wanted value
    [[ $2 == "$3" ]] || { echo "$1: got '$2', wanted '$3'" >&2; exit 1; }
}

mkdir -p tree/cmake/inner
cp "$SOURCE_DIR"/cmake/{commit.txt,.gitattributes} tree/cmake/
git init -q tree
echo 1 >tree/file
git -C tree add . && git -C tree commit -q -m one
write "$PWD/tree"
expect "the commit" "$(commit)" "$(git -C tree rev-parse --short=12 HEAD)"
grep -qx '#define FMKSIM_VERSION "1.2.3"' version.h
grep -qx '#define FMKSIM_COMPILER "GNU 12 Release"' version.h

touch -d 2001-01-01 version.h
write "$PWD/tree"
expect "an equal header's year" "$(date -r version.h +%Y)" 2001

echo 2 >tree/file
write "$PWD/tree"
expect "changed files" "$(commit)" "$(git -C tree rev-parse --short=12 HEAD)-dirty"

git -C tree commit -q -a -m two
write "$PWD/tree"
expect "the next commit" "$(commit)" "$(git -C tree rev-parse --short=12 HEAD)"

write "$PWD/tree/cmake/inner"
expect "a folder inside another repository" "$(commit)" unknown

# A tarball, unpacked where no git lies above it as top of this tree.
git -C tree archive --prefix=tarball/ HEAD | tar -x
write "$PWD/tarball"
expect "a tarball" "$(commit)" "$(git -C tree rev-parse --short=12 HEAD)"

rm tarball/cmake/commit.txt
write "$PWD/tarball"
expect "a bare copy" "$(commit)" unknown
