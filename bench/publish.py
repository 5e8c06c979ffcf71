"""Puts the figures of the last run where people read them: the table in README.md, docs/measured.md with all of them, and
the picture docs/peers.svg. Usage: publish.py DIRECTORY, with the JSON files that script/bench wrote there"""
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
IN_README = [figures.bulk(1, "up")[0], figures.bulk(1, "down")[0], figures.bulk(16, "up")[0], figures.bulk(16, "down")[0],
             figures.bulk(1, "up")[1], *figures.pingpong(1)[1:2], *figures.pingpong(64)[::2], figures.CONNECTIONS[0],
             *figures.IDLE]


def circumstances(run):
    return (f"{run['date'][:10]}, commit {run['commit']}, {run['cores']} cores ({run['cpu']}, {'with' if run['vaes'] else 'without'} VAES), Linux "
            f"{run['kernel']}, {run['congestion_control']}, load before it {run['load_before']:.1f}")


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
    """(heading, text) of each part that was run."""
    def run_of(part):
        path = directory / f"{part}.json"
        return figures.read(path) if path.exists() else None
    if run := run_of("peers"):
        yield "What is promised", f"{circumstances(run)}. {run['rounds']} rounds of {run['seconds_per_load']} s.\n\n" \
            + peers.show_targets(run)
        yield "Beside other products", peers.show_products(run, run["versions"])
    if run := run_of("portal"):
        yield "The product alone", f"{circumstances(run)}. {run['rounds']} rounds of {run['seconds_per_load']} s.\n\n" \
            + portal.show(run)
    if run := run_of("latency"):
        yield "Links with latency", f"{circumstances(run)}. {run['rounds']} rounds of {run['seconds_per_load']} s, a wire " \
            f"of {run['mbit']:g} Mbit/s.\n\n" + latency.show(run)
    if run := run_of("scale"):
        yield "Many of everything", f"{circumstances(run)}.\n\n" + scale.show(run)


def main(directory):
    directory = pathlib.Path(directory)
    text = "# Measured\n\nWritten by `script/bench publish`; [measuring.md](measuring.md) says how each figure is made.\n"
    for heading, body in sections(directory):
        text += f"\n## {heading}\n\n{body}\n"
    (ROOT / "docs/measured.md").write_text(text, encoding="utf-8")
    if (directory / "peers.json").exists():
        run = figures.read(directory / "peers.json")
        replace_between_marks(ROOT / "README.md", readme_table(run))
        (ROOT / "docs/peers.svg").write_text(picture.svg(run), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
