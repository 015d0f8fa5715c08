#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""power.py FMKSIM SHIM CONFIG [CRASHES]: power cuts, replayed.

One run is recorded by shim.c, write by write. For each of CRASHES moments a folder is made as a disk could leave it:
what was synced is there; of what was not, any 512-byte sectors in any order, sizes between old and new, and of the
changes of names since the folder was last synced any first part. The study is resumed there, and must end in the
bytes of the uninterrupted run. Prints how much finished work was ever at risk."""
import os
import random
import shutil
import subprocess
import sys

SECTOR = 512


class File:
    """What is surely on disk, and what has been changed since."""

    def __init__(self):
        self.safe, self.safe_size, self.pending, self.size = bytearray(), 0, [], 0

    def write(self, at, data):
        self.pending.append((at, data))
        self.size = max(self.size, at + len(data))

    def truncate(self, size):
        self.pending.append((size, None))
        self.size = size

    @staticmethod
    def apply(content, at, data):
        if data is None:
            del content[at:]
            content.extend(bytes(at - len(content)))
            return
        content.extend(bytes(max(0, at + len(data) - len(content))))
        content[at:at + len(data)] = data

    def sync(self):
        for at, data in self.pending:
            self.apply(self.safe, at, data)
        self.pending = []

    def crash(self, random):
        """What may be found: each pending change whole, torn or missing."""
        content, mood = bytearray(self.safe), random.random()
        sizes = [len(self.safe), self.size]
        changes = list(self.pending)
        if mood < 0.3:
            random.shuffle(changes)
        for at, data in changes:
            if data is None:
                if random.random() < 0.5:
                    self.apply(content, at, None)
                continue
            first = at
            while first < at + len(data):  # sector by sector
                last = min((first // SECTOR + 1) * SECTOR, at + len(data))
                if random.random() < mood:
                    self.apply(content, first, data[first - at:last - at])
                first = last
        if random.random() < 0.3:  # the new size without the data, or the data without the new size
            size = random.randint(min(sizes), max(sizes))
            self.apply(content, size, None)
        return bytes(content)


def read_log(path):
    with open(path, "rb") as log:
        while kind := log.readline():
            name, other, at, size, when = (log.readline().rstrip(b"\n").decode() for _ in range(5))
            yield kind.decode().strip(), name, other, int(at), log.read(int(size)), float(when)


def state_after(log, folder, count):
    """The files by their present names, and the changes of names that the folder's last sync does not cover."""
    files, names, safe_names, pending = {}, {}, {}, []
    for kind, name, other, at, data, _ in log[:count]:
        if kind == "create":
            names[name] = File()
            pending.append(("create", name, names[name]))
        elif kind == "write":
            names[name].write(at, data)
        elif kind == "truncate":
            names[name].truncate(at)
        elif kind == "sync" and os.path.normpath(name) == folder:
            safe_names, pending = dict(names), []
        elif kind == "sync":
            names[name].sync()
        elif kind == "rename":
            names[other] = names.pop(name)
            pending.append(("rename", name, other))
        elif kind == "unlink":
            names.pop(name, None)
            pending.append(("unlink", name, None))
    files = dict(safe_names)
    return files, pending


def crash(log, folder, count, place, random):
    names, pending = state_after(log, folder, count)
    for kind, name, what in pending[:random.randint(0, len(pending))]:
        if kind == "create":
            names[name] = what
        elif kind == "rename":
            names[what] = names.pop(name)
        else:
            names.pop(name, None)
    shutil.rmtree(place, ignore_errors=True)
    os.mkdir(place)
    for name, file in names.items():
        with open(os.path.join(place, os.path.basename(name)), "wb") as out:
            out.write(file.crash(random))


def at_risk(log):
    """Longest time between two syncs of the journal in which records were written, and most records."""
    longest, most, since, records = 0.0, 0, None, 0
    for kind, name, _, _, data, when in log:
        if not name.endswith(".journal"):
            continue
        if kind == "sync":
            if since is not None:
                longest, most = max(longest, when - since), max(most, records)
            since, records = None, 0
        elif kind == "write" and len(data) > 8:
            since, records = since if since is not None else when, records + 1
        elif kind == "unlink" and since is not None:  # the results file is whole
            longest, most = max(longest, when - since), max(most, records)
    return longest, most


def main():
    program, shim, config = sys.argv[1:4]
    crashes = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    folder = os.path.realpath("recorded")
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    study = [program, "run", config, "-n", os.environ.get("LOST_N", "400"), "-q", "--threads", "2", "-o"]
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1700000000")
    subprocess.run(study + [folder + "/a.h5"], check=True,
                   env=dict(environment, LD_PRELOAD=shim, LOST_LOG=os.path.realpath("log"), LOST_FOLDER=folder))
    with open(folder + "/a.h5", "rb") as file:
        whole = file.read()
    log = list(read_log("log"))
    longest, most = at_risk(log)
    kinds = {kind: sum(entry[0] == kind for entry in log) for kind in ("create", "write", "sync", "rename", "unlink")}
    if kinds["write"] < 100 or kinds["sync"] < 3 or kinds["rename"] != 3:
        sys.exit(f"power: the recording is not believable: {kinds}")
    rng, same, finished = random.Random(int(os.environ.get("LOST_SEED", "1"))), 0, 0
    late = [i for i, entry in enumerate(log) if entry[0] in ("sync", "rename", "unlink", "create")]
    for trial in range(crashes):
        # half of them where the order matters: beside syncs and changes of names
        count = rng.randint(0, len(log)) if trial % 2 else min(len(log), rng.choice(late) + rng.randint(0, 2))
        crash(log, folder, count, "crashed", rng)
        finished += os.path.exists("crashed/a.h5")
        run = subprocess.run(study + ["crashed/a.h5", "--resume"], env=environment, capture_output=True, text=True)
        found = open("crashed/a.h5", "rb").read() if os.path.exists("crashed/a.h5") else b""
        names = {"a.h5", "a.h5.journal.new", "a.h5.cards.new"}
        left = sorted(set(os.listdir("crashed")) - names) if run.returncode == 0 else []
        if run.returncode != 0 or found != whole or left:
            sys.exit(f"power: crash {trial} after {count} of {len(log)} operations: exit {run.returncode}, "
                     f"{len(found)} bytes of {len(whole)}, left {left}: {run.stderr}")
        same += 1
    print(f"power: {same} of {crashes} power cuts ended in the same file ({finished} had it whole already); "
          f"at most {most} records or {longest:.2f} s of finished work were at risk")


main()
