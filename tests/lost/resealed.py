#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""resealed.py FMKSIM CONFIG [FILES [SCENARIO]]: results files that a stranger broke and gave a right checksum again.
First what leads out of the file: links, storage elsewhere, a filter to be loaded. Then FILES files with flipped bits,
half of them in HDF5's heaps of strings. No command may crash on any, nor read what is not in the file, nor take more
than half a gigabyte of memory, though one bit may make a length of one. SCENARIO is one of CONFIG's (capacity)."""
import json
import os
import random
import resource
import shutil
import subprocess
import sys

import h5py
import numpy

SCENARIO = sys.argv[4] if len(sys.argv) > 4 else "capacity"
COMMANDS = [
    ["summary", "FILE"],
    ["summary", "FILE", "--json"],
    ["summary", "FILE", "--scenarios"],
    ["compare", "FILE", "baseline", SCENARIO],
    ["rank", "FILE"],
    ["sensitivity", "FILE"],
    ["briefing", "FILE", "--json"],
    ["merge", "FILE", "two.h5", "-q", "-o", "merged.h5", "--force"],
]
MEMORY_MOST = 1 << 19  # kilobytes
MARK = b"fmksim-crc32"
TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def sealed(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return bytes(data) + MARK + (crc ^ 0xFFFFFFFF).to_bytes(4, "little")


def run(program, arguments):
    def limit():  # what crashes leaves no core
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return subprocess.run([program] + arguments, capture_output=True, timeout=600, preexec_fn=limit)


def die(what, done):
    sys.exit(f"resealed: {what}: exit {done.returncode}, said {done.stderr[:600]!r}")


# ---- what leads out of the file ----

def external_link(file):
    del file["parameters"]
    file["parameters"] = h5py.ExternalLink("other.h5", "/parameters")


def soft_link(file):
    del file["parameters"]
    file["parameters"] = h5py.SoftLink("/weight")


def external_storage(file):
    old = file["week"]
    shape, values = old.shape, old[()]
    values.tofile("week.raw")
    del file["week"]
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_external(b"week.raw", 0, values.nbytes)
    h5py.h5d.create(file.id, b"week", h5py.h5t.STD_I32LE, h5py.h5s.create_simple(shape), plan)


def virtual(file):
    shape, kind = file["weight"].shape, file["weight"].dtype
    del file["weight"]
    layout = h5py.VirtualLayout(shape=shape, dtype=kind)
    layout[:] = h5py.VirtualSource("other.h5", "weight", shape=shape)
    file.create_virtual_dataset("weight", layout)


def unknown_filter(file):
    shape, values = file["weight"].shape, file["weight"][()]
    del file["weight"]
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_chunk(shape)
    plan.set_filter(32001, h5py.h5z.FLAG_OPTIONAL, ())
    made = h5py.h5d.create(file.id, b"weight", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple(shape), plan)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, numpy.ascontiguousarray(values))


OUTWARDS = [(external_link, b"`parameters` is a link to something else"),
            (soft_link, b"`parameters` is a link to something else"),
            (external_storage, b"`week` is kept in another file"),
            (virtual, b"`weight` is made of other files"),
            (unknown_filter, b"`weight` is packed in an unknown way")]


def check_outwards(program, whole):
    with open("other.h5", "wb") as file:
        file.write(whole)
    for spoil, reason in OUTWARDS:
        with open("plain.h5", "wb") as file:
            file.write(whole[:-16])
        with h5py.File("plain.h5", "r+") as file:
            spoil(file)
        with open("plain.h5", "rb") as file:
            data = sealed(file.read())
        with open("file.h5", "wb") as file:
            file.write(data)
        done = run(program, ["summary", "file.h5"])
        if done.returncode != 1 or done.stdout or reason not in done.stderr:
            die(f"{spoil.__name__}, which must be refused", done)


# ---- flipped bits ----

def heaps(data):
    found, at = [], data.find(b"GCOL")
    while at >= 0:
        found.append((at, at + 4096))
        at = data.find(b"GCOL", at + 1)
    return found


def flipped(data, rng):
    data = bytearray(data)
    places = heaps(data)
    for _ in range(rng.choice([1, 1, 1, 2, 8])):
        first, end = rng.choice(places) if rng.random() < 0.5 else (0, len(data))
        at = rng.randrange(first, min(end, len(data)))
        data[at] ^= 1 << rng.randrange(8)
    return sealed(data)


def main():
    program, config = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    rng = random.Random(int(os.environ.get("LOST_SEED", "1")))
    study = ["run", config, "-n", "6", "-q", "--force", "--scenario", "baseline", "--scenario", SCENARIO]
    for arguments in (["-o", "one.h5", "--shard", "1/2"], ["-o", "two.h5", "--shard", "2/2"], ["-o", "whole.h5"]):
        if run(program, study + arguments).returncode != 0:
            sys.exit("resealed: the study cannot be run")
    sound = {}
    for name in ("one.h5", "whole.h5"):
        with open(name, "rb") as file:
            sound[name] = file.read()
        if sealed(sound[name][:-16]) != sound[name]:
            sys.exit("resealed: this is not how a file is sealed")
    check_outwards(program, sound["whole.h5"])
    ends = {}
    for trial in range(count):
        command = COMMANDS[trial % len(COMMANDS)]
        data = flipped(sound["one.h5" if command[0] == "merge" else "whole.h5"][:-16], rng)
        with open("file.h5", "wb") as file:
            file.write(data)
        done = run(program, [word.replace("FILE", "file.h5") for word in command])
        if done.returncode not in (0, 1, 2, 3):
            shutil.copy("file.h5", "crashes.h5")
            die(f"{' '.join(command)} on crashes.h5 (trial {trial})", done)
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > MEMORY_MOST:
            shutil.copy("file.h5", "large.h5")
            die(f"{' '.join(command)} on large.h5 (trial {trial}) takes too much memory", done)
        crash = b"reading it ends in" in done.stderr
        ends["crashes that were told" if crash else f"exit {done.returncode}"] = (
            ends.get("crashes that were told" if crash else f"exit {done.returncode}", 0) + 1)
    print(f"resealed: {len(OUTWARDS)} ways out of the file refused; {count} files with flipped bits: {json.dumps(ends)}")


main()
