"""Identities that cost nothing; spec wire section 7."""
import hashlib
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cbor import array, number, octets

TEN_YEARS = 10 * 365 * 86400


def sha(data): return hashlib.sha256(data).digest()
def one_of(kind, content): return array(number(kind), array(content))
def public(key): return key.public_key().public_bytes_raw()
def signed_by(key, envelope): return one_of(0, octets(key.sign(sha(envelope))))


class Person:
    """Somebody with as many keys as `changes`, each signed by the one before."""

    def __init__(self, changes=1):
        now, keys, made, before = int(time.time()), [], [], b"\xf6"
        for _ in range(changes):
            key = Ed25519PrivateKey.generate()
            content = array(before, one_of(0, octets(public(key))), b"\xf4", number(now), number(now + TEN_YEARS))
            envelope = array(number(1), number(1), octets(content))
            signatures = [signed_by(each, envelope) for each in [key] + keys[-1:]]
            made.append(array(octets(envelope), *signatures))
            keys.append(key)
            before = octets(sha(envelope))
            if len(made) == 1:
                self.id = sha(envelope)
        self.history, self.static = array(*made), X25519PrivateKey.generate()
        content = array(octets(self.id), before, one_of(0, octets(public(self.static))), number(now), number(now + TEN_YEARS // 2))
        envelope = array(number(1), number(2), octets(content))
        self.attestation = array(octets(envelope), signed_by(keys[-1], envelope))

    def payload(self, *credentials): return b"\x83" + self.history + self.attestation + array(*credentials)
