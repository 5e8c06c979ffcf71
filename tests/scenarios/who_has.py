"""Who answers behind a relay: a Ping to an outlet that only one node has. Usage: who_has.py PORT RELAY OUTLET...
Prints the outlets that answered, or `nobody`. Each owner of a relay is given an outlet of its own name."""
import pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from wire import PING, Link


def answers(port, relay, outlet):
    link = Link(("127.0.0.1", port))
    link.send(["forward_to_" + relay, outlet], ["me"], PING)
    answered = link.heard(0.7)
    link.close()
    return answered is not None


port, relay = int(sys.argv[1]), sys.argv[2]
print(*[o for o in sys.argv[3:] if answers(port, relay, o)] or ["nobody"])
