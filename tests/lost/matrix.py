#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""matrix.py FMKSIM SOURCE_DIR [KILLS [NAME…]]: every cell of the matrix in docs/safety.md, tried in the current folder.

A cell says what happens to a command (row) when a fault comes (column). What really happens is put into the same words and
compared. KILLS is how many times each writing command is killed, and run twice at once (default 5); naming commands or
faults tries their rows and columns only.
"""
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

PROGRAM, SOURCE = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
FMK, FIVE, SEEN = (f"{SOURCE}/configs/{name}" for name in ("fmk.cfg", "five.cfg", "observations.csv"))
CLINICS, CLINICS_SEEN = "clinics.cfg", "clinics.csv"  # made here: samplers of it take no time
HOSTILE = "\x1b[31m\x9b\u202eend"
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", LC_ALL="C.UTF-8", TMPDIR=os.path.abspath("box"))
DONE = (0, 3)
LIMIT = 300  # seconds for one command; far above what any takes
RNG = random.Random(int(os.environ.get("LOST_SEED", "1")))

# Row: arguments, in which OUT is the output and IN an input that may be another file; what resumes; where the output is.
WRITERS = {
    "init": (["init", "OUT", "--like", "smallest"], None),
    "run": (["run", "IN", "-n", "40", "-q", "-t", "1", "-o", "OUT"], "--resume"),
    "nowcast -o": (["nowcast", "IN", "--observations", CLINICS_SEEN, "--as-of", "2026-06-30", "-n", "160", "--sweeps",
                    "1:1", "-q", "-t", "1", "-o", "OUT"], "--resume"),
    "nowcast --method": (["nowcast", "IN", "--method", "weights", "--observations", SEEN, "--as-of", "2015-10-06", "-n",
                          "40", "-q", "-t", "1", "-o", "OUT"], "--resume"),
    "merge": (["merge", "IN", "two.h5", "-q", "-t", "1", "-o", "OUT"], None),
    "staff -o": (["staff", "IN", "--target", "0.5", "--path", "corps.consultants=1:2", "-q", "-t", "1", "-o", "OUT"],
                 "--resume"),
    "optimise --journal": (["optimise", "IN", "--target", "0.5", "--delta", "0.1", "-q", "-t", "1", "--journal", "OUT"], None),
    "summary --csv": (["summary", "IN", "--csv", "FOLDER"], None),
    "compare --csv": (["compare", "IN", "baseline", "baseline", "--csv", "OUT"], None),
    "rank --csv": (["rank", "IN", "--csv", "OUT"], None),
    "briefing -o": (["briefing", "IN", "-o", "OUT"], None),
}
READERS = {
    "backtest": ["backtest", "IN", "--observations", CLINICS_SEEN, "--as-of", "2026-05-31", "--as-of", "2026-06-30", "-n",
                 "160", "-q", "-t", "1"],
    "check": ["check", "IN"],
    "summary": ["summary", "IN"],
    "sensitivity": ["sensitivity", "IN"],
    "trace": ["trace", "IN", "-r", "1"],
}
INPUT = {"run": FMK, "nowcast -o": CLINICS, "nowcast --method": FMK, "backtest": CLINICS, "staff -o": FIVE,
         "check": FIVE, "trace": FIVE, "merge": "one.h5", "rank --csv": "many.h5", "optimise --journal": "levers.cfg"}
# Their output is a journal: it stays, may be in parts, and the same command goes on with it.
JOURNALS = {"optimise --journal"}
# What the same command needs besides, to end after a kill.
AGAIN = {row: [] if row in JOURNALS else [resumes or "--force"] for row, (_, resumes) in WRITERS.items()}
AGAIN["backtest"] = []
LEVERS = f"""base = "{FIVE}";
sweeps = ( {{ name = "corps"; paths = ["corps.consultants"]; values = ( [1, 2, 3] ); }} );
costs = ( {{ path = "corps.consultants"; per_unit = 1; }} );
"""


class Wrong(Exception):
    pass


def words(row, out, source=None, extra=()):
    form = WRITERS[row][0] if row in WRITERS else READERS[row]
    put = {"OUT": out, "FOLDER": os.path.dirname(out) or ".", "IN": source or INPUT.get(row, "study.h5")}
    return [PROGRAM] + [put.get(word, word) for word in form] + list(extra)


def end(command, limits=()):
    """Exit code, output and messages; a limit is (resource, size)."""
    def limit():
        for what, size in limits:
            resource.setrlimit(what, (size, size))
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, timeout=LIMIT, preexec_fn=limit)
    return run.returncode, run.stdout, run.stderr


def fresh():
    shutil.rmtree("box", ignore_errors=True)
    os.mkdir("box")
    return "box/deadlines.csv"


def left(out):
    marks = (".fmksim-", ".journal", ".samplers", "fmksim-scratch-")
    return sorted(name for name in os.listdir(os.path.dirname(out)) if any(mark in name for mark in marks))


def contents(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        if os.path.isdir(os.path.join(folder, name)):
            found[name] = None
            continue
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = file.read()
    return found


def reference(row, known={}):  # made once for each row: that is what the default is for
    if row not in known:
        out = fresh()
        begun = time.monotonic()
        code, _, said = end(words(row, out))
        if code not in DONE:
            raise Wrong(f"exit {code}: {said.decode()}")
        known[row] = contents("box"), time.monotonic() - begun
    return known[row]


# ---- the columns ----

def kill(row):
    whole, took = reference(row)
    for _ in range(KILLS):
        out = fresh()
        child = subprocess.Popen(words(row, out), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(RNG.uniform(0, 1.1 * took))
        child.send_signal(signal.SIGKILL)
        child.wait()
        for name, data in contents("box").items():
            if name in whole and data != whole[name] and row not in JOURNALS:
                raise Wrong(f"half a file {name} after a kill")
        code, _, said = end(words(row, out, extra=AGAIN[row]))
        if code not in DONE or contents("box") != whole:
            raise Wrong(f"exit {code}, {left(out)} after a kill: {said.decode()}")
    return " with ".join(["same again"] + AGAIN[row])


def told(row, code, said, out, reason, spare=()):
    if code != 1 or reason not in said:
        raise Wrong(f"exit {code}: {said.decode()}")
    rest = [name for name in left(out) if name not in spare]
    if rest or (os.path.exists(out) and row not in JOURNALS):
        raise Wrong(f"leaves {rest}")
    return "told, 1"


def disk(row, options, prepare):
    """The command with its output on a small file system of its own; None where the tests may not make one."""
    reference(row)
    fresh()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", "box"],
                                           capture_output=True).returncode != 0:
        return None
    try:
        out = prepare()
        code, _, said = end(words(row, out))
        # finished replications are safe in the journal
        return told(row, code, said, out, DISK_REASON[options], ["deadlines.csv.journal", "deadlines.csv.samplers"])
    finally:
        subprocess.run(["umount", "-l", "box"], check=True)


DISK_REASON = {"size=64k": b"No space left on device", "size=1m": b"Read-only file system"}


def full_disk(row):
    def fill():
        with open("box/full", "wb") as file:
            try:
                file.write(bytes(65536))
                file.flush()
            except OSError:
                pass
        return "box/deadlines.csv"
    return disk(row, "size=64k", fill)


def read_only(row):
    def close():
        subprocess.run(["mount", "-o", "remount,ro", "box"], check=True)
        return "box/deadlines.csv"
    return disk(row, "size=1m", close)


def size_limit(row):
    out = fresh()
    code, _, said = end(words(row, out), [(resource.RLIMIT_FSIZE, 0)])
    return told(row, code, said, out, b"File too large")


def memory_limit(row):
    """Ever less memory: done or told, never a crash, and never a half."""
    whole, _ = reference(row)
    for size in (200, 120, 90, 70, 60, 55, 50):
        out = fresh()
        code, _, said = end(words(row, out), [(resource.RLIMIT_AS, size << 20)])
        if code not in (0, 1, 2, 3, 127):  # 127: the system cannot even load the program
            raise Wrong(f"exit {code} with {size} MB: {said.decode()}")
        parts = any(name in whole and data != whole[name] for name, data in contents("box").items())
        if parts and row not in JOURNALS:
            raise Wrong(f"half a file with {size} MB")
    return "done or told"


REFUSED = {}  # of pairs at once, how many were told that they come second


def at_once(row):
    whole, _ = reference(row)
    for _ in range(KILLS):
        out = fresh()
        pair = [subprocess.Popen(words(row, out), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                for _ in range(2)]
        said = [child.communicate(timeout=LIMIT)[1].decode() for child in pair]
        codes = [child.returncode for child in pair]
        for code, text in zip(codes, said):
            if code not in DONE and not re.search("being written by|exists|has just created|interrupted study", text):
                raise Wrong(f"exit {code}: {text}")
        if not any(code in DONE for code in codes) or contents("box") != whole:
            raise Wrong(f"exits {codes}: {said}, {left(out)}")
        REFUSED[row] = REFUSED.get(row, 0) + sum(code not in DONE for code in codes)
    return "one wins"


def in_the_way(make):
    def fault(row):
        reference(row)
        out = fresh()
        if not make(out):
            return None
        before = os.lstat(out)
        code, _, said = end(words(row, out, extra=[] if row in JOURNALS else ["--force"]))
        after = os.lstat(out)
        if code != 2 or (before.st_ino, before.st_mode) != (after.st_ino, after.st_mode) or left(out):
            raise Wrong(f"exit {code}, {left(out)}: {said.decode()}")
        if os.path.exists("box/victim") and contents("box")["victim"] != b"victim":
            raise Wrong("wrote through the link")
        return "refused, 2"
    return fault


def make_link(out):
    with open("box/victim", "wb") as file:
        file.write(b"victim")
    os.symlink("victim", out)
    return True


def make_device(out):
    try:
        os.mknod(out, 0o20600, os.makedev(1, 3))
    except PermissionError:
        return False
    return True


def make_fifo(out):
    os.mkfifo(out)
    return True


def make_folder(out):
    os.mkdir(out)
    return True


def existing(row):
    """Somebody's file under the name of the output, without --force."""
    out = fresh()
    with open(out, "wb") as file:
        file.write(b"mine")
    code, _, said = end(words(row, out))
    if code != (1 if row in JOURNALS else 2) or contents("box") != {"deadlines.csv": b"mine"}:
        raise Wrong(f"exit {code}: {said.decode()}")
    return f"refused, {code}"


