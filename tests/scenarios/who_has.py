"""Who answers behind a relay: a Ping to an outlet that only one node has. Usage: who_has.py PORT RELAY OUTLET...
Prints the outlets that answered, or `nobody`. Each owner of a relay is given an outlet of its own name."""
import socket, struct, sys


def head(major, n):
    return bytes([major << 5 | n]) if n < 24 else bytes([major << 5 | 24, n])


def route(hops):
    return head(4, len(hops)) + b"".join(b"\x82\x00" + head(2, len(h)) + h for h in hops)


def answers(port, relay, outlet):
    body = b"\x83" + route([b"forward_to_" + relay.encode(), outlet.encode()]) + route([b"me"]) + head(2, 1) + b"\x00"
    with socket.create_connection(("127.0.0.1", port), 5) as link:
        link.settimeout(0.7)
        link.sendall(b"\x01" + struct.pack(">I", len(body)) + body)
        taken = b""
        try:
            while len(taken) < 6:
                more = link.recv(65536)
                if not more:
                    return False
                taken += more
        except TimeoutError:
            return False
        return True


port, relay = int(sys.argv[1]), sys.argv[2]
print(*[o for o in sys.argv[3:] if answers(port, relay, o)] or ["nobody"])
