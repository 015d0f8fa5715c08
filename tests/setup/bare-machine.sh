#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bare-machine.sh FOLDER [COMMAND]: does COMMAND (default: .ci/forecast) work on a Debian 12 that has nothing but its
# minimal base? Needs root, debootstrap and about 2 GB in FOLDER, outside the source tree. Not part of the tests.
#
# FOLDER/pristine is the bootstrapped base, made once; FOLDER/machine is a fresh copy of it, left behind for a look
# inside. HEAD (not the working files) is cloned there, and COMMAND runs in the clone with an empty environment.
# MIRROR and SUITE in the environment name another archive or release.
set -euo pipefail
if [[ ${1:-} != --inside ]]; then
    (($# == 1 || $# == 2)) || { echo "usage: bare-machine.sh FOLDER [COMMAND]" >&2; exit 2; }
    # A mount namespace of our own: whatever happens, no mount is left behind.
    exec unshare --mount --propagation private bash "$0" --inside "$@"
fi
source_tree=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
mkdir -p "$2"
folder=$(realpath "$2")
command=${3:-.ci/forecast}
[[ $folder/ != "$source_tree"/* ]] || { echo "bare-machine.sh: $folder lies in the source tree" >&2; exit 2; }

step() { # name, command…: run and time it
    local begin=$SECONDS
    printf '\n== %s\n' "$1"
    "${@:2}"
    summary+="$(printf '%5d s  %s' $((SECONDS - begin)) "$1")"$'\n'
}
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 chroot "$machine" bash -c "$1" </dev/null; }
summary=

pristine=$folder/pristine
machine=$folder/machine
if [[ ! -e $pristine/complete ]]; then
    rm -rf --one-file-system -- "$pristine"
    step "debootstrap" debootstrap --variant=minbase "${SUITE:-bookworm}" "$pristine" \
        "${MIRROR:-http://deb.debian.org/debian}"
    touch "$pristine/complete"
fi
rm -rf --one-file-system -- "$machine"
cp -a "$pristine" "$machine"
cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
git -C "$source_tree" bundle create -q "$machine/root/fmksim.bundle" HEAD
mount -t proc proc "$machine/proc"
mount --rbind /dev "$machine/dev"

step "git, as whoever clones has it" inside "apt-get update -q && apt-get install -q -y --no-install-recommends git"
step "git clone" inside "git clone -q /root/fmksim.bundle /root/fmksim"
before=$(du -sx --block-size=1M "$machine" | cut -f1)
step "$command" inside "cd /root/fmksim && $command"
printf '\n%s%5d MB added by it\n' "$summary" $(($(du -sx --block-size=1M "$machine" | cut -f1) - before))
