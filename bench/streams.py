"""Streams through a portal that are compared byte by byte, both ways, and of which each end writes down what became of
it.
  streams.py server PORT RECORDS            accepts them
  streams.py client RECORDS GROUP...        GROUP is NAME:PORT:CLIENTS[:probe][:fickle]
Each client of a group opens a stream of a random size, ends it properly when all is there, and opens the next one;
`fickle` ones leave every third stream in the middle. With `probe` a short stream is tried five times a second besides.
RECORDS gets a line of JSON for each stream that ended, with times of the monotonic clock. "ready" is printed by the
server when it listens, by the client when each of its clients has had bytes from the other end. Lines that they take:
  probe   the client prints "probed" when a probe of each group that was begun since has succeeded
  hurry   the server sends what is left at once
  finish  both do, open nothing more and print "finished" when no stream is open, at the latest after FINISH_S
They end with their standard input. Environment: SEED (1)."""
import asyncio
import itertools
import json
import math
import os
import random
import socket
import sys
import time

from pattern import HEAD, MAGIC, Pattern

SILENCE_S = 1.5  # shorter ones are not written down
SIZES = (1 << 10, 1 << 19)  # bytes each way; a stream of 512 KiB takes about 40 s
FIRST_SIZES = (1 << 17, 1 << 19)  # all are there for a while at the beginning
CHUNKS = (1, 1 << 15)
PAUSES_S = (0.02, 0.5)  # between two chunks
PROBE, PROBE_EVERY_S, PROBE_SIZE = " probe", 0.2, 64
READY_PART = 0.9  # of the clients at one moment: fickle ones come and go
FINISH_S = 40  # what moves nothing for longer than it takes to find a dead path is hanging


def like(dice, bounds):
    """As many small as large ones."""
    return int(math.exp(dice.uniform(math.log(bounds[0]), math.log(bounds[1]))))


class Stream(asyncio.Protocol):
    """One end. Its `how` is done, reset, eof (before all was there), wrong, gone (left on purpose) or open."""

    def __init__(self, load, group):
        self.load, self.group = load, group
        self.number, self.how, self.coming, self.going = 0, None, None, None
        self.began = self.moved = time.monotonic()
        self.first, self.silences, self.writable, self.paced = None, [], True, True
        self.transport = self.timer = None
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.load.open.add(self)

    def pause_writing(self):
        self.writable = False

    def resume_writing(self):
        self.writable = True
        if not self.paced:
            self.send()

    def send(self):
        """The next chunk, and when to send the one after it."""
        if self.timer:
            self.timer.cancel()
        if self.transport.is_closing():
            return
        if self.writable and self.going.left:
            self.transport.write(self.going.cut(like(self.load.dice, CHUNKS) if self.paced else CHUNKS[1]))
        if not self.going.left:
            self.transport.write_eof()
            self.look()
        elif self.writable or self.paced:
            self.timer = asyncio.get_running_loop().call_later(
                self.load.dice.uniform(*PAUSES_S) if self.paced else 0, self.send)

    def data_received(self, data):
        self.heard()
        if self.first is None:
            self.first = self.moved
        if not self.coming.matches(data):
            self.end("wrong")

    def eof_received(self):
        self.heard()
        if self.coming is None or self.coming.left:
            self.end("eof")
        else:
            self.coming.over = True
            self.look()
        return True  # the other direction goes on

    def look(self):
        """Whether both directions are at their end."""
        if self.coming.over and not self.going.left:
            self.end("done")

    def heard(self):
        now, nothing_to_come = time.monotonic(), self.coming and self.coming.over
        if now - self.moved > SILENCE_S and not nothing_to_come:
            self.silences.append((self.moved, now))
        self.moved = now

    def end(self, how):
        if self.how is None:
            self.how = how
            if how == "done":
                self.transport.close()
            else:
                self.transport.abort()

    def connection_lost(self, _):
        if self.timer:
            self.timer.cancel()
        self.heard()
        self.load.open.discard(self)
        self.record(self.how or "reset")
        if not self.ended.done():
            self.ended.set_result(None)

    def record(self, how):
        self.load.write(group=self.group, number=self.number, how=how, began=self.began, first=self.first,
                        ended=time.monotonic(), received=self.coming.position if self.coming else 0,
                        sent=self.going.position if self.going else 0, silences=self.silences)

    def directions(self, number, to_server, back, is_client):
        self.number = number
        patterns = Pattern(number, 0, to_server), Pattern(number, 1, back)
        self.going, self.coming = patterns if is_client else patterns[::-1]


