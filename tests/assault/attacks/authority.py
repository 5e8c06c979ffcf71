"""Questions to a project's authority by people that it does not know."""
import os

from attack import attack
from cbor import octets, number, table, text, bare
from channel import Channel


def strangers(target, pace, people):
    channels = []
    target.links(people, 64, pace, lambda link, i: channels.append(Channel(link)), timeout=5)
    sent = 0
    while pace.rest() and channels:
        channel = channels[sent % len(channels)]
        content = table(_1=octets(os.urandom(32)))
        fields = table(_1=number(7), _2=text("/"), _3=number(1), _4=b"\xf5")
        try:
            channel.send(["enrollment_token_acceptor"], ["asked"], bare(fields + content))
            sent += 1
        except OSError:
            channels.remove(channel)
    return f"{sent} bad tickets in {people} channels"


@attack(roles=("project",))
def bad_tickets(target, pace): return strangers(target, pace, 70)


@attack(roles=("project",))
def tickets_and_registrations(target, pace):
    blob = b"".join(_registrations())
    other, count = target.link(200), 0
    channels = []
    target.links(20, 20, pace, lambda link, i: channels.append(Channel(link)), timeout=5)
    while pace.rest():
        try:
            other.raw(blob, frames=50)
            for channel in channels:
                channel.send(["credential_issuer"], ["asked"], bare(table(_1=number(7), _2=text("/"), _3=number(1), _4=b"\xf4")))
                count += 1
        except OSError:
            other = target.link(200 + count % 50)
    return f"{count} requests for credentials beside registrations"


def _registrations():
    from wire import frame
    return (frame(["static_forwarding_service"], ["r"], bare(f"n{i}")) for i in range(50))
