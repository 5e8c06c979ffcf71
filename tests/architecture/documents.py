"""What documents name is there: files and folders, sections that links lead to, calls with their files in tables. And
docs/files.md has each key that config/spec/resources.cpp has for things on nodes, docs/operations.md each path of a node,
docs/measuring.md each target of fuzzing and each file of attacks.
Usage: documents.py [ROOT]; fails naming what is not there."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
pages = sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])
SOURCES = "wire|config|transports|channels|actors|cli|node|include|tests|docs|script|examples|bench|cmake"
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


# Keys that several kinds have come from functions of these names.
SHARED = {"node": "at", "identity": "identity", "authorized": "authorized", "allow": "allow", "timeout": "timeout",
          "wait": "connection-wait", "no_wait": "no-connection-wait"}


def keys_of(body):
    """The names of each key in the body of a keys() function, but of those that are ignored, refused or hidden."""
    for names, rest in re.findall(r'\{\{"([a-z,-]+)",((?:[^{}]|\{\})*)\}', body):
        if "option::hidden" not in rest and f'"{names}"' not in re.findall(r'"[^"]*"', "".join(re.findall(
                r'\{\{[^{}]*\},\s*\{\},\s*kind::(?:ignored|refused)\}', body))):
            yield names.split(",")
    for shared, names in re.findall(r'\b(' + "|".join(SHARED) + r')_key\(\w+(?:, "([a-z,]+)")?', body):
        yield (names if shared == "node" and names else SHARED[shared]).split(",")


def keys_not_in(page, code):
    for kind, body in re.findall(r"std::vector<key> (\w+)::keys\(\) \{(.*?)\n\}\n", code, re.S):
        noun = kind.replace("_", "-")
        plural = {"node": "a node", "policy": "`policies`"}.get(kind, f"`{noun}s`")
        for row in re.findall(rf"^\| {re.escape(plural)} \| (.*)$", page, re.M):
            for names in keys_of(body):
                if not any(re.search(rf"`{name}[`:]", row) for name in names):
                    yield f"docs/files.md: {noun} has no key {names[0]}"


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
wrong += keys_not_in((root / "docs/files.md").read_text(), (root / "config/spec/resources.cpp").read_text())
print(*wrong, sep="\n", end="\n" if wrong else "")
print(f"{seen} files, links and calls in {len(pages)} documents")
sys.exit(bool(wrong))
