#!/usr/bin/env python3
"""Shows that each mistake of tests/simulation/bugs/nodes/ is found by simulated nodes, and by which seed.

    bugs.py BUILD [--seeds N] [NAME...]

BUILD is a build directory in which `simulate_nodes` is built. A patch applies to this tree; what it changes is compiled
again as it was compiled for BUILD, with all files that were compiled as one with it, and linked in front of the
libraries, whose own objects are then not needed. Nothing in the tree or in BUILD changes.
"""
import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[3]
PATCHES = ROOT / "tests/simulation/bugs/nodes"


def commands_of(build):
    """By file: the command that compiles it, and the file that it is compiled as a part of."""
    out = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        unit = pathlib.Path(entry["directory"], entry["file"])
        out[str(unit)] = entry, unit
        if "/Unity/" in str(unit) and unit.exists():
            for part in re.findall(r'#include "([^"]+)"', unit.read_text()):
                out[part] = entry, unit
    return out


def compile_again(entry, unit, changed, scratch):
    """An object of `unit` in which the files of `changed` stand in place of theirs."""
    if str(unit) in changed:
        source = changed[str(unit)]
    else:
        text = unit.read_text()
        for old, new in changed.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        source = scratch / unit.name
        source.write_text(text)
    made = scratch / (unit.name + ".o")
    words = shlex.split(entry["command"])
    words[words.index("-o") + 1] = str(made)
    words[words.index("-c") + 1] = str(source)
    done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return made


def link(build, first, to):
    """The command that links `simulate_nodes`, with other objects in front of the libraries."""
    asked = ["ninja", "-C", str(build), "-t", "commands", "-s", "simulate_nodes"]
    last = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    last = re.sub(r"-o \S*simulate_nodes\b", "-o " + shlex.quote(str(to)), last)
    objects = list(re.finditer(r"\S+\.o(?=\s)", last))[-1]
    last = last[: objects.end()] + " " + " ".join(map(str, first)) + last[objects.end():]
    subprocess.run(last, shell=True, check=True, cwd=build)


def find(patch, build, commands, seeds):
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        files = re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.M)
        changed = {}
        for each in files:
            there = scratch / each
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes((ROOT / each).read_bytes())
            changed[str(ROOT / each)] = there
        apply = ["git", "apply", "--unsafe-paths", f"--directory={scratch}", str(patch)]
        if subprocess.run(apply, cwd="/", stderr=subprocess.DEVNULL).returncode != 0:
            return False, "its patch does not apply"
        units = {str(commands[each][1]): commands[each] for each in changed}
        objects = [compile_again(entry, unit, changed, scratch) for entry, unit in units.values()]
        link(build, objects, scratch / "simulate_nodes")
        ran = subprocess.run([scratch / "simulate_nodes", "--seeds", str(seeds)], capture_output=True, text=True)
    if ran.returncode == 0:
        return False, "not found"
    return ran.returncode == 1, ran.stdout.splitlines()[0]


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("build", type=pathlib.Path)
    wanted.add_argument("--seeds", type=int, default=2000)
    wanted.add_argument("names", nargs="*")
    wanted = wanted.parse_intermixed_args()
    build = wanted.build.resolve()
    commands = commands_of(build)
    patches = [each for each in sorted(PATCHES.glob("*.patch")) if not wanted.names or each.stem in wanted.names]
    missed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for patch, (found, said) in zip(patches, pool.map(lambda p: find(p, build, commands, wanted.seeds), patches)):
            missed += not found
            print(f"{patch.stem}: {said}", flush=True)
    print(f"{len(patches) - missed} of {len(patches)} mistakes are found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
