#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""censored_quantiles.py FILE.h5 CHART.png: quantiles of a date that some courses never reach, wrong and right."""
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xarray as xr

data = xr.open_dataset(sys.argv[1], engine="h5netcdf", decode_times=False)
instant = data.national_date.sel(scenario="baseline", milestone="M2").values.astype(float)
epoch, levels = pd.Timestamp(data.attrs["epoch"]), [0.1, 0.5, 0.8, 0.9]


def day(x):
    """A midnight belongs to the day that it ends."""
    return f"{epoch + pd.Timedelta(days=np.ceil(x) - 1):%Y-%m-%d}" if np.isfinite(x) else "not reached"


wrong = pd.Series(instant).quantile(levels).values             # drops NaN: only of the courses that arrive
never_last = np.where(np.isnan(instant), np.inf, instant)       # never is later than any date
right = np.quantile(never_last, levels, method="inverted_cdf")  # a course's own date, no mean of a date and never
print(f"never: {np.isnan(instant).mean():.4f}")
for level, bad, good in zip(levels, wrong, right):
    print(f"{level:.0%} right {day(good)} wrong {day(bad)}")

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
reached = np.sort(instant[~np.isnan(instant)])
dates = (epoch + pd.to_timedelta(reached, unit="D")).values
for count, color, label in ((len(reached), "firebrick", "wrong: of those that arrive"),
                            (len(instant), "black", "right: of all")):
    axes.step(dates, 100 * np.arange(1, len(reached) + 1) / count, where="post", color=color, label=label)
axes.axhline(50, color="0.7", lw=1)
axes.set(ylim=(0, 100), ylabel="courses, %", title="All municipalities at M2 by, as far as was simulated")
axes.legend(loc="upper left", frameon=False)
figure.savefig(sys.argv[2], dpi=100)
