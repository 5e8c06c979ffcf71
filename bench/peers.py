"""Makes of the samples of bench/peers.sh: a table on stdout, one JSON file with all of it, and a picture.
Usage: python3 peers.py SAMPLES JSON SVG"""
import json
import statistics
import sys
from html import escape

# name, load, how to read it off a sample, whether more is better
FIGURES = [
    ("bulk up, 1 connection, MB/s", "bulk --conns 1", lambda s: s["MBps"], True),
    ("bulk down, 1 connection, MB/s", "bulk --conns 1 --dir down", lambda s: s["MBps"], True),
    ("bulk up, 16 connections, MB/s", "bulk --conns 16", lambda s: s["MBps"], True),
    ("bulk down, 16 connections, MB/s", "bulk --conns 16 --dir down", lambda s: s["MBps"], True),
    ("CPU s/GB, bulk up, 1 connection", "bulk --conns 1", lambda s: s["cpu_s_per_GB"], False),
    ("CPU s/GB, bulk down, 1 connection", "bulk --conns 1 --dir down", lambda s: s["cpu_s_per_GB"], False),
    ("CPU s/GB, bulk up, 16 connections", "bulk --conns 16", lambda s: s["cpu_s_per_GB"], False),
    ("64 B ping-pong, 1 connection, p50 µs", "pingpong --conns 1", lambda s: s["p50_us"], False),
    ("64 B ping-pong, 1 connection, p99 µs", "pingpong --conns 1", lambda s: s["p99_us"], False),
    ("64 B ping-pong, 64 connections, req/s", "pingpong --conns 64", lambda s: s["per_s"], True),
    ("64 B ping-pong, 64 connections, p99 µs", "pingpong --conns 64", lambda s: s["p99_us"], False),
    ("connections/s", "connrate --conns 8", lambda s: s["per_s"], True),
    ("KB per idle connection, all processes", "idle --conns 200", lambda s: sum(s["rss_kb_per_conn"]), False),
    ("MB of all processes, idle", "idle --conns 200", lambda s: sum(s["rss_before_kb"]) / 1024, False),
]
PICTURED = ["bulk up, 1 connection, MB/s", "bulk up, 16 connections, MB/s", "CPU s/GB, bulk up, 1 connection",
            "64 B ping-pong, 1 connection, p50 µs", "64 B ping-pong, 64 connections, req/s", "connections/s",
            "KB per idle connection, all processes"]
ENCRYPTED = ["ours", "ockam-rs", "rathole", "chisel", "frp", "ssh"]


def medians(samples, products):
    """{figure: {product: median}}, of the samples that went well; absent where there is none. Nothing in between has
    no processes, and so no figures of them."""
    out = {}
    for name, load, read, _ in FIGURES:
        row = out[name] = {}
        for product in products:
            values = [read(s["sample"]) for s in samples
                      if s["product"] == product and s["load"] == load and s["sample"]["ok"]]
            if values and not (product == "direct" and any(word in name for word in ("CPU", "processes"))):
                row[product] = statistics.median(values)
    return out


def table(run):
    products = [p for p, version in run["versions"].items() if version is not None]
    others = [p for p in products if p != "ours"]
    print("| median of ours, the others as multiples of it | ours | " + " | ".join(others) + " |")
    print("|---" * (len(others) + 2) + "|")
    for name, row in run["medians"].items():
        base = row.get("ours")
        cells = [f"{row[p] / base:.2f}" if p in row and base else "-" for p in others]
        print(f"| {name} | {base:.4g} | " + " | ".join(cells) + " |" if base else f"| {name} | failed |")
    cost = run["medians"]["CPU s/GB, bulk up, 1 connection"]
    if "clear" in cost and "two-nodes" in cost:
        print(f"\none relay hop in clear: {cost['clear'] - cost['two-nodes']:.3f} CPU s/GB")
    absent = [p for p, version in run["versions"].items() if version is None]
    if absent:
        print("absent:", ", ".join(absent))
    failed = sorted({f"{s['product']} ({s['load']})" for s in run["samples"] if not s["sample"]["ok"]})
    if failed:
        print("failed at least once:", ", ".join(failed))


def picture(run):
    """Bars of how well each product does beside ours; of costs the inverse, so that longer is always better."""
    products = [p for p in ENCRYPTED if run["versions"].get(p)]
    colours = dict(zip(ENCRYPTED, ["#2f81f7", "#d29922", "#8b949e", "#a371f7", "#57ab5a", "#e5534b"]))
    better = {name: more for name, _, _, more in FIGURES}
    left, scale, top, lines = 290, 380, 46, []
    for name in PICTURED:
        row = run["medians"][name]
        lines.append(f'<text x="0" y="{top + 12}" class="name">{escape(name)}</text>')
        for product in products:
            if product in row and row.get("ours"):
                ratio = row[product] / row["ours"]
                ratio = ratio if better[name] else 1 / max(ratio, 1e-9)
                length = max(1.0, min(ratio, 1.4) * scale)
                lines.append(f'<rect x="{left}" y="{top}" width="{length:.0f}" height="11" rx="2" '
                             f'fill="{colours[product]}"/>')
                lines.append(f'<text x="{left + length + 6:.0f}" y="{top + 10}">{ratio:.2f} {product}</text>')
            top += 14
        top += 12
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {top}" width="960" height="{top}">
<style>text {{ font: 11px sans-serif; fill: #57606a }} .name {{ font-size: 13px; fill: #1f2328 }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #9da7b3 }} .name {{ fill: #e6edf3 }} }}</style>
<text x="0" y="18" class="name">Beside ours = 1; longer is better. Encrypted, all on {run["cores"]} cores, \
medians of {run["rounds"]} rounds.</text>
{chr(10).join(lines)}
</svg>
"""


def main(samples_path, json_path, svg_path):
    with open(samples_path, encoding="utf-8") as lines:
        run, *samples = [json.loads(line) for line in lines]
    run["medians"] = medians(samples, run["versions"])
    run["samples"] = samples
    with open(json_path, "w", encoding="utf-8") as out:
        json.dump(run, out, indent=1, ensure_ascii=False)
    with open(svg_path, "w", encoding="utf-8") as out:
        out.write(picture(run))
    table(run)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
