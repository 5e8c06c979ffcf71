"""Real clients through a relay that is killed every KILL_EVERY_S seconds and started again; see script/survive.
  client -- inlet (laptop) == relay (hub) == outlet (office) -- server, with a secure channel from end to end
Usage: survive.py SECONDS [CLIENT...]. Environment: OCKAM, OCKAM_HOME, WORK (a directory), REAL_ROOT (if it is so)."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

import figures
import survivors
from machine import eventually

OCKAM, WORK = os.environ["OCKAM"], pathlib.Path(os.environ["WORK"])
KILL_EVERY_S = 5
PATIENCE_S = 120  # for a client to do the rest when nothing is killed any more
ROUTE = "/node/hub/service/forward_to_office/secure/api/service/{}"


def ockam(*words):
    with tempfile.TemporaryFile("w+") as out, open(WORK / "ockam.err", "a", encoding="utf-8") as errors:
        subprocess.run([OCKAM, *words], stdout=out, stderr=errors, stdin=subprocess.DEVNULL, check=True, timeout=60)
        out.seek(0)
        return out.read()


def shown(*words):
    return json.loads(ockam(*words, "--output", "json"))


class Killer(threading.Thread):
    """Kills the relay's node and starts it, until it is told to stop."""

    def __init__(self):
        super().__init__(daemon=True)
        self.kills, self.over, self.why = 0, threading.Event(), None

    def run(self):
        try:
            while not self.over.wait(KILL_EVERY_S):
                pid = shown("node", "show", "hub")["pid"]
                os.kill(pid, signal.SIGKILL)
                eventually("the relay ends", lambda: not pathlib.Path(f"/proc/{pid}/exe").exists(), 10)
                ockam("node", "start", "hub")
                self.kills += 1
        except (subprocess.SubprocessError, TimeoutError, OSError) as why:
            self.why = why


def enter(client):
    """A way to the server of a client."""
    ockam("tcp-outlet", "create", "--at", "office", "--from", client.name, "--to", f"127.0.0.1:{client.server_port}")
    ockam("tcp-inlet", "create", client.name, "--at", "laptop", "--from", f"127.0.0.1:{client.port}",
          "--to", ROUTE.format(client.name))


def work(client, seconds):
    try:
        client.said = client.work(seconds)
        client.good = True
    except (subprocess.SubprocessError, AssertionError, OSError, TimeoutError) as why:
        client.said = f"{type(why).__name__}: {why}{client.errors()}"


def main(seconds, *names):
    seconds = float(seconds)
    chosen = [kind for kind in survivors.CLIENTS if not names or kind.name in names]
    skipped = {kind.name: why for kind in chosen if (why := kind.missing())}
    for name, why in skipped.items():
        print(f"SKIPPED {name}: {why}", flush=True)
    clients = [kind(WORK) for kind in chosen if kind.name not in skipped]
    if not clients:
        return 1
    ockam("node", "create", "hub", "--tcp-listener-address", "127.0.0.1:7000", "--allow-relays")
    for node in ("office", "laptop"):
        ockam("node", "create", node)
    ockam("relay", "create", "office", "--at", "/node/hub", "--to", "office")
    for client in clients:
        client.serve()
        enter(client)
    killer = Killer()
    working = [threading.Thread(target=work, args=(client, seconds), daemon=True) for client in clients]
    for each in (killer, *working):
        each.start()
    end = time.monotonic() + seconds
    for each in working:
        each.join(max(0, end - time.monotonic()))
    killer.over.set()
    killer.join()
    for each in working:
        each.join(PATIENCE_S)
    inlets = {client.name: shown("tcp-inlet", "show", client.name, "--at", "laptop") for client in clients}
    rows = [[client.name, client.said or "did not come to its end", inlets[client.name].get("streams_resumed", 0),
             inlets[client.name].get("streams_lost", 0), "holds" if client.good else "BROKE"] for client in clients]
    print(figures.table(["client", "what it did", "times a stream went on", "streams lost", ""], rows))
    then = f", then: {killer.why}" if killer.why else ""
    print(f"the relay was killed {killer.kills} times in {seconds:g} s{then}")
    broken = killer.why or any(not client.good for client in clients) or any(row[3] for row in rows)
    print("FAILED" if broken else f"all hold{', but some were skipped' if skipped else ''}")
    if broken:
        for node in ("hub", "office", "laptop"):
            log = WORK / "home" / "nodes" / node / "log"
            print(f"--- {node}", *log.read_text(encoding="utf-8").splitlines()[-15:], sep="\n", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
