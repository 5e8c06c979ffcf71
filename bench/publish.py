"""Puts the figures of the last run where people read them: the table in README.md, docs/measured.md with all of them,
and the picture docs/peers.svg. Usage: publish.py DIRECTORY, with the JSON files that script/bench wrote there"""
import pathlib
import re
import sys

import figures
import latency
import peers
import picture
import portal
import scale
from products import PEERS

ROOT = pathlib.Path(__file__).resolve().parent.parent
IN_README = [*(figures.bulk(n, way)[0] for n in (1, 16) for way in ("up", "down")), figures.bulk(1, "up")[1],
             figures.pingpong(1)[1], *figures.pingpong(64)[::2], figures.CONNECTIONS[0], *figures.IDLE]


def circumstances(run):
    rounds = f", {run['rounds']} rounds of {run['seconds_per_load']:g} s" if "rounds" in run else ""
    vaes = "with" if run["vaes"] else "without"
    return (f"{run['date'][:10]}, commit {run['commit']}, {run['cores']} cores ({run['cpu']}, {vaes} VAES), Linux "
            f"{run['kernel']}, {run['congestion_control']}, load before it {run['load_before']:.1f}{rounds}")


def readme_table(run):
    chosen = {**run, "medians": {f.name: run["medians"][f.name] for f in IN_README}}
    held = [t["verdict"] for t in run["targets"]]
    return "\n".join([peers.show_products(chosen, ["ours", *PEERS]), "",
                      f"From {circumstances(run)}. Of {len(held)} promises {held.count('holds')} hold, "
                      f"{held.count('MISSED')} are missed and {held.count('not measured')} were not measured: "
                      "[all figures](docs/measured.md)."])


def replace_between_marks(path, text):
    """The marks are comments of Markdown and stay."""
    begin, end = "<!-- script/bench publish -->", "<!-- end of script/bench publish -->"
    old = path.read_text(encoding="utf-8")
    new, count = re.subn(f"{begin}\n.*?{end}", lambda _: f"{begin}\n{text}\n{end}", old, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path} has no place for the figures: {begin}")
    path.write_text(new, encoding="utf-8")


def sections(directory):
    """(heading, run, table) of each part that was run."""
    for part, heading, show in (
            ("peers", "What is promised", peers.show_targets),
            ("peers", "Beside other products", lambda run: peers.show_products(run, run["versions"])),
            ("peers", "Beside the floor", peers.show_floor),
            ("portal", "The product alone", portal.show),
            ("latency", "Links with latency", latency.show),
            ("scale", "Many of everything", scale.show)):
        path = directory / f"{part}.json"
        if path.exists():
            run = figures.read(path)
            yield heading, run, show(run)


def main(directory):
    directory = pathlib.Path(directory)
    text = ("# Measured\n\nWritten by `script/bench publish`; [measuring.md](measuring.md) says how each figure is "
            "made.\n")
    for heading, run, table in sections(directory):
        text += f"\n## {heading}\n\n{circumstances(run)}.\n\n{table}\n"
    (ROOT / "docs/measured.md").write_text(text, encoding="utf-8")
    if (directory / "peers.json").exists():
        run = figures.read(directory / "peers.json")
        replace_between_marks(ROOT / "README.md", readme_table(run))
        (ROOT / "docs/peers.svg").write_text(picture.svg(run), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
