"""Each attack twice against a node of each role, while somebody honest is served. Usage: script/assault."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import threading
import time

import attack
import judge
from control import grown
from lab import NODE, ROLES, Lab, Network

known = attack.load()


class Watch(threading.Thread):
    """The most memory that the node had."""

    def __init__(self, lab):
        super().__init__(daemon=True)
        self.lab, self.peak, self.over = lab, 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.1):
            self.peak = max(self.peak, self.lab.resident_mb())


class Honest:
    def __init__(self, lab, patience):
        ticket = [str(lab.homes / "ticket")] if lab.role == "project" else []
        host = "127.0.0.1" if lab.away else NODE
        self.process = lab.network.python("honest.py", lab.role, host, str(patience), *ticket, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def phase(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()

    def figures(self): return json.loads(self.process.communicate(timeout=60)[0])


def begin(network, names, role, seconds):
    """All attacks of `names` at once."""
    for name in names:
        inside = known[name].inside
        yield network.python("attack.py", name, role, str(seconds), *["inside"] * inside, outside=not inside, stdout=subprocess.PIPE, text=True)


def told(attacker, seconds):
    try:
        return json.loads(attacker.communicate(timeout=seconds + 60)[0] or '{"said": "the attacker failed"}')
    except subprocess.TimeoutExpired:
        attacker.kill()
        return {"said": "the attacker did not end in time"}


def assault(network, role, names, asked):
    """Everything that is known afterwards of attacks on one node."""
    lab = Lab(network, role)
    try:
        honest, watch, said = Honest(lab, asked.patience), Watch(lab), []
        time.sleep(1)  # its first connections
        honest.phase("quiet")
        time.sleep(asked.quiet)
        out = {"attack": "+".join(names), "role": role, "idle_mb": lab.resident_mb(), "rss_mb": []}
        before, log, cpu, began = lab.metrics(), len(lab.log()), lab.cpu_s(), time.monotonic()
        for _ in range(2):
            honest.phase("attack")
            said = [told(each, asked.seconds) for each in list(begin(network, names, role, asked.seconds))]
            honest.phase("after")
            time.sleep(asked.settle)
            out["rss_mb"].append(lab.resident_mb())
        took = time.monotonic() - began
        return out | {"seconds": took, "sent": said, "alive": lab.alive(), "peak_mb": watch.peak, "did": grown(before, lab.metrics()),
                      "log_bytes": len(lab.log()) - log, "cpu": (lab.cpu_s() - cpu) / took if lab.alive() else 0,
                      "honest": honest.figures(), "log_tail": lab.log()[-3000:].decode("utf8", "replace").splitlines()[-8:]}
    finally:
        lab.close()


def main():
    parser = argparse.ArgumentParser(prog="script/assault", description="Attacks a node of each role while somebody honest is served.")
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help="all of them if none is named; ONE+ANOTHER are at once, ROLE:ATTACK is for that role only")
    parser.add_argument("--role", action="append", choices=ROLES, help="all of them if none is named")
    parser.add_argument("--seconds", type=float, default=10, help="of each of the two runs of an attack (10)")
    parser.add_argument("--quiet", type=float, default=3, help="seconds without an attack, before it (3)")
    parser.add_argument("--settle", type=float, default=3, help="seconds after a run, before memory is looked at (3)")
    parser.add_argument("--patience", type=float, default=5, help="seconds after which somebody honest was not served (5)")
    parser.add_argument("--timed", action="store_true", help="judge latencies, too: needs a machine that does nothing else")
    parser.add_argument("--short", action="store_true", help="a moment, on any machine: memory has its bound and may grow below it")
    parser.add_argument("--sanitized", action="store_true", help="do not judge memory: a sanitizer keeps what is freed")
    parser.add_argument("--list", action="store_true", help="what there is")
    asked = parser.parse_args()
    if asked.short:
        asked.seconds, asked.quiet, asked.settle, asked.patience = 1.5, 1, 1, 30
    attacks = [(role, each.split("+")) for role, _, each in (word.rpartition(":") for word in asked.attacks or known)]
    if unknown := [name for _, names in attacks for name in names if name not in known]:
        parser.error(f"no attack is called {', '.join(unknown)}; --list says what there is")
    if asked.list:
        for name, what in known.items():
            print(f"{name:34}{', '.join(what.roles)}")
        return 0
    network, found = Network(), []
    where = pathlib.Path(os.environ.get("ASSAULT_OUT", os.environ["WORK"]))
    print(judge.HEAD, flush=True)
    for role in asked.role or ROLES:
        for only, names in attacks:
            if (only or role) != role or any(role not in known[name].roles for name in names):
                continue
            one = assault(network, role, names, asked)
            wrong = judge.wrong(one, asked)
            with open(where / "assault.jsonl", "a") as file:
                print(json.dumps(one | {"wrong": wrong}), file=file)
            print(judge.row(one, wrong), flush=True)
            found += [f"{role}, {one['attack']}: {each}" for each in wrong]
    print(f"\n{len(found)} promises broken" + "".join("\n  " + each for each in found))
    return bool(found)


sys.exit(main())
