"""Idle streams through a relay that is killed (-9) and started again, some times: how long until all of them go on, and
what they cost. At the end all must answer once more. Usage: resume.py JSON
Environment: STREAMS (10000), RESTARTS (3), DEAD_S (1), how long the relay is away."""
import os
import pathlib
import signal
import sys
import time

import figures
import machine
import rounds
from products import OURS, PRODUCTS
from resuming import counts, reasons
from scale import Control
from session import Failed, Session

PROMISED_S = 5
KB_PROMISED = 8
QUIET_S = 2  # in which what was kept to be sent again is given back
PATIENCE_S = 60
RELAY, INLET = "r0", "n2"


class Streams:
    """Those that are open, from the side of the inlet."""

    def __init__(self, session, wanted):
        self.session, self.wanted = session, wanted
        self.pids = {name: self.pid(name) for name in ("n1", RELAY, INLET)}
        self.before_kb = self.resident_kb()

    def pid(self, node):
        return Control(self.session, node).ask("GET", "/v1/node")["pid"]

    def resident_kb(self):
        return sum(machine.usage(self.pids.values())[0])

    def kb_each(self):
        time.sleep(QUIET_S)
        return (self.resident_kb() - self.before_kb) / self.wanted

    def open(self):
        return Control(self.session, INLET).ask("GET", "/v1/node")["tcp_inlets"][0]["streams"] == self.wanted

    def went_on(self, times):
        now = counts(self.session, INLET)
        if now["streams_lost"]:
            why = {node: reasons(self.session, node) for node in (INLET, "n1")}
            raise Failed(f"{now['streams_lost']} streams were lost: {why}")
        return not now["streams_detached"] and now["streams_resumed"] >= times * self.wanted

    def restart(self, dead_s, times):
        """Seconds from the relay's start until all streams had gone on."""
        os.kill(self.pids[RELAY], signal.SIGKILL)
        machine.eventually("the relay ends", lambda: self.pids[RELAY] not in machine.processes())
        time.sleep(dead_s)
        self.session.command(OURS, "node", "start", RELAY)
        began = time.monotonic()
        machine.eventually("all streams go on", lambda: self.went_on(times), PATIENCE_S)
        took_s = time.monotonic() - began
        self.pids[RELAY] = self.pid(RELAY)
        return took_s


def rests(pid):
    """Whether a process does nothing for a second: all of its connections have had their answer."""
    def switches():
        lines = pathlib.Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
        return [line for line in lines if "ctxt_switches" in line]
    before = switches()
    time.sleep(1)
    return switches() == before


def measure(count, restarts, dead_s):
    machine.fresh_network()
    with Session() as session:
        PRODUCTS["ours"].start(session)
        session.wait_for_answer()
        machine.eventually("the last stream ends", lambda: Streams(session, 0).open())
        streams = Streams(session, count)
        hold_s = restarts * (dead_s + PATIENCE_S)
        load = session.start_load(f"idle --conns {count}", hold_s, pids=())
        machine.eventually("all streams are open", lambda: streams.open() and rests(load.pid), 120)
        rows = [{"restarts": 0, "resumed_s": None, "kb_each": streams.kb_each()}]
        for times in range(1, restarts + 1):
            took_s = streams.restart(dead_s, times)
            rows.append({"restarts": times, "resumed_s": took_s, "kb_each": streams.kb_each()})
        load.send_signal(signal.SIGUSR1)  # enough
        sample = session.finish_load(load, 0, 60)
    return {"rows": rows, "sample": sample}


def judged(part):
    times = [row["resumed_s"] for row in part["rows"][1:]]
    return figures.judged([("all go on, s", max(times, default=None), "≤", PROMISED_S),
                           ("kB each in all processes", part["rows"][0]["kb_each"], "≤", KB_PROMISED),
                           ("kB each after the restarts", part["rows"][-1]["kb_each"], "≤", KB_PROMISED)])


def show(run):
    rows = [[run["streams"], row["restarts"], row["resumed_s"], row["kb_each"]] for row in run["resume"]["rows"]]
    table = figures.table(["idle streams", "restarts of the relay", "all went on after, s", "kB each"], rows)
    held = figures.table(["", "measured", "promised", ""],
                         [[t["what"], t["measured"], f"{t['sign']} {t['bound']}", t["verdict"]] for t in run["targets"]])
    return f"{table}\n\n{held}"


def main(path):
    run = {**machine.facts(), "streams": rounds.number("STREAMS", 10000)}
    run["resume"] = measure(run["streams"], rounds.number("RESTARTS", 3), rounds.number("DEAD_S", 1.0))
    run["targets"] = judged(run["resume"])
    figures.write(path, run)
    print(show(run))
    sample = run["resume"]["sample"]
    print(f"{sample.get('ops_again')} of {run['streams']} answered at the end")
    return 0 if sample["ok"] and sample["ops_again"] == run["streams"] else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
