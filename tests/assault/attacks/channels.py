"""Channels of identities that cost nothing."""
import os
import struct

from attack import attack
from channel import CLOSE, Channel
from person import Person
from wire import frame


@attack()
def channels_that_talk(target, pace):
    """As many as time allows, each of which says something now and then, so that others are silent for longer."""
    person, made = Person(), []
    target.links(8, 8, pace, timeout=10)
    i = 0
    while pace.rest() and i < 16384:
        try:
            made.append(Channel(target.kept[i % len(target.kept)], person))
        except (OSError, EOFError):
            pass
        i += 1
        if len(made) > 50:
            made[i % len(made)].send(["nobody"], [], b"")
    pace.hold()
    return f"{len(made)} channels"


@attack()
def records_again(target, pace):
    """A session recorded and sent again on another link, and records with numbers that are not next."""
    channel, answered, sent = Channel(target.link()), 0, []
    for n in (33, 64, 2**32, 2**64 - 2, 2**64 - 1):
        channel.link.send(channel.way, [], channel.seal(CLOSE, at=n))
    for _ in range(20):
        record = channel.record(["echo"], ["e"], b"once")
        channel.link.send(channel.way, [], record)
        sent.append(record)
        answered += bool(channel.receive())
    other = target.link(1)
    while pace.rest():
        for record in sent:
            for link in (channel.link, other):
                link.send(channel.way, [], record)
        if channel.link.heard(0.05):
            return "A RECORD COUNTED TWICE"
    return f"{answered} of 20 answered once, none again"


@attack()
def noise_to_channels(target, pace):
    """Records that are none, to the decryptor of one's own channel."""
    channel = Channel(target.link())
    some = b"".join(frame(channel.way, [], struct.pack(">Q", n) + os.urandom(40)) for n in range(100))
    while pace.rest():
        channel.link.raw(some, frames=100)
    channel.send(["echo"], ["e"], b"still")
    return "the channel goes on" if channel.receive()[2] == b"still" else "the channel is over"
