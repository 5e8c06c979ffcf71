"""What must hold of streams and nodes while and after things broke at random, and whether it did."""
import os
import time

import fault_rules
import figures

HELD_S = 30  # a client that comes while there is no way may wait for one, and then for the far end
SETTLE_S = 40  # in which what is left of streams and routes must go, once the streams have waited for another way
DESCRIPTORS_MORE, KB_MORE = 8, 24 * 1024  # than after the warm-up: routes in another state, freed memory in pieces


def judge(parts, excuses, goes_on=False):
    """Of what both ends saw: {how it ended: how many}, and what must not be."""
    every = [(side, r) for streams in parts for side, records in streams.items() for r in records]
    ended, problems, longest = {}, [], 0.0
    for side, record in every:
        silence = fault_rules.silence(record, excuses[side])
        longest = max(longest, silence)
        ended[record["how"]] = ended.get(record["how"], 0) + 1
        allowed = fault_rules.hung_after(goes_on, side) + (HELD_S if record["first"] is None else 0)
        if record["how"] == "wrong":
            problems.append(f"wrong bytes at the {side}'s end of stream {record['number']} ({record['group']})")
        if silence > allowed or record["how"] == "open":
            problems.append(f"the {side}'s end of stream {record['number']} ({record['group']}) hung: {silence:.1f} s, "
                            f"{record['received']} B received, {record['sent']} sent, then {record['how']}")
    return {"ends": len(every), "ended": ended, "silence_s": longest, "problems": problems,
            "bytes": sum(record["received"] for _, record in every)}


def settle(before, holdings, starts, found, goes_on=False):
    """Waits until nodes hold as much as before, at most SETTLE_S. Memory of sanitizers is no measure."""
    end = time.monotonic() + SETTLE_S + (fault_rules.PATIENCE_S["server"] if goes_on else 0)
    more = DESCRIPTORS_MORE
    after = holdings()
    while any(now[1] > before[name][1] + more for name, now in after.items()) and time.monotonic() < end:
        time.sleep(0.5)
        after = holdings()
    found["nodes"] = {name: {"starts": starts[name], "kb": (before[name][0], now[0]),
                             "descriptors": (before[name][1], now[1])} for name, now in after.items()}
    for name, (kb, descriptors) in after.items():
        if descriptors > before[name][1] + more:
            found["problems"].append(f"{name} has {descriptors} descriptors, and {before[name][1]} before")
        if kb > before[name][0] + KB_MORE and not os.environ.get("SANITIZED"):
            found["problems"].append(f"{name} has {kb} kB, and {before[name][0]} before")


def show(found):
    lines = []
    if "nodes" in found:
        how = ", ".join(f"{count} {what}" for what, count in sorted(found["ended"].items()))
        lines += [f"{found['ends']} ends of streams, {found['bytes'] / 1e6:.0f} MB compared: {how}",
                  f"longest silence {found['silence_s']:.1f} s; everything worked {found['works_after_s']:.1f} s after "
                  "the last strike",
                  figures.table(["node on", "starts", "kB before", "kB after", "descriptors before", "after"],
                                [[name, each["starts"], *map(str, each["kb"]), *map(str, each["descriptors"])]
                                 for name, each in found["nodes"].items()])]
    return "\n".join([*lines, *found["problems"], "FAILED" if found["problems"] else "all holds"])
