#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bare-package.sh FOLDER PACKAGE.deb: does the package install on a Debian 12 that has nothing but its minimal base, and
# does the main job run there with what it brought? Needs root and debootstrap. Called by .ci/package.
set -euo pipefail
if [[ ${1:-} != --inside ]]; then
    (($# == 2)) || { echo "usage: bare-package.sh FOLDER PACKAGE.deb" >&2; exit 2; }
    exec unshare --mount --propagation private bash "$0" --inside "$@"
fi
mkdir -p "$2"
folder=$(realpath "$2")
package=$(realpath "$3")
machine='' summary='' # set by what follows
. "$(dirname "$(realpath "$0")")/machine.sh"

machine_make "$folder"
cp "$package" "$machine/root/"
step "apt-get update" inside "apt-get update -q"
before=$(machine_megabytes)
step "apt-get install ./${package##*/}" inside \
    "cd /root && apt-get install -q -y --no-install-recommends ./${package##*/}"
after=$(machine_megabytes)
step "fmksim run fmk.cfg, 1000 courses" inside \
    "cd /root && fmksim run /usr/share/fmksim/configs/fmk.cfg -n 1000 -o fmk.h5 --quiet && fmksim summary fmk.h5"
step "fmksim init, its configuration, the briefing" inside "set -e; cd /root
    fmksim init mine.cfg && fmksim run mine.cfg -n 100 -o mine.h5 --quiet
    fmksim briefing fmk.h5 -o page.html && test -s page.html
    fmksim verify --case V10"
step "manual pages and completion" inside "set -e; cd /root
    for command in \$(fmksim --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
        test -s /usr/share/man/man1/fmksim-\$command.1 || { echo \"no page for \$command\"; exit 1; }
    done
    . /usr/share/bash-completion/completions/fmksim
    COMP_WORDS=(fmksim run /usr/share/fmksim/configs/fmk.cfg --scenario corps-12) COMP_CWORD=4
    _fmksim && test \"\${COMPREPLY[*]}\" = corps-12"
step "apt-get remove" inside "apt-get remove -q -y fmksim && test ! -e /usr/bin/fmksim && test ! -e /usr/share/fmksim"
printf '\n%s%5d MB added by the package and what it depends on\n' "$summary" $((after - before))
