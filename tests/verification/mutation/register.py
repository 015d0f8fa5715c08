#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# register: reads the register of faults (*.faults beside this file), puts them into the program one by one and runs the
# tests that are to see them. Called by ../mutation.sh, which makes the build.
#
# Usage: register.py [--sample N] [--list] ROOT FOLDER [NAME…]; FOLDER/build holds the build of ROOT.
#
# The register, blank lines and lines of # apart:
#
#   R7.7 models/corps.c best_consultant       a rule of docs/model.md and its place: a file and a function of it, or -
#   a: the former consultant is a stranger    a fault: its letter, and what is then wrong
#     @ models/corps.c engage                 its own place, where it is not the rule's
#     - score |= 1 << 13;                     the text that goes: once in the place, on however many lines
#     + score |= 0;                           the text that comes
#     ! model_corps/former_consultant_first   the tests that see it (Criterion's suite/test, * allowed), one at least
#
# Rules of the model are R3.1 and so on, as in docs/model.md. draws.faults breaks what all rules draw from (D1 …), and
# lot.faults lines of the model that were drawn by lot (L1 …), whatever they hold.
import argparse, concurrent.futures, fnmatch, hashlib, json, os, re, resource, shlex, shutil, subprocess, sys

CPU_SECONDS = 30  # a fault may make an endless loop


def die(text):
    sys.exit(f"mutation: {text}")


class Fault:
    def __init__(self, rule, letter, what, place, subject):
        self.rule, self.name, self.what, self.place, self.subject = rule, rule + letter, what, place, subject
        self.old = self.new = None
        self.tests = []


def read_register(path):
    subject, rule, faults = os.path.basename(path)[: -len(".faults")], None, []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        where, text = f"{path}:{number}", line.strip()
        if not text or text.startswith("#"):
            continue
        if match := re.fullmatch(r"([RDL][\d.]+) (\S+) (\S+)", text):
            rule, place = match[1], (match[2], match[3])
        elif match := re.fullmatch(r"([a-z]): (.+)", text):
            if rule is None:
                die(f"{where}: a fault of no rule")
            faults.append(Fault(rule, match[1], match[2], place, subject))
        elif not faults or text[0] not in "@-+!":
            die(f"{where}: what is this?")
        elif text[0] == "@":
            faults[-1].place = tuple(text[1:].split())
        elif text[0] == "-":
            faults[-1].old = text[1:].strip()
        elif text[0] == "+":
            faults[-1].new = text[1:].strip()
        else:
            faults[-1].tests += text[1:].split()
    for fault in faults:
        if not fault.old or fault.new is None or not fault.tests or len(fault.place) != 2:
            die(f"{path}: {fault.name} lacks one of - + !")
    return faults


def span(text, function):
    """Where a function stands: from its head to the brace in column 0."""
    if function == "-":
        return 0, len(text)
    heads = [m for m in re.finditer(rf"^[^\s#/}}].*\b{function}\((?:[^;{{}}]|\n)*?\)\n\{{$", text, re.M)]
    if len(heads) != 1:
        return None
    return heads[0].start(), text.index("\n}", heads[0].end())


def broken(root, fault):
    """The file's text with the fault in it."""
    path, function = fault.place
    text = open(os.path.join(root, path), encoding="utf-8").read()
    found = span(text, function)
    if found is None:
        raise ValueError(f"{fault.name}: {path} has no function {function}: adapt it")
    pattern = re.compile(r"\s+".join(re.escape(word) for word in fault.old.split()))
    hits = [m for m in pattern.finditer(text, *found)]
    if len(hits) != 1:
        raise ValueError(f"{fault.name} ({fault.what}) is found {len(hits)} times in {function} of {path}: adapt it")
    result = text[: hits[0].start()] + fault.new + text[hits[0].end() :]
    if " ".join(fault.old.split()) == fault.new:
        raise ValueError(f"{fault.name} ({fault.what}) changes nothing: adapt it")
    return result


