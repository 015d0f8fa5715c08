# SPDX-License-Identifier: GPL-3.0-or-later
# What a nowcast's file says of each site where it knows a monitoring sheet: the sheet's rows as they are, the fan of its
# items, its days by cause; the same bytes for any number of threads and after a kill; and the sites at risk by them.
. "$SOURCE_DIR/tests/cli/lib/expect.sh"
export SOURCE_DATE_EPOCH=1400000000

awk '/^```cfg clinics.cfg/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE_DIR/docs/configuration.md" >clinics.cfg
"$FMKSIM" trace clinics.cfg -r 7 --seed 3 --sheet 2026-01-01:2026-12-30 --date-error 2 --missing 0.2 >sheet.csv
sed -i '/^6,/d' sheet.csv # a site of which nothing is told
printf '%s\n' quantity,scope,date_from,date_to,known_from,value,error,kind,source \
    installed_sites,national,2026-05-15,2026-05-15,2026-05-15,10,5,count,a >facts.csv
nowcast() { "$FMKSIM" nowcast clinics.cfg --as-of 2026-05-24 -q -n 40 --samplers 2 --sweeps 1:1 "$@"; }
nowcast --observations sheet.csv --observations facts.csv --scenario technicians-4 --scenario third-technician \
    --from 2026-05-25 -o one.h5 --threads 1 >one.txt 2>err || [ $? = 3 ] || fail "nowcast: $(cat err)"
nowcast --observations sheet.csv --observations facts.csv --scenario technicians-4 --scenario third-technician \
    --from 2026-05-25 -o two.h5 --threads 2 --json >two.json 2>err || [ $? = 3 ] || fail "nowcast: $(cat err)"
cmp one.h5 two.h5 || fail "threads change the file"
/usr/bin/python3 - <<'END' || fail "the file does not have the sheet, or other courses than its own"
import csv, io, json
import h5py
import numpy as np
file = h5py.File("one.h5")
seen = list(csv.DictReader(io.StringIO(file.attrs["monitoring_sheet"])))
sheet = [r for r in csv.DictReader(open("sheet.csv")) if r["date"] <= "2026-05-24"]
key = lambda r: (int(r["code"]), r["date"])
assert [(*key(r), r["cards"]) for r in seen] == sorted((*key(r), r["cards"]) for r in sheet)
last = {}
for row in sheet:
    if row["code"] not in last or row["date"] > last[row["code"]]["date"]:
        last[row["code"]] = row
for row in seen:
    own = last[row["code"]]
    for column in ("decision", "installed", "in_use"):
        assert row[column] == (own[column] if own["date"] == row["date"] else ""), (row, own)
codes, weeks, weight = list(file["municipality"][:]), file["week"][:], file["weight"][0]
fan, lost = file["municipality_cards_quantile"], file["municipality_cause_days"]
assert fan.attrs["replications_used"] == 40 and "6" not in last
assert np.all(np.diff(fan[:], axis=1) >= 0) and np.all(np.diff(fan[0, 2], axis=-1) >= 0)
day = lambda text: (np.datetime64(text) - np.datetime64(file.attrs["epoch"])).astype(int)
for row in sheet:  # in a week with a count every course has it
    week = list(weeks).index(day(row["date"]) + 1)
    assert np.all(fan[:, :, codes.index(int(row["code"])), week] == int(row["cards"])), row
free = fan[0, 4, codes.index(6)] - fan[0, 0, codes.index(6)]
assert free.max() > 50  # of it nothing is known
for s in range(3):  # the mean over the sites is what each course says of its sites' mean
    mean = (file["cause_days"][s] * weight[:, None]).sum(0) / weight.sum()
    assert np.allclose(lost[s].mean(0), mean, atol=0.01), s
    # a site's causes add up to the days from the earliest decision to its final milestone
horizon, final = float(file.attrs["horizon"]), file["municipality_date"][0, :, :, -1]
days = (np.where(np.isnan(final), horizon, final) * weight[:, None]).sum(0) / weight.sum()
start = days - lost[0].sum(1)
assert np.ptp(start) < 0.1, start
# vendors and regions are sums, if there are any; here the sites at risk
risk = json.load(open("two.json"))["sites_at_risk"][0]["sites"]
assert risk and all("path_days" in one for one in risk)
for one in risk:
    site = codes.index(one["code"])
    told = {part["cause"]: part["days"] for part in one["path_days"]}
    for c, name in enumerate(file["cause"][:]):
        assert abs(told.get(name.decode(), 0) - float(lost[0, site, c])) < 1e-4
    if last.get(str(one["code"]), {}).get("installed"):
        assert one["waits_for"] == "in_use" and one["days_ahead"][0]["days"] == 0, one
END
grep -q '^At risk: clinics not at in_use by 2026-10-31' one.txt || fail "no sites at risk are told"
grep -q 'most days of its path: ' one.txt || fail "no causes are told"
expect 0 '' "$FMKSIM" summary one.h5 --json
/usr/bin/python3 -c "
import json
assert json.load(open('out'))['sites_at_risk'] == json.load(open('two.json'))['sites_at_risk']" || fail "summary tells other sites"
expect 0 '' "$FMKSIM" rank one.h5

# killed while it works, wherever that is, and resumed: the same file
: >killed
for pause in 0.3 0.8 1.5 2.5; do
    "$FMKSIM" nowcast clinics.cfg --as-of 2026-05-24 -q -n 40 --samplers 2 --sweeps 1:1 --observations sheet.csv \
        --observations facts.csv --scenario technicians-4 --scenario third-technician --from 2026-05-25 -o three.h5 \
        --resume >/dev/null 2>&1 &
    sleep $pause
    kill -9 $! 2>/dev/null && echo $pause >>killed
    wait $! 2>/dev/null
done
nowcast --observations sheet.csv --observations facts.csv --scenario technicians-4 --scenario third-technician \
    --from 2026-05-25 -o three.h5 --resume >/dev/null 2>err || [ $? = 3 ] || fail "resumed: $(cat err)"
cmp one.h5 three.h5 || fail "a killed nowcast ends with another file"
[ -s killed ] || fail "nothing was killed"
# a sheet that tells otherwise where courses look the same is another study
sed 's/^\(7,.*,2026-05-24,\)/\1/; s/^#//' sheet.csv >same.csv
nowcast --observations same.csv --observations facts.csv --scenario technicians-4 --scenario third-technician \
    --from 2026-05-25 -o one.h5 --resume >/dev/null 2>err || [ $? = 3 ] || fail "the same sheet is another: $(cat err)"
# with facts alone there is nothing of the kind
"$FMKSIM" nowcast clinics.cfg --as-of 2026-05-24 -q -n 40 --samplers 2 --sweeps 1:1 --observations facts.csv -o facts.h5 >/dev/null 2>&1 || [ $? = 3 ]
/usr/bin/python3 -c "
import h5py
f = h5py.File('facts.h5')
assert not [n for n in f if 'quantile' in n and n != 'quantile' or n == 'municipality_cause_days'] and 'monitoring_sheet' not in f.attrs" ||
    fail "facts alone bring fans"
finish
