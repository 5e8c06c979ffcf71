"""Somebody honest, who wants to be served while others attack: an echo on a link that stays, one through a relay, one in a
channel, bytes on a stream that stays, and again and again a new link and a new stream; in a project, questions to the
authority; where there is one, the status page. Usage: honest.py ROLE INLET_HOST PATIENCE_S [TICKET]; each line of its input names the
phase that begins, and at its end JSON says of each phase and kind: [tries, answered, p50, p99, worst in ms]."""
import json
import socket
import sys
import threading
import time

from cbor import bare, octets, table
from channel import Channel
from lab import INLET, NODE, PORT, STATUS
from person import Person
from wire import Link

ROLE, INLET_HOST, PATIENCE, TICKET = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:]
person, shown, entering = Person(), [], threading.Lock()
FROM = "10.9.250.1"
phase, samples, told, lock, over = "start", [], set(), threading.Lock(), threading.Event()


def note(kind, began, answered, of):
    with lock:
        samples.append((of, kind, (time.monotonic() - began) * 1000 if answered else None))


def repeated(kind, every, once):
    """Once a period. What stays open and breaks is made again, so that one loss is one loss."""
    kept = None
    while not over.is_set():
        began, of = time.monotonic(), phase
        try:
            kept = once(kept)
            note(kind, began, True, of)
        except (OSError, EOFError, ValueError, KeyError, IndexError) as wrong:
            note(kind, began, False, of)
            if (kind, of) not in told:
                told.add((kind, of))
                print(f"honest: {kind} in {of} after {time.monotonic() - began:.1f} s: {wrong!r}", file=sys.stderr, flush=True)
            kept = None
        over.wait(max(0, began + every - time.monotonic()))


def echoed(link, way):
    token = b"%d" % time.monotonic_ns()
    link.send(way, ["h"], token)
    while link.receive(PATIENCE)[2] != token:
        pass
    return link


def link(): return Link((NODE, PORT), FROM, PATIENCE)
def echo(kept): return echoed(kept or link(), ["echo"])
def relay(kept): return echoed(kept or (member() if TICKET else link()), ["forward_to_owner", "echo"])
def channel(kept): return echoed(kept or Channel(link()), ["echo"])
def fresh(_): echo(None).close()


def registration(_):
    """A relay of one's own, which ends with its link."""
    own = link()
    own.send(["static_forwarding_service"], ["r"], bare(f"honest{time.monotonic_ns()}"))
    while b"forward_to_honest" not in own.receive(PATIENCE)[2]:
        pass
    own.close()


def stream(kept):
    if not kept:
        kept = socket.create_connection((INLET_HOST, INLET), PATIENCE)
    token = b"%064d" % time.monotonic_ns()
    kept.sendall(token)
    came = b""
    while len(came) < 64:
        part = kept.recv(64)
        if not part:
            raise EOFError("the stream ended")
        came += part
    if came != token:
        raise ValueError("other bytes than were sent")
    return kept


def new_stream(_): stream(None).close()


def probe(_):
    with socket.create_connection((NODE, STATUS), PATIENCE) as page:
        page.sendall(f"GET /healthz HTTP/1.1\r\nHost: {NODE}\r\nConnection: close\r\n\r\n".encode())
        if b" 200 " not in page.recv(4096).split(b"\r\n")[0]:
            raise ValueError("not healthy")


def member():
    """A channel of one that a ticket let in."""
    with entering:
        if not shown:
            channel = Channel(link(), person)
            code = bytes.fromhex(open(TICKET[0]).read().split(",")[3])
            if channel.ask("enrollment_token_acceptor", table(_1=octets(code)))[0] != 200:
                raise ValueError("not enrolled")
            shown.append(channel.ask("credential_issuer")[1])
            channel.link.close()
    return Channel(link(), person, credentials=shown)


def request(kept):
    kept = kept or member()
    if kept.ask("credential_issuer")[0] != 200:
        raise ValueError("no credential")
    return kept


KINDS = {"echo": 0.02, "relay": 0.1, "channel": 0.2, "stream": 0.05, "fresh": 0.1, "new_stream": 0.5}
if ROLE in ("hub", "outlet"):
    KINDS["registration"] = 0.5
if TICKET:
    KINDS["request"] = 0.5
elif ROLE != "project":
    KINDS["probe"] = 0.5
threads = [threading.Thread(target=repeated, args=(kind, every, globals()[kind])) for kind, every in KINDS.items()]
for each in threads:
    each.start()
for line in sys.stdin:
    phase = line.strip()
over.set()
for each in threads:
    each.join()
figures = {}
for of, kind, took in samples:
    figures.setdefault(of, {}).setdefault(kind, []).append(took)
for of, kinds in figures.items():
    for kind, all_of_it in kinds.items():
        good = sorted(t for t in all_of_it if t is not None)
        at = lambda share: round(good[min(len(good) - 1, int(share * len(good)))], 1) if good else None
        kinds[kind] = [len(all_of_it), len(good), at(0.5), at(0.99), at(1)]
print(json.dumps(figures))
