"""Handshakes, which cost the node more than whoever begins them."""
import os

from attack import attack, in_turn
from channel import Channel, Handshake
from person import Person
from wire import frame


def begin(target, pace, links, via):
    """First messages as fast as they go, none of which is finished."""
    some = b"".join(frame([*via, "api"], [f"d{i}"], os.urandom(32)) for i in range(200))

    def some_more(link, i):
        link.raw(some, frames=200)
        while link.heard(0.001):  # or the node would have to stop reading
            pass
    in_turn(pace, target.links(links, 64, pace, timeout=5), some_more)
    return target.still_open()


@attack()
def begun_on_one_link(target, pace): return begin(target, pace, 1, [])


@attack()
def begun_on_twenty_links(target, pace): return begin(target, pace, 20, [])


@attack(inside=True)
def begun_by_hop(target, pace): return begin(target, pace, 4, ["hop"])


@attack()
def begun_in_channels(target, pace):
    channels = target.channels(60, 60, pace)
    in_turn(pace, channels, lambda channel, i: channel.send(["api"], [f"d{i}"], os.urandom(32)))
    return f"{len(channels)} channels left"


def finished(target, pace, people):
    """Whole handshakes, each on a link of its own; the node has to verify who it is."""
    done = target.come_and_go(pace, lambda link, i: Channel(link, people[i % len(people)]), timeout=5)
    return f"{done} handshakes"


@attack()
def many_changes(target, pace): return finished(target, pace, [Person(changes=64)])


@attack()
def eight_changes_each_time_another(target, pace):
    """Histories that nobody has seen before, of which the attestation holds."""
    return finished(target, pace, [Person(changes=8) for _ in range(40)])


@attack()
def junk_third_messages(target, pace):
    """The answer to the first message, and then noise as the last one."""
    link, done = target.link(timeout=5), 0
    while pace.rest():
        handshake = Handshake(Person())
        link.send(["api"], ["d"], handshake.first)
        answer = link.heard(1)
        if answer:
            link.send(answer[1], ["d"], os.urandom(400))
            done += 1
    return f"{done} were answered"
