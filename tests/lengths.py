#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lengths: no file of C or of the page over 450 lines, no function over 60. Exceptions (EXCEPT) say why; tables of data stand
# outside of functions.
#
# Usage: lengths.py [ROOT]. First proves on made-up text that it finds what is too long.
import os, re, sys

FLOORS = ["sim", "models", "analysis", "cli", "include", "tests"]
FILE_LINES, FUNCTION_LINES = 450, 60

# "file" or "file: function" -> why it may be longer
EXCEPT = {"tests/unit/test_observation.c: Test": "a table of what is written wrong, and the words that say so"}


def functions(lines):
    """(name, first line, how many lines) of each function; ours begin and end in column 0 (clang-format sees to it)."""
    name, first = None, 0
    for number, line in enumerate(lines, 1):
        if name is None and re.match(r"\{\s*$", line):
            head = number - 2
            while head > 0 and re.match(r"\s", lines[head]):
                head -= 1  # arguments over several lines
            match = re.search(r"(\w+)\(", lines[head])
            if match and not re.match(r"(struct|enum|union)\b[^(]*$", lines[head]):
                name, first = match[1], head + 1
        elif name and line.startswith("}"):
            yield name, first, number - first + 1
            name = None


def judge(file, lines):
    faults = []
    if len(lines) > FILE_LINES and file not in EXCEPT:
        faults.append(f"{file}: {len(lines)} lines, over {FILE_LINES}")
    for name, first, count in functions(lines) if file.endswith((".c", ".h")) else []:
        if count > FUNCTION_LINES and f"{file}: {name}" not in EXCEPT:
            faults.append(f"{file}:{first}: {name}() has {count} lines, over {FUNCTION_LINES}")
    return faults


def self_test():
    body = ["static int long_one(int a,", "                    int b)", "{", *["    a++;"] * 60, "}"]
    assert [(n, c) for n, _, c in functions(body)] == [("long_one", 64)], list(functions(body))
    assert len(judge("sim/x.c", body)) == 1 and not judge("sim/x.c", body[:3] + body[-40:])
    assert len(judge("sim/x.js", ["//"] * (FILE_LINES + 1))) == 1
    assert not judge("sim/x.c", ["static const int table[] =", "{", *["    1,"] * 100, "};"])


def main():
    self_test()
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    files, faults, seen = 0, [], set()
    for floor in FLOORS:
        for where, folders, names in os.walk(os.path.join(root, floor)):
            folders[:] = sorted(set(folders) - {"node_modules"})
            for name in sorted(names):
                if not name.endswith((".c", ".h", ".js", ".mjs", ".css")):
                    continue
                file = os.path.relpath(os.path.join(where, name), root)
                with open(os.path.join(root, file), encoding="utf-8") as text:
                    lines = text.read().splitlines()
                files += 1
                faults += judge(file, lines)
                seen |= {file} if len(lines) > FILE_LINES else set()
                seen |= {f"{file}: {function}" for function, _, count in functions(lines) if count > FUNCTION_LINES}
    faults += [f"{one}: is listed as an exception, and is none" for one in EXCEPT if one not in seen]
    print("\n".join(faults + [f"lengths: looked at {files} files; {len(faults)} faults"]))
    return 1 if faults or files < 100 else 0


sys.exit(main())
