"""Follows docs/add-a-kind.md literally in a copy of the sources: each of its code blocks goes where the line above it says.
Usage: add_a_kind.py [--build] [ROOT]; fails naming a place that is not there, or is there twice. With --build the copy is
built in out/kind and the page's scenario is run."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

STEP = re.compile(r"`([\w/.]+)`, (a new file|(?:before|behind) `[^`]+`)[^\n]*:\n\n```\w+\n(.*?)```", re.S)
build = "--build" in sys.argv
rest = [each for each in sys.argv[1:] if each != "--build"]
root = pathlib.Path(rest[0] if rest else pathlib.Path(__file__).parents[2]).resolve()
text = (root / "docs/add-a-kind.md").read_text()


def put(copy, path, where, block):
    """Adds a block to a file of the copy, at the line that has the words."""
    at = copy / path
    if where == "a new file":
        assert not at.exists(), f"{path} is there already"
        at.write_text(block)
        return
    side, words = re.match(r"(\w+) `([^`]+)`", where).groups()
    lines = at.read_text().splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if words in line]
    assert len(found) == 1, f"{path}: {len(found)} lines with {words!r}"
    i = found[0] + (side == "behind")
    at.write_text("".join(lines[:i]) + block + "".join(lines[i:]))


with tempfile.TemporaryDirectory() as folder:
    copy = root / "out/kind-src" if build else pathlib.Path(folder) / "src"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("out", "build", ".git"))
    steps = STEP.findall(text)
    assert len(steps) == text.count("\n```") // 2, "a code block without the line that says where it goes"
    try:
        for step in steps:
            put(copy, *step)
    except (AssertionError, FileNotFoundError) as why:
        sys.exit(f"docs/add-a-kind.md: {why}")
    subprocess.run([sys.executable, "tests/architecture/rooms.py", copy], cwd=root, check=True, stdout=subprocess.DEVNULL)
    for path in re.findall(r"`((?:config|actors|cli|channels|docs|tests)/[\w/.-]+)`", text):
        if not (copy / path).exists():
            sys.exit(f"docs/add-a-kind.md: there is no {path}")
    places = re.findall(r"`([\w]+(?:::\w+)?)` (?:and `(\w+)` )?in `([\w/]+\.[ch]pp)`", text)
    for first, second, path in places:
        for name in filter(None, (first, second)):
            if name.rsplit("::", 1)[-1] not in (copy / path).read_text():
                sys.exit(f"docs/add-a-kind.md: no {name} in {path}")
    print(f"{len(steps)} steps and {len(places)} further places of docs/add-a-kind.md are there")
    if build:
        compiler = os.environ.get("CXX") or shutil.which("clang++-16") or "g++"  # as script/build
        subprocess.run(["cmake", "-S", copy, "-B", root / "out/kind", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                        f"-DCMAKE_CXX_COMPILER={compiler}"], check=True)
        subprocess.run(["cmake", "--build", root / "out/kind", "--target", "ockam"], check=True)
        subprocess.run([copy / "tests/scenarios/run", root / "out/kind/ockam", copy / "tests/scenarios/signposts.sh"], check=True)
