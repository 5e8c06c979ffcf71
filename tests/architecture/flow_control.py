"""Each pause and resume in the code is a line of docs/flow-control.md, and each line there is one in the code.
A line of its tables begins with who calls and what is called: `link::apply_backpressure` | `pause_reading`. The bounds that
the page names are those of config/defaults.hpp.
Usage: flow_control.py [ROOT]; prints how many there are, and fails naming those that only one side has."""
import pathlib
import re
import sys

WHERE = ["transports", "actors/portals", "channels"]
PAGE = "docs/flow-control.md"
# The object, if one is named, and what is called of it. A resume with arguments is CAF's.
CALL = re.compile(
    r"(?<![\w:~])(?:(\w+)(?:->|\.|::))?"
    r"(pause_reading|resume_reading|apply_backpressure|hold_back|release_sources|read_on|report_output|set_room|pause|resume(?=\(\))"
    r"|hold|let_in|let_go|cut_later|try_acquire|leave(?=\(\))|close(?=\(\))|spend|add|take|release)\(")
# Words that elsewhere mean other things: of which objects they count, and as what.
OF = {
    "try_acquire": {"gate": "gate.try_acquire"}, "leave": {"waiter": "gate.leave"}, "close": {"gate_": "gate.close"},
    "spend": {"credit_": "credit.spend"}, "add": {"credit_": "credit.add"}, "take": {"window_": "window.take"},
    "release": {"window_": "window.release", "early": "release", "early_": "release", "known": "release", "credentials": "release"},
    "hold": {"early": "hold", "early_": "hold", "credentials": "hold", "": "hold"}, "let_go": {"": "let_go"}, "let_in": {"": "let_in"},
}
HOLDERS = {"inlet", "secure_channel", "portal_stream"}  # of which these words count without an object
DEFINED = re.compile(r"^(?=[^\s#/}])(?:[^(]*[ *&])?((?:\w+::)*~?\w+)\(")    # at the margin
IN_CLASS = re.compile(r"^  [^\s/][^;(]*[ *&](\w+)\([^;]*\)[\w ]*\{")        # one line, with its body
DECLARED = re.compile(r"^ +(?:virtual |static |\[\[nodiscard\]\] )*[\w:<>]+[ *&]+\w+\(")
CLASS = re.compile(r"^(?:class|struct) ([\w:]+)")


def calls_of(path):
    """(who calls, what is called) of each call in a file."""
    caller = of_class = None
    for line in path.read_text().splitlines():
        code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line.split("//")[0])
        if found := CLASS.match(code):
            of_class = found.group(1)
        who = caller
        if found := DEFINED.match(code):
            caller = who = found.group(1)
            code = code[found.end():]
        elif (found := IN_CLASS.match(code)) and of_class:
            who = f"{of_class}::{found.group(1)}"
            code = code[code.index("{"):]
        elif DECLARED.match(code) and not code.lstrip().startswith(("return ", "else ")):
            continue
        for of, what in CALL.findall(code):
            name = OF[what].get(of) if what in OF else what
            is_own = of or what not in OF or (who or "").split("::")[0] in HOLDERS
            if name and who and is_own:
                yield who, name


root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
page = (root / PAGE).read_text()
in_code = {call for where in WHERE for path in (root / where).rglob("*.[ch]pp") for call in calls_of(path)}
written = set(re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", page, re.M))
wrong = [f"not in {PAGE}: {who} calls {what}" for who, what in sorted(in_code - written)]
wrong += [f"only in {PAGE}: {who} calls {what}" for who, what in sorted(written - in_code)]
limits = (root / "config/defaults.hpp").read_text()
for name in sorted(set(re.findall(r"`(\w+_(?:max|min|low|high|start|unproven|standing|after|timeout|chunk|backlog|hold|divisor))`", page))):
    if not re.search(rf"\b{name}\b", limits):
        wrong.append(f"{PAGE}: {name} is not in config/defaults.hpp")
print(*wrong, sep="\n", end="\n" if wrong else "")
print(f"{len(in_code)} pauses and resumes in the code, {len(written)} in {PAGE}")
sys.exit(bool(wrong))
