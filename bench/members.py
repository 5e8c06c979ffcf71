"""A project's node at work: so many identities become members with one ticket, each by a command of its own and some at
a time; then one member registers so many relays, each through a channel of its own, and is answered through each of
them. Nothing may be lost. Usage: members.py JSON
Environment: MEMBERS (1000), RELAYS (1000), DATABASE (a PostgreSQL URI; without it SQLite)."""
import concurrent.futures
import json
import os
import subprocess
import sys
import time

import figures
import machine
import rounds
from products import OURS
from scale import Control, echoes
from session import Session

AT_ONCE = 8


def quiet(session, *words):
    """Unlike Session.command it may be run several times at once."""
    done = subprocess.run([OURS, *words], cwd=session.directory, env=session.environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, check=False)
    if done.returncode != 0:
        raise SystemExit(f"members: {' '.join(words)}: {done.stderr.decode()[-300:]}")


class Work:
    """What the project's node spends meanwhile."""

    def __init__(self, pid, count):
        self.pid, self.count = [pid], count

    def __enter__(self):
        (self.before_kb,), self.before_s = machine.usage(self.pid)
        self.began = time.monotonic()
        return self

    def __exit__(self, *_):
        seconds = time.monotonic() - self.began
        (after_kb,), after_s = machine.usage(self.pid)
        self.figures = {"count": self.count, "per_s": self.count / seconds, "kb": after_kb,
                        "kb_each": (after_kb - self.before_kb) / self.count,
                        "cpu_us_each": (after_s - self.before_s) * 1e6 / self.count}


def enrollments(session, pid, count):
    ticket = session.command(OURS, "project", "ticket", "--usage-count", str(count))
    (session.directory / "ticket").write_text(ticket)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as some:
        list(some.map(lambda i: quiet(session, "identity", "create", f"m{i}"), range(count)))
        with Work(pid, count) as work:
            list(some.map(lambda i: quiet(session, "project", "enroll", "ticket", "--identity", f"m{i}"), range(count)))
    members = json.loads(session.command(OURS, "project-member", "list", "--output", "json"))
    return {**work.figures, "kept": len(members) - 1}  # beside the enroller


def registrations(session, pid, count):
    session.command(OURS, "node", "create", "many", "--project", "default")
    many = Control(session, "many")
    with Work(pid, count) as work:
        for i in range(count):
            many.ask("POST", "/v1/relays", {"name": f"r{i}", "at": "/project/default"})
    kept = sum(echoes(many, f"/project/default/service/forward_to_r{i}/service/echo", i) for i in range(count))
    return {**work.figures, "kept": kept}


def show(run):
    columns = {"how many": "count", "not lost": "kept", "a second": "per_s", "kB each": "kb_each", "kB in all": "kb",
               "CPU µs each": "cpu_us_each"}
    rows = [[name, *(part[key] for key in columns.values())] for name, part in run["members"].items()]
    return figures.table(["at the project's node", *columns], rows)


def main(path):
    known = machine.facts()
    machine.fresh_network()
    database = os.environ.get("DATABASE")
    with Session() as session:
        session.command(OURS, "project", "create", "--tcp-listener-address", "127.0.0.1:7000",
                        *(["--database", database] if database else []))
        pid = Control(session, "project-default").ask("GET", "/v1/node")["pid"]
        parts = {"enrollments": enrollments(session, pid, rounds.number("MEMBERS", 1000)),
                 "relays with a channel each": registrations(session, pid, rounds.number("RELAYS", 1000))}
    run = {**known, "database": "PostgreSQL" if database else "SQLite", "members": parts}
    figures.write(path, run)
    print(show(run))
    return 0 if all(part["kept"] == part["count"] for part in parts.values()) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
