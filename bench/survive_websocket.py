"""Numbered messages of random sizes, which come back as they went.
  survive_websocket.py server PORT | client PORT SECONDS
The client prints how many, and how many seconds the slowest one took. It opens one connection; if that breaks, it
fails."""
import asyncio
import random
import sys
import time

import websockets


async def serve(port):
    async def echo(socket, *_):
        async for message in socket:
            await socket.send(message)

    async with websockets.serve(echo, "127.0.0.1", port, max_size=None):
        await asyncio.Future()


async def ask(port, seconds):
    dice, end, count, silence_s = random.Random(1), time.monotonic() + seconds, 0, 0.0
    async with websockets.connect(f"ws://127.0.0.1:{port}", max_size=None) as socket:
        while time.monotonic() < end:
            message = count.to_bytes(8, "big") + dice.randbytes(dice.randrange(20_000))
            began = time.monotonic()
            await socket.send(message)
            assert await socket.recv() == message, f"message {count} came back as another one"
            silence_s = max(silence_s, time.monotonic() - began)
            count += 1
            await asyncio.sleep(0.02)
    print(count, silence_s)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[2])) if sys.argv[1] == "server" else ask(int(sys.argv[2]), float(sys.argv[3])))
