#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# symbols: no call goes up, whatever the includes say. Reads the symbols that every object file of the build defines and
# those that it takes, and fails on a symbol taken from a floor above, or from a room of analysis/ that the taker does
# not stand on (the same arrows as in layers.sh, whose table it reads), and on a circle of rooms.
#
# Usage: symbols.py [BUILD_DIR]. First proves on made-up tables that it finds bad arrows.
import os, re, subprocess, sys

FLOORS = ["sim", "models", "analysis", "cli"]


def rooms_below():
    """The table of layers.sh: room -> the rooms that it may take from."""
    text = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.sh")).read()
    table = text[text.index("rooms_below()"):]
    table = table[:table.index("esac")]
    return {room: set(names.split()) for room, names in re.findall(r"(\w+)\) echo '([^']*)'", table)}


def place(path):
    """(floor, room) of an object file, None for what is generated or the tests' own."""
    parts = path.split(".dir/", 1)[-1].split("/")
    if parts[0] not in FLOORS:
        return None
    return parts[0], parts[1] if parts[0] == "analysis" and len(parts) > 2 else ""


def judge(defined, taken, below):
    """defined: symbol -> place, taken: (object, place, symbol) in a list. Returns the faults."""
    faults = []
    for name, (floor, room), symbol in taken:
        if symbol not in defined:
            continue
        to_floor, to_room = defined[symbol]
        if FLOORS.index(to_floor) > FLOORS.index(floor):
            faults.append(f"{name}: takes {symbol} from the floor {to_floor} above")
        elif floor == to_floor == "analysis" and to_room not in below.get(room, {room}):
            faults.append(f"{name}: takes {symbol} from analysis/{to_room}, on which analysis/{room} does not stand")
    return faults


def symbols(path):
    lines = subprocess.run(["nm", "-g", "-P", path], check=True, capture_output=True, text=True).stdout.splitlines()
    pairs = [line.split()[:2] for line in lines if len(line.split()) >= 2]
    return [n for n, kind in pairs if kind not in "Uw"], [n for n, kind in pairs if kind in "Uw"]


def main():
    below = rooms_below()
    assert {"statistics", "results", "study", "answers", "staffing", "nowcast", "briefing", "verify", "bench"} <= set(below), below
    up = judge({"cli_go": ("cli", ""), "study_go": ("analysis", "study")},
               [("a", ("sim", ""), "cli_go"), ("b", ("analysis", "results"), "study_go"),
                ("c", ("analysis", "answers"), "study_go"), ("d", ("cli", ""), "study_go")], below)
    assert [fault[0] for fault in up] == ["a", "b"], up
    for room in below:
        assert not any(room in below[other] and other in below[room] for other in below if other != room), room

    defined, taken, objects = {}, [], 0
    build = sys.argv[1] if len(sys.argv) > 1 else os.environ["BUILD_DIR"]
    for folder, _, files in os.walk(os.path.join(build, "CMakeFiles")):
        for file in sorted(files):
            path = os.path.join(folder, file)
            where = place(path) if file.endswith(".o") else None
            if not where:
                continue
            objects += 1
            gives, takes = symbols(path)
            defined.update((symbol, where) for symbol in gives)
            taken += [(path.split(".dir/")[-1], where, symbol) for symbol in takes]
    faults = judge(defined, taken, below)
    print("\n".join(faults + [f"symbols: looked at {objects} objects, {len(defined)} symbols, {len(faults)} arrows up"]))
    # Fewer objects than the house has files would mean that we looked in the wrong place.
    return 1 if faults or objects < 100 else 0


sys.exit(main())
