#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A monitoring sheet: an empty one for a configuration, one that is checked, and one whose faults are told all at once.
set -euo pipefail

fmk=$SOURCE_DIR/configs/fmk.cfg five=$SOURCE_DIR/configs/five.cfg

"$FMKSIM" nowcast "$fmk" --template=sheet >empty.csv
head -1 empty.csv | grep -qx 'code,name,date,cards,vendor,hosted,M1,M2a,M2b,M2'
(($(wc -l <empty.csv) == 99))
"$FMKSIM" check "$fmk" --observations empty.csv | grep -qx 'empty.csv: a monitoring sheet without rows'
"$FMKSIM" nowcast "$fmk" --template >facts.csv # the other kind, as before
head -1 facts.csv | grep -q '^quantity,scope'
! grep -q 'u000d' empty.csv facts.csv
"$FMKSIM" check "$fmk" --observations facts.csv | grep -qx 'facts.csv: observations, 0 rows'

cat >sheet.csv <<'END'
code;name;date;cards;upgrade;M1
1;Ask;2014-01-20;6;2014-01-11;2014-01-15
1;Ask;2014-01-27;21;2014-01-11;2014-01-15
3;Elm;2014-02-10;;;
END
"$FMKSIM" check "$five" --observations sheet.csv >out
grep -q 'a monitoring sheet, 3 rows of 2 of 5 municipalities, from 2014-01-20 to 2014-02-10' out
grep -Eq 'M1 +1 of 2' out
grep -Eq 'cards +21, told by 1 of 2' out
"$FMKSIM" check "$five" --observations sheet.csv --json >out
grep -q '"rows": 3' out
grep -q '"M1": 1' out

sed -i 's/;21;/;3;/; s/3;Elm/33;Elm/' sheet.csv
status=0
"$FMKSIM" check "$five" --observations sheet.csv 2>err || status=$?
((status == 2))
grep -q '^sheet.csv:3: cards = 3: fewer than the 6 of line 2' err
grep -q '^sheet.csv:4: code = "33": is no code of a site' err
status=0
"$FMKSIM" check "$five" --observations sheet.csv --json >out || status=$?
((status == 2))
(($(grep -c '"line"' out) == 2))
status=0
"$FMKSIM" nowcast "$five" --template=page 2>err || status=$?
((status == 2))
grep -q 'facts and sheet are' err

# whom a site has: read where the programme has vendors, and held against it
head -1 empty.csv >who.csv
cat >>who.csv <<'END'
101,København,2014-01-20,0,KMD,0,,,,
101,København,2014-01-27,0,kmd,no,,,,
147,Frederiksberg,2014-01-20,0,csc,1,,,,
END
"$FMKSIM" check "$fmk" --observations who.csv >out
grep -Eq '^  vendor +told of 2 of 2$' out
grep -Eq '^  hosted +told of 2 of 2$' out
cat >>who.csv <<'END'
147,Frederiksberg,2014-01-27,0,avaleo,0,,,,
151,Ballerup,2014-01-20,0,kmdd,2,,,,
END
status=0
"$FMKSIM" check "$fmk" --observations who.csv 2>err || status=$?
((status == 2))
grep -q '^who.csv:5: vendor = avaleo: line 4 says csc' err
grep -q '^who.csv:5: hosted = 0: line 4 says 1' err
grep -q '^who.csv:6: vendor = "kmdd": is no vendor of the configuration; legal: avaleo csc kmd' err
grep -q '^who.csv:6: hosted = "2": is neither 1 (yes) nor 0 (no)' err
{ head -1 empty.csv && sed 1d empty.csv | awk -F, -v OFS=, 'NR <= 29 && $1 != 101 { $3 = "2014-01-20"; $5 = "avaleo" } 1'; } >many.csv
status=0
"$FMKSIM" check "$fmk" --observations many.csv 2>err || status=$?
((status == 2))
grep -q "^many.csv:21: vendor = avaleo: the configuration's sites have it with csc" err
grep -q '^many.csv:30: vendor = avaleo: is told of 27 sites, but has 26 in the configuration' err
awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >clinics.cfg
printf '%s\n' code,date,vendor,hosted 1,2026-03-01,whoever,perhaps >people.csv # without vendors it is for people
"$FMKSIM" check clinics.cfg --observations people.csv | grep -q '1 rows of 1 of 20'
status=0
"$FMKSIM" trace "$fmk" -r 13 --sheet 2015-01-12:2015-01-18 --columns vendor,uprgade 2>err || status=$?
((status == 2))
grep -q "'uprgade' is nothing that the sheet could tell" err
"$FMKSIM" trace "$fmk" -r 13 --sheet 2015-01-12:2015-01-18 --columns vendor,hosted,upgrade >told.csv
head -1 told.csv | grep -qx 'code,name,date,cards,vendor,hosted,decision,upgrade,M1,M2a,M2b,M2,source'
"$FMKSIM" check "$fmk" --observations told.csv >out
grep -Eq '^  vendor +told of 98 of 98$' out

# the made sheet is what the command in docs/observations.md makes; its errors are those that were asked for
made=$SOURCE_DIR/configs/fmk-made-sheet.csv
command=$(grep -o 'fmksim trace configs/fmk.cfg .*--sheet.*made-sheet.csv' "$SOURCE_DIR/docs/observations.md")
arguments=${command#fmksim trace configs/fmk.cfg }
read -ra arguments <<<"${arguments%% >*}"
"$FMKSIM" trace "$fmk" "${arguments[@]}" >made.csv
cmp made.csv "$made"
"$FMKSIM" check "$fmk" --observations "$made" >out
grep -q 'of 98 of 98 municipalities, from 2014-01-12 to 2015-09-27' out
rows=$(($(wc -l <"$made") - 1))
((rows > 8400 && rows < 8700)) # 98 x 90, of which 3 in 100 are missing
"$FMKSIM" trace "$fmk" --seed 14 --replication 13 --sheet 2014-01-12:2015-09-27 >exact.csv
(($(wc -l <exact.csv) == 98 * 90 + 1))
status=0
"$FMKSIM" trace "$fmk" -r 13 --sheet 2015-01-12 2>err || status=$?
((status == 2))
grep -q 'two days are wanted' err
status=0
"$FMKSIM" trace "$fmk" -r 13 --missing 0.5 2>err || status=$?
((status == 2))
grep -q 'go with --sheet' err
echo "monitoring sheet: made empty, written down, checked, and refused with every fault"
