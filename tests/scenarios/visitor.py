"""A member that does not behave: speaks the wire protocol by itself, and goes on showing the credential that it was
given once. Sources: spec wire sections 1, 2, 6, 7. Needs python3-cryptography.
  visitor.py enroll TICKET_FILE WHO_FILE                      becomes a member, keeps key and credential
  visitor.py renew TICKET_FILE WHO_FILE                       asks for a new credential and keeps that
  visitor.py visit PORT WHO_FILE SECONDS [--via R] [--ask WORKER,...] [--no-close] [--every S]
      opens a channel to the node, with --via another one inside it to [R, api], sends `ping` to the route WORKER,... in
      it, and goes, every S seconds. Prints a line a visit: the time (seconds since 1970), and `yes` or `no`. The WORKERs
      `outlet` and `admins` are sent a Ping of a portal.
  visitor.py flood PORT SECONDS CLIENTS [TICKET_FILE]         identities that nobody knows ask the authority; and, from
      two links, registrations in clear, as fast as they go. Prints how many requests left.
"""
import hashlib
import hmac
import json
import os
import socket
import struct
import sys
import threading
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


# -- CBOR
def head(major, n):
    for limit, info, form in ((24, None, None), (1 << 8, 24, ">B"), (1 << 16, 25, ">H"), (1 << 32, 26, ">I")):
        if n < limit:
            return bytes([major << 5 | n]) if info is None else bytes([major << 5 | info]) + struct.pack(form, n)
    return bytes([major << 5 | 27]) + struct.pack(">Q", n)


def uint(n): return head(0, n)
def octets(b): return head(2, len(b)) + b
def array(*items): return head(4, len(items)) + b"".join(items)


def decode(data, at=0):
    first = data[at]
    major, n = first >> 5, first & 31
    at += 1
    if n >= 24 and major < 7:
        size = 1 << (n - 24)
        n, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major == 0:
        return n, at
    if major in (2, 3):
        return bytes(data[at:at + n]), at + n
    if major in (4, 5):
        out = []
        for _ in range(n * (major - 3)):
            value, at = decode(data, at)
            out.append(value)
        return (out if major == 4 else list(zip(out[::2], out[1::2]))), at
    return {20: False, 21: True}.get(n), at


# -- frames
def route(hops): return head(4, len(hops)) + b"".join(b"\x82\x00" + octets(hop.encode()) for hop in hops)
def body(onward, back, payload): return b"\x83" + route(onward) + route(back) + octets(payload)


