"""Streams without number, and what it costs to watch their paths."""
from attack import attack
from wire import PING, PONG, frame


def pings(target, pace, count, longest=0):
    """Streams to the outlet, none of which the attacker uses; then the address that its node's pings come from."""
    link, pongs, watch = target.link(timeout=10), 0, None
    for at in range(0, count, 100):
        if not pace.rest():
            break
        link.raw(b"".join(frame(["outlet"], [f"i{i:06}"] + [f"h{i}-{n:02}" + "x" * 40 for n in range(longest)], PING)
                          for i in range(at, at + 100)), frames=100)
        while came := link.heard(0.002):
            pongs += came[2][:1] == PONG
            watch = came[1][-1] if len(came[2]) == 16 else watch
    return link, pongs, watch


@attack(roles=("outlet",))
def idle_streams(target, pace):
    _, pongs, _ = pings(target, pace, 20000, longest=12)
    pace.hold()
    return f"{pongs} streams"


@attack(roles=("outlet",))
def junk_for_the_path_watch(target, pace):
    link, pongs, watch = pings(target, pace, 3000)
    while not watch and pace.rest():
        came = link.heard(0.5)
        watch = came[1][-1] if came and len(came[2]) == 16 else None
    if not watch:
        return f"{pongs} streams, none was pinged in time: more seconds"
    junk = frame([watch], ["x"], b"j" * 16) * 500
    while pace.rest():
        link.raw(junk, frames=500)
    return f"{pongs} streams, then junk to {watch.decode()}"


@attack(roles=("outlet",))
def streams_from_many(target, pace):
    """Streams by many links of many addresses, which end without a word."""
    def some(link, i):
        link.raw(b"".join(frame(["outlet"], [f"i{i}-{n}"], PING) for n in range(100)), frames=100)
    target.links(300, 300, pace, some)
    pace.hold()
    return target.still_open()


@attack(inside=True)
def by_hop_and_away(target, pace):
    """What came by `hop` leaned on a worker that never ends: a link after the other leaves streams and relays."""
    rounds = 0
    while pace.rest():
        link = target.link(timeout=5)
        link.raw(b"".join(frame(["hop", "outlet"], [f"i{n}"], PING) for n in range(100))
                 + b"".join(frame(["hop", "static_forwarding_service"], ["r"], bytes([7]) + b"by%05d" % (rounds * 50 + n)) for n in range(50)),
                 frames=150)
        link.heard(0.2)
        link.close()
        rounds += 1
    return f"{rounds} links"
