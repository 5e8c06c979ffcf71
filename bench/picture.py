"""Bars of how well each product does beside ours."""
from html import escape

import figures
import peers
from products import PEERS

COLOURS = dict(zip(["ours", *PEERS], ["#2f81f7", "#d29922", "#8b949e", "#a371f7", "#57ab5a", "#e5534b"]))
LEFT, SCALE, ROW = 290, 380, 14
STYLE = """text { font: 11px sans-serif; fill: #57606a } .name { font-size: 13px; fill: #1f2328 }
@media (prefers-color-scheme: dark) { text { fill: #9da7b3 } .name { fill: #e6edf3 } }"""


def pictured():
    return [figure.name for figure in (*(figures.bulk(n, "up")[0] for n in (1, 16)), figures.bulk(1, "up")[1],
                                       figures.pingpong(1)[1], figures.pingpong(64)[0], figures.CONNECTIONS[0],
                                       figures.IDLE[0])]


def svg(run):
    """Of costs the inverse, so that longer is always better. What is far longer than ours is cut."""
    products = [p for p in COLOURS if run["versions"].get(p) is not None]
    top, lines = 46, []
    for name in pictured():
        row = run["medians"][name]
        lines.append(f'<text x="0" y="{top + 12}" class="name">{escape(name)}</text>')
        for product in products:
            if product in row and row.get("ours"):
                ratio = row[product] / row["ours"]
                ratio = ratio if peers.BETTER[name] else 1 / max(ratio, 1e-9)
                length = max(1.0, min(ratio, 1.4) * SCALE)
                lines.append(f'<rect x="{LEFT}" y="{top}" width="{length:.0f}" height="11" rx="2" '
                             f'fill="{COLOURS[product]}"/>')
                lines.append(f'<text x="{LEFT + length + 6:.0f}" y="{top + 10}">{ratio:.2f} {product}</text>')
            top += ROW
        top += 12
    heading = (f"Beside ours = 1; longer is better. Encrypted, all on {run['cores']} cores, medians of {run['rounds']} "
               "rounds.")
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {top}" width="960" height="{top}">',
                      f"<style>{STYLE}</style>", f'<text x="0" y="18" class="name">{heading}</text>', *lines,
                      "</svg>", ""])