class Link:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(b"\x01")
        self.exactly(1)

    def exactly(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def send(self, onward, back, payload):
        message = body(onward, back, payload)
        self.socket.sendall(struct.pack(">I", len(message)) + message)

    def receive(self, timeout):
        self.socket.settimeout(timeout)
        onward, back, payload = decode(self.exactly(struct.unpack(">I", self.exactly(4))[0]))[0]
        return [hop[1].decode() for hop in onward], [hop[1].decode() for hop in back], payload


# -- who it is
def sha(data): return hashlib.sha256(data).digest()
def variant(number, content): return array(uint(number), array(content))


class Person:
    def __init__(self, kept=None):
        kept = kept or {"key": os.urandom(32).hex(), "channel_key": os.urandom(32).hex(), "made": int(time.time())}
        self.kept = kept
        self.key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["key"]))
        self.static = X25519PrivateKey.from_private_bytes(bytes.fromhex(kept["channel_key"]))
        now, life = kept["made"], 10 * 365 * 86400
        first = array(b"\xf6", variant(0, octets(self.key.public_key().public_bytes_raw())), b"\xf4", uint(now), uint(now + life))
        change = array(uint(1), uint(1), octets(first))
        self.id = sha(change)
        self.history = array(array(octets(change), self.sign(change)))
        content = array(octets(self.id), octets(self.id), variant(0, octets(self.static.public_key().public_bytes_raw())),
                        uint(now), uint(now + life // 2))
        attested = array(uint(1), uint(2), octets(content))
        self.attestation = array(octets(attested), self.sign(attested))
        self.credential = bytes.fromhex(kept["credential"]) if "credential" in kept else None

    def sign(self, envelope): return variant(0, octets(self.key.sign(sha(envelope))))

    def payload(self):
        shown = array(self.credential) if self.credential else array()
        return b"\x83" + self.history + self.attestation + shown

    def save(self, path):
        with open(path, "w") as file:
            json.dump(self.kept, file)


# -- channels
def derive(key, material):
    temporary = hmac.new(key, material, hashlib.sha256).digest()
    first = hmac.new(temporary, b"\x01", hashlib.sha256).digest()
    return first, hmac.new(temporary, first + b"\x02", hashlib.sha256).digest()


def nonce(n): return bytes(4) + struct.pack(">Q", n)


class Channel:
    """An initiator's end, of fewer than 32 records each way."""

    def __init__(self, link, who, way, timeout=5):
        self.link, self.me, self.sent = link, os.urandom(16).hex(), 0
        name = b"OCKAM_XX_25519_AES256_GCM_SHA256"
        chain, transcript, ephemeral = name, sha(name), X25519PrivateKey.generate()
        public = ephemeral.public_key().public_bytes_raw()
        transcript = sha(sha(transcript + public))
        link.send(way, [self.me], public)
        while True:
            onward, back, answer = link.receive(timeout)
            if onward == [self.me]:
                break
        theirs = X25519PublicKey.from_public_bytes(answer[:32])
        transcript = sha(transcript + answer[:32])
        chain, key = derive(chain, ephemeral.exchange(theirs))
        static = AESGCM(key).decrypt(nonce(0), answer[32:80], transcript)
        transcript = sha(transcript + answer[32:80])
        chain, key = derive(chain, ephemeral.exchange(X25519PublicKey.from_public_bytes(static)))
        AESGCM(key).decrypt(nonce(0), answer[80:], transcript)
        transcript = sha(transcript + answer[80:])
        mine = AESGCM(key).encrypt(nonce(1), who.static.public_key().public_bytes_raw(), transcript)
        transcript = sha(transcript + mine)
        chain, key = derive(chain, who.static.exchange(theirs))
        last = AESGCM(key).encrypt(nonce(0), who.payload(), transcript)
        inbound, outbound = derive(chain, b"")
        self.inbound, self.outbound, self.way = AESGCM(inbound), AESGCM(outbound), back
        link.send(self.way, [self.me], mine + last)

    def seal(self, plaintext):
        record = struct.pack(">Q", self.sent) + self.outbound.encrypt(nonce(self.sent), plaintext, b"")
        self.sent += 1
        self.link.send(self.way, [], record)

    def pass_on(self, onward, back, payload): self.seal(b"\x82\x82\x00\x81" + body(onward, back, payload) + b"\x40")
    def send(self, onward, payload): self.pass_on(onward, ["caller"], payload)
    def close(self): self.seal(b"\x82\x82\x02\x80\x40")

    def receive_routed(self, timeout):
        end = time.time() + timeout
        while True:
            onward, _, record = self.link.receive(max(0.01, end - time.time()))
            if onward != [self.me]:
                continue
            (kind, *content), _ = decode(self.inbound.decrypt(nonce(struct.unpack(">Q", record[:8])[0]), record[8:], b""))[0]
            if kind == 0:
                return content[0][0]

    def receive(self, timeout): return self.receive_routed(timeout)[2]

    def ask(self, service, method, content=b"", timeout=15):
        request = head(5, 4) + uint(1) + uint(int.from_bytes(os.urandom(3), "big") + 1) + uint(2) + head(3, 1) + b"/"
        request += uint(3) + uint(method) + uint(4) + (b"\xf5" if content else b"\xf4") + content
        self.send([service], length(request) + request)
        answer = self.receive(timeout)
        at = next(i for i, byte in enumerate(answer) if byte < 0x80) + 1
        fields, end = decode(answer, at)
        return dict(fields)[3], answer[end:]


class Inside:
    """A channel that another one goes through."""

    def __init__(self, channel): self.channel = channel
    def send(self, onward, back, payload): self.channel.pass_on(onward, back, payload)

    def receive(self, timeout):
        onward, back, payload = self.channel.receive_routed(timeout)
        return [hop[1].decode() for hop in onward], [hop[1].decode() for hop in back], payload


def length(data):
    n, out = len(data), b""
    while n >= 0x80:
        out += bytes([n & 0x7f | 0x80])
        n >>= 7
    return out + bytes([n])


# -- what it does
OUTLETS = ("outlet", "admins")


def port_and_code(ticket):
    fields = open(ticket).read().strip().split(",")
    return int(fields[6].split("/tcp/")[1].split("/")[0]), bytes.fromhex(fields[3])


def enroll(ticket, path):
    port, code = port_and_code(ticket)
    who = Person()
    channel = Channel(Link(port), who, ["api"])
    status, _ = channel.ask("enrollment_token_acceptor", 1, head(5, 1) + uint(1) + octets(code))
    assert status == 200, status
    take_credential(channel, who, path)


def renew(ticket, path):
    port, _ = port_and_code(ticket)
    who = Person(json.load(open(path)))
    take_credential(Channel(Link(port), who, ["api"]), who, path)


def take_credential(channel, who, path):
    status, credential = channel.ask("credential_issuer", 1)
    assert status == 200, status
    who.kept["credential"] = credential.hex()
    who.save(path)
    print("I" + who.id.hex())


def one_visit(port, who, via, workers, close):
    link = Link(port)
    try:
        channels = [Channel(link, who, ["api"], 3)]
        if via:
            channels.append(Channel(Inside(channels[0]), who, [via, "api"], 3))
        channel, worker = channels[-1], workers[-1]
        channel.send(workers, b"\x00" if worker in OUTLETS else b"ping")
        answered = True
        try:
            answer = channel.receive(0.7)
            if worker in OUTLETS:  # refused: a Pong, and a Disconnect behind it
                try:
                    answered = answer == b"\x01" and channel.receive(0.3) != b"\x02"
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
        link.socket.close()


def visit(port, path, seconds, via=None, ask=("echo",), close=True, every=0.1):
    who, end, threads = Person(json.load(open(path))), time.time() + seconds, []
    lines = threading.Lock()

    def once():
        began = time.time()
        answered = one_visit(port, who, via, ask, close)
        with lines:
            print("%.2f" % began, "yes" if answered else "no", flush=True)

    while time.time() < end:
        threads.append(threading.Thread(target=once))
        threads[-1].start()
        time.sleep(every)
        threads = [each for each in threads if each.is_alive()]
    for each in threads:
        each.join()


def flood(port, seconds, clients):
    end, sent = time.time() + seconds, [0]

    def stranger():
        while time.time() < end:
            try:
                channel = Channel(Link(port), Person(), ["api"])
                for _ in range(20):
                    request = head(5, 1) + uint(1) + octets(os.urandom(32))
                    request = head(5, 4) + uint(1) + uint(7) + uint(2) + head(3, 1) + b"/" + uint(3) + uint(1) + uint(4) + b"\xf5" + request
                    channel.send(["enrollment_token_acceptor"], length(request) + request)
                    sent[0] += 1
                channel.receive(5)
            except (OSError, EOFError, InvalidTag):
                time.sleep(0.05)

    def registrations():
        message = body(["static_forwarding_service"], ["nobody"], length(b"x") + b"x")
        many = (struct.pack(">I", len(message)) + message) * 2000
        while time.time() < end:
            try:
                link = Link(port)
                link.socket.settimeout(1)
                while time.time() < end:
                    link.socket.sendall(many)
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
        elif word == "--every":
            out["every"] = float(words.pop(0))
    return out


verb, arguments = sys.argv[1], sys.argv[2:]
if verb == "enroll":
    enroll(*arguments)
elif verb == "renew":
    renew(*arguments)
elif verb == "visit":
    visit(int(arguments[0]), arguments[1], float(arguments[2]), **options(arguments[3:]))
else:
    flood(int(arguments[0]), float(arguments[1]), int(arguments[2]))
