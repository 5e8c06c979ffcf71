"""What documents name is there: files and folders, sections that links lead to, calls with their files in tables. And
docs/files.md has each key that the kinds in config/spec/ have, docs/operations.md each path of a node,
docs/measuring.md each target of fuzzing and each file of attacks.
Usage: documents.py [ROOT]; fails naming what is not there."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
pages = sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])
SOURCES = "packaging|wire|config|transports|channels|actors|cli|node|include|tests|docs|script|examples|bench|cmake"
PATH = re.compile(rf"`((?:{SOURCES})/[\w/.{{}},*-]*)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CALL = re.compile(r"^\|(?: \w+ \|)? `([\w:]+)::(\w+)` \| `([\w/]+)\.cpp` \|", re.M)
# A page that makes a kind names files that are there only when it was followed; its own test does that.
MAKES = {"docs/add-a-kind.md", "docs/add-a-service.md"}


def anchors(page):
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def alternatives(path):
    """`a/{b,c}.hpp` as `a/b.hpp` and `a/c.hpp`."""
    if not (some := re.search(r"{([^}]*)}", path)):
        return [path]
    return [each for one in some.group(1).split(",") for each in alternatives(path[:some.start()] + one + path[some.end():])]


def is_there(path):
    at = path.rstrip("/")
    return any(root.glob(at)) or any((root / at).parent.glob((root / at).name + ".*"))


# A row of a kind's fields(), up to the next one; rows of what is ignored or refused have no member.
ROW = re.compile(r'^ {8}\{&\w+::\w+, "([a-z,-]+)"(.*?)(?=^ {8}\{|^ {4}\};)', re.S | re.M)


def keys_not_in(page, kind, code):
    noun = kind.replace("_", "-")
    plural = {"node": "a node", "policy": "`policies`"}.get(kind, f"`{noun}s`")
    for row in re.findall(rf"^\| {re.escape(plural)} \| (.*)$", page, re.M):
        for names, rest in ROW.findall(code):
            if "option::hidden" not in rest and not any(re.search(rf"`{name}[`:]", row) for name in names.split(",")):
                yield f"docs/files.md: {noun} has no key {names.split(',')[0]}"


wrong, seen = [], 0
for page in pages:
    name, text = str(page.relative_to(root)), page.read_text()
    said = {path for found in PATH.findall(text) for path in alternatives(found)} if name not in MAKES else set()
    wrong += [f"{name}: there is no {path}" for path in sorted(said) if not is_there(path)]
    links = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    for link in links:
        path, _, anchor = link.partition("#")
        to = page.parent / path if path else page
        if not to.exists():
            wrong.append(f"{name}: its link leads nowhere: {link}")
        elif anchor and anchor not in anchors(to):
            wrong.append(f"{name}: {path or 'it'} has no section {anchor}")
    calls = CALL.findall(text)
    for of, what, path in calls:
        code = "".join((root / (path + end)).read_text() for end in (".cpp", ".hpp") if (root / (path + end)).exists())
        if f"{of}::{what}(" not in code:
            wrong.append(f"{name}: there is no {of}::{what} in {path}.cpp")
    seen += len(said) + len(links) + len(calls)
operations, node = (root / "docs/operations.md").read_text(), (root / "actors/node.cpp").read_text()
wrong += [f"docs/operations.md: there is no `/v1/{noun}`" for noun in re.findall(r'resources\.emplace\("([\w-]+)"', node)
          if f"`/v1/{noun}`" not in operations]
rows = re.findall(r"^\| `(\w+)` \|", (root / "docs/measuring.md").read_text(), re.M)
tried = [*(root / "tests/fuzz").glob("*_fuzz.cpp"), *(root / "tests/assault/attacks").glob("*.py")]
wrong += [f"docs/measuring.md: no row says what {file.name} does" for file in tried if file.stem.removesuffix("_fuzz") not in rows]
for kind in sorted((root / "config/spec").glob("*.hpp")):
    wrong += keys_not_in((root / "docs/files.md").read_text(), kind.stem, kind.read_text())
print(*wrong, sep="\n", end="\n" if wrong else "")
print(f"{seen} files, links and calls in {len(pages)} documents")
sys.exit(bool(wrong))
