#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the generated tables of the documents, in Markdown.

tables.py coordinates FILE.h5   labels and coordinates
tables.py derived FILE.h5       variables made of the outcome fields
tables.py attributes FILE.h5    of the file
tables.py forecast SUMMARY.json the view of 2013: a deadline a row, a reading a column
tables.py given NOW.json        the same given what was known on a day
tables.py seen NOW.json         what each observation did
tables.py views A.json …        the two political deadlines as of several days, each JSON of run's summary or nowcast
tables.py spread SUMMARY.json   of a nested run: how far the assumptions move it
tables.py clinics SUMMARY.json  of the worked example
tables.py predictive A.h5 B.h5  where what was seen in 2015 falls among the courses of two views
"""
import datetime
import json
import re
import sys

import h5py
import numpy as np


def outcome_names():
    """The fields that describe.c prints, on standard input."""
    return set(re.findall(r"^\| `(\w+)`", sys.stdin.read(), flags=re.M))


def is_scale(data):
    return h5py.h5ds.is_scale(data.id)


def variables(file):
    """(name, dimensions, type, unit, meaning) of each, coordinates first."""
    for name in sorted(file, key=lambda n: (not is_scale(file[n]), n)):
        data = file[name]
        dimensions = [name] if is_scale(data) else [d[0].name.lstrip("/") for d in data.dims]
        kind = "text" if h5py.check_string_dtype(data.dtype) else str(data.dtype)
        unit = data.attrs.get("units", "").replace(file.attrs["epoch"], "EPOCH")
        yield name, dimensions, kind, unit, data.attrs["long_name"]


def print_variables(path, wanted):
    fields = outcome_names()
    print("| variable | dimensions | type | unit | meaning |\n|---|---|---|---|---|")
    with h5py.File(path) as file:
        for name, dimensions, kind, unit, meaning in variables(file):
            made = not is_scale(file[name]) and dimensions[0] == "scenario" and len(dimensions) > 1
            if name not in fields and wanted == ("derived" if made else "coordinates"):
                print(f"| `{name}` | {', '.join(dimensions)} | {kind} | {unit} | {meaning} |")


def print_attributes(path):
    with h5py.File(path) as file:
        print(", ".join(f"`{name}`" for name in sorted(file.attrs) if not name.startswith("_")))


def whole(x):
    """No digit that the simulation error does not allow."""
    return "<1" if 0 < x < 0.01 else ">99" if 0.99 < x < 1 else f"{100 * x:.0f}"


def percent(p, low, high):
    alike = whole(p) == whole(low) == whole(high)
    return f"{whole(p)} %" if alike else f"{whole(p)} % ({whole(low)}–{whole(high)})"


READINGS = {"all-municipalities": "all 98 municipalities", "95-percent-of-municipalities": "94 of the 98",
            "95-percent-of-cards": "95 % of the cards"}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def chance(row):
    """What the view says of a deadline and reading; of one that lies before its day, how it went."""
    share = percent(*(row[k] for k in ("probability", "low", "high")))
    status = row.get("status", "ahead")
    return {"ahead": share, "unobserved": f"unobserved; {share} of the courses that fit"}.get(status, status)


def print_forecast(path):
    scenario, readings = load(path)["scenarios"][0], READINGS
    print("| done by | " + " | ".join(readings.values()) + " |\n|---|---|---|---|")
    for name in dict.fromkeys(d["name"] for d in scenario["deadlines"] if d["milestone"] == "M2"):
        cells = {d["reading"]: d for d in scenario["deadlines"] if d["name"] == name}
        date = next(iter(cells.values()))["date"]
        print(f"| {date} | " + " | ".join(chance(cells[r]) for r in readings) + " |")
    final = {m["reading"]: m for m in scenario["milestones"] if m["name"] in ("M2", None)}
    for q in ("q50", "q80", "q90"):
        print(f"| {q[1:]} % of the courses by | " + " | ".join(final[r][q] or "later" for r in readings) + " |")


def print_given(path):
    print_forecast(path)
    view = load(path)
    trusted = "" if view["trusted"] else " (exit code 3; below 400 a figure is told with its interval and not to be trusted)"
    print(f"\nThese courses are worth {view['effective_sample_size']:.0f} independent ones in the figure where they are worth"
          f" least{trusted}.")


def number(x):
    return "" if x is None else f"{x:,.0f}".replace(",", " ") if abs(x) >= 10 else f"{x:.2g}"


def print_seen(path):
    print("| seen | value | courses before, median (5–95 %) | given all that was seen |\n|---|---|---|---|")
    for row in load(path)["observations"]:
        if row["used"]:
            before, after = (f"{number(row[p + 'q50'])} ({number(row[p + 'q05'])}–{number(row[p + 'q95'])})"
                             for p in ("prior_", ""))
            print(f"| `{row['quantity']}` | {number(row['value'])} | {before} | {after} |")


def print_views(paths):
    print("| as of | by mid-2015: " + " | ".join(READINGS.values()) + " | by end-2015: " + " | ".join(READINGS.values()) +
          " |\n|---" + 6 * "|---" + "|")
    for path in paths:
        view = load(path)
        cells = {(d["name"], d["reading"]): d for d in view["scenarios"][0]["deadlines"] if d["milestone"] != "M1"}
        print(f"| {view.get('as_of', '2013-01-28')} | " + " | ".join(
            chance(cells[name, reading]) for name in ("mid-2015", "end-2015") for reading in READINGS) + " |")


def ends(end, probability):
    """An end in whole points: its 0 is no "never" if one course was on time, its 1 no "always"."""
    return max(end, 0.001 if probability > 0 else 0) if end < 0.5 else min(end, 0.999 if probability < 1 else 1)


def print_spread(path):
    with open(path, encoding="utf-8") as file:
        nested = json.load(file)["scenarios"][0]["nested"]
    found = {(d["name"], d["reading"]): d for d in nested["deadlines"]}
    print(f"And what the assumptions leave open, over {nested['outer']} draws of them with {nested['inner']} courses each"
          f" (`--nested={nested['outer']}x{nested['inner']}`); nine draws of ten lie between\n")
    for name, reading, text in (("end-2015", "95-percent-of-cards", "95 % of the cards by 2015-12-31"),
                                ("mid-2016", "95-percent-of-municipalities", "94 of the 98 by 2016-06-30"),
                                ("mid-2016", "all-municipalities", "all 98 by 2016-06-30")):
        d = found[name, reading]
        low, high = (ends(d[k], d["probability"]) for k in ("low", "high"))
        print(f"- {whole(low)} and {whole(high)} % for {text}")


def print_clinics(path):
    with open(path, encoding="utf-8") as file:
        scenarios = {s["name"]: s for s in json.load(file)["scenarios"]}
    kept = {name: percent(*(s["deadlines"][0][k] for k in ("probability", "low", "high")))
            for name, s in scenarios.items()}
    print(f"With 2 000 replications and seed 1 the board's deadline is kept by all clinics in {kept['baseline']} of the\n"
          f"courses, with a third technician in {kept['third-technician']}, and in {kept['slow-start']} if the clinics\n"
          "take half a year to decide; in brackets the 95 % interval of the simulation.")


def predictive_rows(path):
    """Where each later observation falls among a file's courses: (percentile, 5 %, median, 95 %) by what it is of."""
    with h5py.File(path) as file:
        epoch = datetime.date.fromisoformat(file.attrs["epoch"])
        cards, m1, week = file["cards"][0], file["municipality_date"][0, :, :, 0], list(file["week"][:])
        parameters = file["parameters"][0]
        column = {name: parameters[:, k] for k, name in enumerate(file["parameter"].asstr()[:])}

    def day(text):
        return (datetime.date.fromisoformat(text) - epoch).days

    def sites(date):
        return (m1 <= date + 1).sum(axis=1)

    def doctors(date):
        floor, midpoint, scale = (column[f"doctors.{name}"] for name in ("floor", "midpoint", "scale_days"))
        return floor + (1 - floor) / (1 + np.exp(np.minimum(50, (midpoint - date) / scale)))

    def among(values, seen):
        return ((values < seen).mean() + (values == seen).mean() / 2, *np.percentile(values, [5, 50, 95]))

    def between(of, first, last, seen):
        """Held on some day between: the mean over the days."""
        return tuple(np.mean([among(of(d), seen) for d in range(day(first), day(last) + 1, 3)], axis=0))

    october = week.index(day("2015-10-05"))
    return {"m1_february": between(sites, "2015-02-01", "2015-08-31", 89),
            "m1_august": between(sites, "2015-08-01", "2015-08-31", 91),
            "cards": among(cards[:, october], 50000),
            "cards_per_week": among((cards[:, october] - cards[:, october - 4]) / 4, 3900),
            "hospitals": between(doctors, "2015-08-01", "2015-08-31", 0.61)}


