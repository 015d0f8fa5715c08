#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kills.py FMKSIM SOURCE_DIR [KILLS [COMMAND…]]: every command that writes, `run` in each of its modes, is killed
(SIGKILL) KILLS times in all, up to four times in a row, and then ends: in the bytes and the answer of the undisturbed
one. Half of the kills come at random moments of its course, the others while the output is written: within two
thousandths of a second after its part is there, or its name. Works in the current folder."""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

PROGRAM, SOURCE = (os.path.realpath(path) for path in sys.argv[1:3])
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
RNG = random.Random(int(os.environ.get("LOST_SEED", "1")))
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", LC_ALL="C.UTF-8", TMPDIR=os.path.abspath("box"))
IN_A_ROW = 4
LIMIT = 300  # seconds for one command; far above what any takes
RUN = ["run", "clinics.cfg", "-q", "-o", "box/out.h5"]
# The command, and what ends it after a kill ("": the same command once more).
COMMANDS = {
    "run": (RUN + ["-n", "1500"], "--resume"),
    "run, three scenarios": (RUN + ["-n", "300", "--scenario", "technicians-*"], "--resume"),
    "run, a sweep": (["run", "jobs.cfg", "-q", "-o", "box/out.h5", "-n", "100", "--scenario", "first-*", "--scenario",
                      "second-*"], "--resume"),
    "run --nested": (RUN + ["--nested=60x10"], "--resume"),
    "run --precision": (RUN + ["--precision=0.04", "-n", "3000"], "--resume"),
    "run --shard": (RUN + ["-n", "2000", "--shard", "2/3"], "--resume"),
    "merge": (["merge", "one.h5", "two.h5", "-q", "-o", "box/out.h5"], "--force"),
    "staff": (["staff", f"{SOURCE}/configs/five.cfg", "--target", "0.5", "--path", "corps.consultants=1:2", "-q", "-o",
               "box/out.h5"], "--resume"),
    "nowcast": (["nowcast", "clinics.cfg", "--observations", "seen.csv", "--as-of", "2026-06-30", "-n", "160", "-q",
                 "--sweeps", "1:1", "-o", "box/out.h5"], "--resume"),
    "optimise": (["optimise", "jobs.cfg", "--target", "0.8", "--lever", "first", "--lever", "second", "--delta", "0.03",
                  "-q", "--json", "--journal", "box/out.journal"], ""),
    "briefing": (["briefing", "whole.h5", "-o", "box/out.html"], "--force"),
    "backtest": (["backtest", "clinics.cfg", "--observations", "seen.csv", "--as-of", "2026-05-31", "--as-of",
                  "2026-06-30", "-n", "160", "-q"], ""),
}
# What may lie beside an output until the end.
PART, KEPT, SCRATCH = ".fmksim-part", (".journal", ".cards", ".samplers"), "fmksim-scratch-"
PASSING = (PART, ".fmksim-lock") + KEPT + tuple(name + ".new" for name in KEPT)
# What lay there after a kill, the last first.
PHASES = ("with the whole output under its name", "with a part of it", "with finished work kept", "before that")


def run(arguments):
    done = subprocess.run([PROGRAM] + arguments, env=ENVIRONMENT, capture_output=True, timeout=LIMIT)
    return done.returncode, done.stdout, done.stderr


def prepare():
    for name, source, mark in (("clinics.cfg", "docs/configuration.md", r"```cfg clinics.cfg\n(.*?)```"),
                               ("jobs.cfg", "tests/cli/optimise.sh", r"jobs.cfg <<'END'\n(.*?)END\n")):
        with open(f"{SOURCE}/{source}", encoding="utf-8") as file:
            text = re.search(mark, file.read(), re.S).group(1)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    with open("seen.csv", "w", encoding="utf-8") as file:
        file.write("quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"
                   "installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a\n"
                   "cards,national,2026-06-30,2026-06-30,2026-06-30,1500,150,count,a\n")
    study = ["run", "clinics.cfg", "-n", "2000", "-q", "--force"]
    for more in (["--shard", "1/2", "-o", "one.h5"], ["--shard", "2/2", "-o", "two.h5"], ["-o", "whole.h5"]):
        code, _, said = run(study + more)
        if code != 0:
            sys.exit(f"kills: cannot prepare: {said.decode()}")


def fresh():
    shutil.rmtree("box", ignore_errors=True)
    os.mkdir("box")


def contents(finished=False):
    found = {}
    for name in sorted(os.listdir("box")):
        if os.path.isdir(f"box/{name}"):
            if finished or not name.startswith(SCRATCH):
                found[name] = None
        elif finished or not name.endswith(PASSING):
            with open(f"box/{name}", "rb") as file:
                found[name] = file.read()
    return found


def wait_for(child, names):
    """Until one of the names is there or the command has ended."""
    while child.poll() is None and not any(os.path.exists(f"box/{name}") for name in names):
        pass


def kill_once(command, course, names):
    """Whether the kill came before the end."""
    child = subprocess.Popen([PROGRAM] + command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not names or RNG.random() < 0.5:
        time.sleep(RNG.uniform(0, course))
    else:
        wait_for(child, [RNG.choice(names)])
        time.sleep(RNG.choice([0, RNG.uniform(0, 0.002)]))
    child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


class Course:
    """One command: what it ends in undisturbed, and how often it was killed."""

    def __init__(self, name):
        self.name, (self.command, self.again) = name, COMMANDS[name]
        fresh()
        begun = time.monotonic()
        code, out, said = run(self.command)
        self.took = time.monotonic() - begun
        if code not in (0, 3):
            sys.exit(f"kills: {name}: exit {code}: {said.decode()}")
        self.whole = code, out, contents(finished=self.name != "optimise")
        # optimise appends to its output from the first course on
        self.names = [] if name == "optimise" else [end + more for end in self.whole[2] for more in (PART, "")]
        self.kills = self.ends = 0
        self.phases = dict.fromkeys(PHASES, 0)

    @staticmethod
    def phase(there, found):
        if found:
            return PHASES[0]
        if any(name.endswith(PART) for name in there):
            return PHASES[1]
        return PHASES[2 if any(name.endswith(KEPT) or name.startswith(SCRATCH) for name in there) else 3]

    def end(self, begun):
        code, out, said = run(begun)
        self.ends += 1
        if (code, out, contents(finished=self.name != "optimise")) != self.whole:
            sys.exit(f"kills: {self.name} after {self.kills} kills ends in another way: exit {code} "
                     f"{sorted(os.listdir('box'))}: {said.decode()}")

    def trial(self, most):
        """Kills until it is done, or up to `most`; then it ends."""
        fresh()
        begun = self.command + ([self.again] if self.again else [])
        for _ in range(most):
            if not kill_once(begun, self.took, self.names):
                break
            self.kills += 1
            found = contents()
            self.phases[self.phase(os.listdir("box"), found)] += 1
            for name, data in found.items():
                if self.name != "optimise" and data != self.whole[2].get(name):
                    sys.exit(f"kills: {self.name}: half a file {name} after a kill")
            if found and self.names:
                break  # another kill would come after the end
        self.end(begun)


def main():
    prepare()
    courses = [Course(name) for name in (sys.argv[4:] or COMMANDS)]
    total = tries = 0
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(True))  # tells what there was until then
    while total < KILLS and tries < 4 * KILLS and not asked:
        course = courses[tries % len(courses)]
        before = course.kills
        course.trial(min(RNG.randint(1, IN_A_ROW), KILLS - total))
        total, tries = total + course.kills - before, tries + 1
    for course in courses:
        print(f"kills: {course.name}: {course.kills} kills ("
              + ", ".join(f"{count} {phase}" for phase, count in course.phases.items() if count)
              + f"), {course.ends} times to its end: the same bytes and answer")
    print(f"kills: {total} kills ("
          + ", ".join(f"{sum(course.phases[phase] for course in courses)} {phase}" for phase in PHASES)
          + "), nothing lost")
    sys.exit(0 if total >= KILLS else 1)


main()
