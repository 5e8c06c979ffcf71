"""Who may include whom. A room includes from the rooms below it; a folder of a room from those that stand above it in
the room's folders.txt, and from itself. No file includes itself round a circle, and no folder is larger than a look.
Usage: rooms.py [ROOT]; prints what the house looks like, and fails naming what is wrong."""
import pathlib
import re
import sys

ROOMS = ["wire", "config", "transports", "channels", "actors", "cli", "node"]  # lowest first
FILES_MAX = 20  # in a folder: what a person takes in at one look
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def folders_of(root, room):
    """The folders of a room with what is in them, lowest first."""
    lines = (root / room / "folders.txt").read_text().splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#"))


def includes_of(root):
    """The files of all rooms, each with what it includes."""
    sources = [path for room in ROOMS for path in sorted((root / room).rglob("*.[ch]pp"))]
    return {str(path.relative_to(root)): INCLUDE.findall(path.read_text()) for path in sources}


def folder_of(path):
    """(room, folder) of a file below the root."""
    room, *rest = path.split("/")
    return room, rest[0] if len(rest) > 1 else "."


def place(path, order):
    """(rank of the room, rank of the folder) of a file below the root; of a folder without a rank, the last one."""
    room, folder = folder_of(path)
    return ROOMS.index(room), order[room].index(folder) if folder in order[room] else len(order[room])


def circles(graph):
    """Each circle of includes, as the files on it."""
    state, found = {}, []
    for start in graph:
        if start in state:
            continue
        trail, stack = [], [(start, iter(graph[start]))]
        state[start] = "open"
        trail.append(start)
        while stack:
            node, following = stack[-1]
            for after in following:
                if state.get(after) == "open":
                    found.append(trail[trail.index(after):] + [after])
                elif after not in state:
                    state[after] = "open"
                    trail.append(after)
                    stack.append((after, iter(graph[after])))
                    break
            else:
                stack.pop()
                trail.pop()
                state[node] = "done"
    return found


def main(root):
    order = {room: list(folders_of(root, room)) for room in ROOMS}
    sources, wrong = includes_of(root), []
    graph, upward, counts = {}, 0, {}
    for path, all_included in sources.items():
        room, folder = folder_of(path)
        if folder not in order[room]:
            wrong.append(f"{path}: its folder is not in {room}/folders.txt")
        counts.setdefault(pathlib.Path(path).parent, []).append(path)
        graph[path] = []
        for included in all_included:
            if included not in sources:
                wrong.append(f"{path}: includes {included}, which is not there")
                continue
            graph[path].append(included)
            if place(included, order) > place(path, order):
                upward += 1
                wrong.append(f"{path}: includes {included}, which stands above it")
    for room in ROOMS:
        print(f"{room + '/':12}" + "  ".join(
            f"{folder} {len(counts.get(pathlib.Path(room) / folder, []))}" for folder in order[room]))
    for path in (root / "bench").rglob("*.[ch]pp"):  # is no room, and is to be read all the same
        counts.setdefault(path.relative_to(root).parent, []).append(path)
    for folder, files in counts.items():
        if len(files) > FILES_MAX:
            wrong.append(f"{folder}: {len(files)} files, more than {FILES_MAX}")
    round_ways = circles(graph)
    wrong += ["a circle: " + " -> ".join(way) for way in round_ways]
    print(f"{len(sources)} files, {upward} includes upward, {len(round_ways)} circles")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])))
