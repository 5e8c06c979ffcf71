"""Registrations: many, long, and of names that somebody has."""
from attack import attack
from cbor import bare
from wire import frame

SERVICE = ["static_forwarding_service"]
LONG = ["r"] + [f"{n:02}" + "x" * 250 for n in range(12)]


@attack(roles=("hub", "plain"))
def many_relays(target, pace):
    """10 500, with long routes, by 6 links; then the place they take is kept."""
    target.links(6, 6, pace)
    for at in range(0, 10_500, 30):
        if not pace.rest():
            break
        try:
            target.kept[at // 30 % 6].raw(b"".join(frame(SERVICE, LONG, bare(f"many{at + n}")) for n in range(30)), frames=30)
        except OSError:
            pass
    for link in target.kept:
        while link.heard(0.01):
            pass
    pace.hold()
    return target.still_open()


@attack(roles=("hub",))
def relays_from_many(target, pace):
    """The same from 200 addresses, 60 relays each."""
    target.links(200, 200, pace, lambda link, i: link.raw(b"".join(frame(SERVICE, ["r"], bare(f"m{i}-{n}")) for n in range(60)), frames=60))
    pace.hold()
    return target.still_open()


@attack()
def one_name_again(target, pace):
    """Registrations of one name, by a long route, as fast as half a core can; at a project's node each is refused."""
    link, some, made = target.link(timeout=2), frame(SERVICE, LONG, bare("again")) * 20, 0
    while pace.rest():
        try:
            link.raw(some, frames=20)
            while link.heard(0.001):
                pass
        except OSError:
            made += 1
            link = target.link(made % 64, timeout=2)
    return f"{made} links ended"


@attack()
def the_owners_name(target, pace):
    """The name of somebody who is there, claimed in clear by many links."""
    answers = []

    def claim(link, i):
        link.send(SERVICE, ["r"], bare("owner"))
        answers.append(link.heard(0.5))
    target.come_and_go(pace, claim)
    return f"{sum(map(bool, answers))} answers"


@attack()
def many_kinds_of_lines(target, pace):
    """Links of 1 100 addresses that end badly, so that a log with a line for each address would be full."""
    target.links(1100, 1100, pace, lambda link, i: link.raw(frame(["echo"], ["e"], b"x") + b"\xff\xff\xff\xff", frames=2))
    return target.still_open()


@attack(roles=("hub", "project", "outlet"))
def registers_and_is_away(target, pace):
    """A link, 40 registrations by long routes, and away before they are answered: what is not read yet waits in line."""
    some = frame(SERVICE, LONG, bare("away")) * 40
    return f"{target.come_and_go(pace, lambda link, i: link.raw(some, frames=40))} links"
