"""Real clients through a relay that is killed every KILL_EVERY_S seconds and started again; see script/survive.
  client -- inlet (laptop) == relay (hub) == outlet (office) -- server, with a secure channel from end to end
Usage: survive.py SECONDS [--short] [--publish FILE] [CLIENT...]
  --short    less data, and a client that cannot be tried is passed over, where it is a failure otherwise
  --publish  puts the table into FILE, between its marks
Environment: OCKAM, OCKAM_HOME, WORK (a directory); COMMIT, for what is published."""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import figures
import machine
import survivors
from machine import eventually

OCKAM, HOME, WORK = os.environ["OCKAM"], pathlib.Path(os.environ["OCKAM_HOME"]), pathlib.Path(os.environ["WORK"])
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


def work(client, seconds, killer):
    before = killer.kills
    try:
        client.said = client.work(seconds)
        client.good = True
    except (subprocess.SubprocessError, AssertionError, OSError, TimeoutError) as why:
        client.said = f"{type(why).__name__}: {why}{client.errors()}"
    client.kills = killer.kills - before


def that_can_be_tried(names, short):
    chosen = [kind for kind in survivors.CLIENTS if not names or kind.name in names]
    missing = {kind.name: why for kind in chosen if (why := kind.missing())}
    for name, why in missing.items():
        print(f"{'SKIPPED' if short else 'MISSING'} {name}: {why}", flush=True)
    if missing and not short:
        sys.exit(1)
    return [kind(WORK, short) for kind in chosen if kind.name not in missing]


def serve(clients):
    ockam("node", "create", "hub", "--tcp-listener-address", "127.0.0.1:7000", "--allow-relays")
    for node in ("office", "laptop"):
        ockam("node", "create", node)
    ockam("relay", "create", "office", "--at", "/node/hub", "--to", "office")
    for client in clients:
        client.serve()
        enter(client)


def result(client):
    """A row of the table, and whether all is well."""
    inlet = shown("tcp-inlet", "show", client.name, "--at", "laptop")
    resumed, lost = (inlet.get(what, 0) for what in ("streams_resumed", "streams_lost"))
    good = client.good and not lost
    return [client.name, client.said or "did not come to its end", client.kills, resumed, lost,
            f"{client.silence_s:.1f} s", "holds" if good else "BROKE"], good


def publish(path, text):
    """The marks are comments of Markdown and stay."""
    begin, end = "<!-- script/survive --publish -->", "<!-- end of script/survive --publish -->"
    known = machine.facts()
    text += (f"\n\n{known['date'][:10]}, commit {known['commit']}, {known['cores']} cores ({known['cpu']}), "
             f"Linux {known['kernel']}, load {known['load_before']:.1f}: what runs beside it makes silences longer.")
    new, count = re.subn(f"{begin}\n.*?{end}", lambda _: f"{begin}\n{text}\n{end}", path.read_text(encoding="utf-8"),
                         flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path} has no place for the table: {begin}")
    path.write_text(new, encoding="utf-8")


def show_logs():
    for node in ("hub", "office", "laptop"):
        log = HOME / "nodes" / node / "log"
        print(f"--- {node}", *log.read_text(encoding="utf-8").splitlines()[-15:], sep="\n", file=sys.stderr)


def main(seconds, names, short, page):
    clients = that_can_be_tried(names, short)
    if not clients:
        print("no client can be tried")
        return 0
    serve(clients)
    killer = Killer()
    working = [threading.Thread(target=work, args=(client, seconds, killer), daemon=True) for client in clients]
    for each in (killer, *working):
        each.start()
    end = time.monotonic() + seconds
    for each in working:
        each.join(max(0, end - time.monotonic()))
    killer.over.set()
    killer.join()
    for each in working:
        each.join(PATIENCE_S)
    rows, good = zip(*map(result, clients))
    table = figures.table(["client", "what it did", "kills meanwhile", "times a stream went on", "streams lost",
                           "longest silence", ""], rows)
    then = f", then: {killer.why}" if killer.why else ""
    table += f"\n\nThe relay was killed {killer.kills} times in {seconds:g} s{then}."
    print(table)
    if killer.why or not killer.kills or not all(good):
        show_logs()
        return 1
    if page:
        publish(page, table)
    return 0


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("seconds", type=float)
    words.add_argument("--short", action="store_true")
    words.add_argument("--publish", type=pathlib.Path)
    words.add_argument("clients", nargs="*", choices=[kind.name for kind in survivors.CLIENTS] + [[]])
    said = words.parse_args()
    sys.exit(main(said.seconds, said.clients, said.short, said.publish))
