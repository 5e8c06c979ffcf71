"""How much there is to read at once. No source file is above LINES_MAX lines, and no class of a room has more than
MEMBERS_MAX data members: what has more has more than one idea. Records, which only say what somebody wrote or chose, and
the file of all limits are excepted by name.
Usage: sizes.py [ROOT]; prints the largest ones, and fails naming what is too large."""
import pathlib
import re
import sys

LINES_MAX = 350
MEMBERS_MAX = 15
ROOMS = ["wire", "config", "transports", "channels", "actors", "cli", "node", "include"]
SOURCES = [*ROOMS, "tests", "examples", "bench"]
LONG = {"config/defaults.hpp"}  # all limits are in one place
RECORDS = {
    "config/spec/node.hpp: node",               # what a file or a command line says of a node
    "cli/launch/settings.hpp: node_settings",   # what `node start` says to the process of a node
    "actors/node.hpp: node_options",            # what a program chooses for a node
}
CLASS = re.compile(r"\b(?:class|struct)\s+(?:\[\[\w+\]\]\s*)?([\w:]+)\s*(?:final\s*)?(?::[^;{}()]*)?\{")
NOT_CODE = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'')
NO_MEMBER = re.compile(r"(?:using|friend|static|typedef|enum|template|class|struct|union|virtual|explicit)\b")


def closed(text, at):
    """The place of the brace that closes the one at that place."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i
    return len(text)


def without(text, opens, closes):
    """The text without what is in such brackets; the brackets stay."""
    out, depth = [], 0
    for c in text:
        depth -= c == closes and depth > 0
        if depth == 0:
            out.append(c)
        depth += c == opens
    return "".join(out)


def members_of(body):
    """How many data members the body of a class declares."""
    flat = re.sub(r"\b(?:public|private|protected):", "", without(body, "{", "}"))
    # What stands behind a brace is another declaration, unless the brace was a member's value.
    flat = re.sub(r"\{\}(?=\s*[^\s;,])", "{};", flat)
    count = 0
    for each in flat.split(";"):
        each = without(each.replace("->", ""), "<", ">").strip()
        name = re.split(r"[={]", each)[0]
        if NO_MEMBER.match(each) or "(" in name or not re.search(r"[\w>*&]\s+[*&]*\w+", name):
            continue
        count += 1 + without(each, "(", ")").count(",")
    return count


def classes_of(text):
    """(name, data members) of each class with a body in a file."""
    text = NOT_CODE.sub("", text)
    for found in CLASS.finditer(text):
        at = found.end() - 1
        if not text[:found.start()].rstrip().endswith("enum"):
            yield found.group(1), members_of(text[at + 1:closed(text, at)])


def main(root):
    lines, members = [], []
    for room in SOURCES:
        for path in sorted((root / room).rglob("*.[ch]pp")):
            name, text = str(path.relative_to(root)), path.read_text()
            lines.append((text.count("\n"), name))
            if room in ROOMS:
                members += [(count, f"{name}: {of}") for of, count in classes_of(text)]
    wrong = [f"{name}: {count} lines, more than {LINES_MAX}" for count, name in lines
             if count > LINES_MAX and name not in LONG]
    wrong += [f"{name} has {count} data members, more than {MEMBERS_MAX}" for count, name in members
              if count > MEMBERS_MAX and name not in RECORDS]
    for what, those, excepted in (("files, lines", lines, LONG), ("classes, members", members, RECORDS)):
        count, name = max(each for each in those if each[1] not in excepted)
        print(f"{len(those)} {what} at most {count}: {name}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])))
