"""Frames that are large, deep, or never end."""
import os
import random
import struct

from attack import attack
from cbor import head
from channel import Channel, routed
from wire import body, frame, sized


@attack()
def unfinished_frames(target, pace):
    """1 MiB, all but the last 5 bytes, on 200 links; and some that claim 4 GiB."""
    blob = struct.pack(">I", 1 << 20) + bytes(200) + os.urandom((1 << 20) - 205)

    def begin(link, i): link.raw(b"\xff\xff\xff\xff\x83" if i % 10 == 9 else blob)
    target.links(200, 64, pace, begin)
    pace.hold()
    return target.still_open()


@attack()
def strange_frames(target, pace):
    """A million items, nested 31 deep, a long tracing text, a million hops that are claimed: as fast as they are taken."""
    plain = body(["echo"], ["e"], b"x")
    kinds = [sized(b"\x84" + plain[1:] + head(4, 900_000) + bytes(900_000)),
             sized(b"\x84" + plain[1:] + b"\x81" * 31 + b"\x00"),
             sized(b"\x84" + plain[1:] + head(3, 900_000) + b"t" * 900_000),
             sized(b"\x83" + head(4, 1_000_000) + b"\x82\x00\x41x" * 10),
             sized(b"\x83" + b"\x9f" * 1000),
             sized(b"\x9f" + plain[1:] + b"\x81" * 4000 + b"\x00" + b"\xff")]

    def say(link, i):
        for _ in range(3):
            link.raw(kinds[i % len(kinds)])
    return f"{target.come_and_go(pace, say)} links"


@attack()
def mutated_frames(target, pace):
    """Good frames with bytes changed, cut, doubled; the inside of records, too. Half of a minute finds nothing any more;
    hours of it belong to the fuzzer."""
    chance = random.Random(17)
    good = [frame(["echo"], ["e"], b"x" * 20), frame(["api"], ["d"], os.urandom(32)), frame(["outlet"], ["i"], b"\x00\x4f\x01\x07\x00"),
            frame(["static_forwarding_service"], ["r"], b"\x02ab"), frame(["uppercase"], ["u"], b"\x05hello"),
            frame(["forward_to_owner", "echo"], ["e"], b"x")]

    def changed(data):
        data = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            kind = chance.randrange(4)
            if kind == 0: data[at] = chance.randrange(256)
            elif kind == 1: data[at] ^= 1 << chance.randrange(8)
            elif kind == 2: del data[at:at + chance.randint(1, 4)]
            else: data[at:at] = data[at:at + chance.randint(1, 8)]
            if not data: return b""
        return bytes(data)

    def session(link, i):
        if i % 4 == 3:
            channel = Channel(link)
            for _ in range(10):
                link.send(channel.way, [], channel.seal(changed(routed(["echo"], ["e"], b"x"))))
        else:
            for _ in range(20):
                link.raw(sized(changed(chance.choice(good)[4:])))
    return f"{target.come_and_go(pace, session)} sessions"
