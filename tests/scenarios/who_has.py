"""Who answers behind a relay: a Ping to an outlet that only one node has. Usage: who_has.py PORT RELAY OUTLET...
Prints the outlets that answered, or `nobody`. Each owner of a relay is given an outlet of its own name."""
import pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from wire import PING, answers

host, relay = ("127.0.0.1", int(sys.argv[1])), "forward_to_" + sys.argv[2]
print(*[outlet for outlet in sys.argv[3:] if answers(host, [relay, outlet], PING, 0.7)] or ["nobody"])
