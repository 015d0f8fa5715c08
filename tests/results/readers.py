#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a results file as others would (h5py, xarray over netcdf4 and h5netcdf, ncdump) and checks what they see.

Exits 1 at the first difference from docs/results.md; warnings count as faults.
"""
import os
import shutil
import subprocess
import sys
import warnings

warnings.simplefilter("error")
# numpy's own remark inside xarray when NaN becomes NaT
warnings.filterwarnings("ignore", message="invalid value encountered in cast", category=RuntimeWarning)
os.environ.setdefault("HDF5_USE_FILE_LOCKING", "FALSE")

import h5py
import numpy as np
import xarray as xr

DIMENSIONS = {
    "national_date": ("scenario", "replication", "milestone"),
    "municipality_date": ("scenario", "replication", "municipality", "milestone"),
    "cards": ("scenario", "replication", "week"),
    "cards_expected": ("scenario", "replication"),
    "municipality_vendor": ("scenario", "replication", "municipality"),
    "parameters": ("scenario", "replication", "parameter"),
    "resource_utilisation": ("scenario", "replication", "resource"),
    "cause_days": ("scenario", "replication", "cause"),
    "weight": ("scenario", "replication"),
    "last_municipality": ("scenario", "replication"),
    "municipalities_done": ("scenario", "replication", "deadline"),
    "activity_critical_share": ("scenario", "activity"),
    "deadline_probability": ("scenario", "deadline", "reading"),
    "deadline_probability_low": ("scenario", "deadline", "reading"),
    "deadline_probability_high": ("scenario", "deadline", "reading"),
}
FANS = {f"{e}_cards_quantile": ("scenario", "quantile", e, "week") for e in ("municipality", "region", "vendor")}
READINGS = ["all-municipalities", "95-percent-of-municipalities", "95-percent-of-cards"]


def check(truth, what):
    if not truth:
        raise SystemExit(f"{sys.argv[1]}: {what}")


def check_h5py(path):
    """Plain HDF5: every axis has its scale, and the raw values for the others to be compared with."""
    with h5py.File(path, "r") as file:
        for name, dimensions in DIMENSIONS.items():
            if name not in file:
                continue
            for axis, dimension in enumerate(dimensions):
                scales = file[name].dims[axis].keys(), len(file[name].dims[axis])
                check(scales[1] == 1, f"{name}: axis {axis} has {scales[1]} scales")
                check(file[name].dims[axis][0].name == "/" + dimension, f"{name}: axis {axis} is not {dimension}")
        check(np.array_equal(file["quantile"][:], [0.05, 0.25, 0.5, 0.75, 0.95]), "levels of the quantiles")
        check(not any(file[n].id.get_create_plist().get_obj_track_times() for n in file), "object times are kept")
        return file.attrs["epoch"], {n: file[n][()] for n in ("national_date", "municipality_date", "week", "cards")}


def check_dates(decoded, raw, epoch, name):
    """NaN is NaT, every other instant the right second."""
    values = decoded.values
    check(values.dtype.kind == "M", f"{name} is not decoded to dates but to {values.dtype}")
    check(np.array_equal(np.isnat(values), np.isnan(raw)), f"{name}: NaT is not where NaN is")
    there = ~np.isnan(raw)
    days = (values[there] - np.datetime64(epoch)) / np.timedelta64(1, "D")
    check(np.abs(days - raw[there].astype("f8")).max(initial=0) < 1e-5, f"{name}: other dates than written")


def check_xarray(path, engine, epoch, raw):
    with xr.open_dataset(path, engine=engine) as data:
        data.load()
        present = dict(DIMENSIONS)
        if int(data.attrs["fan_replications"]) > 0:
            present.update(FANS)
        for name, dimensions in present.items():
            if any(d not in data.dims for d in dimensions):
                continue
            check(name in data, f"{engine}: no {name}")
            check(data[name].dims == dimensions, f"{engine}: {name} has {data[name].dims}")
            for dimension in dimensions:
                check(dimension in data[name].coords, f"{engine}: {name} has no coordinate {dimension}")
        for name in ("national_date", "municipality_date"):
            check_dates(data[name], raw[name], epoch, f"{engine}: {name}")
        check_dates(data["week"], raw["week"].astype("f8"), epoch, f"{engine}: week")
        check(all(data["week"].dt.dayofweek == 0), f"{engine}: weeks do not begin on Mondays")
        check(np.array_equal(data["cards"].values, raw["cards"]), f"{engine}: other cards")
        check(list(data["reading"].values) == READINGS, f"{engine}: readings {data['reading'].values}")
        check(data["municipality_name"].dims == ("municipality",), f"{engine}: names of municipalities")
        check(all(isinstance(n, str) and n for n in data["municipality_name"].values), f"{engine}: a name is no text")
        check("municipality_name" in data["municipality_date"].coords, f"{engine}: names do not go with the dates")
        check(data["resource_wait_days"].dtype.kind == "f", f"{engine}: days became {data['resource_wait_days'].dtype}")
        p = data["deadline_probability"]
        sense = data["deadline_reading"].values == 1
        check(np.array_equal(~np.isnan(p.values), np.broadcast_to(sense, p.shape)), f"{engine}: NaN of probabilities")
        low, high = data["deadline_probability_low"], data["deadline_probability_high"]
        check(bool(((low <= p) & (p <= high) | np.isnan(p)).all()), f"{engine}: an interval without its estimate")
        check_counts(data, engine)
        return {n: str(data.attrs[n]) for n in ("title", "configuration", "seed", "Conventions", "format")}


def check_counts(data, engine):
    """The first reading again, from the dates themselves."""
    unweighted = bool((data["weight"] == data["weight"][0, 0]).all())
    for i, deadline in enumerate(data["deadline"].values):
        milestone = int(data["deadline_milestone"][i])
        if milestone < 0:
            continue
        until = data["deadline_date"].values[i] + np.timedelta64(1, "D")
        in_time = (data["municipality_date"].isel(milestone=milestone) <= until).sum("municipality")
        done = data["municipalities_done"].isel(deadline=i)
        check(np.array_equal(done.values, in_time.values), f"{engine}: {deadline}: municipalities_done")
        share = (in_time == data.sizes["municipality"]).mean("replication")
        p = data["deadline_probability"].isel(deadline=i, reading=0)
        if unweighted and not np.isnan(p.values).any():
            check(np.allclose(share, p), f"{engine}: {deadline}: probability")


def check_ncdump(path):
    if shutil.which("ncdump") is None:
        return
    run = subprocess.run(["ncdump", path], capture_output=True, text=True)
    check(run.returncode == 0 and not run.stderr, f"ncdump: {run.stderr}")
    check("phony_dim" not in run.stdout, "ncdump: a dimension without a scale")
    check("string municipality_name(municipality)" in run.stdout, "ncdump: names of municipalities")


def main():
    path = sys.argv[1]
    epoch, raw = check_h5py(path)
    seen = [check_xarray(path, engine, epoch, raw) for engine in ("netcdf4", "h5netcdf")]
    check(seen[0] == seen[1], f"the engines differ: {seen}")
    check_ncdump(path)


if __name__ == "__main__":
    main()
