#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ranks_picture: draws what `worlds_made_worlds` prints as histograms of the truth's rank, one a quantity, over the band that
# 99 of 100 classes of right ranks would lie in.
#
#   worlds_made_worlds 200 none | tests/worlds/ranks_picture.py > docs/made_worlds.svg
import re, sys

WIDE, HIGH, GAP, COLUMNS = 150, 90, 18, 5


def band(n, share, outside):
    """The k-th quantiles of a binomial distribution that leave out `outside` on each side."""
    chance, below, low, high = (1 - share) ** n, 0.0, None, None
    for k in range(n + 1):
        below += chance
        if low is None and below > outside:
            low = k
        if high is None and below >= 1 - outside:
            high = k
        chance *= (n - k) / (k + 1) * share / (1 - share)
    return low, high


def main():
    text = sys.stdin.read().split(" worlds, fault: ")
    worlds, fault = int(text[-2].split()[-1]), text[-1].split("\n")[0]
    rows = re.findall(r"^  (.+?)  +[\d.]+ +\d+ % +\d+ %((?: +\d+){10})$", text[-1], re.M)
    low, high = band(worlds, 0.1, 0.005)
    most = max(high, max(int(n) for _, ranks in rows for n in ranks.split())) * 1.05
    lines = -(-len(rows) // COLUMNS)
    width, height = COLUMNS * (WIDE + GAP) + GAP, lines * (HIGH + 2 * GAP) + GAP
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">')
    print(f"<title>Rank of the truth in {worlds} made worlds, fault: {fault}</title>")
    print(f'<rect width="{width}" height="{height}" fill="#fff"/>')
    for i, (name, ranks) in enumerate(rows):
        x, y = GAP + i % COLUMNS * (WIDE + GAP), 2 * GAP + i // COLUMNS * (HIGH + 2 * GAP)
        top, bottom = y + HIGH * (1 - high / most), y + HIGH * (1 - low / most)
        print(f'<text x="{x}" y="{y - 5}" fill="#222">{name}</text>')
        print(f'<rect x="{x}" y="{top:.1f}" width="{WIDE}" height="{bottom - top:.1f}" fill="#e4e4e4"/>')
        for k, n in enumerate(map(int, ranks.split())):
            tall = HIGH * n / most
            print(f'<rect x="{x + k * WIDE / 10 + 1:.1f}" y="{y + HIGH - tall:.1f}" width="{WIDE / 10 - 2:.1f}" '
                  f'height="{tall:.1f}" fill="#2f6690" fill-opacity="0.85"/>')
        print(f'<line x1="{x}" y1="{y + HIGH}" x2="{x + WIDE}" y2="{y + HIGH}" stroke="#222"/>')
    print("</svg>")


main()
