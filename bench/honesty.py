"""What nodes say of what they keep alive, looked at every second while things break: nothing is called up whose last
proof is older than a ping's period and its time-out (config/defaults.hpp, proof_age_max)."""
import json
import socket
import threading
import time

PROOF_AGE_S = 15
LOOK_EVERY_S, PATIENCE_S = 1, 2  # a node that stands does not answer: it says nothing untrue then


def told(path):
    """What the node behind a control socket says of itself; None if it says nothing."""
    with socket.socket(socket.AF_UNIX) as control:
        control.settimeout(PATIENCE_S)
        try:
            control.connect(str(path))
            control.sendall(b"GET /v1/node HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n")
            answer = b""
            while part := control.recv(1 << 16):
                answer += part
            return json.loads(answer.partition(b"\r\n\r\n")[2])
        except (OSError, ValueError):
            return None


def untrue(node):
    """Sentences about what is called up and was not proven lately. Of a relay that it hosts a node has no proof."""
    for kind, entries in node.items():
        for one in entries if isinstance(entries, list) else ():
            if one.get("status") != "up" or "proven_ms_ago" not in one or one.get("role") == "hosted":
                continue
            age = one["proven_ms_ago"]
            if age is None or age > 1000 * PROOF_AGE_S:
                yield f"{node['name']} calls {kind} {one.get('alias') or one.get('name') or one.get('id')} up, " \
                      f"proven {'never' if age is None else f'{age / 1000:.1f} s ago'}"


class Watch:
    """Of all nodes of some machines, from start() to finish(), which says how often it looked and what was untrue."""

    def __init__(self, machines):
        self.machines, self.looks, self.problems = machines, 0, {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def start(self):
        self.thread.start()
        return self

    def watch(self):
        while not self.over.is_set():
            began = time.monotonic()
            for each in self.machines:
                for path in sorted((each.directory / "home" / "nodes").glob("*/socket")):
                    node = told(path)
                    if node is None:
                        continue
                    self.looks += 1
                    for sentence in untrue(node):
                        self.problems.setdefault(sentence.partition(", proven")[0], sentence)
            self.over.wait(max(0, began + LOOK_EVERY_S - time.monotonic()))

    def finish(self):
        self.over.set()
        if self.thread.ident:
            self.thread.join()
        return self.looks, sorted(self.problems.values())
