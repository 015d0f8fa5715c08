# SPDX-License-Identifier: GPL-3.0-or-later
# A Debian 12 that has nothing but its minimal base, to try something on; to be sourced, as root, in a mount namespace
# of its own (`unshare --mount`), so that no mount is left behind whatever happens. Needs debootstrap, and `machine` and
# `summary` set to nothing.
#
#   machine_make FOLDER    FOLDER/pristine is the bootstrapped base, made once; FOLDER/machine a fresh copy of it, which
#                          is left behind for a look inside. Sets `machine`. MIRROR and SUITE name another archive.
#   inside COMMAND         runs it there in a shell with an empty environment and no standard input
#   step NAME COMMAND…     runs it and adds its seconds to `summary`
#   machine_megabytes      how large it is

step() {
    local begin=$SECONDS
    printf '\n== %s\n' "$1"
    "${@:2}"
    summary+="$(printf '%5d s  %s' $((SECONDS - begin)) "$1")"$'\n'
}

inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 chroot "$machine" bash -c "$1" </dev/null; }

machine_megabytes() { du -sx --block-size=1M "$machine" | cut -f1; }

machine_make() {
    local pristine=$1/pristine
    machine=$1/machine
    if [[ ! -e $pristine/complete ]]; then
        rm -rf --one-file-system -- "$pristine"
        step "debootstrap" debootstrap --variant=minbase "${SUITE:-bookworm}" "$pristine" \
            "${MIRROR:-http://deb.debian.org/debian}"
        touch "$pristine/complete"
    fi
    rm -rf --one-file-system -- "$machine"
    cp -a "$pristine" "$machine"
    cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
    mount -t proc proc "$machine/proc"
    mount --rbind /dev "$machine/dev"
}
