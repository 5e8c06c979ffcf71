"""What must hold of streams when something breaks, and whether it did."""

DETECTION_S, MARGIN_S = 25, 5  # in which a way that is dead is found out, docs/operations.md; for a busy machine
RECOVERY_S = 5  # after the way is there again, until new connections work and go on working
UNTOUCHED_S = 3  # silence of streams elsewhere: a chunk comes at least every half second


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


def excused(role, fault, began, back):
    """{side: periods} in which a stopped process held its ends of the streams."""
    stopped = [(began, back)] if fault.startswith("stop") else []
    return {"client": stopped if role == "inlet" else [], "server": stopped if role == "outlet" else []}


def judge(role, fault, streams, began, back):
    excuses = excused(role, fault, began, back)
    every = [(r, silence(r, excuses[side])) for side, records in streams.items() for r in records]
    clients = [r for r in streams["client"] if r["group"] == "portal"]
    other = [r for r in streams["client"] if r["group"] == "other"]
    probes = [r for r in streams["client"] if r["group"] == "portal probe"]
    live = [r for r in clients if r["began"] < began < r["ended"] and r["first"]]
    broken = [r for r in live if broke_off(r, began)]
    found = {
        "seconds": back - began, "streams": len(streams["client"]), "live": len(live),
        "bytes": sum(r["received"] for records in streams.values() for r in records),
        "closed": len(broken), "closed_by_eof": sum(r["how"] == "eof" for r in broken),
        "closed_after_s": max((r["ended"] - began for r in broken), default=None),
        "silence_s": max(s for _, s in every),
        "wrong": sum(r["how"] == "wrong" for r, _ in every),
        "hung": sum(s > DETECTION_S + MARGIN_S or r["how"] == "open" for r, s in every),
        "recovery_s": recovery(probes, back),
        "other_live": sum(r["began"] < began < r["ended"] for r in other),
        "other_closed": sum(broke_off(r, began) or r["first"] is None for r in other),
        "other_silence_s": max(silence(r, []) for r in other),
    }
    return {**found, "broken": promises_broken(fault, found)}


def promises_broken(fault, found):
    within = RECOVERY_S + (DETECTION_S if fault == "hole" else 0)
    late = found["recovery_s"] is None or found["recovery_s"] > within
    return [text for is_broken, text in (
        (found["wrong"], f"{found['wrong']} streams got wrong bytes"),
        (found["hung"], f"{found['hung']} streams hung"),
        (late, f"new connections did not work within {within} s"),
        (found["other_closed"], f"{found['other_closed']} streams elsewhere broke off"),
        (found["other_silence_s"] > UNTOUCHED_S, f"a stream elsewhere stood for {found['other_silence_s']:.1f} s"),
    ) if is_broken]
