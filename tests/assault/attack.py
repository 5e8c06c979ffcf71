"""One attack, as a process: attack.py NAME ROLE SECONDS [inside]. It goes on for SECONDS, takes half a core at most, and then all
its links end with it. Prints JSON: what left, and what the attack itself says of what came of it."""
import importlib
import json
import pathlib
import resource
import sys

import wire
from channel import Channel
from pace import Pace

HERE = pathlib.Path(__file__).parent
known = {}
EVERYWHERE = ("plain", "hub", "project", "outlet")


def attack(roles=EVERYWHERE, inside=False):
    """Which nodes it is for; `inside`: somebody on the node's machine does it."""
    def keep(function):
        function.roles, function.inside = roles, inside
        known[function.__name__] = function
        return function
    return keep


class Target:
    host, port, status = "10.8.0.1", 4000, 4100

    def __init__(self, role, inside):
        self.role, self.inside, self.kept = role, inside, []
        self.host = "127.0.0.1" if inside else self.host

    def source(self, i=0):
        """The i-th of 10 000 addresses, 250 to a /24."""
        return None if self.inside else f"10.9.{1 + i // 250 % 40}.{1 + i % 250}"

    def link(self, i=0, **how): return wire.Link((self.host, self.port), self.source(i), **how)

    def links(self, count, sources, pace, then=lambda link, i: None, **how):
        """As many as are let in, each kept; `then` says what each does first."""
        for i in range(count):
            if not pace.rest():
                break
            try:
                link = self.link(i % sources, **{"timeout": 2, **how})
                self.kept.append(link)
                then(link, i)
            except (OSError, EOFError):
                pass
        return self.kept

    def channels(self, count, sources, pace, **how):
        made = []
        self.links(count, sources, pace, lambda link, i: made.append(Channel(link)), **how)
        return made

    def come_and_go(self, pace, act, **how):
        """A link after the other, from 64 addresses, each of which does something and goes; with how many it went well."""
        made = done = 0
        while pace.rest():
            try:
                link = self.link(made % 64, **{"timeout": 2, **how})
                act(link, made)
                link.close()
                done += 1
            except (OSError, EOFError):
                pass
            made += 1
        return done

    def still_open(self): return f"{sum(link.is_open() for link in self.kept)} of {len(self.kept)} links still open"


def in_turn(pace, ones, act):
    """One after the other does something, again and again, but for those that the node has ended; how often it went well."""
    turns = done = 0
    while pace.rest() and ones:
        one = ones[turns % len(ones)]
        try:
            act(one, turns)
            done += 1
        except OSError:
            ones.remove(one)
        turns += 1
    return done


def load():
    sys.path.insert(0, str(HERE / "attacks"))
    for file in sorted((HERE / "attacks").glob("*.py")):
        importlib.import_module(file.stem)
    return known


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    sys.modules["attack"] = sys.modules["__main__"]  # so that all register at the same list
    name, role, seconds, *inside = sys.argv[1:]
    target, limits = Target(role, bool(inside)), Pace(float(seconds))
    try:
        said = load()[name](target, limits)
    except (OSError, EOFError) as end:
        said = f"ended by the node: {end!r}"
        limits.hold()
    print(json.dumps({**wire.counted, "said": said or ""}), flush=True)