def foreign(row):
    """An input that is something else: noise, nothing, a folder."""
    codes = set()
    for kind in ("noise", "nothing", "folder"):
        out = fresh()
        shutil.rmtree("foreign", ignore_errors=True)
        os.mkdir("foreign")
        if kind != "folder":
            with open("foreign/in", "wb") as file:
                file.write(RNG.randbytes(5000) if kind == "noise" else b"")
        code, _, said = end(words(row, out, source="foreign/in" if kind != "folder" else "foreign"))
        if code not in (1, 2) or not said or os.listdir("box"):
            raise Wrong(f"{kind}: exit {code}, {os.listdir('box')}: {said.decode()}")
        codes.add(code)
    return "refused, " + " or ".join(str(code) for code in sorted(codes))


def hostile(row):
    """File names that steer a terminal."""
    fresh()
    source = INPUT.get(row, "study.h5")
    name = f"box/{HOSTILE}" + os.path.splitext(source)[1]
    shutil.copy(source, name)
    for table in ("municipalities.csv", "five.csv"):  # what the configurations read beside them
        shutil.copy(f"{SOURCE}/configs/{table}", "box")
    for given in (name, name + ".not"):
        for out in (f"box/{HOSTILE}.out", f"box/{HOSTILE}/nowhere"):
            _, *texts = end(words(row, out, source=given))
            for text in texts:
                if any(ord(c) < 32 and c not in "\n\t" or c in "\x7f\x9b\u202e" for c in text.decode()):
                    raise Wrong(f"prints {text!r}")
    return "escaped"