def print_predictive(paths):
    """The plan's day, and the same priors with what had become known by October 2015."""
    views = [predictive_rows(path) for path in paths]
    texts = {"m1_february": ("municipalities at M1, some day from February to August 2015", "89", 0, 1),
             "m1_august": ("municipalities at M1, some day in August 2015", "91", 0, 1),
             "cards": ("cards in, 5 October 2015 (F31)", "50 000 ± 2 500", -2, 1),
             "cards_per_week": ("cards a week, the four weeks before (F32)", "3 900 ± 100", -1, 1),
             "hospitals": ("full use at hospitals, August 2015, %; the model's doctors' share, no observation of it", "61", 0,
                           100)}
    print("| seen later | value | percentile, 28 January 2013 | median (5 to 95 %) | percentile, with what was known on 6 "
          "October 2015 | median (5 to 95 %) |\n|---|---|---|---|---|---|")
    for key, (what, seen, digits, scale) in texts.items():
        cells = []
        for view in views:
            percentile, low, middle, high = view[key]
            low, middle, high = (f"{round(scale * x, digits):,.0f}".replace(",", " ") for x in (low, middle, high))
            cells.append(f"{100 * percentile:.1f} | {middle} ({low} to {high})")
        print(f"| {what} | {seen} | {' | '.join(cells)} |")


def main():
    what, path = sys.argv[1:3]
    if what == "forecast":
        print_forecast(path)
    elif what == "spread":
        print_spread(path)
    elif what == "clinics":
        print_clinics(path)
    elif what == "given":
        print_given(path)
    elif what == "seen":
        print_seen(path)
    elif what == "views":
        print_views(sys.argv[2:])
    elif what == "predictive":
        print_predictive(sys.argv[2:])
    elif what == "attributes":
        print_attributes(path)
    else:
        print_variables(path, what)


if __name__ == "__main__":
    main()
