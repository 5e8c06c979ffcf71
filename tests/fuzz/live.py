#!/usr/bin/env python3
"""Sessions that go wrong, with a live node: frames, portals, handshakes, records, each as it has to be or changed.
live.py PORT SECONDS [SEED]: prints the seed, and at the end what was said; fails if an honest echo gets no answer. The
seed repeats the choices; the keys are new each time."""
import pathlib, random, struct, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from cryptography.exceptions import InvalidTag  # noqa: E402
from cbor import bare, head, number, table, text  # noqa: E402
from channel import Channel, Handshake, routed  # noqa: E402
from person import Person  # noqa: E402
from wire import DISCONNECT, OUR_TAIL, PING, PONG, Link, body, counted, payload_of  # noqa: E402

port, seconds = int(sys.argv[1]), float(sys.argv[2])
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
chance = random.Random(seed)
print("seed", seed, flush=True)

HEADS = [head(major, n) for major in range(8) for n in (0, 1, 24, 255, 1 << 16, (1 << 32) - 1, (1 << 64) - 1)]
NAMES = ["echo", "uppercase", "hop", "api", "outlet", "static_forwarding_service", "forward_to_x", "credential_issuer", ""]
PORTAL = [PING, PING + OUR_TAIL, PONG, PONG + OUR_TAIL, DISCONNECT, payload_of(b"abc"), b"\x04\0\0\1\0", b"\x05", b"\x05\x01\0\0"]
somebody = Person()
learnt = []  # names that the node's answers told


def changed(data):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 2, 8, 30))
        match chance.randrange(6):
            case 0 if at < len(data): data[at] ^= 1 << chance.randrange(8)
            case 1: data[at:at] = chance.choice(HEADS)
            case 2: data[at:at + size] = chance.randbytes(size)
            case 3: del data[at:at + size]
            case 4: data[at:at] = data[:size]
            case _: data[at:at + 1] = chance.choice(HEADS)
    return bytes(data)


def maybe(data, how_often): return changed(data) if chance.random() < how_often else data
def hops(most=3): return [chance.choice(NAMES + learnt) for _ in range(chance.choice((1, 1, 1, 2, most)))]


def content():
    fields = table(_1=number(chance.randrange(1 << 32)), _2=text(chance.choice(("/", "/members", "/x"))), _3=number(chance.randrange(6)), _4=b"\xf4")
    return maybe(chance.choice((bare("x"), bare(fields), chance.randbytes(32), b"", *PORTAL)), .3)


def hear(link):
    message = link.heard(.02)
    if message and message[1]:
        learnt.extend(hop.decode("latin1") for hop in message[1] if len(hop) < 40)
        del learnt[:-20]


def clear(link):
    for _ in range(chance.randrange(1, 40)):
        data = maybe(body(hops(17), chance.choice(([], ["me"], hops())), content()), .4)
        size = len(data) if chance.random() < .97 else chance.choice((0, len(data) + 1, 1 << 20, (1 << 32) - 1))
        link.raw(struct.pack(">I", size) + data)
    hear(link)


def portal(link):
    link.send(["outlet"], ["me"], chance.choice((PING, PING + OUR_TAIL)))
    message = link.heard(.2)
    to = message[1] if message and message[1] else ["outlet"]
    for _ in range(chance.randrange(1, 30)):
        link.send(to, ["me"], maybe(chance.choice(PORTAL), .4))
    hear(link)


def handshake(link):
    one = Handshake(Person())
    link.send(["api"], ["me"], maybe(one.first, .2))
    message = link.heard(.3)
    if message and len(message[2]) > 96:
        honest = one.person.payload
        one.person.payload = lambda *shown: maybe(honest(*shown), .7)
        link.send(message[1], ["me"], maybe(one.third(message[2])[0], .3))


def records(link):
    channel = Channel(link, somebody, timeout=1)
    for _ in range(chance.randrange(1, 40)):
        plain = routed(hops(17), ["me"], content())
        newer = b"\x82\x82\x01\x81\x82" + somebody.history + b"\x80\x40"
        link.send(channel.way, [], maybe(channel.seal(maybe(chance.choice((plain, plain, newer)), .4)), .1))
    hear(link)


def honest():
    link = Link(("127.0.0.1", port))
    link.send(["echo"], ["me"], bare("x"))
    answered = link.heard(10)
    link.close()
    return answered is not None and answered[2] == bare("x")


until, sessions = time.monotonic() + seconds, 0
while time.monotonic() < until:
    sessions += 1
    try:
        link = Link(("127.0.0.1", port), timeout=2)
        chance.choice((clear, clear, portal, handshake, records))(link)
        link.close()
    except (OSError, EOFError, IndexError, ValueError, TypeError, InvalidTag):
        pass  # the node ended it, or its answer was to something else
    if sessions % 50 == 0 and not honest():
        sys.exit(f"an honest echo got no answer after {sessions} sessions")
print(f"{sessions} sessions, {counted['frames']} frames, {counted['bytes']} bytes")
if not honest():
    sys.exit("an honest echo got no answer at the end")