class Build:
    def __init__(self, root, folder):
        self.root, self.folder, self.build = root, folder, os.path.join(folder, "build")
        self.program = os.path.join(self.build, "tests/unit_tests")
        # of two commands for a file (library and tests) the library's
        self.compile = {}
        for entry in json.load(open(os.path.join(self.build, "compile_commands.json"))):
            self.compile.setdefault(os.path.relpath(entry["file"], root), entry["command"])
        commands = subprocess.run(["ninja", "-C", self.build, "-t", "commands", "tests/unit_tests"], check=True,
                                  capture_output=True, text=True).stdout
        link = commands.strip().splitlines()[-1].removeprefix(": && ").removesuffix(" && :")
        self.link = shlex.split(link)
        self.listing = subprocess.run([self.program, "--list"], check=True, capture_output=True, text=True).stdout

    def tests(self):
        names, suite = [], ""
        for line in self.listing.splitlines():
            if match := re.match(r"(\w+): \d+ test", line):
                suite = match[1]
            elif match := re.match(r"\W*(\w+)", line):
                names.append(f"{suite}/{match[1]}")
        return names

    def made_anew(self, path):
        """(source, object of the tests or None: the library's) to compile when `path` changes: itself, or all that
        include a header."""
        if path.endswith(".c"):
            return [(path, None)]
        deps = subprocess.run(["ninja", "-C", self.build, "-t", "deps"], check=True, capture_output=True, text=True)
        made, absolute = [], os.path.join(self.root, path)
        for block in deps.stdout.split("\n\n"):
            name = block.strip().split(":")[0]
            lines = block.strip().splitlines()[1:]
            files = [os.path.normpath(os.path.join(self.build, line.strip())) for line in lines]
            if absolute in files and ("/libfmksim.dir/" in name or "/unit_tests.dir/" in name):
                source = os.path.relpath(next(f for f in files if f.endswith(".c")), self.root)
                made.append((source, name if "/unit_tests.dir/" in name else None))
        return made

    def make(self, fault, text):
        """A program with the fault; its path, or what the compiler says."""
        work = os.path.join(self.folder, "work", fault.name)
        shutil.rmtree(work, ignore_errors=True)
        path = fault.place[0]
        changed = os.path.join(work, "overlay", path.removeprefix("include/"))
        os.makedirs(os.path.dirname(changed))
        open(changed, "w", encoding="utf-8").write(text)
        program, link, objects = os.path.join(work, "unit_tests"), list(self.link), []
        for number, (source, replaced) in enumerate(self.made_anew(path)):
            command = shlex.split(self.compile[source])
            original = os.path.join(self.root, source)
            command[command.index("-o") + 1] = made = os.path.join(work, f"{number}.o")
            command[command.index(original)] = changed if source == path else original
            at = command.index("-c")
            command[at:at] = ["-w", "-iquote", os.path.join(work, "overlay"), "-iquote", os.path.dirname(original)]
            done = subprocess.run(command, cwd=self.build, capture_output=True, text=True)
            if done.returncode != 0:
                return None, done.stderr
            if replaced:
                link[link.index(replaced)] = made
            else:
                objects.append(made)
        at = link.index("-o")
        link[at : at + 2] = objects + ["-o", program]  # before the archive, whose own are then not taken
        done = subprocess.run(link, cwd=self.build, capture_output=True, text=True)
        return (program, "") if done.returncode == 0 else (None, done.stderr)

    def run(self, program, test):
        """Which test fails first, if any does."""
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        scratch = program + ".scratch"
        os.makedirs(scratch, exist_ok=True)
        try:
            command = [program, "--jobs", "1", "--fail-fast", "--filter", test]
            done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, errors="replace",
                                  timeout=10 * CPU_SECONDS, preexec_fn=limit)
        except subprocess.TimeoutExpired:
            return [test + " (endless)"]
        told = done.stdout + done.stderr
        failed = sorted(set(re.findall(r"^\[[^\]]*FAIL[^\]]*\] (\w+::\w+)", told, re.M)))
        return failed or ([test + " (ends)"] if done.returncode != 0 else [])


def judge(build, fault):
    program, told = build.make(fault, broken(build.root, fault))
    if program is None:
        return fault, None, told
    seen = next((failed for failed in (build.run(program, test) for test in fault.tests) if failed), [])
    shutil.rmtree(os.path.dirname(program))
    return fault, seen, ""


def check(root, faults, names):
    """The register is whole: every rule has a fault, every fault its line and its tests."""
    model = open(os.path.join(root, "docs/model.md"), encoding="utf-8").read()
    rules = set(re.findall(r"\bR\d+\.\d+\b", model))
    broken_rules = {fault.rule for fault in faults if fault.rule[0] == "R"}
    complaints = [f"{rule} of docs/model.md has no fault" for rule in sorted(rules - broken_rules)]
    complaints += [f"docs/model.md has no rule {rule}" for rule in sorted(broken_rules - rules)]
    seen = set()
    for fault in faults:
        try:
            broken(root, fault)
        except ValueError as error:
            complaints.append(str(error))
        if fault.name in seen:
            complaints.append(f"{fault.name} is there twice")
        seen.add(fault.name)
        missing = [test for test in fault.tests if not fnmatch.filter(names, test)]
        complaints += [f"{fault.name}: there is no test {test}" for test in missing]
    if complaints:
        die("\n  ".join(["the register is not whole", *complaints]))
    return len(rules)


def choose(faults, names, sample):
    chosen = [f for f in faults if not names or {f.name, f.rule, f.subject} & set(names)]
    if not chosen:
        die(f"no fault is called {' '.join(names)}")
    if sample:  # by lot, but always the same; a fault in a header costs many files
        chosen = [f for f in chosen if f.place[0].endswith(".c")]
        chosen.sort(key=lambda f: hashlib.sha256(f.name.encode()).hexdigest())
        chosen = chosen[:sample]
    return sorted(chosen, key=faults.index)


def order(fault):
    return ("RDL".index(fault.rule[0]), [int(n) for n in fault.rule[1:].split(".")], fault.name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("root")
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    here, build = os.path.dirname(os.path.abspath(__file__)), Build(options.root, options.folder)
    registers = sorted(name for name in os.listdir(here) if name.endswith(".faults"))
    faults = sorted((f for name in registers for f in read_register(os.path.join(here, name))), key=order)
    rules = check(options.root, faults, build.tests())
    print(f"{rules} rules, {len(faults)} faults")
    if options.list:
        return 0
    chosen, survived, spoilt = choose(faults, options.names, options.sample), 0, 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        tests = sorted({test for fault in chosen for test in fault.tests})
        for test, failed in zip(tests, pool.map(lambda test: build.run(build.program, test), tests)):
            if failed:
                die(f"{test} fails without any fault: {' '.join(failed)}")
        print(f"| {'rule':6} | {'what is wrong then':72} | killed by")
        for fault, seen, told in pool.map(lambda fault: judge(build, fault), chosen):
            verdict = ", ".join(seen[:3]) if seen else f"SURVIVES {' '.join(fault.tests)}"
            if seen is None:
                verdict, spoilt = "DOES NOT COMPILE\n" + told, spoilt + 1
            elif not seen:
                survived += 1
            print(f"| {fault.name:6} | {fault.what:72.72} | {verdict}", flush=True)
    killed = len(chosen) - survived - spoilt
    print(f"{len(chosen)} faults: {killed} killed, {survived} survive, {spoilt} do not compile")
    return 2 if spoilt else 1 if survived else 0


sys.exit(main())
