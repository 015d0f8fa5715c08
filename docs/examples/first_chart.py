#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""first_chart.py FILE.h5 CHART.png: how likely is it that all municipalities are done by a date?"""
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.dates
import matplotlib.pyplot as plt
import numpy as np
import xarray as xr

data = xr.open_dataset(sys.argv[1], engine="h5netcdf", decode_times=False)
instant = data.national_date.sel(scenario="baseline", milestone="M2").values       # days since the epoch; NaN: never
reached = np.datetime64(data.attrs["epoch"]) + (86400 * np.sort(instant[~np.isnan(instant)])).astype("timedelta64[s]")
share = np.arange(1, len(reached) + 1) / len(instant)           # of all courses, so it need not end at 1

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
axes.step(reached, 100 * share, where="post", color="black")
axes.axvline(np.datetime64("2016-01-01"), color="firebrick")
axes.annotate(" end of 2015", (np.datetime64("2016-01-01"), 95), color="firebrick")
axes.xaxis.set_major_locator(matplotlib.dates.MonthLocator(bymonth=(1, 7)))
axes.set(ylim=(0, 100), ylabel="simulated courses, %", title="All municipalities at M2 by")
figure.savefig(sys.argv[2], dpi=100)

for day in ("2015-12-31", "2016-06-30", "2016-12-31"):
    in_time = (reached <= np.datetime64(day) + np.timedelta64(1, "D")).sum() / len(instant)   # by the midnight that ends it
    print(f"{day} {in_time:.4f}")
