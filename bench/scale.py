"""Many of everything, at a quarter, a half and the full size, so that growth can be seen to be linear: idle portal
streams through a relay, relays that one node registers over one link, and links to one relay node, each with a relay of
its own, in clear and with a secure channel each. Usage: scale.py JSON
Environment: STREAMS (10000), RELAYS (1000), LINKS (1000), IDLE_SECONDS (3)."""
import http.client
import json
import socket
import sys
import time

import figures
import machine
import rounds
from products import OURS, PRODUCTS
from session import Session

HUB = "/ip4/127.0.0.1/tcp/7000"


class Control(http.client.HTTPConnection):
    """A node's control socket."""

    def __init__(self, session, node):
        super().__init__("node", timeout=60)
        self.path = str(session.directory / "home" / "nodes" / node / "socket")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method, path, body=None):
        self.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
        reply = self.getresponse()
        said = json.loads(reply.read())
        if reply.status >= 300:
            raise SystemExit(f"scale: {method} {path}: {said}")
        return said


def sizes(full):
    return [full // 4, full // 2, full]


def measured(before, size, kb, **figures_of_it):
    """`before` has the smaller sizes; from the last of them on, each one more costs `kb_each_more`."""
    last = before[-1] if before else {"size": 0, "kb": 0}
    return {"size": size, "kb": kb, "kb_each": kb / size, "kb_each_more": (kb - last["kb"]) / (size - last["size"]),
            **figures_of_it}


def streams(full, idle_seconds):
    """Of relay, outlet and inlet together; the load generator holds both ends of each."""
    out = []
    for size in sizes(full):
        machine.fresh_network()
        with Session() as session:
            PRODUCTS["ours"].start(session)
            session.wait_for_answer()
            sample = session.load(f"idle --conns {size}", idle_seconds, 120)
            if not sample["ok"]:
                raise SystemExit(f"scale: {size} streams: {sample}")
            out.append(measured(out, size, sum(sample["rss_kb"]) - sum(sample["rss_before_kb"]),
                                cpu_us_each=sample["open_cpu_us_per_conn"], idle_cpu_percent=sample["idle_cpu_percent"],
                                answered=sample["ops"]))
    return out


def registrations(full, idle_seconds, routes):
    """What the hub holds and spends. `routes(control)` yields where to register the next relay; each of them is then
    sent a message that must come back through it."""
    out = []
    for size in sizes(full):
        machine.fresh_network()
        with Session() as session:
            session.command(OURS, "node", "create", "hub", "--tcp-listener-address", "127.0.0.1:7000")
            session.command(OURS, "node", "create", "many")
            many, hub = Control(session, "many"), Control(session, "hub")
            hub_pid = [hub.ask("GET", "/v1/node")["pid"]]
            (before_kb,), before_s = machine.usage(hub_pid)
            ways = routes(many)
            for i in range(size):
                many.ask("POST", "/v1/relays", {"name": f"r{i}", "at": next(ways)})
            (after_kb,), opened_s = machine.usage(hub_pid)
            time.sleep(idle_seconds)
            _, idle_s = machine.usage(hub_pid)
            links = len(hub.ask("GET", "/v1/tcp-connections"))
            answered = sum(echoes(hub, f"/service/forward_to_r{i}/service/echo", i) for i in range(size))
            out.append(measured(out, size, after_kb - before_kb, cpu_us_each=(opened_s - before_s) * 1e6 / size,
                                idle_cpu_percent=100 * (idle_s - opened_s) / idle_seconds, answered=answered,
                                links=links))
    return out


def echoes(node, route, number):
    payload = number.to_bytes(8, "big").hex()
    return node.ask("POST", "/v1/messages", {"to": route, "payload_hex": payload})["payload_hex"] == payload


def over_one_link(many):
    link = many.ask("POST", "/v1/tcp-connections", {"to": "127.0.0.1:7000"})["worker_address"]
    while True:
        yield f"/service/{link}"


def over_a_link_each(_):
    while True:
        yield HUB


def over_a_channel_each(_):
    while True:
        yield f"{HUB}/secure/api"


def show(run):
    columns = {"how many": "size", "answered": "answered", "kB each": "kb_each", "kB each more": "kb_each_more",
               "CPU µs to open each": "cpu_us_each", "CPU %, idle": "idle_cpu_percent"}
    rows = [[name, *(each[key] for key in columns.values())] for name, part in run["scale"].items() for each in part]
    return figures.table(["", *columns], rows)


def main(path):
    known = machine.facts()
    idle_seconds, links = rounds.number("IDLE_SECONDS", 3.0), rounds.number("LINKS", 1000)
    parts = {
        "streams through a relay, all three nodes": streams(rounds.number("STREAMS", 10000), idle_seconds),
        "relays over one link, at the hub": registrations(rounds.number("RELAYS", 1000), idle_seconds, over_one_link),
        "links with a relay each, at the hub": registrations(links, idle_seconds, over_a_link_each),
        "links with a channel and a relay each, at the hub": registrations(links, idle_seconds, over_a_channel_each),
    }
    run = {**known, "scale": parts}
    figures.write(path, run)
    print(show(run))
    return 0 if all(e["answered"] == e["size"] for part in run["scale"].values() for e in part) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
