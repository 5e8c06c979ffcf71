"""Connections that cost nothing and never become anything."""
import os

from attack import attack
from cbor import bare


@attack()
def connections(target, pace):
    target.links(5000, 64, pace, greet=False)
    pace.hold()
    return target.still_open()


@attack()
def versions(target, pace):
    target.links(4096, 64, pace)
    pace.hold()
    return target.still_open()


@attack()
def half_frames(target, pace):
    target.links(4096, 64, pace, lambda link, i: link.raw(b"\x00\x00\x10\x00\x83"))
    pace.hold()
    return target.still_open()


@attack()
def first_messages(target, pace):
    target.links(4096, 64, pace, lambda link, i: link.send(["api"], ["d"], os.urandom(32)))
    pace.hold()
    return target.still_open()


@attack()
def one_registration_each(target, pace):
    """From one address: who registers was once believed to be somebody."""
    target.links(16384, 1, pace, lambda link, i: link.send(["static_forwarding_service"], ["r"], bare(f"r{i}")))
    pace.hold()
    return target.still_open()


@attack()
def one_echo_each(target, pace):
    target.links(16384, 1, pace, lambda link, i: link.send(["echo"], ["e"], b"x"))
    pace.hold()
    return target.still_open()


@attack()
def comes_and_goes(target, pace):
    """A connection, a message, away: as often as half a core can."""
    def once(link, i):
        link.send(["echo"], ["e"], b"x")
        link.receive(2)
    return f"{target.come_and_go(pace, once)} were served"
