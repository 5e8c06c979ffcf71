"""Channels, as the one who begins them; spec wire section 6."""
import hmac
import os
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cbor import decode
from person import Person, public, sha
from wire import body, request

CLOSE = b"\x82\x82\x02\x80\x40"  # the content of a record that ends the channel


def derive(chain, secret):
    middle = hmac.digest(chain, secret, "sha256")
    first = hmac.digest(middle, b"\x01", "sha256")
    return first, hmac.digest(middle, first + b"\x02", "sha256")


def routed(onward, back, payload): return b"\x82\x82\x00\x81" + body(onward, back, payload) + b"\x40"
def nonce(n): return struct.pack(">IQ", 0, n)
def following(key): return AESGCM(key).encrypt(nonce(2**64 - 1), bytes(32), b"")[:32]


class Handshake:
    """The initiator's side."""
    NAME = b"OCKAM_XX_25519_AES256_GCM_SHA256"

    def __init__(self, person):
        self.person, self.ephemeral = person, X25519PrivateKey.generate()
        self.hash, self.chain, self.key, self.used = sha(self.NAME), self.NAME, None, 0
        self.first = public(self.ephemeral)
        self.mix(self.first)
        self.mix(b"")

    def mix(self, data): self.hash = sha(self.hash + data)

    def mix_key(self, mine, theirs):
        self.chain, self.key = derive(self.chain, mine.exchange(theirs))
        self.used = 0

    def crypt(self, work, data):
        out = getattr(AESGCM(self.key), work)(nonce(self.used), data, self.hash)
        self.used += 1
        self.mix(out if work == "encrypt" else data)
        return out

    def third(self, second, *credentials):
        """(m3, key to send with, key to receive with)"""
        theirs = X25519PublicKey.from_public_bytes(second[:32])
        self.mix(second[:32])
        self.mix_key(self.ephemeral, theirs)
        self.mix_key(self.ephemeral, X25519PublicKey.from_public_bytes(self.crypt("decrypt", second[32:80])))
        self.crypt("decrypt", second[80:])
        message = self.crypt("encrypt", public(self.person.static))
        self.mix_key(self.person.static, theirs)
        message += self.crypt("encrypt", self.person.payload(*credentials))
        receiving, sending = derive(self.chain, b"")
        return message, sending, receiving


class Channel:
    """Begun at `via`, whose last hop is a listener, over a link, or over a channel whose messages it then goes in."""

    def __init__(self, link, person=None, via=("api",), timeout=5, credentials=()):
        self.link, self.me = link, os.urandom(16).hex()
        handshake = Handshake(person or Person())
        link.send(list(via), [self.me], handshake.first)
        onward, self.way, second = link.receive(timeout)
        while onward != [self.me.encode()]:
            onward, self.way, second = link.receive(timeout)
        self.third, self.key, inbound = handshake.third(second, *credentials)
        link.send(self.way, [self.me], self.third)
        self.sent, self.inbound = 0, {0: inbound}

    def record(self, onward, back=(), payload=b""): return self.seal(routed(onward, back, payload))

    def seal(self, plain, at=None):
        """Under the number that is next, or under `at` with the key of the present interval."""
        if at is None and self.sent and self.sent % 32 == 0:
            self.key = following(self.key)
        n = self.sent if at is None else at
        self.sent += at is None
        return struct.pack(">Q", n) + AESGCM(self.key).encrypt(nonce(n), plain, b"")

    def send(self, onward, back=(), payload=b""): self.link.send(self.way, [], self.record(onward, back, payload))
    def close(self): self.link.send(self.way, [], self.seal(CLOSE))

    def receive(self, timeout=5):
        """(onward, return, payload) of the next message to this end."""
        while True:
            onward, back, record = self.link.receive(timeout)
            if onward[:1] != [self.me.encode()]:
                continue
            n = int.from_bytes(record[:8], "big")
            while n // 32 not in self.inbound:
                self.inbound[max(self.inbound) + 1] = following(self.inbound[max(self.inbound)])
            (kind, *content), _ = decode(AESGCM(self.inbound[n // 32]).decrypt(nonce(n), record[8:], b""))[0]
            if kind == 0:
                onward, back, payload = content[0][0]
                return [a[1] for a in onward], [a[1] for a in back], payload

    def ask(self, service, content=b"", timeout=5):
        """Status of the answer, and its bytes."""
        self.send([service], ["asked"], request(content))
        answer = self.receive(timeout)[2]
        fields, end = decode(answer, next(i for i, b in enumerate(answer) if b < 128) + 1)
        return dict(fields)[3], answer[end:]
