#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing dangles in README.md, CONTRIBUTING.md, CHANGELOG.md and docs/: links to files and headings, file names and functions in `code`, F-ids,
# and the table of commands in the README against the program's own.
set -uo pipefail
cd "$SOURCE_DIR" || exit 1
exec /usr/bin/python3 - "$FMKSIM" <<'END'
import pathlib, re, subprocess, sys

documents = [pathlib.Path("README.md"), pathlib.Path("CONTRIBUTING.md"), pathlib.Path("CHANGELOG.md"),
             *sorted(pathlib.Path("docs").rglob("*.md"))]
texts = {d: d.read_text(encoding="utf-8") for d in documents}
prose = {d: re.sub(r"^ *```.*?^ *```", "", t, flags=re.S | re.M) for d, t in texts.items()}
faults = []


def anchors(text):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", text, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def check_links(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose[document]):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document.resolve()
        if not path.exists():
            faults.append(f"{document}: link to {target}: there is no such file")
        elif anchor and path.suffix == ".md" and anchor not in anchors(path.read_text(encoding="utf-8")):
            faults.append(f"{document}: link to {target}: there is no such heading")


PLACE = re.compile("NAME|ROOM")  # stands for a name that the reader puts in
TOP = "sim|models|analysis|cli|include|configs|tests|docs|cmake|\\.ci"


def check_names(document):
    """`folder/file.c` is there; `function()` is in some source."""
    for path in re.findall(rf"`((?:{TOP})/[\w./-]+)`", prose[document]):
        if not PLACE.search(path) and not pathlib.Path(path).exists():
            faults.append(f"{document}: `{path}` is not there")
    for function in re.findall(r"`(\w+)\(\)`", prose[document]):
        if not PLACE.search(function) and not re.search(rf"\b{function}\(", sources):
            faults.append(f"{document}: `{function}()` is in no source")


def check_facts(document):
    for fact in set(re.findall(r"\bF\d+\b", prose[document])):
        if fact not in known_facts:
            faults.append(f"{document}: {fact} is not in docs/facts.md")


def check_commands():
    told = set(re.findall(r"^\| `fmksim (\w+)", texts[documents[0]], flags=re.M))
    help_text = subprocess.run([sys.argv[1], "--help"], capture_output=True, text=True, check=True).stdout
    there = set(re.findall(r"^  ([a-z]+)  +\S", help_text, flags=re.M))
    for name in sorted(told ^ there):
        faults.append(f"README.md: `fmksim {name}` is " + ("no command" if name in told else "not in the table"))


sources = "".join(p.read_text(encoding="utf-8") for f in ("sim", "models", "analysis", "cli", "include")
                  for p in pathlib.Path(f).rglob("*.[ch]"))
known_facts = set(re.findall(r"^\| (F\d+) \|", texts[pathlib.Path("docs/facts.md")], flags=re.M))
for d in documents:
    check_links(d)
    check_names(d)
    check_facts(d)
check_commands()
print("\n".join(faults) or f"{len(documents)} documents are sound", file=sys.stderr if faults else sys.stdout)
sys.exit(bool(faults))
END
