#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# two_ways: the same nowcast by plain weights and by samplers, answer by answer, as a table; exits with 1 if any of the
# probabilities, cards or sites differs by more than 2.5 standard errors, or the weights are worth fewer than 2000 courses.
#
#   fmksim nowcast CONFIG --observations F --as-of D --method weights -n 20000 -o weights.h5
#   fmksim nowcast CONFIG --observations F --as-of D -n 1600 -o samplers.h5
#   two_ways.py weights.h5 samplers.h5 [samplers.h5 of another seed …]
#
# Errors: sum of w^2 (x - mean)^2 / (sum of w)^2 of the weights; the spread between samplers of the others. Probabilities
# below 1 and above 99 % by weights are left out: neither error means anything there.
import datetime, math, sys
import h5py, numpy


def text(x):
    return x.decode() if isinstance(x, bytes) else x


def by_weights(f, x):
    w = f["weight"][0]
    mean = (w * x).sum() / w.sum()
    return mean, math.sqrt(((w * (x - mean)) ** 2).sum()) / w.sum()


def by_samplers(files, values):
    means = []
    for f, x in zip(files, values):
        w = f["weight"][0].reshape(int(f.attrs["samplers"]), -1)
        means += list((w * x.reshape(w.shape)).sum(axis=1) / w.sum(axis=1))
    return numpy.mean(means), numpy.std(means, ddof=1) / math.sqrt(len(means))


def cards_done(f):
    late = f["cards"][0] < 0.95 * f["cards_expected"][0][:, None] - 1e-9
    week = late.sum(axis=1)
    mondays = numpy.append(f["week"][:], numpy.inf)
    return mondays[week]


def questions(f):
    """(what, is it a probability, of a file its values)"""
    epoch = datetime.date.fromisoformat(text(f.attrs["epoch"]))
    sites, last = f["municipality_date"].shape[2], f["milestone"].shape[0] - 1
    names, days = [text(d) for d in f["deadline"].asstr()[()]], f["deadline_date"][()]
    most = math.ceil(0.95 * sites - 1e-9)
    for name, day in zip(names, days):
        yield f"all sites by {name}", True, lambda g, t=day + 1: g["national_date"][0, :, last] <= t
        yield (f"{most} of {sites} sites by {name}", True,
               lambda g, t=day + 1: (g["municipality_date"][0, :, :, last] <= t).sum(axis=1) >= most)
        yield f"95 % of the cards by {name}", True, lambda g, t=day + 1: cards_done(g) <= t
    as_of = datetime.date.fromisoformat(text(f.attrs["as_of"]))
    for weeks in (4, 12, 26):
        end = (as_of - epoch).days + 1 + 7 * weeks
        week = numpy.searchsorted(f["week"][:], end, "right") - 1
        yield f"cards {weeks} weeks later", False, lambda g, k=week: g["cards"][0, :, k]
        yield (f"sites done {weeks} weeks later", False,
               lambda g, t=end: (g["municipality_date"][0, :, :, last] <= t).sum(axis=1))


def main():
    weights, samplers = h5py.File(sys.argv[1]), [h5py.File(path) for path in sys.argv[2:]]
    w = weights["weight"][0]
    worth = w.sum() ** 2 / (w**2).sum()
    print(f"plain weights: {len(w)} courses, worth {worth:.0f}; {len(samplers)} x {samplers[0].attrs['samplers']} samplers\n")
    print("| answer | plain weights | samplers | apart, standard errors |\n|---|---|---|---|")
    bad = worth < 2000
    for what, is_probability, of in questions(weights):
        mean, error = by_weights(weights, of(weights) * 1.0)
        if is_probability and not 0.01 <= mean <= 0.99:
            continue
        other, spread = by_samplers(samplers, [of(f) * 1.0 for f in samplers])
        apart = (other - mean) / math.hypot(error, spread)
        bad |= not abs(apart) <= 2.5
        scale, digits, unit = (100, 1, " %") if is_probability else (1, 1 if mean < 1000 else 0, "")
        print(f"| {what} | {scale * mean:.{digits}f} ± {scale * error:.{digits}f}{unit} "
              f"| {scale * other:.{digits}f} ± {scale * spread:.{digits}f}{unit} | {apart:+.1f} |")
    sys.exit(1 if bad else 0)


main()
