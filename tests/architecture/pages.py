"""docs/pages.md says of a page and a date that it passes exactly where tests/scenarios/pages/ types its lines, and its sum is
that of its table.
Usage: pages.py [ROOT]; fails naming what is said and not typed, or typed and not said."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
text = (root / "docs/pages.md").read_text()
head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
cells = {(name.group(1), date): cell for row in rows if (name := re.match(r"`(\w+)`", row[0]))
         for date, cell in zip(head[1:], row[1:]) if cell}
said = {where for where, cell in cells.items() if cell == "passes"}
typed = {(file.stem, date) for file in (root / "tests/scenarios/pages").glob("*.sh")
         for line in re.findall(r"^page (.*)$", file.read_text(), re.M) for date in line.split() if date in head}
wrong = [f"{name} of {date} is said to pass, and nothing types it" for name, date in sorted(said - typed)]
wrong += [f"{name} of {date} is typed, and docs/pages.md does not say that it passes" for name, date in sorted(typed - said)]
wrong += [f"{name} of {date} does not pass for a reason that is not there: {cell}" for (name, date), cell in cells.items()
          if cell != "passes" and not re.search(rf"^{cell.removeprefix('not: ')}\. ", text, re.M)]
if f"\n{len(said)} pages of {len(cells)} pass." not in text:
    wrong.append(f"docs/pages.md has another sum than {len(said)} of {len(cells)}")
print(*wrong, sep="\n", end="\n" if wrong else "")
print(f"{len(said)} pages of {len(cells)} pass")
sys.exit(bool(wrong))
