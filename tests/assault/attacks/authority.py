"""Questions to a project's authority by people that it does not know."""
import os

from attack import attack, in_turn
from cbor import bare, octets, table
from wire import frame, request


def strangers(target, pace, people):
    def guess(channel, i): channel.send(["enrollment_token_acceptor"], ["asked"], request(table(_1=octets(os.urandom(32)))))
    sent = in_turn(pace, target.channels(people, 64, pace, timeout=5), guess)
    return f"{sent} bad tickets in {people} channels"


@attack(roles=("project",))
def bad_tickets(target, pace): return strangers(target, pace, 70)


@attack(roles=("project",))
def tickets_and_registrations(target, pace):
    blob = b"".join(frame(["static_forwarding_service"], ["r"], bare(f"n{i}")) for i in range(50))
    other, count = target.link(200), 0
    channels = target.channels(20, 20, pace, timeout=5)
    while pace.rest():
        try:
            other.raw(blob, frames=50)
            for channel in channels:
                channel.send(["credential_issuer"], ["asked"], request())
                count += 1
        except OSError:
            other = target.link(200 + count % 50)
    return f"{count} requests for credentials beside registrations"
