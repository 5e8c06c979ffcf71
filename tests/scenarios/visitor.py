"""A member that does not behave: goes on showing the credential that it was given once. Speaks the wire protocol by
tests/assault.
  visitor.py enroll TICKET_FILE WHO_FILE                      becomes a member, keeps key and credential
  visitor.py visit PORT WHO_FILE SECONDS [--via R] [--ask WORKER,...] [--no-close]
      opens a channel to the node, with --via another one inside it to [R, api], sends `ping` to the route WORKER,... in
      it, and goes, ten times a second. Prints a line a visit: the time (seconds since 1970), and `yes` or `no`. The WORKERs
      `outlet` and `admins` are sent a Ping of a portal.
  visitor.py flood PORT SECONDS CLIENTS                       identities that nobody knows ask the authority; and, from
      two links, registrations in clear, as fast as they go. Prints how many requests left.
"""
import json
import os
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from cryptography.exceptions import InvalidTag  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: E402

from cbor import bare, octets, table  # noqa: E402
from channel import Channel  # noqa: E402
from person import Person  # noqa: E402
from wire import DISCONNECT, PING, PONG, Link, frame, request  # noqa: E402

OUTLETS = ("outlet", "admins")


class Kept(Person):
    """Somebody as a file has them, who shows the credential in it."""

    def __init__(self, path):
        kept = {name: bytes.fromhex(value) for name, value in json.load(open(path)).items()}
        self.id, self.history, self.attestation, self.credential = (kept[n] for n in ("id", "history", "attestation", "credential"))
        self.static = X25519PrivateKey.from_private_bytes(kept["static"])


def link_to(port, timeout=5): return Link(("127.0.0.1", port), timeout=timeout)


def enroll(ticket, path):
    fields = open(ticket).read().strip().split(",")
    port, code = int(fields[6].split("/tcp/")[1].split("/")[0]), bytes.fromhex(fields[3])
    who = Person()
    channel = Channel(link_to(port), who)
    status, _ = channel.ask("enrollment_token_acceptor", table(_1=octets(code)), timeout=15)
    assert status == 200, status
    status, credential = channel.ask("credential_issuer", timeout=15)
    assert status == 200, status
    kept = {"id": who.id, "history": who.history, "attestation": who.attestation, "static": who.static.private_bytes_raw(),
            "credential": credential}
    with open(path, "w") as file:
        json.dump({name: value.hex() for name, value in kept.items()}, file)
    print("I" + who.id.hex())


def one_visit(port, who, via, workers, close):
    link = link_to(port)
    try:
        channels = [Channel(link, who, timeout=3, credentials=[who.credential])]
        if via:
            channels.append(Channel(channels[0], who, [via, "api"], 3, [who.credential]))
        channel, worker = channels[-1], workers[-1]
        channel.send(workers, ["caller"], PING if worker in OUTLETS else b"ping")
        answered = True
        try:
            answer = channel.receive(0.7)[2]
            if worker in OUTLETS:  # refused: a Pong, and a Disconnect behind it
                try:
                    answered = answer == PONG and channel.receive(0.3)[2] != DISCONNECT
                except (OSError, EOFError):
                    pass
        except (OSError, EOFError, InvalidTag):
            answered = False
        if close:
            for each in reversed(channels):
                each.close()
        return answered
    except (OSError, EOFError, InvalidTag):
        return False
    finally:
        link.close()


def visit(port, path, seconds, via=None, ask=("echo",), close=True):
    who, end, threads = Kept(path), time.time() + seconds, []
    lines = threading.Lock()

    def once():
        began = time.time()
        answered = one_visit(port, who, via, ask, close)
        with lines:
            print("%.2f" % began, "yes" if answered else "no", flush=True)

    while time.time() < end:
        threads.append(threading.Thread(target=once))
        threads[-1].start()
        time.sleep(0.1)
        threads = [each for each in threads if each.is_alive()]
    for each in threads:
        each.join()


def flood(port, seconds, clients):
    end, sent = time.time() + seconds, [0]

    def stranger():
        while time.time() < end:
            try:
                channel = Channel(link_to(port))
                for _ in range(20):
                    channel.send(["enrollment_token_acceptor"], ["caller"], request(table(_1=octets(os.urandom(32)))))
                    sent[0] += 1
                channel.receive(5)
            except (OSError, EOFError, InvalidTag):
                time.sleep(0.05)

    def registrations():
        many = frame(["static_forwarding_service"], ["nobody"], bare("x")) * 2000
        while time.time() < end:
            try:
                link = link_to(port, 1)
                while time.time() < end:
                    link.raw(many)
                    sent[0] += 2000
            except (OSError, EOFError):
                time.sleep(0.05)

    threads = [threading.Thread(target=stranger) for _ in range(clients)] + [threading.Thread(target=registrations) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    print(sent[0])


def options(words):
    out = {}
    while words:
        word = words.pop(0)
        if word == "--no-close":
            out["close"] = False
        elif word == "--via":
            out["via"] = words.pop(0)
        elif word == "--ask":
            out["ask"] = words.pop(0).split(",")
    return out


verb, arguments = sys.argv[1], sys.argv[2:]
if verb == "enroll":
    enroll(*arguments)
elif verb == "visit":
    visit(int(arguments[0]), arguments[1], float(arguments[2]), **options(arguments[3:]))
else:
    flood(int(arguments[0]), float(arguments[1]), int(arguments[2]))
