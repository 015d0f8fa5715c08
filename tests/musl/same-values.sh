#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# same-values.sh [REPLICATIONS]: sim/ and models/ compiled against musl and against the machine's own C library give the same
# bytes: 200 replications of three programmes. GSL, libconfig and libcsv are the machine's static libraries, whose calls
# to the C library's mathematics then go to musl's. Works in the current folder; SOURCE_DIR is the project.
set -euo pipefail
replications=${1:-200}
top=${SOURCE_DIR:?}
libraries=$(dirname "$("${CC:-cc}" -print-file-name=libgsl.a)")
flags=(-std=c17 -D_GNU_SOURCE -O2 -ffp-contract=off -fno-math-errno -fno-trapping-math -I"$top" -I"$top/include")
avx512=(-mavx512f -mavx512dq -mavx512vl -mprefer-vector-width=512)
command -v musl-gcc >/dev/null || {
    echo "same-values: musl-gcc is not here (Debian: musl-tools)" >&2
    exit 77
}

# compile COMPILER FOLDER OPTION…: the program FOLDER/values.
compile() {
    local compiler=$1 folder=$2 source name
    shift 2
    mkdir -p "$folder"
    for source in "$top"/sim/*.c "$top"/models/*.c "$top/tests/musl/values.c"; do
        name=$(basename "$source" .c)
        local more=()
        [[ $(uname -m) != x86_64 || $name != batch_avx2 ]] || more=(-mavx2)
        [[ $(uname -m) != x86_64 || $name != batch_avx512 ]] || more=("${avx512[@]}")
        "$compiler" "${flags[@]}" "$@" "${more[@]}" -c "$source" -o "$folder/$name.o"
    done
}

# musl's compiler knows its own headers only: the libraries' are lent to it.
mkdir -p headers
ln -sfn /usr/include/gsl headers/gsl
ln -sf /usr/include/libconfig.h /usr/include/csv.h headers/
compile "${CC:-cc}" own
compile musl-gcc musl -Iheaders
musl-gcc -std=c17 -D_GNU_SOURCE -O2 -c "$top/tests/musl/names.c" -o musl/names.o
with=("$libraries/libgsl.a" "$libraries/libgslcblas.a" "$libraries/libconfig.a" "$libraries/libcsv.a" -lm -lpthread)
"${CC:-cc}" own/*.o "${with[@]}" -o own/values
musl-gcc -static musl/*.o "${with[@]}" -o musl/values
programmes=("$top/configs/fmk.cfg" "$top/configs/fs3.cfg" "$top/configs/telekol.cfg")
own/values "$replications" "${programmes[@]}" >own.txt
musl/values "$replications" "${programmes[@]}" >musl.txt
diff own.txt musl.txt
(($(wc -l <own.txt) >= 3)) || exit 1
echo "same-values: $replications replications of ${#programmes[@]} programmes, $(wc -l <own.txt) digests alike"
