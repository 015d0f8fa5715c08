#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# hardening.sh PROGRAM BUILD: looks at how PROGRAM, built in BUILD or installed from it, was compiled and linked, and
# tries whether it loads a library that lies in the current folder.
set -euo pipefail
program=$1
build=$2
bad=0

complain() {
    echo "hardening.sh: $program: $*" >&2
    bad=1
}

# wants WHAT PATTERN TEXT
wants() {
    grep -Eq -- "$2" <<<"$3" || complain "$1"
}

dynamic=$(LC_ALL=C readelf --dynamic --wide "$program")
segments=$(LC_ALL=C readelf --program-headers --wide "$program")
symbols=$(LC_ALL=C readelf --dyn-syms --wide "$program")
# Of a program with a shared library the code is there.
library=$(LC_ALL=C ldd "$program" | sed -n 's/^\s*libfmksim[^ ]* => \(\S*\) .*/\1/p')
if [[ -n $library ]]; then
    symbols+=$(LC_ALL=C readelf --dyn-syms --wide "$library")
    dynamic_library=$(LC_ALL=C readelf --dynamic --wide "$library")
    wants "the library's functions are bound late" 'FLAGS.*NOW' "$dynamic_library"
fi

wants "not position independent" 'FLAGS_1.*\bPIE\b' "$dynamic"
wants "functions are bound late" 'FLAGS.*NOW' "$dynamic"
wants "no segment is read-only after relocation" 'GNU_RELRO' "$segments"
wants "no stack that cannot be executed" 'GNU_STACK .* RW ' "$segments"
wants "no stack protector" ' __stack_chk_fail' "$symbols"
if grep -Eq '^CMAKE_BUILD_TYPE:\w+=(Release|RelWithDebInfo|MinSizeRel)$' "$build/CMakeCache.txt"; then
    wants "no _FORTIFY_SOURCE" ' __[a-z]+_chk(@|$| )' "$symbols"
fi

# Every folder that libraries are looked for in is absolute or told from the program's own.
while IFS= read -r folders; do
    while IFS= read -r folder; do
        # shellcheck disable=SC2016 # the loader's own $ORIGIN
        [[ $folder == /* || $folder == '$ORIGIN' || $folder == '$ORIGIN'/* ]] ||
            complain "libraries are looked for in '$folder', of [$folders]"
    done <<<"${folders//:/$'\n'}"
done < <(sed -n 's/.*(\(RUNPATH\|RPATH\)).*\[\(.*\)\]$/\2/p' <<<"$dynamic")

# The proof: a library of each name that the program needs, in the current folder.
mkdir planted
cat >planted/planted.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void loaded(void)
{
    puts("planted");
    fflush(stdout);
    _Exit(77);
}
EOF
while IFS= read -r name; do
    cc -shared -fPIC -Wl,-soname,"$name" -o "planted/$name" planted/planted.c
done < <(sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p' <<<"$dynamic" | grep -v '^libc\.so')
(cd planted && "$(readlink -f "$program")" --help >said) || complain "does not run beside planted libraries"
if grep -q planted planted/said; then complain "loads a library from the current folder"; fi
rm -r planted
exit "$bad"