COLUMNS = {"kill": kill, "full disk": full_disk, "file-size limit": size_limit, "memory limit": memory_limit,
           "read-only folder": read_only, "two at once": at_once, "symbolic link": in_the_way(make_link),
           "device": in_the_way(make_device), "pipe": in_the_way(make_fifo), "folder": in_the_way(make_folder),
           "somebody's file": existing, "foreign input": foreign, "hostile names": hostile}


# ---- the table ----

def read_tables():
    """{(row, column): cell} of the tables between the marks; faults are their rows, commands their columns."""
    with open(f"{SOURCE}/docs/safety.md", encoding="utf-8") as file:
        text = re.search(r"<!-- matrix -->(.*?)<!-- end -->", file.read(), re.S).group(1)
    cells, heading = {}, None
    for line in text.splitlines():
        if not line.startswith("|"):
            heading = None
            continue
        fields = [field.strip().strip("`") for field in line.strip().strip("|").split("|")]
        if heading is None:
            heading = fields
        elif not set(fields[0]) <= set("-"):
            cells.update({(command, fields[0]): cell for command, cell in zip(heading[1:], fields[1:])})
    return cells


def prepare():
    with open("levers.cfg", "w", encoding="utf-8") as file:
        file.write(LEVERS)
    with open(f"{SOURCE}/docs/configuration.md", encoding="utf-8") as file:
        text = re.search(r"```cfg clinics.cfg\n(.*?)```", file.read(), re.S).group(1)
    with open(CLINICS, "w", encoding="utf-8") as file:
        file.write(text)
    with open(CLINICS_SEEN, "w", encoding="utf-8") as file:
        file.write("quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"
                   "installed_sites,national,2026-04-30,2026-04-30,2026-04-30,8,1,rounded,a\n"
                   "cards,national,2026-06-30,2026-06-30,2026-06-30,1500,150,count,a\n")
    for arguments in (["run", FMK, "-n", "40", "-q", "--force", "-o", "study.h5"],
                      ["run", FMK, "-n", "40", "-q", "--force", "--scenario", "baseline", "--scenario", "corps-6", "-o",
                       "many.h5"],
                      ["run", FMK, "-n", "40", "-q", "--force", "--shard", "1/2", "-o", "one.h5"],
                      ["run", FMK, "-n", "40", "-q", "--force", "--shard", "2/2", "-o", "two.h5"]):
        code, _, said = end([PROGRAM] + arguments)
        if code != 0:
            sys.exit(f"matrix: cannot prepare: {said.decode()}")


def main():
    cells, chosen, wrong, tried, skipped = read_tables(), sys.argv[4:], 0, 0, 0
    missing = [row for row in list(WRITERS) + list(READERS) if not any(command == row for command, _ in cells)]
    if missing:
        sys.exit(f"matrix: docs/safety.md says nothing of {', '.join(missing)}")
    prepare()
    for (row, column), expected in cells.items():
        if expected == "–" or (chosen and row not in chosen and column not in chosen):
            continue
        try:
            found = COLUMNS[column](row)
        except (Wrong, subprocess.TimeoutExpired) as why:
            found = f"{why}"
        tried, skipped = tried + 1, skipped + (found is None)
        if found is not None and found != expected:
            wrong += 1
            print(f"matrix: {row}, {column}: '{expected}' is expected; found: {found}")
    if REFUSED:
        print(f"matrix: of {KILLS} pairs at once each, so many were told that they come second: "
              + ", ".join(f"{row} {count}" for row, count in REFUSED.items()))
    print(f"matrix: {tried} cells tried, {wrong} are not as docs/safety.md says, {skipped} left out (no right to make a "
          "device or mount a disk)")
    sys.exit(1 if wrong or tried == 0 else 0)


main()
