# SPDX-License-Identifier: GPL-3.0-or-later
# Files that are no configuration, or no list of municipalities.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"

expect 2 '^nowhere\.cfg: cannot be read: No such file' "$FMKSIM" check nowhere.cfg
mkdir folder
expect 2 '^folder: is a directory, not a configuration file' "$FMKSIM" check folder
: >x.cfg
expect 2 '^x\.cfg: is empty' "$FMKSIM" check x.cfg
printf 'title = "a\0b";\n' >x.cfg
expect 2 '^x\.cfg:1: a zero byte: this is no text file' "$FMKSIM" check x.cfg
printf 'title = "\377";\n' >x.cfg
expect 2 '^x\.cfg:1: .*UTF-8' "$FMKSIM" check x.cfg
printf 'title = "a\n' >x.cfg
expect 2 '^x\.cfg:1: ' "$FMKSIM" check x.cfg
vary 's/^title.*/@include "other.cfg"/'
expect 2 '^x\.cfg:[0-9]+: @include is not supported: say base = "other\.cfg"' "$FMKSIM" check x.cfg
echo 'base = "y.cfg";' >x.cfg
echo 'base = "x.cfg";' >y.cfg
expect 2 'leads back to itself' "$FMKSIM" check x.cfg
echo 'base = "nowhere.cfg";' >x.cfg
expect 2 'nowhere\.cfg.*No such file' "$FMKSIM" check x.cfg

# A base and what differs.
printf 'base = "fmk.cfg";\ncorps = { consultants = 7; source = "own"; };\n' >x.cfg
expect 0 '' "$FMKSIM" check x.cfg
says 'consultants +7 consultants .* own$'

# Lists of municipalities.
list() {
    expect 2 "$1" "$FMKSIM" check fmk.cfg --set sites.file=x.csv
}
expect 2 'sites\.file: .*nowhere\.csv: cannot be read: No such file' "$FMKSIM" check fmk.cfg --set sites.file=nowhere.csv
cut -d, -f2- municipalities.csv >x.csv
list '^x\.csv:1: column "code" is missing'
cut -d, -f1,3- municipalities.csv >x.csv
list '^x\.csv:1: column "name" is missing'
cut -d, -f1-5,7- municipalities.csv >x.csv
list 'citizens_80plus_2014'
sed 's/,14037,/,14O37,/' municipalities.csv >x.csv
list '^x\.csv:2: column "citizens_80plus_2014": "14O37" is no number'
sed 's/^101,/1o1,/' municipalities.csv >x.csv
list '^x\.csv:2: .*"1o1"'
sed 's/,KMD,certain/,KMDD,certain/' municipalities.csv >x.csv
list '^x\.csv:2: column "vendor": there is no vendor "KMDD"'
sed '2p' municipalities.csv >x.csv
list '^x\.csv:3: '
: >x.csv
list 'x\.csv'

# Nothing is left behind, whatever was wrong.
[ -z "$(find . -name '*.h5*' -o -name '*.tmp' -o -name '*journal*')" ] || fail "files were left behind"
finish
