#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# layers: who may lean on whom, by `#include` and by the symbols of the object files.
#
#   floors   a file takes only from its own floor or below: sim < models < analysis < cli; include/FLOOR stands on the
#            same floor as FLOOR/. A public header includes no private one, since private ones are not installed.
#   rooms    the floor analysis has rooms, with arrows one way (ROOMS_BELOW).
#   files    those of one room take from one another one way, too; where they cannot, the circle is named (CIRCLES).
#
# Usage: layers.py [ROOT]; with BUILD_DIR in the environment, the objects of that build are looked at, too. First proves
# on made-up trees and tables that it finds bad arrows.
import os, re, subprocess, sys, tempfile

FLOORS = ["sim", "models", "analysis", "cli"]

# room of analysis -> the rooms that it stands on, besides itself
ROOMS_BELOW = {
    "statistics": [],
    "results": ["statistics"],
    "study": ["results", "statistics"],
    "answers": ["study", "results", "statistics"],
    "staffing": ["answers", "study", "results", "statistics"],
    "nowcast": ["answers", "study", "results", "statistics"],
    "briefing": ["nowcast", "answers", "study", "results", "statistics"],
    "live": ["results", "statistics"],
    "verify": ["nowcast", "answers", "study", "results", "statistics"],
    "bench": [],
}

# Files that take from one another in a circle; why stands in the header that they share.
CIRCLES = [
    ("models/rollout_rules.h", "cause corps invariant network pool posts presence risk swat uptake vendor"),
    ("models/quantity_parts.h", "schema schema_complete quantity quantity_read chance"),
]


def room_of(path):
    """Of a path on the floor analysis, without include/; "" if it lies in none."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def why_not(floor, room, to_floor, to_room):
    """Why a file of (floor, room) may not take from (to_floor, to_room); empty if it may."""
    if FLOORS.index(to_floor) > FLOORS.index(floor):
        return f"from the floor {to_floor} above"
    if floor == to_floor == "analysis":
        if room not in ROOMS_BELOW:
            return "but lies in no room of analysis/"
        if to_room != room and to_room not in ROOMS_BELOW[room]:
            return f"from analysis/{to_room}, on which analysis/{room} does not stand"
    return ""


# ---- includes ----

INCLUDE = re.compile(r"[ \t]*#[ \t]*include(?:_next)?[ \t]*(.*)")


def judge_include(root, file, target):
    """What is wrong with `#include TARGET` in FILE, both relative to ROOT; empty if nothing is."""
    path = file.removeprefix("include/")
    floor = path.split("/")[0]
    quoted = re.match(r'(["<])([^">]*)[">]', target)
    if not quoted:
        return f"an include that only the preprocessor can read: {target}"
    private, name = quoted[1] == '"', quoted[2]
    bare = re.sub(r"^((\.\.?|include)/)+", "", name)  # ../../include/models/x.h goes where models/x.h goes
    to_floor = bare.split("/")[0] if "/" in bare else ""
    if private and "/" in bare and to_floor not in FLOORS:
        return f"'{name}' lies on no floor"
    if private and file != path and not os.path.exists(os.path.join(root, "include", bare)):
        return f"a public header includes the private '{name}'"
    if private and not to_floor and name != bare:
        return f"'{name}' leaves its floor without naming one"
    why = why_not(floor, room_of(path), to_floor, room_of(bare)) if to_floor in FLOORS else ""
    return why and f"includes '{name}' {why}"


def walk(root):
    """(how many includes there are, the faults)"""
    count, faults = 0, []
    for folder in [folder for floor in FLOORS for folder in (floor, "include/" + floor)]:
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders.sort()
            for name in sorted(files):
                if not name.endswith((".c", ".h")):
                    continue
                file = os.path.relpath(os.path.join(where, name), root)
                with open(os.path.join(root, file), encoding="utf-8") as lines:
                    for number, line in enumerate(lines, 1):
                        match = INCLUDE.match(line)
                        if match:
                            count += 1
                            why = judge_include(root, file, match[1].rstrip())
                            faults += [f"{file}:{number}: {why}"] if why else []
    return count, faults


# ---- symbols ----


def judge_symbols(defined, taken):
    """defined: symbol -> object, taken: (object, symbol) in a list; objects by their source's path. The faults."""
    faults = []
    for source, symbol in taken:
        to = defined.get(symbol)
        if not to:
            continue  # of a library
        why = why_not(source.split("/")[0], room_of(source), to.split("/")[0], room_of(to))
        faults += [f"{source}: takes {symbol} {why}"] if why else []
    return faults


