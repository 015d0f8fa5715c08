#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""own_data.py FILE.h5 TABLE.csv CHART.png: a table of one's own, joined by the municipality's official code."""
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xarray as xr

data = xr.open_dataset(sys.argv[1], engine="h5netcdf", decode_times=False)
date = data.municipality_date.sel(scenario="baseline", milestone="M2")
end_2015 = (np.datetime64("2016-01-01") - np.datetime64(data.attrs["epoch"])).astype(int)  # the midnight that ends it
# A comparison with NaN, never reached, is false, and so it should be: not in time. The mean is over all courses.
in_time = (date <= end_2015).mean("replication")
chance = pd.DataFrame({"code": data.municipality.values, "in_time": in_time.values})

own = pd.read_csv(sys.argv[2])                                  # any table with a column `code`
joined = chance.merge(own, on="code", how="left", validate="one_to_one")
assert joined.population_2014.notna().all(), "the table lacks a municipality"

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
for region, rows in joined.groupby("region"):
    axes.scatter(rows.population_2014, 100 * rows.in_time, s=14, label=region)
axes.set(xscale="log", xlabel="inhabitants, 2014", ylabel="at M2 by the end of 2015, % of courses", ylim=(0, 100))
axes.legend(frameon=False, fontsize=8)
figure.savefig(sys.argv[3], dpi=100)

print(joined.groupby("region").in_time.mean().to_string(float_format="%.4f"))
