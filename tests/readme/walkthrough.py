"""Runs the console blocks of a Markdown file and compares what they print with what it says.

    $ command          a command; lines that start with "> " continue it
    output             what it must print; a line of "..." stands for any lines

32 hex digits, or I and 64 of them, stand for whatever the program made up; the same digits mean the same thing everywhere in the file,
in commands too.
"""
import re
import socket
import subprocess
import sys
import time

HEX = re.compile(r"\b(?:I[0-9a-f]{64}|[0-9a-f]{32})\b")
MARK = "<<<end of output>>>"


def steps(text):
    """Yields (line number, command, expected lines) of every console block."""
    for block in re.finditer(r"^```console\n(.*?)^```", text, re.M | re.S):
        line = text[: block.start(1)].count("\n") + 1
        current = None
        for row in block.group(1).splitlines():
            if row.startswith("$ "):
                if current:
                    yield current
                current = (line, row[2:], [])
            elif row.startswith("> ") and current and not current[2]:
                current = (current[0], current[1] + "\n" + row[2:], [])
            elif current:
                current[2].append(row)
            line += 1
        if current:
            yield current


def wait_for_server(command):
    """A server that was put into the background is up when its port listens."""
    port = re.search(r"http\.server.*? (\d+) ", command)
    end = time.monotonic() + 10
    while port and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(port.group(1)))) == 0:
                return
        time.sleep(0.02)


def same(expected, actual, names):
    """Compares line by line; learns what the hex names of the text stand for."""
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(same(expected[1:], actual[i:], names) for i in range(len(actual) + 1))
    if not actual:
        return False
    wanted, got = HEX.findall(expected[0]), HEX.findall(actual[0])
    learned = dict(names)
    for text, real in zip(wanted, got):
        if learned.setdefault(text, real) != real:
            return False
    if HEX.sub("?", expected[0].rstrip()) != HEX.sub("?", actual[0].rstrip()):
        return False
    if not same(expected[1:], actual[1:], learned):
        return False
    names.update(learned)
    return True


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    shell = subprocess.Popen(["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    names, count = {}, 0
    for line, command, expected in steps(text):
        for name, real in names.items():
            command = command.replace(name, real)
        shell.stdin.write(f"{command}\necho '{MARK}'\n")
        shell.stdin.flush()
        actual = []
        while (row := shell.stdout.readline()) and not row.endswith(MARK + "\n"):
            if not row.startswith("waiting for "):  # a busy machine
                actual.append(row.rstrip("\n"))
        wait_for_server(command)
        if not same(expected, actual, names):
            print(f"{sys.argv[1]}:{line}: {command}\n--- the text says\n" + "\n".join(expected))
            print("--- it printed\n" + "\n".join(actual))
            return 1
        count += 1
    print(f"{count} commands did what the text says")
    return 0 if count else 1


sys.exit(main())