def circles(defined, taken):
    """Sets of sources of one folder, each of which takes from the others, be it by way of a third."""
    arrows = {}
    for source, symbol in taken:
        to = defined.get(symbol, source)
        if to != source and os.path.dirname(to) == os.path.dirname(source):
            arrows.setdefault(source, set()).add(to)

    def reached(source):
        found, open_ends = set(), [source]
        while open_ends:
            new = arrows.get(open_ends.pop(), set()) - found
            found |= new
            open_ends += new
        return found

    reach = {source: reached(source) for source in arrows}
    return {frozenset(other for other in reach[source] if source in reach.get(other, ())) | {source}
            for source in reach if source in reach[source]}


def judge_circles(defined, taken):
    named = [{f"{os.path.dirname(header)}/{name}.c" for name in names.split()} for header, names in CIRCLES]
    return [f"{', '.join(sorted(circle))}: take from one another in a circle" for circle in circles(defined, taken)
            if not any(circle <= one for one in named)]


def read_symbols(build, root):
    """(how many objects there are, defined, taken) of the product's objects; what is generated, the tests' or left over
    from a file that is gone is not."""
    objects = {}
    for where, _, files in os.walk(os.path.join(build, "CMakeFiles")):
        for name in files:
            path = os.path.join(where, name)
            source = path.split(".dir/", 1)[-1].removesuffix(".o")
            if name.endswith(".o") and source.split("/")[0] in FLOORS and os.path.exists(os.path.join(root, source)):
                objects[path] = source
    defined, taken = {}, []
    if objects:
        said = subprocess.run(["nm", "-g", "-P", "-A", *objects], check=True, capture_output=True, text=True).stdout
        for line in said.splitlines():
            path, rest = line.split(": ", 1)
            symbol, kind = rest.split()[:2]
            if kind in "Uw":
                taken.append((objects[path], symbol))
            else:
                defined[symbol] = objects[path]
    return len(objects), defined, taken


# ---- self-test ----

