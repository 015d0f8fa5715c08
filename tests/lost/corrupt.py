#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""corrupt.py FMKSIM CONFIG [FILES]: FILES broken files of each kind (results, shard, journal): a bit flipped, bytes
overwritten, a piece moved, cut short, made longer. Whatever reads results must refuse each with a message, print
nothing and not crash; a journal must be refused, or resumed to the bytes of the uninterrupted study."""
import json
import os
import random
import shutil
import subprocess
import sys

ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000")
COMMANDS = [
    (["summary", "BROKEN"], "reads"),
    (["summary", "BROKEN", "--json"], "reads"),
    (["compare", "BROKEN", "baseline", "capacity"], "reads"),
    (["sensitivity", "BROKEN"], "reads"),
    (["briefing", "BROKEN", "-o", "page.html"], "reads"),
    (["merge", "s1.h5", "BROKEN", "-o", "merged.h5", "-q"], "merges"),
]


def break_bytes(data, rng):
    data, what = bytearray(data), rng.choice(["flip"] * 5 + ["zeros", "noise", "cut", "cut", "longer", "moved"])
    at = rng.randrange(len(data))
    if rng.random() < 0.3:
        at = rng.choice([rng.randrange(min(4096, len(data))), len(data) - 1 - rng.randrange(min(64, len(data)))])
    length = min(rng.choice([1, 8, 512, 4096]), len(data) - at)
    if what == "flip":
        data[at] ^= 1 << rng.randrange(8)
    elif what == "zeros":
        data[at:at + length] = bytes(length)
    elif what == "noise":
        data[at:at + length] = rng.randbytes(length)
    elif what == "cut":
        del data[rng.choice([at, len(data) - 1 - rng.randrange(32), len(data) - 16]):]
    elif what == "longer":
        data += rng.choice([bytes(length), rng.randbytes(length), data[-16:]])
    else:
        data[at:at + length] = data[:length]
    return bytes(data), what


def run(program, arguments):
    return subprocess.run([program] + arguments, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)


def die(what, done):
    sys.exit(f"corrupt: {what}: exit {done.returncode}, printed {done.stdout[:300]!r}, said {done.stderr[:600]!r}")


def refused(done):
    """No crash, no number, a reason."""
    return done.returncode in (1, 2) and not done.stdout and "fmksim" in done.stderr + "h5"


def check_results(program, kind, commands, count, rng):
    with open(kind + ".h5", "rb") as file:
        whole = file.read()
    trials = 0
    for trial in range(count):
        broken, what = break_bytes(whole, rng)
        if broken == whole:
            continue
        with open("broken.h5", "wb") as file:
            file.write(broken)
        for arguments in commands if trial % 10 == 0 else [rng.choice(commands)]:
            done = run(program, [a.replace("BROKEN", "broken.h5") for a in arguments])
            if not refused(done) or "broken.h5" not in done.stderr:
                die(f"{kind} {trial} ({what}): {' '.join(arguments)}", done)
            if os.path.exists("merged.h5") or os.path.exists("page.html"):
                die(f"{kind} {trial} ({what}): {' '.join(arguments)} wrote a file", done)
        trials += 1
    return trials


def check_journals(program, study, count, rng):
    with open("partial.journal", "rb") as file:
        partial = file.read()
    with open("whole.h5", "rb") as file:
        whole = file.read()
    resumed = told = 0
    for trial in range(count):
        broken, what = break_bytes(partial, rng)
        for name in ("j.h5", "j.h5.journal"):
            if os.path.exists(name):
                os.remove(name)
        with open("j.h5.journal", "wb") as file:
            file.write(broken)
        done = run(program, study + ["-o", "j.h5", "--resume", "-q"])
        if done.returncode == 0:
            with open("j.h5", "rb") as file:
                if file.read() != whole:
                    die(f"journal {trial} ({what}): resumed to another file", done)
            resumed += 1
        elif done.returncode == 1 and "j.h5.journal" in done.stderr and not os.path.exists("j.h5"):
            told += 1
        else:
            die(f"journal {trial} ({what})", done)
    return resumed, told


def main():
    program, config = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    rng = random.Random(int(os.environ.get("LOST_SEED", "1")))
    study = ["run", config, "-n", "60", "--scenario", "baseline", "--scenario", "capacity"]
    for name in os.listdir("."):
        if ".h5" in name:
            os.remove(name)
    for arguments in (["-o", "whole.h5"], ["--shard", "1/2", "-o", "s1.h5"], ["--shard", "2/2", "-o", "shard.h5"]):
        if run(program, study + arguments + ["-q"]).returncode != 0:
            sys.exit("corrupt: the study cannot be run")
    shutil.copy("whole.h5", "results.h5")
    commands, left_out = [], []
    for arguments, use in COMMANDS:  # a command counts if it takes the file while it is whole
        sound = "results.h5" if use == "reads" else "shard.h5"
        done = run(program, [a.replace("BROKEN", sound) for a in arguments])
        (commands if done.returncode == 0 else left_out).append((arguments, use))
    for name in ("merged.h5", "page.html"):
        if os.path.exists(name):
            os.remove(name)
    if not {"summary", "merge"} <= {entry[0][0] for entry in commands}:
        sys.exit("corrupt: summary and merge do not take files that are whole")
    results = check_results(program, "results", [c for c, use in commands if use == "reads"], count, rng)
    shards = check_results(program, "shard", [c for c, _ in commands], count, rng)
    # A journal of half a study: the run is stopped when it has written that much.
    limit = subprocess.run(["bash", "-c", 'ulimit -f 200; exec "$0" "$@"', program] + study +
                           ["-o", "p.h5", "-q"], env=ENVIRONMENT, capture_output=True, text=True)
    if limit.returncode != 1 or "--resume" not in limit.stderr:
        die("a journal up to a file-size limit", limit)
    os.rename("p.h5.journal", "partial.journal")
    resumed, told = check_journals(program, study, count, rng)
    print(f"corrupt: {results} results files and {shards} shards refused by {len(commands)} commands; "
          f"{resumed + told} journals: {resumed} resumed to the same bytes, {told} refused"
          + "".join(f"; left out, refuses whole files too: {entry[0][0]}" for entry in left_out))


main()
