#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""fan_observations.py FILE.h5 OBSERVATIONS.csv CHART.png: the cards of the courses, and what was counted."""
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import xarray as xr

data = xr.open_dataset(sys.argv[1], engine="h5netcdf", decode_timedelta=False)
cards = data.cards.sel(scenario="baseline")                     # a count in every week: nothing is missing here
fan = cards.quantile([0.05, 0.25, 0.5, 0.75, 0.95], dim="replication")
seen = pd.read_csv(sys.argv[2], parse_dates=["date_from", "date_to"])
seen = seen[(seen.quantity == "cards") & (seen.scope == "national")]

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
week = data.week.values
axes.fill_between(week, fan[0], fan[4], color="0.85", label="9 courses of 10")
axes.fill_between(week, fan[1], fan[3], color="0.7", label="half of the courses")
axes.plot(week, fan[2], color="black", label="median")
axes.plot(seen.date_to, seen.value, "o", color="firebrick", label="counted")
axes.set(ylabel="cards in use", ylim=(0, None))
axes.legend(loc="upper left", frameon=False)
figure.savefig(sys.argv[3], dpi=100)

for _, row in seen.iterrows():                                  # the last Monday by then
    low, middle, high = cards.sel(week=row.date_to, method="pad").quantile([0.05, 0.5, 0.95]).values
    print(f"{row.date_to:%Y-%m-%d} counted {row.value:.0f}; simulated {middle:.0f} ({low:.0f} to {high:.0f})")
