"""Relays of ten nodes at one relay node, which is killed and started again at the same address: when each of them is
back, and what that costs. Every relay has a link of its own, in the second part also a channel. Then a message through
each of them must come back. Usage: relays.py JSON
Environment: RELAYS (1000), DEAD_S (5.0) between kill and start."""
import concurrent.futures
import os
import signal
import statistics
import sys
import threading
import time

import figures
import machine
import rounds
from products import OURS
from scale import HUB, Control, echoes
from session import Session

NODES = 10
PROMISED_S = 10
PATIENCE_S = 30
LOOK_S, BIN_S = 0.1, 0.5  # how fine returns are seen, and shown
WINDOW_S = 0.5  # of the CPU peaks
WAYS = {"a link each": HUB, "a link and a channel each": f"{HUB}/secure/api"}


class CpuPeaks:
    """The largest share of a core, in percent, that each group of processes took in one window."""

    def __init__(self, groups):
        self.groups, self.peaks, self.over = groups, dict.fromkeys(groups, 0.0), threading.Event()
        self.watching = threading.Thread(target=self.watch)

    def __enter__(self):
        self.watching.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.watching.join()

    def watch(self):
        def look():
            return time.monotonic(), {name: machine.usage(pids)[1] for name, pids in self.groups.items()}
        then, before = look()
        while not self.over.wait(WINDOW_S):
            now, after = look()
            for name, seconds in after.items():
                self.peaks[name] = max(self.peaks[name], 100 * (seconds - before[name]) / (now - then))
            then, before = now, after


def register(session, count, at):
    def of_node(i):
        node = Control(session, f"n{i}")
        for each in range(i, count, NODES):
            node.ask("POST", "/v1/relays", {"name": f"r{each}", "at": at})
    with concurrent.futures.ThreadPoolExecutor(NODES) as some:
        list(some.map(of_node, range(NODES)))


def watch_return(hub, wanted, began):
    """Seconds from `began` of each relay's return."""
    seen = {}
    while len(seen) < wanted and time.monotonic() - began < PATIENCE_S:
        there = [relay["name"] for relay in hub.ask("GET", "/v1/relays")]
        now = time.monotonic() - began
        for name in there:
            seen.setdefault(name, now)
        time.sleep(LOOK_S)
    return sorted(seen.values())


def measure(count, at, dead_s):
    machine.fresh_network()
    with Session() as session:
        session.command(OURS, "node", "create", "hub", "--tcp-listener-address", "127.0.0.1:7000")
        for i in range(NODES):
            session.command(OURS, "node", "create", f"n{i}")
        register(session, count, at)
        pid = Control(session, "hub").ask("GET", "/v1/node")["pid"]
        others = [Control(session, f"n{i}").ask("GET", "/v1/node")["pid"] for i in range(NODES)]
        os.kill(pid, signal.SIGKILL)
        machine.eventually("the hub ends", lambda: pid not in machine.processes())
        time.sleep(dead_s)
        session.command(OURS, "node", "start", "hub")
        began = time.monotonic()
        hub = Control(session, "hub")
        hub_pid = hub.ask("GET", "/v1/node")["pid"]
        with CpuPeaks({"hub": [hub_pid], "others": others}) as cpu:
            back = watch_return(hub, count, began)
        answered = sum(echoes(hub, f"/service/forward_to_r{i}/service/echo", i) for i in range(count)
                       if len(back) == count)
    return {"relays": count, "back": len(back), "answered": answered, "times_s": back,
            "first_s": back[0] if back else None, "median_s": statistics.median(back) if back else None,
            "last_s": back[-1] if len(back) == count else None, "peaks": cpu.peaks}


def histogram(times):
    """How many came back in each half second."""
    bins = [0] * (int(max(times, default=0) / BIN_S) + 1)
    for each in times:
        bins[int(each / BIN_S)] += 1
    highest = max([1, *bins])
    return [f"  {i * BIN_S:4.1f} s {count:5} {'#' * round(60 * count / highest)}" for i, count in enumerate(bins)]


def show(run):
    head = ["1 hub, 10 nodes", "relays", "back", "answered", "first, s", "median, s", "last, s", "CPU peak of the hub, %",
            "of the ten nodes, %", f"in {PROMISED_S} s"]
    rows = [[name, *(part[key] for key in ("relays", "back", "answered", "first_s", "median_s", "last_s")),
             part["peaks"]["hub"], part["peaks"]["others"], part["verdict"]] for name, part in run["relays"].items()]
    bars = [line for name, part in run["relays"].items()
            for line in (f"back after the start of the hub, {name}:", *histogram(part["times_s"]))]
    return "\n".join([figures.table(head, rows), *bars])


def main(path):
    run = {**machine.facts(), "relays": {}}
    for name, at in WAYS.items():
        part = measure(rounds.number("RELAYS", 1000), at, rounds.number("DEAD_S", 5.0))
        (judged,) = figures.judged([("the last one is back", part["last_s"], "≤", PROMISED_S)])
        run["relays"][name] = {**part, "verdict": judged["verdict"]}
        figures.write(path, run)
    print(show(run))
    return 0 if all(part["answered"] == part["relays"] for part in run["relays"].values()) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
