#!/usr/bin/env python3
"""Begins handshakes with a node's listener `api` and never finishes one.
Usage: handshake_flood.py PORT COUNT LINKS WINDOW
At most WINDOW first messages wait for their answers at a time (0: no limit). Prints `sent` once all left, then waits
for its input to end, then prints how many were answered."""
import os
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "assault"))
from wire import Link, frame  # noqa: E402


def take_answers(link):
    global answered
    try:
        while True:
            link.receive(None)
            with room:
                answered += 1
                room.notify()
    except (EOFError, OSError):
        pass


port, count, links, window = (int(word) for word in sys.argv[1:5])
answered, room, open_links = 0, threading.Condition(), []
for i in range(links):
    link = Link(("127.0.0.1", port), timeout=None)
    threading.Thread(target=take_answers, args=(link,), daemon=True).start()
    open_links.append(link)
for number in range(count):
    with room:
        room.wait_for(lambda: window == 0 or number < answered + window, timeout=60)
    open_links[number % links].raw(frame(["api"], [f"flood{number:06}"], os.urandom(32)))
print("sent", flush=True)
sys.stdin.read()
print(answered, flush=True)
