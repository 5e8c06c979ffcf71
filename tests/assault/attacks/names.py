"""An outlet whose target's name nobody answers for."""
import time

from attack import attack
from wire import PING


@attack(roles=("outlet",))
def silent_name_server(target, pace):
    """50 Pings a second to an outlet whose name server is silent; honest streams go to another name."""
    link, sent = target.link(), 0
    while pace.rest():
        link.send(["unnamed"], [f"i{sent}"], PING)
        sent += 1
        time.sleep(0.02)
    return f"{sent} Pings"


@attack(roles=("outlet",))
def silent_target(target, pace):
    """200 Pings a second to an outlet whose target does not answer."""
    link, sent = target.link(), 0
    while pace.rest():
        for _ in range(10):
            link.send(["void"], [f"i{sent}"], PING)
            sent += 1
        time.sleep(0.05)
    return f"{sent} Pings"
