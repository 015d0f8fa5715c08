#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# .ci/setup against a machine made of stand-ins: what it prints and calls with nothing missing, as root, with sudo,
# without sudo, and where there is no apt. Installs nothing.
set -euo pipefail
setup=$SOURCE_DIR/.ci/setup

machine() { # name, user id, installed packages (ERE), further stand-ins that only report their call
    local bin=$PWD/$1 tool
    mkdir "$bin"
    for tool in bash env printf cat; do ln -s "$(command -v "$tool")" "$bin/$tool"; done
    printf '#!/usr/bin/env bash\necho %s\n' "$2" >"$bin/id"
    printf '#!/usr/bin/env bash\n[[ ${!#} =~ ^(%s)$ ]] && printf "install ok installed"\n' "$3" >"$bin/dpkg-query"
    for tool in "${@:4}"; do printf '#!/usr/bin/env bash\necho "called %s $*"\n' "$tool" >"$bin/$tool"; done
    (cd "$bin" && chmod +x id dpkg-query "${@:4}")
}
on() { # machine, wanted exit status, arguments: output into the file out
    local status=0
    PATH=$PWD/$1 bash "$setup" "${@:3}" >out 2>&1 || status=$?
    ((status == $2)) || { echo "on $1: exit status $status, wanted $2"; cat out; exit 1; } >&2
}
says() { grep -qE -- "$1" out || { echo "does not say: $1"; cat out; exit 1; } >&2; }
silent() { ! grep -qE -- "$1" out || { echo "must not say: $1"; cat out; exit 1; } >&2; }

machine complete 0 '.*' apt-get
on complete 0
says '^setup: all [0-9]+ packages are installed$'
silent 'called'

machine root 0 '[^l].*' apt-get sudo
on root 0 build
says '^setup: installing [0-9]+ packages .*libgsl-dev'
says '^called apt-get .*update'
says '^called apt-get .*install .*-y --no-install-recommends .*libgsl-dev'
silent 'called sudo|libcriterion-dev| gcc'
on root 0
says 'install .*libcriterion-dev'


machine packager 0 '[^d].*' apt-get
on packager 0 package
says '^called apt-get .*install .*-y --no-install-recommends dpkg-dev debootstrap$'
on packager 0 build
says '^setup: all [0-9]+ packages are installed$'

machine user 1000 '[^l].*' apt-get sudo
on user 0
says '^called sudo env DEBIAN_FRONTEND=noninteractive apt-get .*install .*libcriterion-dev'

machine alone 1000 '[^l].*' apt-get
on alone 1
says 'not root and there is no sudo'
says 'apt-get install --no-install-recommends .*libgsl-dev'
silent 'called'

machine other 0 '' cc cmake
on other 1
says 'this is not Debian'
says 'not found here: ninja pkg-config gsl libconfig jansson hdf5$'

machine other-complete 0 '' cc cmake ninja pkg-config
on other-complete 0
says 'this is not Debian'

on complete 2 everything
says '^usage: '
