"""What the node counts, as its own user sees it: by the control socket."""
import json
import socket


def answer(path, resource, timeout=10):
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(timeout)
    link.connect(str(path))
    link.sendall(f"GET {resource} HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n".encode())
    came = b""
    while part := link.recv(1 << 16):
        came += part
    return came.split(b"\r\n\r\n", 1)[1]


def samples(path):
    """{name{labels}: value} of /v1/metrics."""
    try:
        families = json.loads(answer(path, "/v1/metrics"))
    except (OSError, ValueError, IndexError):
        return {}
    out = {}
    for family in families:
        for sample in family.get("samples", []):
            labels = ",".join(f"{k}={v}" for k, v in sorted(sample.get("labels", {}).items()))
            out[family["name"] + (f"{{{labels}}}" if labels else "")] = sample.get("value", 0)
    return out


def grown(before, after):
    """What was refused, dropped or ended meanwhile."""
    words = ("refused", "dropped", "ended", "pauses", "failed", "refusals", "given_up")
    more = {k: after[k] - before.get(k, 0) for k in after if any(w in k for w in words)}
    return {k.removeprefix("ockam_").replace("_total", ""): int(v) for k, v in more.items() if v > 0}
