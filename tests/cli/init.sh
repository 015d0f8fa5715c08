# SPDX-License-Identifier: GPL-3.0-or-later
# fmksim init: what it writes is what lies in configs/, runs as it is, and replaces nothing unasked.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"
configs=$SOURCE_DIR/configs
rm -f fmk.cfg municipalities.csv

same() { cmp "$configs/$1" "$2" || fail "$2 is not $1"; }

# The default and --like smallest are the same: about ten lines of settings that run.
expect 0 '' "$FMKSIM" init mine.cfg
says '^mine\.cfg written$'
same smallest.cfg mine.cfg
lines=$(grep -vc '^ *#' mine.cfg)
[ "$lines" -le 12 ] || fail "smallest.cfg has $lines lines"
expect 0 '' "$FMKSIM" check mine.cfg
expect 0 '' "$FMKSIM" run mine.cfg -n 50 -o mine.h5 --quiet
mkdir folder
expect 0 '' "$FMKSIM" init folder/s.cfg --like smallest
same smallest.cfg folder/s.cfg
[ "$(ls folder)" = s.cfg ] || fail "something lies beside the smallest: $(ls folder)"

# FMK comes with its sites, in the configuration's own folder.
expect 0 '' "$FMKSIM" init folder/f.cfg --like=fmk
same fmk.cfg folder/f.cfg
same municipalities.csv folder/municipalities.csv
[ ! -e municipalities.csv ] || fail "the sites' file went to the working folder"
expect 0 '' "$FMKSIM" run folder/f.cfg -n 5 -o f.h5 --quiet
expect 0 '' "$FMKSIM" init g.cfg --like fmk
same municipalities.csv municipalities.csv

# What exists is not replaced unasked, and a refusal writes nothing at all.
echo mine >mine.cfg
expect 2 '^fmksim: mine\.cfg exists; --force replaces it$' "$FMKSIM" init mine.cfg
expect 2 'mine\.cfg exists' "$FMKSIM" init mine.cfg --like fmk
[ "$(cat mine.cfg)" = mine ] || fail "mine.cfg was replaced"
echo other >folder/municipalities.csv
expect 2 'folder/municipalities\.csv exists' "$FMKSIM" init folder/h.cfg --like fmk
[ ! -e folder/h.cfg ] || fail "half was written"
ln -s nowhere dangling.cfg
expect 2 'dangling\.cfg is a symbolic link' "$FMKSIM" init dangling.cfg
expect 0 '' "$FMKSIM" init mine.cfg --force
same smallest.cfg mine.cfg
expect 0 '' "$FMKSIM" init folder/h.cfg --like fmk --force
same municipalities.csv folder/municipalities.csv

# What already says the same is no obstacle, and is told of.
expect 0 '' "$FMKSIM" init folder/i.cfg --like fmk
says '^folder/municipalities\.csv is there already$'
says '^folder/i\.cfg written$'

# Wrong words, names that cannot be written, a disk that is full.
expect 2 'the file to write is missing' "$FMKSIM" init
expect 2 "one configuration at a time: 'b\.cfg' is too much" "$FMKSIM" init a.cfg b.cfg
expect 2 "--like: 'fmc' is neither fmk nor smallest" "$FMKSIM" init a.cfg --like fmc
expect 2 'folder is a folder' "$FMKSIM" init folder
expect 2 'the configuration needs another' "$FMKSIM" init other/municipalities.csv --like fmk
expect 1 'nowhere/a\.cfg: cannot be written: No such file' "$FMKSIM" init nowhere/a.cfg
# the message goes through a pipe, since the limit is on every file
full() { (set -o pipefail; (ulimit -f 0; trap '' XFSZ; exec "$FMKSIM" init a.cfg) 2>&1 | cat >&2); }
expect 1 'a\.cfg: cannot be written: File too large' full
[ ! -e a.cfg ] && [ ! -e a.cfg.tmp ] || fail "something is left behind"
finish
