#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bare-machine.sh FOLDER [COMMAND]: does COMMAND (default: .ci/forecast) work on a Debian 12 that has nothing but its
# minimal base? Needs root, debootstrap and about 2 GB in FOLDER, outside the source tree. Not part of the tests.
#
# HEAD (not the working files) is cloned into FOLDER/machine (see machine.sh), and COMMAND runs in the clone with an empty
# environment.
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

machine='' summary='' # set by what follows
. "$source_tree/tests/setup/machine.sh"
machine_make "$folder"
git -C "$source_tree" bundle create -q "$machine/root/fmksim.bundle" HEAD

step "git, as whoever clones has it" inside "apt-get update -q && apt-get install -q -y --no-install-recommends git"
step "git clone" inside "git clone -q /root/fmksim.bundle /root/fmksim"
before=$(machine_megabytes)
step "$command" inside "cd /root/fmksim && $command"
printf '\n%s%5d MB added by it\n' "$summary" $(($(machine_megabytes) - before))
