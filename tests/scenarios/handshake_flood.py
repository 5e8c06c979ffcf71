#!/usr/bin/env python3
"""Begins handshakes with a node's listener `api` and never finishes one.
Usage: handshake_flood.py PORT COUNT LINKS WINDOW
At most WINDOW first messages wait for their answers at a time (0: no limit). Prints `sent` once all left, then waits
for its input to end, then prints how many were answered."""
import os
import socket
import struct
import sys
import threading


def address(name):
    return b"\x82\x00" + bytes([0x40 + len(name)]) + name


def first_message(number):
    back = b"flood%06d" % number
    body = b"\x83\x81" + address(b"api") + b"\x81" + address(back) + b"\x58\x20" + os.urandom(32)
    return struct.pack(">I", len(body)) + body


def exactly(link, size):
    data = b""
    while len(data) < size:
        part = link.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def take_answers(link):
    global answered
    try:
        exactly(link, 1)  # the version
        while True:
            exactly(link, struct.unpack(">I", exactly(link, 4))[0])
            with room:
                answered += 1
                room.notify()
    except (EOFError, OSError):
        pass


port, count, links, window = (int(word) for word in sys.argv[1:5])
answered, room, open_links = 0, threading.Condition(), []
for i in range(links):
    link = socket.create_connection(("127.0.0.1", port))
    link.sendall(b"\x01")
    threading.Thread(target=take_answers, args=(link,), daemon=True).start()
    open_links.append(link)
for number in range(count):
    with room:
        room.wait_for(lambda: window == 0 or number < answered + window, timeout=60)
    open_links[number % links].sendall(first_message(number))
print("sent", flush=True)
sys.stdin.read()
print(answered, flush=True)