class Served(Stream):
    """The server's end: learns from the head what is to come."""
    head = b""

    def data_received(self, data):
        if self.coming is None:
            self.head += data
            self.heard()
            if len(self.head) < HEAD.size:
                return
            magic, number, to_server, back = HEAD.unpack_from(self.head)
            if magic != MAGIC:
                self.end("wrong")
                return
            self.directions(number, to_server, back, False)
            self.paced = to_server != PROBE_SIZE and not self.load.finishing
            data = self.head[HEAD.size:]
            self.send()
        if data and self.how is None:
            super().data_received(data)


class Opened(Stream):
    """The client's end."""

    def __init__(self, load, group, number, sizes, paced):
        super().__init__(load, group)
        self.directions(number, *sizes, True)
        self.paced = paced

    def connection_made(self, transport):
        super().connection_made(transport)
        transport.write(HEAD.pack(MAGIC, self.number, self.going.size, self.coming.size))
        self.send()


class Load:
    """What all streams of a process share."""

    def __init__(self, records, seed):
        self.records = open(records, "w", encoding="utf-8")
        self.dice = random.Random(seed)
        self.numbers = itertools.count(1)
        self.open, self.finishing = set(), False
        self.probed, self.unproven, self.asked = [], set(), 0

    def write(self, **record):
        print(json.dumps(record), file=self.records)
        if record["how"] == "done" and record["group"] in self.unproven and record["began"] > self.asked:
            self.unproven.discard(record["group"])
            if not self.unproven:
                print("probed", flush=True)

    def ask_for_probes(self):
        self.asked, self.unproven = time.monotonic(), set(self.probed)

    async def stream(self, group, port, sizes, paced):
        """None if nobody listens there."""
        loop = asyncio.get_running_loop()
        number = next(self.numbers)
        try:
            _, stream = await loop.create_connection(lambda: Opened(self, group, number, sizes, paced), "127.0.0.1",
                                                     port)
        except OSError:
            return None
        return stream

    async def client(self, group, port, fickle):
        served = False
        await asyncio.sleep(self.dice.uniform(0, 1))
        while not self.finishing:
            sizes = [like(self.dice, SIZES if served else FIRST_SIZES) for _ in range(2)]
            stream = await self.stream(group, port, sizes, True)
            if stream and fickle and self.dice.random() < 1 / 3:
                asyncio.get_running_loop().call_later(self.dice.uniform(0, 5), stream.end, "gone")
            if stream:
                await stream.ended
            served = bool(stream and stream.first)
            await asyncio.sleep(self.dice.uniform(0.05, 0.3) if served else 1)

    async def probe(self, group, port):
        name = group + PROBE
        self.probed.append(name)
        while not self.finishing:
            began = time.monotonic()
            if await self.stream(name, port, [PROBE_SIZE] * 2, False) is None:
                self.write(group=name, how="refused", began=began, first=None, ended=time.monotonic(), silences=[],
                           number=0, received=0, sent=0)
            await asyncio.sleep(PROBE_EVERY_S)

    def hurry(self):
        self.finishing = True
        for stream in list(self.open):
            if stream.going:
                stream.paced = False
                stream.send()

    async def finish(self):
        self.hurry()
        end = time.monotonic() + FINISH_S
        while self.open and time.monotonic() < end:
            await asyncio.sleep(0.05)
        print("finished", flush=True)

    def leave(self):
        for stream in list(self.open):
            stream.heard()
            stream.record("open")
        self.records.close()


async def obey(load):
    """Until standard input ends."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print("ready", flush=True)
    while word := (await reader.readline()).decode().strip():
        if word == "finish":
            await load.finish()
        elif word == "hurry":
            load.hurry()
        elif word == "probe":
            load.ask_for_probes()
    load.leave()


async def serve(port, records):
    load = Load(records, os.environ.get("SEED", "1"))
    await asyncio.get_running_loop().create_server(lambda: Served(load, "server"), "127.0.0.1", int(port),
                                                   backlog=1024, family=socket.AF_INET)
    await obey(load)


async def enter(records, *groups):
    load = Load(records, os.environ.get("SEED", "1"))
    tasks, wanted = [], 0
    for group in groups:
        name, port, count, *ways = group.split(":")
        wanted += int(count)
        tasks += [asyncio.create_task(load.client(name, int(port), "fickle" in ways)) for _ in range(int(count))]
        tasks += [asyncio.create_task(load.probe(name, int(port)))] if "probe" in ways else []
    while sum(s.first is not None and not s.group.endswith(PROBE) for s in load.open) < wanted * READY_PART:
        await asyncio.sleep(0.1)
    await obey(load)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("server", "client"):
        sys.exit(__doc__)
    asyncio.run(serve(*sys.argv[2:]) if sys.argv[1] == "server" else enter(*sys.argv[2:]))
