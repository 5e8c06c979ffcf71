#!/usr/bin/env python3
"""json_keys.py WORK: runs each command with --output json with the real command ($OCKAM_RS) and with ours, in the same
situation, and compares keys and types of what they print. REASONS has what differs on purpose."""
import json, os, subprocess, sys
from concurrent.futures import ThreadPoolExecutor

WORK = sys.argv[1]

# (command, key) -> why ours is of another type, or not there.
REASONS = {
    ("secure-channel list", "[].their_change_history"): "of a peer a node keeps the identifier alone: null",
    ("vault list", "[].vault.vault_type.DatabaseVault"): "each vault is a file of its own here: LocalFileVault",
    ("vault list", "[].vault.vault_type.DatabaseVault.use_aws_kms"): "as above",
}

# The command as it is counted, and its words. %P+N is a port of the side's own, %NAME what an answer before had.
STEPS = [
    ("node create", "node create n1 --tcp-listener-address 127.0.0.1:%P"),
    (None, "node create n2 --tcp-listener-address 127.0.0.1:%P+1"),
    ("node list", "node list"),
    ("node show", "node show n1"),
    ("node logs", "node logs n1"),
    ("identity create", "identity create alice"),
    ("identity show", "identity show alice"),
    (None, "identity show alice --full"),
    ("identity list", "identity list"),
    ("identity delete", "identity delete alice --yes"),
    ("vault create", "vault create v2"),
    ("vault show", "vault show v2"),
    ("vault list", "vault list"),
    ("vault delete", "vault delete v2 --yes"),
    (None, "tcp-listener create --at n1 127.0.0.1:%P+2"),
    ("tcp-listener show", "tcp-listener show --at n1 127.0.0.1:%P+2"),
    ("tcp-listener delete", "tcp-listener delete --at n1 127.0.0.1:%P+2 --yes"),
    ("tcp-connection create", "tcp-connection create --from n1 --to 127.0.0.1:%P+1"),
    ("tcp-connection delete", "tcp-connection delete --at n1 %CONNECTION --yes"),
    ("tcp-outlet create", "tcp-outlet create --at n2 --to 127.0.0.1:1"),
    ("tcp-outlet list", "tcp-outlet list --at n2"),
    ("tcp-outlet show", "tcp-outlet show --at n2 outlet"),
    ("tcp-inlet create", "tcp-inlet create web --at n1 --from 127.0.0.1:%P+3 --to /node/n2/secure/api/service/outlet"),
    ("tcp-inlet list", "tcp-inlet list --at n1"),
    ("tcp-inlet show", "tcp-inlet show --at n1 web"),
    ("relay create", "relay create blue --at /node/n1 --to n2"),
    ("relay list", "relay list --to n2"),
    ("relay show", "relay show --at n2 blue"),
    ("secure-channel create", "secure-channel create --from n1 --to /node/n2/service/api"),
    ("secure-channel list", "secure-channel list --at n1"),
    ("secure-channel delete", "secure-channel delete --at n1 %CHANNEL --yes"),
    ("secure-channel-listener create", "secure-channel-listener create --at n1 lst"),
    ("service list", "service list --at n1"),
    (None, "policy create --at n2 --resource outlet --expression (=_subject.a_\"b\")"),
    ("policy list", "policy list --at n2"),
    (None, "node show n1"),  # with an inlet
    (None, "node show n2"),  # with an outlet
    ("status", "status"),
    ("tcp-inlet delete", "tcp-inlet delete --at n1 web --yes"),
    ("tcp-outlet delete", "tcp-outlet delete --at n2 outlet --yes"),
    (None, "node stop n1"),
    (None, "node list"),
    (None, "node show n1"),  # stopped
    ("node start", "node start n1"),
    ("node delete", "node delete n2 --yes"),
    (None, "identity create issuer"),
    ("credential issue", "credential issue --as issuer --for %SELF --attribute a=b"),
    ("credential verify", "credential verify --issuer %ISSUER --credential-path %FILE"),
    ("project list", "project list"),
    (None, "node delete --all --yes"),
]