BAD_INCLUDES = [
    # arrows that go up, in every spelling
    ("sim/bad.c", '#include "models/corps.h"'),
    ("sim/bad.c", "  #  include  <models/corps.h>"),
    ("sim/bad.c", '#include "../models/private.h"'),
    ("sim/bad.c", '#include "../include/cli/run.h" /* why not */'),
    ("models/bad.c", '#include "analysis/results/results.h"'),
    ("models/bad.h", '#include "cli/run.h"'),
    ("analysis/study/bad.c", '#include "cli/run.h"'),
    ("include/sim/bad.h", '#include "models/corps.h"'),
    ("include/models/bad.h", "#include <analysis/results/results.h>"),
    ("include/analysis/study/bad.h", '#include "cli/run.h"'),
    # arrows up between rooms, and files in none
    ("analysis/results/bad.c", '#include "analysis/study/study.h"'),
    ("analysis/statistics/bad.c", '#include "analysis/results/results.h"'),
    ("analysis/briefing/bad.c", '#include "analysis/staffing/staff.h"'),
    ("analysis/nowcast/bad.c", '#include "analysis/briefing/briefing.h"'),
    ("analysis/answers/bad.c", '#include "analysis/verify/verify.h"'),
    ("include/analysis/study/bad.h", '#include "analysis/answers/summary.h"'),
    ("analysis/bad.c", '#include "analysis/results/results.h"'),
    ("analysis/study/bad.c", '#include "analysis/bad.h"'),
    # includes that hide where they go
    ("sim/bad.c", "#include WHATEVER"),
    ("sim/bad.c", '#include "tests/unit/dice.h"'),
    ("include/sim/bad.h", '#include "private.h"'),
    ("include/models/bad.h", '#include "models/private.h"'),
    ("models/bad.c", '#include "../private.h"'),
]
FINE_INCLUDES = [
    ("sim/fine.c", '#include "private.h"'),
    ("models/fine.c", '#include "sim/farm.h"'),
    ("models/fine.c", '#include "models/corps.h"'),
    ("analysis/fine.c", '#include "../sim/disk.h"'),
    ("analysis/study/fine.c", '#include "analysis/results/results.h"'),
    ("cli/fine.c", '#include "analysis/results/results.h"'),
    ("include/analysis/fine.h", '#include "models/corps.h"'),
    ("sim/fine.c", "#include <sys/stat.h>"),
    ("sim/fine.c", '/* #include "models/corps.h" is not one */'),
]
GIVEN = {"cli_go": "cli/go.c", "study_go": "analysis/study/go.c", "farm_go": "sim/go.c"}
BAD_SYMBOLS = [("sim/a.c", "cli_go"), ("analysis/results/b.c", "study_go"), ("analysis/bench/c.c", "study_go")]
FINE_SYMBOLS = [("analysis/answers/d.c", "study_go"), ("cli/e.c", "study_go"), ("sim/f.c", "malloc"), ("sim/g.c", "farm_go")]
ROUND = {"a": "sim/a.c", "b": "sim/b.c", "c": "sim/c.c", "d": "sim/d.c"}
ROUND_TAKEN = [("sim/a.c", "b"), ("sim/b.c", "c"), ("sim/c.c", "a"), ("sim/d.c", "a"), ("sim/d.c", "d"), ("cli/e.c", "d")]


def try_include(file, line, wanted):
    """A tree with FILE, which holds LINE, beside files that are as they should be."""
    with tempfile.TemporaryDirectory() as tree:
        for path, text in [("include/models/corps.h", ""), ("cli/good.c", '#include "sim/farm.h"\n#include <stdio.h>\n'),
                           (file, line + "\n")]:
            os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
            with open(os.path.join(tree, path), "w", encoding="utf-8") as written:
                written.write(text)
        faults = walk(tree)[1]
        found = len(faults) == 1 and faults[0].startswith(file + ":1: ")
        assert found if wanted else not faults, f"self-test: '{line}' in {file}: {faults}"


def self_test():
    for file, line in BAD_INCLUDES:
        try_include(file, line, True)
    for file, line in FINE_INCLUDES:
        try_include(file, line, False)
    for one in BAD_SYMBOLS:
        assert len(judge_symbols(GIVEN, [one])) == 1, one
    assert not judge_symbols(GIVEN, FINE_SYMBOLS)
    assert circles(ROUND, ROUND_TAKEN) == {frozenset({"sim/a.c", "sim/b.c", "sim/c.c"})}
    assert len(judge_circles(ROUND, ROUND_TAKEN)) == 1 and not judge_circles(ROUND, ROUND_TAKEN[1:])
    for room, below in ROOMS_BELOW.items():  # no circle, and who stands on a room stands on what that stands on
        assert room not in below and all(set(ROOMS_BELOW[one]) < set(below) for one in below), room
    print(f"layers: self-test: {len(BAD_INCLUDES) + len(FINE_INCLUDES)} made-up trees, "
          f"{len(BAD_SYMBOLS) + len(FINE_SYMBOLS)} made-up symbols judged as they should be")


def main():
    self_test()
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    includes, faults = walk(root)
    looked = f"{includes} includes"
    too_few = includes == 0  # would mean that we looked in the wrong place
    if "BUILD_DIR" in os.environ:
        objects, defined, taken = read_symbols(os.environ["BUILD_DIR"], root)
        faults += judge_symbols(defined, taken) + judge_circles(defined, taken)
        too_few |= objects < 100
        looked += f", {len(taken)} symbols taken by {objects} objects"
    print("\n".join(faults + [f"layers: looked at {looked}; {len(faults)} go where they must not"]))
    return 1 if faults or too_few else 0


sys.exit(main())
