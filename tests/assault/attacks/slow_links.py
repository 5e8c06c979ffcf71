"""Attackers that ask for much and read little of it."""
import time

from attack import attack
from wire import counted, frame


class Greedy:
    """A link that sends one frame again and again, as much of it as there is room for, and reads what it is told to."""

    def __init__(self, link, asked):
        self.link, self.asked, self.rest, self.read = link, asked, b"", 0
        link.socket.setblocking(False)

    def push(self):
        """False when the link is over."""
        try:
            while True:
                self.rest = self.rest or self.asked
                sent = self.link.socket.send(self.rest)
                counted["bytes"] += sent
                self.rest = self.rest[sent:]
                counted["frames"] += not self.rest
        except BlockingIOError:
            return True
        except OSError:
            return False

    def take(self, most):
        try:
            while most > 0:
                part = len(self.link.socket.recv(min(most, 1 << 16)))
                self.read, most = self.read + part, most - max(part, 1)
        except OSError:
            pass


@attack()
def echoes_unread(target, pace):
    """30 links, each of which asks for echoes as long as it is let, and reads none."""
    target.links(30, 30, pace, receive_buffer=4096)
    open_ones = [Greedy(link, frame(["echo"], ["e"], bytes(500_000))) for link in target.kept]
    while pace.rest() and open_ones:
        open_ones = [each for each in open_ones if each.push()]
        time.sleep(0.05)
    pace.hold()
    return f"{len(open_ones)} of 30 links still open"


def by_relay(target, pace, share, asked):
    """Echoes by the honest owner's relay, `asked` bytes a second, of which `share` are read."""
    one, made, size = None, 0, 20_000
    while pace.rest():
        if one is None:
            try:
                one, made, began = Greedy(target.link(made % 64, receive_buffer=16384), frame(["forward_to_owner", "echo"], ["e"], bytes(size))), made + 1, time.monotonic()
            except OSError:
                time.sleep(0.2)
                continue
        if counted["bytes"] < asked * (pace.seconds - pace.left()) and not one.push():
            one = None
            continue
        one.take(int(share * (time.monotonic() - began)) - one.read)
        time.sleep(0.05)
    return f"{made} links, {one.read if one else 0} bytes read on the last"


@attack(roles=("plain", "hub", "project"))
def by_relay_slowly(target, pace): return by_relay(target, pace, 400_000, 600_000)


@attack(roles=("plain", "hub", "project"))
def by_relay_much(target, pace): return by_relay(target, pace, 400_000, 20_000_000)


@attack(roles=("plain", "hub", "project"))
def by_relay_hardly(target, pace): return by_relay(target, pace, 5, 5_000_000)
