"""What must hold while somebody attacks, and a line of the table."""
STAYS = ("echo", "relay", "channel", "stream")  # one that is lost is one too many
NEW = ("fresh", "new_stream", "registration", "request", "probe")
SUCCESS_MIN = 0.99      # of new connections, streams and questions
AGAIN_MAX = 1.05        # memory after the second run, of that after the first
AGAIN_NOISE_MB = 2      # what an allocator may keep by chance
ABOVE_IDLE_MAX_MB = 64
LOG_RATE_MAX = 1024     # bytes a second
LOG_BURST = 64 * 1024   # at once, config: log_bytes_burst
SLOWER_MAX, SLOW_MS = 3, 10

HEAD = ("| attack | node | sent | node did | p99 ms before → during: echo, relay, new link, new stream | served of new | "
        "RSS MB idle / peak / after 1 / after 2 | log B/s | CPU % | broken |\n" + "|---" * 10 + "|")


def of(one, phase, kind): return one["honest"].get(phase, {}).get(kind) or [0, 0, None, None, None]


def wrong(one, asked):
    """Sentences; none if all promises were kept. A connection that began in an attack may fail after it, so both count."""
    out = [] if one["alive"] else ["the node is gone"]
    for kind in STAYS:
        lost = sum(of(one, phase, kind)[0] - of(one, phase, kind)[1] for phase in ("attack", "after"))
        if lost:
            out.append(f"an honest {kind} was lost {lost} times")
    for kind in NEW:
        tries, good = (sum(of(one, phase, kind)[i] for phase in ("attack", "after")) for i in (0, 1))
        if tries and good < SUCCESS_MIN * tries and tries - good > (0 if tries < 100 else 1):
            out.append(f"{tries - good} of {tries} honest {kind} failed")
    first, second = one["rss_mb"]
    if not (asked.sanitized or asked.short) and second > AGAIN_MAX * first and second > first + AGAIN_NOISE_MB:
        out.append(f"memory grows: {first:.1f}, then {second:.1f} MB")
    if not asked.sanitized and second > one["idle_mb"] + ABOVE_IDLE_MAX_MB:
        out.append(f"{second - one['idle_mb']:.0f} MB stay")
    if one["log_bytes"] > LOG_BURST + LOG_RATE_MAX * one["seconds"]:
        out.append(f"{one['log_bytes']} bytes of log in {one['seconds']:.0f} s")
    if asked.timed:
        for kind in STAYS + NEW:
            quiet, during = of(one, "quiet", kind)[3], of(one, "attack", kind)[3]
            if quiet and during and during > max(SLOWER_MAX * quiet, SLOW_MS):
                out.append(f"{kind} p99 {quiet} → {during} ms")
    out += [said["said"] for said in one["sent"] if said.get("said", "").isupper() or "attacker" in said.get("said", "")]
    return out


def amount(n): return f"{n / 1e6:.1f} MB" if n >= 1e6 else f"{n / 1e3:.0f} KB"


def row(one, broken):
    sent = "; and ".join(f"{amount(said.get('bytes', 0))} in {said.get('frames', 0)} frames, {said.get('links', 0)} links; {said['said']}"
                         for said in one["sent"])
    did = ", ".join(f"{k} {v}" for k, v in sorted(one["did"].items(), key=lambda each: -each[1])[:4]) or "–"
    times = ", ".join(f"{of(one, 'quiet', kind)[3]} → {of(one, 'attack', kind)[3]}" for kind in ("echo", "relay", "fresh", "new_stream"))
    served = ", ".join(f"{kind} {of(one, 'attack', kind)[1]}/{of(one, 'attack', kind)[0]}" for kind in NEW if of(one, "attack", kind)[0])
    memory = " / ".join(f"{mb:.0f}" for mb in (one["idle_mb"], one["peak_mb"], *one["rss_mb"]))
    return (f"| {one['attack']} | {one['role']} | {sent} | {did} | {times} | {served} | {memory} | "
            f"{one['log_bytes'] / one['seconds']:.0f} | {100 * one['cpu']:.0f} | {'; '.join(broken) or '–'} |")
