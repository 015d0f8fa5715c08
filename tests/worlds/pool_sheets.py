#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# pool_sheets: pools the lines of worlds_made_sheets, of as many pieces as there are, and judges them.
#
#   worlds_made_sheets 100 none > whole.jsonl; tests/worlds/pool_sheets.py whole.jsonl
#   worlds_made_sheets 20 none 1 0 0.5 > half.jsonl; tests/worlds/pool_sheets.py half.jsonl --against whole.jsonl
#
# Prints ranks and coverage (in the form that ranks_picture.py reads), how much wider each band would have to be to hold
# nine truths in ten, the scores beside those of the nation's facts and, against the same worlds nowcasted with more, how
# much wider everything is. Exits with 1 if a quantity fails without a fault, or none with one.
import argparse, json, math, sys

CLASSES, DRAWS = 10, 99


def chi_square_tail(x):
    """Of 9 degrees of freedom."""
    total, term = 0.0, 1.0
    for k in range(4):
        term = 1.0 if k == 0 else term * x / (2 * k + 1)
        total += term
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2) * total


def uniformity(ranks):
    expected = len(ranks) / CLASSES
    classes = [0] * CLASSES
    for rank in ranks:
        classes[rank * CLASSES // (DRAWS + 1)] += 1
    return classes, chi_square_tail(sum((n - expected) ** 2 / expected for n in classes))


def rejected(chances):
    """Holm: the k-th smallest of m is held against 1 % / (m - k)."""
    count = 0
    for k, p in enumerate(sorted(chances)):
        if p >= 0.01 / (len(chances) - k):
            break
        count += 1
    return count


def needed(quantity):
    """How much wider the band of nine in ten must be, about its median, to reach the truth."""
    side = quantity["q95"] - quantity["q50"] if quantity["truth"] > quantity["q50"] else quantity["q50"] - quantity["q05"]
    off = abs(quantity["truth"] - quantity["q50"])
    return 0.0 if off == 0 else off / side if side > 0 else math.inf


def quantile(values, share):
    """The least value that so many of ten, and one more world's, do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * (len(ordered) + 1)) - 1)]


def ratio(worlds, above, below):
    """Of sums over worlds, with the standard error that their spread gives (the delta method)."""
    a, b = [above(w) for w in worlds], [below(w) for w in worlds]
    r = sum(a) / sum(b)
    n, mean = len(worlds), sum(b) / len(worlds)
    spread = sum((x - r * y) ** 2 for x, y in zip(a, b)) / max(n - 1, 1)
    return r, math.sqrt(spread / n) / mean


def judge_ranks(worlds, fault):
    print(f"{len(worlds)} worlds, fault: {fault}\n\n  {'quantity':<22}{'p':>8}{'50 %':>7}{'90 %':>7}   ranks, ten classes")
    covered, chances = True, []
    for name in worlds[0]["quantities"]:
        ranks = [w["quantities"][name]["rank"] for w in worlds]
        classes, p = uniformity(ranks)
        half = sum(25 <= r < 75 for r in ranks) / len(ranks)
        most = sum(5 <= r < 95 for r in ranks) / len(ranks)
        covered &= 0.38 <= half <= 0.62 and 0.82 <= most <= 0.96
        chances.append(p)
        print(f"  {name:<22}{p:8.4f}{100 * half:6.0f} %{100 * most:5.0f} % " + "".join(f"{n:4d}" for n in classes))
    bad = rejected(chances)
    print(f"\n  {bad} of {len(chances)} are not uniform (Holm, 1 %); the bands cover "
          + ("what they should" if covered else "too much or too little"))
    return bad, covered


def tell_widening(worlds):
    print("\n  bands of nine in ten would have to be wider by a factor of")
    for name in worlds[0]["quantities"]:
        values = [needed(w["quantities"][name]) for w in worlds]
        print(f"  {name:<22}{quantile(values, 0.9):8.2f}   (the worlds' halves:"
              f" {quantile(values[::2], 0.9):.2f}, {quantile(values[1::2], 0.9):.2f})")


def judge_scores(worlds):
    sites = sum(w["open"] for w in worlds)
    print(f"\n  {sites} sites that were not told to be in use; CRPS of their dates, days a site; items; last sites named")
    for way in ("sheet", "nation"):
        s = lambda key: sum(w[way][key] for w in worlds)
        print(f"  {way:<8}{s('crps') / sites:8.2f} d  50 %: {100 * s('in_50') / sites:.0f}  90 %: {100 * s('in_90') / sites:.0f}"
              f"  width {s('width') / sites:.0f} d   items 4 weeks {s('cards_4') / len(worlds):.1f}"
              f"  12 weeks {s('cards_12') / len(worlds):.1f}   last {s('last')} of {4 * len(worlds)}")
    judged = {}
    for key, most in (("crps", 0.7), ("cards_4", 1.0), ("cards_12", 1.0)):
        r, error = ratio(worlds, lambda w: w["sheet"][key], lambda w: w["nation"][key])
        judged[key] = r <= most
        print(f"  {key:<10} sheet / nation {r:.3f} +- {error:.3f}, wanted at most {most}")
    r, error = ratio(worlds, lambda w: w["sheet"]["last"], lambda w: w["nation"]["last"])
    judged["last"] = r >= 2
    in_90 = sum(w["sheet"]["in_90"] for w in worlds) / sites
    judged["in_90"] = 0.82 <= in_90 <= 0.96
    print(f"  last       sheet / nation {r:.2f} +- {error:.2f}, wanted at least 2")
    return all(judged.values())


def compare_widths(worlds, others):
    """Of the same worlds nowcasted with more."""
    known = {w["world"]: w for w in others}
    both = [(w, known[w["world"]]) for w in worlds if w["world"] in known]
    print(f"\n  {len(both)} worlds of both; width of nine in ten, as a multiple")
    for name in worlds[0]["quantities"]:
        band = lambda w: w["quantities"][name]["q95"] - w["quantities"][name]["q05"]
        r, error = ratio(both, lambda w: band(w[0]), lambda w: band(w[1]))
        print(f"  {name:<22}{r:8.2f} +- {error:.2f}")
    for key in ("crps", "width"):
        r, error = ratio(both, lambda w: w[0]["sheet"][key] / w[0]["open"], lambda w: w[1]["sheet"][key] / w[1]["open"])
        print(f"  sites' dates, {key:<8}{r:8.2f} +- {error:.2f}")


def read(paths):
    return [json.loads(line) for path in paths for line in open(path)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--against", nargs="+", default=[])
    asked = parser.parse_args()
    worlds = read(asked.files)
    fault = worlds[0]["fault"]
    if len({(w["fault"], w["missing"]) for w in worlds}) != 1 or len({w["world"] for w in worlds}) != len(worlds):
        sys.exit("pool_sheets: the lines are of different kinds, or of one world twice")
    bad, covered = judge_ranks(worlds, fault)
    if fault == "none":
        tell_widening(worlds)
        scored = judge_scores(worlds)
    if asked.against:
        compare_widths(worlds, read(asked.against))
    sys.exit(int(bad == 0) if fault != "none" else int(bad > 0 or not covered or not scored))


main()
