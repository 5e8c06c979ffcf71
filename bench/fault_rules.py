"""What must hold of streams when something breaks, and whether it did."""
from dataclasses import dataclass, field

DETECTION_S, MARGIN_S = 25, 5  # in which a way that is dead is found out, docs/operations.md; for a busy machine
# The same for a stream whose bytes are under way: an inlet asks for all of its streams by that route when one of them
# finds nobody. An outlet's end may have said all and wait for the client's bytes only, and pings find out.
FOUND_S = {"client": 5, "server": DETECTION_S}
PATIENCE_S = {"client": 60, "server": 75}  # for which a stream waits for another way at its inlet, its outlet
RECOVERY_S = 5  # after the way is there again, until new connections work and go on working
UNTOUCHED_S = 3  # silence of streams elsewhere: a chunk comes at least every half second

# {(role, fault): silence}: so long at most are streams silent that must all survive, seconds from the beginning.
RELAYS = ("relay", "project")
SURVIVES = {**{(role, fault): seconds for role in RELAYS for fault, seconds in
               (("kill", 7), ("restart", 2), ("stop5", 7), ("stop30", 32), ("hole", 42))},
            **{("relays", fault): 6 for fault in ("kill", "stop30", "hole")},
            ("inlet", "hole"): 42, ("outlet", "hole"): 42, ("inlet", "stop5"): 7, ("outlet", "stop5"): 7}
# Those that must all end, and why is said at the inlet's end.
ENDS = {(role, "stop120"): "no_way" for role in RELAYS} | {("outlet", "kill"): "unknown_there"}


@dataclass(frozen=True)
class Fault:
    """What happened: from `began` until the way was there again at `back`, seconds of the monotonic clock."""
    role: str
    kind: str
    began: float
    back: float
    goes_on: bool = False  # whether streams of these nodes go on over another way
    reasons: dict = field(default_factory=dict)  # {"inlet", "outlet": {reason: streams that ended for it}}


def hung_after(goes_on, side="server"):
    """Silence of a stream that is neither resumed nor ended, and should be: it hangs."""
    return (PATIENCE_S[side] + FOUND_S[side] if goes_on else DETECTION_S) + MARGIN_S


def overlap(one, other):
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def silence(record, excused):
    """The longest time without a byte, but for periods of `excused`: nobody can close what a stopped process holds."""
    return max((end - begin - sum(overlap((begin, end), each) for each in excused)
                for begin, end in record["silences"]), default=0)


def recovery(probes, back):
    """Seconds from `back` until new connections worked, and none failed from then on; None if they never did."""
    good = [p for p in probes if p["how"] == "done" and p["ended"] >= back]
    if not good:
        return None
    first = min(p["ended"] for p in good)
    bad = [p["ended"] for p in probes if p["began"] >= back and
           (p["how"] != "done" or p["began"] > first and p["ended"] - p["began"] > RECOVERY_S)]
    last = max(bad, default=first)
    return max(first, last) - back if any(p["ended"] >= last for p in good) else None


def broke_off(record, since):
    return record["how"] in ("reset", "eof") and record["first"] is not None and record["ended"] >= since


def excused(fault):
    """{side: periods} in which a stopped process held its ends of the streams."""
    stopped = [(fault.began, fault.back)] if fault.kind.startswith("stop") else []
    return {"client": stopped if fault.role == "inlet" else [], "server": stopped if fault.role == "outlet" else []}


def hangs(side, record, silent_s, goes_on):
    return silent_s > hung_after(goes_on, side) or record["how"] == "open"


def served_twice(records):
    """Streams that more than one connection was made for at the server."""
    numbers = [r["number"] for r in records if r["number"]]
    return len(numbers) - len(set(numbers))


def survivors(live, every):
    """Those that lived on, and the longest silence of their ends."""
    left = {r["number"] for r in live if r["how"] != "reset" and r["how"] != "eof"}
    return left, max((s for _, r, s in every if r["number"] in left), default=0)


def judge(fault, streams):
    excuses = excused(fault)
    every = [(side, r, silence(r, excuses[side])) for side, records in streams.items() for r in records]
    clients = [r for r in streams["client"] if r["group"] == "portal"]
    other = [r for r in streams["client"] if r["group"] == "other"]
    probes = [r for r in streams["client"] if r["group"] == "portal probe"]
    live = [r for r in clients if r["began"] < fault.began < r["ended"] and r["first"]]
    broken = [r for r in live if broke_off(r, fault.began)]
    survived, their_silence_s = survivors(live, every)
    found = {
        "seconds": fault.back - fault.began, "streams": len(streams["client"]), "live": len(live),
        "goes_on": fault.goes_on, "reasons": fault.reasons,
        "bytes": sum(r["received"] for records in streams.values() for r in records),
        "closed": len(broken), "closed_by_eof": sum(r["how"] == "eof" for r in broken),
        "closed_after_s": max((r["ended"] - fault.began for r in broken), default=None),
        "survived": len(survived), "survivors_silence_s": their_silence_s,
        "silence_s": max(s for _, _, s in every),
        "wrong": sum(r["how"] == "wrong" for _, r, _ in every),
        "hung": sum(hangs(side, r, s, fault.goes_on) for side, r, s in every),
        "served_twice": served_twice(streams["server"]),
        "recovery_s": recovery(probes, fault.back),
        "other_live": sum(r["began"] < fault.began < r["ended"] for r in other),
        "other_closed": sum(broke_off(r, fault.began) or r["first"] is None for r in other),
        "other_silence_s": max(silence(r, []) for r in other),
    }
    broken = promises_broken(fault, found) + (survival_broken(fault, found) if fault.goes_on else [])
    return {**found, "broken": broken}


def promises_broken(fault, found):
    within = RECOVERY_S + (DETECTION_S if fault.kind == "hole" else 0)
    late = found["recovery_s"] is None or found["recovery_s"] > within
    return [text for is_broken, text in (
        (found["wrong"], f"{found['wrong']} streams got wrong bytes"),
        (found["hung"], f"{found['hung']} streams hung"),
        (found["closed_by_eof"], f"{found['closed_by_eof']} streams ended as if they were whole"),
        (found["served_twice"], f"{found['served_twice']} streams were served twice"),
        (late, f"new connections did not work within {within} s"),
        (found["other_closed"], f"{found['other_closed']} streams elsewhere broke off"),
        (found["other_silence_s"] > UNTOUCHED_S, f"a stream elsewhere stood for {found['other_silence_s']:.1f} s"),
    ) if is_broken]


def survival_broken(fault, found):
    """Of nodes whose streams go on over another way."""
    out, what = [], (fault.role, fault.kind)
    if what in SURVIVES:
        if found["closed"]:
            out.append(f"{found['closed']} streams did not go on")
        if found["survivors_silence_s"] > SURVIVES[what]:
            out.append(f"they stood for {found['survivors_silence_s']:.1f} s, not {SURVIVES[what]} at most")
    if what in ENDS:
        if found["closed"] < found["live"]:
            out.append(f"{found['live'] - found['closed']} streams did not end")
        said = fault.reasons.get("inlet", {}).get(ENDS[what], 0)
        if said < found["closed"]:
            out.append(f"only of {said} streams the inlet says {ENDS[what]}")
    return out
