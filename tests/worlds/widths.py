#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# widths: prints, one a line, what `--set` makes every prior of a configuration wider or narrower by a factor: how much does a
# nowcast lean on how wide its priors were?
#
#   widths.py FACTOR < <(fmksim check CONFIG --json)
#   mapfile -t wider < <(fmksim check configs/fmk.cfg --json | tests/worlds/widths.py 1.5)
#   fmksim nowcast configs/fmk.cfg "${wider[@]/#/--set=}" …
#
# Lognormal priors are stretched about their median in the logarithm, normal, uniform and triangular ones about their
# middle or mode. An end that lies at 0 or 1 is a limit and stays; no other falls below a tenth of what it was, nor does a
# share exceed 1. Choices among values (discrete) stay as they are.
import datetime, json, math, sys

FACTOR = float(sys.argv[1])


def number(x, epoch):
    """(value, is it a date): dates count in days from the epoch"""
    if isinstance(x, str):
        return (datetime.date.fromisoformat(x) - epoch).days, True
    return float(x), False


def limited(end, was, share):
    if was in (0, 1):
        return was
    return min(max(end, was / 10), 1) if share else max(end, was / 10)


def stretch(prior, share, epoch):
    """The settings of the stretched prior, None if it stays."""
    value = {k: number(v, epoch)[0] for k, v in prior.items() if k not in ("dist", "values", "weights")}
    dated = {k for k, v in prior.items() if isinstance(v, str)}
    out = {}
    if prior["dist"] == "lognormal" and "sigma" in value:
        out = {"median": value["median"], "sigma": FACTOR * value["sigma"]}
    elif prior["dist"] == "lognormal":
        middle = math.sqrt(value["q10"] * value["q90"])
        out = {q: middle * (value[q] / middle) ** FACTOR for q in ("q10", "q90")}
        dated = set()  # in days, as the configuration has them
    elif prior["dist"] == "normal" and "q10" in value:
        middle = (value["q10"] + value["q90"]) / 2
        out = {q: middle + FACTOR * (value[q] - middle) for q in ("q10", "q90")}
    elif prior["dist"] in ("uniform", "triangular"):
        middle = value.get("mode", (value["min"] + value["max"]) / 2)
        out = {q: limited(middle + FACTOR * (value[q] - middle), value[q], share) for q in ("min", "max")}
        if "mode" in value:
            out["mode"] = middle
    elif prior["dist"] == "discrete":
        return None
    else:
        sys.exit(f"widths: no rule for {prior}")

    def written(key, x):
        return '"' + (epoch + datetime.timedelta(round(x))).isoformat() + '"' if key in dated else f"{x:.10g}"

    return "{ dist = \"" + prior["dist"] + "\"; " + " ".join(f"{k} = {written(k, x)};" for k, x in out.items()) + " }"


def main():
    told = json.load(sys.stdin)
    epoch = datetime.date.fromisoformat(told["epoch"])
    for p in told["parameters"]:
        if p["kind"] == "prior":
            text = stretch(p["prior"], p["unit"] == "share", epoch)
            if text:
                print(f"{p['path']}={text}")


main()
