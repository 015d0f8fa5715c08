#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# broken: shows that `fmksim verify` fails when a rule that it claims is broken. Each line of broken.txt names a rule, the
# cases that must notice, and a change of one line that breaks it; the change goes into a copy of the tree, which is built,
# and the cases are run. Prints the table of docs/verification.md, rule by case, with the number of lines that fail.
#
#   tests/verification/broken.py FOLDER [WORD…]     FOLDER holds the copy and the build; WORDs choose rules
#
# On demand: every rule is a build. It fails if one of the cases passes, or if a change changes nothing.
import os, shutil, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def rules():
    with open(os.path.join(ROOT, "tests/verification/broken.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                rule, cases, place, change = line.rstrip("\n").split(" | ", 3)
                yield rule, cases.split(), place.strip(), change


def copy_tree(tree):
    ignore = lambda folder, names: [n for n in names if n == ".git" or (folder == ROOT and n.startswith("build"))]
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(ROOT, tree, ignore=ignore, symlinks=True)


def build(tree, out):
    made = subprocess.run(["cmake", "--build", out, "--target", "fmksim"], capture_output=True, text=True)
    return "" if made.returncode == 0 else made.stdout[-3000:] + made.stderr[-500:]


def failing(out, case):
    """Lines of the case that fail; -1 if the program ends otherwise than by a verdict."""
    try:
        run = subprocess.run([f"{out}/fmksim", "verify", "--case", case], capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return -1
    return -1 if run.returncode not in (0, 1) else sum(line.endswith("FAILED") for line in run.stdout.splitlines())


def told(case, lines):
    return f"{case}: ends" if lines < 0 else f"{case}: {lines}" if lines > 0 else f"**{case}: passes**"


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: broken.py FOLDER [WORD...]")
    folder, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    tree, out, passed = os.path.join(folder, "tree"), os.path.join(folder, "build"), 0
    copy_tree(tree)
    subprocess.run(["cmake", "-S", tree, "-B", out, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                    "-DFMKSIM_BRIEFING=OFF", "-DBUILD_TESTING=OFF"], check=True, capture_output=True)
    fault = build(tree, out)
    if fault:
        sys.exit(f"broken: the tree does not build:\n{fault}")
    print("| rule, broken | cases that fail, and how many of their lines |\n|---|---|", flush=True)
    for rule, cases, place, change in list(rules()):  # it may be edited meanwhile
        if words and not any(word in rule for word in words):
            continue
        path = os.path.join(tree, place)
        with open(path, encoding="utf-8") as file:
            whole = file.read()
        changed = subprocess.run(["sed", "-E", change], input=whole, capture_output=True, text=True)
        if changed.returncode != 0 or changed.stdout == whole:
            print(f"| {rule} | **the change changes nothing: {changed.stderr.strip()}** |", flush=True)
            passed += 1
            continue
        with open(path, "w", encoding="utf-8") as file:
            file.write(changed.stdout)
        fault = build(tree, out)
        if fault:
            print(f"| {rule} | **does not compile** |\n{fault}", flush=True)
            passed += 1
        else:
            seen = [(case, failing(out, case)) for case in cases]
            passed += sum(lines == 0 for _, lines in seen)
            print(f"| {rule} | {', '.join(told(case, lines) for case, lines in seen)} |", flush=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(whole)
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main()
