"""What nodes say of streams that go on over another way when theirs is lost; nothing, if they do not know how."""
from scale import Control

PORTALS = ("tcp_inlets", "tcp_outlets")
COUNTS = ("streams_detached", "streams_resumed", "streams_lost")


def portals(machine, node):
    """All of a node, as its control socket tells of them."""
    told = Control(machine, node).ask("GET", "/v1/node")
    return [each for kind in PORTALS for each in told.get(kind, [])]


def goes_on(machine, node):
    """Whether streams of this node go on over another way."""
    return any("streams_resumed" in each for each in portals(machine, node))


def counts(machine, node):
    """{what: how many}, of all portals together."""
    return {what: sum(each.get(what, 0) for each in portals(machine, node)) for what in COUNTS}


def kept(machine, node):
    """Bytes that it keeps because the far end has not said that it has them."""
    return sum(sample["value"] for family in Control(machine, node).ask("GET", "/v1/metrics")
               if family["name"] == "ockam_resend_kept_bytes" for sample in family["samples"])


def reasons(machine, node):
    """{reason: how many} of the streams that lost their way for good, since the node's start."""
    out = {}
    for each in portals(machine, node):
        for reason, count in each.get("streams_lost_by", {}).items():
            out[reason] = out.get(reason, 0) + count
    return out
