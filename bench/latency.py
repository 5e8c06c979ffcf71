"""The encrypted portal through a relay over links with latency, beside plain TCP, ockam-rs and rathole on the same
wire. The near end has client and inlet, the far one relay, outlet and server.
Usage: latency.py JSON [ROUND_TRIP_MS [LOSS_PERCENT]]; without them 20, 60 and 150 ms, each with 0 and 0.1 % loss.
Environment: ROUNDS (3), SECONDS_PER_LOAD (5), MBIT (200; 0: as much as longwire carries), PRODUCTS (all four)."""
import random
import statistics
import sys
import time

import figures
import machine
import rounds
import wire
from products import PRODUCTS
from session import complain

PLAIN = "plain TCP"
COMPARED = {"ours": PRODUCTS["ours"], PLAIN: PRODUCTS["direct"], "ockam-rs": PRODUCTS["ockam-rs"],
            "rathole": PRODUCTS["rathole"]}
ROUND_TRIPS_MS, LOSSES_PERCENT = (20.0, 60.0, 150.0), (0.0, 0.1)


def fairness(session, seconds):
    """64 streams: the slowest one's share of the mean, at the deadline. What is under way then would take long, and
    after it nothing is measured."""
    sample = session.load("bulk --dir down --conns 64 --abort", seconds)
    if sample["ok"]:
        sample["fairness"] = sample["conn_min_MB"] * 64e6 / max(sample["bytes"], 1)
    return sample


def echo_beside_bulk(session, seconds):
    quiet = session.load("pingpong --conns 1", min(seconds, 2))
    bulk = session.start_load("bulk --dir down --conns 1", seconds)
    time.sleep(seconds / 4)
    busy = session.load("pingpong --conns 1 --warmup 0", seconds / 2)
    carried = session.finish_load(bulk, seconds, 60)
    if not (quiet["ok"] and busy["ok"] and carried["ok"] and quiet["ops"]):
        return {"ok": False, "error": "an echo beside bulk"}
    return {"ok": True, "quiet_us": quiet["p50_us"], "busy_us": busy["p50_us"], "busy_p99_us": busy["p99_us"],
            "bulk_MBps": carried["MBps"], "times_quiet": busy["p50_us"] / quiet["p50_us"]}


def load_all(session, name, seconds):
    """[(load, sample)]"""
    out = [("one stream", session.load("bulk --dir down --conns 1", seconds, 60)),
           ("connect", session.load("connrate --conns 1 --warmup 0.5", min(seconds, 2)))]
    if name in ("ours", PLAIN):
        out += [("echo beside bulk", echo_beside_bulk(session, seconds)), ("64 streams", fairness(session, seconds))]
    return out


def run_cell(round_trip_ms, loss_percent, present, settings):
    samples = []
    for each in range(1, settings["rounds"] + 1):
        for name in random.sample(present, len(present)):
            with wire.wire(round_trip_ms, loss_percent, settings["mbit"], each) as site:
                for load, sample in rounds.measure(
                        COMPARED[name], site, lambda session: load_all(session, name, settings["seconds_per_load"])):
                    samples.append(rounds.sample_of(each, name, COMPARED[name], load, sample))
    complain(f"{round_trip_ms:g} ms, {loss_percent:g} % loss: done")
    return {"round_trip_ms": round_trip_ms, "loss_percent": loss_percent, "samples": samples}


def median(cell, product, load, key):
    values = [s["sample"][key] for s in cell["samples"]
              if s["product"] == product and s["load"] == load and s["sample"]["ok"]]
    return statistics.median(values) if values else None


def judge(cell):
    """[(what, measured, sign, bound)] of what the project promises on such a wire, and the other products beside it."""
    speeds = {name: median(cell, name, "one stream", "MBps") for name in COMPARED}
    best = max((name for name in speeds if name != "ours" and speeds[name]), key=speeds.get, default=None)
    ratio = speeds["ours"] / speeds[best] if best and speeds["ours"] else None
    connect = {name: median(cell, name, "connect", "p50_us") for name in COMPARED}
    trips = {name: us / 1e3 / cell["round_trip_ms"] if us else None for name, us in connect.items()}
    beside = ", ".join(f"{name} {figures.short(trips[name])}" for name in COMPARED if name != "ours")
    speed = ", ".join(f"{name} {figures.short(speeds[name])}" for name in COMPARED)
    return [(f"one stream against the best of the others ({speed} MB/s)", ratio, "≥", 0.95),
            (f"connect and first 64 B echo, round trips ({beside})", trips["ours"], "≤", 1.1),
            (f"64 streams, slowest of mean (plain TCP {figures.short(median(cell, PLAIN, '64 streams', 'fairness'))})",
             median(cell, "ours", "64 streams", "fairness"), "≥", 0.6),
            ("64 B echo beside bulk, of its quiet time (plain TCP "
             f"{figures.short(median(cell, PLAIN, 'echo beside bulk', 'times_quiet'))})",
             median(cell, "ours", "echo beside bulk", "times_quiet"), "≤", 3)]


def show(run):
    rows = [[f"{cell['round_trip_ms']:g} ms, {cell['loss_percent']:g} %", t["what"], t["measured"],
             f"{t['sign']} {t['bound']:g}", t["verdict"]] for cell in run["cells"] for t in cell["targets"]]
    return figures.table(["round trip, loss", "what", "ours", "target", ""], rows)


def main(path, *cell):
    round_trips = [float(cell[0])] if cell else ROUND_TRIPS_MS
    losses = [float(cell[1])] if len(cell) > 1 else LOSSES_PERCENT
    wire.prepare()
    wanted = rounds.chosen("PRODUCTS", COMPARED)
    versions = {name: COMPARED[name].found() for name in wanted}
    run = {**machine.facts(), "rounds": rounds.number("ROUNDS", 3), "mbit": rounds.number("MBIT", 200.0),
           "seconds_per_load": rounds.number("SECONDS_PER_LOAD", 5.0), "versions": versions,
           "absent": [name for name, version in versions.items() if version is None], "cells": []}
    present = [name for name in wanted if name not in run["absent"]]
    for round_trip_ms in round_trips:
        for loss_percent in losses:
            each = run_cell(round_trip_ms, loss_percent, present, run)
            each["targets"] = figures.judged(judge(each))
            run["cells"].append(each)
            figures.write(path, run)
    print(show(run))
    print("absent:", ", ".join(run["absent"]) or "none")
    for cell in run["cells"]:
        for line in figures.failures(cell["samples"]):
            print(f"failed at {cell['round_trip_ms']:g} ms, {cell['loss_percent']:g} %: {line}")
    return 0 if all(figures.is_good(cell["samples"]) for cell in run["cells"]) else 1


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