class Side:
    """One of the two commands, with a home of its own."""

    def __init__(self, name, program, port):
        self.name, self.program, self.port = name, program, port
        self.home = os.path.join(WORK, "json", name)
        os.makedirs(self.home)
        self.known = {}

    def run(self, words):
        for key, value in self.known.items():
            words = [value if w == "%" + key else w for w in words]
        env = dict(os.environ, OCKAM_HOME=self.home, OCKAM_DISABLE_UPGRADE_CHECK="1", OCKAM_TELEMETRY_EXPORT="false",
                   OCKAM_OPENTELEMETRY_EXPORT="false", OCKAM_COMMAND_RETRY_COUNT="0", NO_COLOR="true")
        done = subprocess.run([self.program, *words], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60)
        return done.returncode, done.stdout, done.stderr

    def step(self, line):
        words = []
        for word in line.split():
            if "%P" in word:
                base, _, plus = word.partition("+")
                word = base.replace("%P", str(self.port + int(plus or 0)))
            words.append(word.replace("_", " ") if word.startswith("(") else word)
        if words[0] == "credential" and words[1] == "issue":
            self.known["SELF"] = first(self.run(["identity", "show", "issuer", "--output", "json"])[1])["identifier"]
        if words[:2] == ["node", "create"] and self.name == "ours":
            words += ["--status-port", "0"]  # there it is on unless somebody says otherwise
        code, out, err = self.run(words + ["--output", "json"])
        if code != 0:
            sys.exit(f"{self.name}: {line}: {err}{out}")
        self.learn(words, first(out))
        return first(out)

    def learn(self, words, said):
        """What later lines need: the two sides take it in different forms."""
        command = " ".join(words[:2])
        if command == "tcp-connection create":
            self.known["CONNECTION"] = said["id"] if self.name == "ours" else said["to"]
        elif command == "secure-channel create":
            self.known["CHANNEL"] = said[0]["address"]
        elif command == "credential issue":
            with open(os.path.join(self.home, "credential.hex"), "w") as file:
                file.write(said["credential"])
            self.known["FILE"] = file.name
            self.known["ISSUER"] = said["issuer"] if self.name == "real" else "issuer"


def first(text):
    """The first value: of the real commands `node start` prints its own twice, and `secure-channel delete` a line of text
    in front. No JSON: None."""
    for line_at in (0, text.find("\n") + 1):
        try:
            return json.JSONDecoder().raw_decode(text[line_at:].strip())[0]
        except ValueError:
            pass
    return None


def kind(value):
    return {bool: "bool", int: "number", float: "number", str: "text", list: "list", dict: "object"}.get(
        type(value), "null")


def shape(value, at="", into=None):
    """{path: types}: a.b, and [] for what is in a list."""
    into = {} if into is None else into
    into.setdefault(at, set()).add(kind(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            shape(inner, f"{at}.{key}" if at else key, into)
    elif isinstance(value, list):
        for inner in value:
            shape(inner, at + "[]", into)
    return into


def differences(command, real, ours):
    """Keys of the real one that ours has not, or has otherwise. Null there is a value that is missing there now."""
    here = shape(ours)
    for path, types in shape(real).items():
        if (command, path) in REASONS:
            continue
        if path not in here:
            yield f"{path or 'the answer'} is missing"
        elif not (types & here[path]) and types != {"null"}:
            yield f"{path or 'the answer'} is {'/'.join(here[path])}, not {'/'.join(types)}"


def main():
    real, ours = Side("real", os.environ["OCKAM_RS"], 7100), Side("ours", "ockam", 7200)
    wrong = {}
    counted = []
    with ThreadPoolExecutor(2) as both:
        for command, line in STEPS:
            there, here = both.map(lambda side: side.step(line), (real, ours))
            if there is None:
                if command:
                    wrong.setdefault(command, []).append("the real one prints no JSON")
                continue
            name = command or " ".join(line.split()[:2])
            if command:
                counted.append(command)
            wrong.setdefault(name, []).extend(differences(name, there, here))
    for command, all_of_it in wrong.items():
        for each in all_of_it:
            print(f"{command}: {each}")
    for (command, path), why in REASONS.items():
        print(f"on purpose: {command}: {path}: {why}")
    print(f"{sum(not wrong[c] for c in counted)} of {len(counted)}")


main()
