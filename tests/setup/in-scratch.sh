#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# in-scratch.sh FOLDER COMMAND…: runs the command in FOLDER, made anew and empty.
set -euo pipefail
folder=$1
shift
case $folder in
*/scratch/?*) ;;
*)
    echo "in-scratch.sh: $folder does not lie in a folder named scratch" >&2
    exit 2
    ;;
esac
rm -rf -- "$folder"
mkdir -p -- "$folder"
cd -- "$folder"
exec "$@"
