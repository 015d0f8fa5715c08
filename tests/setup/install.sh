#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install.sh BUILD | shared: installs BUILD (or a shared build made here), moves the installed tree, and builds and
# runs tests/cli/consumer against it, by find_package and by pkg-config. Every installed header must compile alone.
set -euo pipefail
consumer=$SOURCE_DIR/tests/cli/consumer
build=$1
static=(--static)
if [[ $build == shared ]]; then
    build=$PWD/build
    static=()
    cmake -S "$SOURCE_DIR" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DBUILD_TESTING=OFF
    cmake --build "$build" --parallel 2
fi

cmake --install "$build" --prefix "$PWD/first" >install.log
mv first moved
prefix=$PWD/moved
for file in bin/fmksim share/man/man1/fmksim.1 share/man/man1/fmksim-run.1 share/bash-completion/completions/fmksim \
    share/fmksim/configs/fmk.cfg; do
    [[ -s $prefix/$file ]] || { echo "install.sh: $file is not installed" >&2; exit 1; }
done

for archive in "$prefix"/lib*/libfmksim.a; do
    [[ -e $archive ]] || continue
    # Read whole before grep looks: under pipefail an early end of grep would count as readelf's failure.
    sections=$(readelf --sections --wide "$archive")
    if grep -q 'gnu\.lto_' <<<"$sections"; then
        echo "install.sh: $archive holds link-time code of one version of gcc" >&2
        exit 1
    fi
done

cmake -S "$consumer" -B by-cmake -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
cmake --build by-cmake
./by-cmake/consumer

pc=$(find "$prefix" -name fmksim.pc -printf '%h\n')
export PKG_CONFIG_PATH=$pc
mkdir by-pkg-config
read -ra compile <<<"$(pkg-config --cflags fmksim)"
read -ra link <<<"$(pkg-config --libs "${static[@]}" fmksim)"
cc -std=c17 -Wall -Wextra -Werror "${compile[@]}" "$consumer/consumer.c" -o by-pkg-config/consumer "${link[@]}"
LD_LIBRARY_PATH=$(dirname "$pc") ./by-pkg-config/consumer

if [[ -e ${FMKSIM:-} ]]; then
    "$prefix/bin/fmksim" --help >/dev/null
    bash "$SOURCE_DIR/tests/setup/hardening.sh" "$prefix/bin/fmksim" "$build"
    if [[ $1 == shared ]]; then # from the folder it was built in, too
        bash "$SOURCE_DIR/tests/setup/hardening.sh" "$build/fmksim" "$build"
    fi
fi
