#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""memory.py FMKSIM SOURCE_DIR SHIM [TRIALS [COMMAND…]]: each command is refused memory, once or from then on, at TRIALS of
its requests and at the first ones (0: at every one). It ends done, with the answer that it gives otherwise, or tells
that memory ran out, and leaves no part. Wants a program without sanitizers and tests/lost/shim.c compiled; works in the
current folder."""
import os
import random
import re
import resource
import shutil
import subprocess
import sys

PROGRAM, SOURCE, SHIM = (os.path.realpath(path) for path in sys.argv[1:4])
FIRST = 4  # requests that are refused in any case: where inputs are opened
TRIALS = int(sys.argv[4]) if len(sys.argv) > 4 else 40
RNG = random.Random(int(os.environ.get("LOST_SEED", "1")))
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", LC_ALL="C.UTF-8")
FIVE, SEEN = f"{SOURCE}/configs/five.cfg", "seen.csv"
NOWCAST = ["nowcast", "clinics.cfg", "--observations", SEEN, "--as-of", "2026-06-30", "-n", "160", "-q", "-t", "1"]
COMMANDS = {
    "nowcast": NOWCAST + ["--sweeps", "1:1", "--json", "-o", "box/out.h5"],
    "nowcast --scenario": NOWCAST + ["--sweeps", "1:1", "--scenario", "technicians-4", "-o", "box/out.h5"],
    "nowcast by weights": NOWCAST + ["--method", "weights", "-o", "box/out.h5"],
    "backtest": ["backtest", "clinics.cfg", "--observations", SEEN, "--as-of", "2026-05-31", "--as-of", "2026-06-30", "-n",
                 "160", "-q", "-t", "1"],
    "optimise": ["optimise", "jobs.cfg", "--target", "0.8", "--lever", "first", "--lever", "second", "--delta", "0.1",
                 "--front", "100", "-q", "-t", "1", "--journal", "box/out.journal"],
    "staff": ["staff", FIVE, "--target", "0.5", "--path", "corps.consultants=1:2", "-q", "-t", "1", "-o", "box/out.h5"],
    "rank": ["rank", "many.h5"],
    "rank --csv": ["rank", "many.h5", "--csv", "box/out.csv"],
    "compare": ["compare", "many.h5", "baseline", "technicians-4", "--csv", "box/out.csv"],
    "sensitivity": ["sensitivity", "many.h5", "--json"],
    "summary": ["summary", "many.h5"],
    "summary --json": ["summary", "one.h5", "--json"],
    "summary --csv": ["summary", "many.h5", "--csv", "box"],
    "briefing": ["briefing", "one.h5", "many.h5", "--observations", SEEN, "-o", "box/out.html"],
    "merge": ["merge", "a.h5", "b.h5", "-q", "-o", "box/out.h5"],
    "check --influence": ["check", "clinics.cfg", "--influence", "-n", "20"],
    "trace": ["trace", "clinics.cfg", "-r", "1", "--json"],
    "init": ["init", "box/out.cfg", "--like", "smallest"],
}


def run(arguments, **environment):
    def limit():  # what crashes leaves no core
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    done = subprocess.run([PROGRAM] + arguments, env=dict(ENVIRONMENT, **environment), capture_output=True, timeout=300,
                          preexec_fn=limit)
    return done.returncode, done.stdout, done.stderr


def fresh():
    shutil.rmtree("box", ignore_errors=True)
    os.mkdir("box")


def contents():
    found = {}
    for name in sorted(os.listdir("box")):
        with open(f"box/{name}", "rb") as file:
            found[name] = file.read()
    return found


def prepare():
    with open(f"{SOURCE}/docs/configuration.md", encoding="utf-8") as file:
        text = re.search(r"```cfg clinics.cfg\n(.*?)```", file.read(), re.S).group(1)
    with open("clinics.cfg", "w", encoding="utf-8") as file:
        file.write(text)
    with open(f"{SOURCE}/tests/cli/optimise.sh", encoding="utf-8") as file:
        text = re.search(r"jobs.cfg <<'END'\n(.*?)END\n", file.read(), re.S).group(1)
    with open("jobs.cfg", "w", encoding="utf-8") as file:
        file.write(text)
    with open(SEEN, "w", encoding="utf-8") as file:
        file.write("quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"
                   "installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a\n"
                   "cards,national,2026-06-30,2026-06-30,2026-06-30,1500,150,count,a\n")
    study = ["run", "clinics.cfg", "-n", "120", "-q", "--force"]
    for more in (["-o", "one.h5"], ["--shard", "1/2", "-o", "a.h5"], ["--shard", "2/2", "-o", "b.h5"],
                 ["--scenario", "baseline", "--scenario", "technicians-*", "-o", "many.h5"]):
        code, _, said = run(study + more)
        if code != 0:
            sys.exit(f"memory: cannot prepare: {said.decode()}")


def numbers(asked):
    if TRIALS == 0 or TRIALS >= asked:
        return range(1, asked + 1)
    step = asked / TRIALS  # all over its course, and within each part by chance
    spread = {1 + int(step * (trial + RNG.random())) for trial in range(TRIALS)}
    return sorted(spread | set(range(1, FIRST + 1)))


def judge(name, number, mode, whole):
    fresh()
    code, out, said = run(COMMANDS[name], LD_PRELOAD=SHIM, **{mode: str(number)})
    what = f"{name}, {mode}={number}: exit {code}: {said[-300:].decode(errors='replace')!r}"
    if code in (0, 3):
        if (code, out, contents()) != whole:
            return what + " (another answer)"
    elif code not in (1, 2) or b"memory" not in said:
        return what
    elif left := [part for part in contents() if "fmksim-part" in part or "fmksim-lock" in part]:
        return f"{what}, leaves {left}"
    return None


def scan(name):
    """Faults; how many requests there are, how many were refused and told, and how many made no difference."""
    fresh()
    code, out, said = run(COMMANDS[name])
    if code not in (0, 3):
        sys.exit(f"memory: {name}: exit {code}: {said.decode()}")
    whole = code, out, contents()
    fresh()
    run(COMMANDS[name], LD_PRELOAD=SHIM, LOST_COUNT="asked")
    with open("asked", encoding="ascii") as file:
        asked = int(file.read())
    wrong = []
    tried = 0
    for number in numbers(asked):
        tried += 1
        fault = judge(name, number, "LOST_FAIL_FROM" if number % 5 == 0 else "LOST_FAIL", whole)
        if fault:
            wrong.append(fault)
    return asked, tried, wrong


def main():
    prepare()
    total = faults = 0
    for name in sys.argv[5:] or COMMANDS:
        asked, tried, wrong = scan(name)
        total, faults = total + tried, faults + len(wrong)
        print(f"memory: {name}: {tried} of {asked} requests refused, {len(wrong)} ended badly", flush=True)
        for fault in wrong[:20]:
            print(f"    {fault}", flush=True)
    print(f"memory: {total} refusals, {faults} ended badly")
    sys.exit(1 if faults or total == 0 else 0)


main()
