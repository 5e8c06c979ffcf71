"""Clients of an inlet while the nodes behind it are replaced.
  upgrade_load.py PORT STREAMS OPENS_PER_SECOND DIRECTORY
Keeps so many streams to an echo server, each with a message every 20 ms that has to come back as it was, and opens so
many more a second, each for one message. DIRECTORY/begun is there once all streams have been answered. From
DIRECTORY/stop on it ends, and writes to DIRECTORY/result: `closed N refused N wrong N opened N silence MS`, and what
failed to standard error. A process of its own serves the echo: upgrade_load.py echo PORT"""
import asyncio
import pathlib
import resource
import sys
import time

BEAT_S = 0.02


async def serve(port):
    async def echo(reader, writer):
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
            writer.close()
        except OSError:
            pass

    server = await asyncio.start_server(echo, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


class Load:
    def __init__(self, port, streams, opens, directory):
        self.port, self.streams, self.opens, self.directory = port, streams, opens, directory
        self.closed = self.refused = self.wrong = self.opened = self.begun = 0
        self.silence, self.ending = 0.0, False

    def say(self, what):
        print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)

    async def stream(self, number):
        count, since = 0, None
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            while not self.ending:
                sent = f"{number:06} {count:09}\n".encode() * 4
                writer.write(sent)
                since = time.monotonic()
                if await reader.readexactly(len(sent)) != sent:
                    self.wrong += 1
                    return self.say(f"stream {number}: another answer")
                if count:
                    self.silence = max(self.silence, time.monotonic() - since)
                self.begun += not count
                count += 1
                await asyncio.sleep(BEAT_S)
            writer.close()
        except (OSError, asyncio.IncompleteReadError) as why:
            self.closed += 1
            self.say(f"stream {number}: {why!r} after {count} messages")

    async def once(self):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"hello")
            if await asyncio.wait_for(reader.readexactly(5), 20) != b"hello":
                self.wrong += 1
            self.opened += 1
            writer.close()
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as why:
            self.refused += 1
            self.say(f"a new stream: {why!r}")

    async def open_more(self):
        tasks, began, done = set(), time.monotonic(), 0
        while not self.ending:
            due = int((time.monotonic() - began) * self.opens)
            for _ in range(min(due - done, 100)):
                task = asyncio.create_task(self.once())
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            done = max(done + min(due - done, 100), due - 100)
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)

    async def run(self):
        streams = [asyncio.create_task(self.stream(number)) for number in range(self.streams)]
        while self.begun + self.closed < self.streams:
            await asyncio.sleep(0.01)
        opening = asyncio.create_task(self.open_more())
        self.silence = 0.0
        (self.directory / "begun").touch()
        while not (self.directory / "stop").exists():
            await asyncio.sleep(0.05)
        self.ending = True
        await asyncio.gather(opening, *streams)
        text = (f"closed {self.closed} refused {self.refused} wrong {self.wrong} opened {self.opened} "
                f"silence {self.silence * 1000:.0f}\n")
        (self.directory / "result.new").write_text(text)
        (self.directory / "result.new").rename(self.directory / "result")


resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
if sys.argv[1] == "echo":
    asyncio.run(serve(int(sys.argv[2])))
else:
    asyncio.run(Load(*map(int, sys.argv[1:4]), pathlib.Path(sys.argv[4])).run())
