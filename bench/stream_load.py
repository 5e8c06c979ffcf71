"""The programs that make verified streams (streams.py), on the machines where clients and server are, and their
records."""
import json
import pathlib
import select
import subprocess
import sys

from session import Failed

PROGRAM = pathlib.Path(__file__).parent / "streams.py"
SERVER_PORT = 9000
PATIENCE_S = 60  # longer than streams.py waits for anything


class Program:
    def __init__(self, where, records, *words):
        self.records = records
        with open(where.directory / "streams.errors", "a", encoding="utf-8") as errors:
            self.process = where.start(sys.executable, str(PROGRAM), *map(str, words), stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=errors)
        self.expect("ready")

    def say(self, word):
        self.process.stdin.write(word.encode() + b"\n")
        self.process.stdin.flush()

    def expect(self, word):
        said = b""
        while not said.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
                raise Failed(f"streams.py does not say {word!r} in {PATIENCE_S} s")
            part = self.process.stdout.read1(100)
            if not part:
                raise Failed(f"streams.py ended and did not say {word!r}")
            said += part
        if said.decode().strip() != word:
            raise Failed(f"streams.py says {said!r}, not {word!r}")

    def finish(self):
        """What each stream's end saw."""
        self.say("finish")
        self.expect("finished")
        self.process.stdin.close()
        self.process.wait(PATIENCE_S)
        return [json.loads(line) for line in self.records.read_text(encoding="utf-8").splitlines()]

    def kill(self):
        self.process.kill()
        self.process.wait()


def server(where):
    records = where.directory / "server.records"
    return Program(where, records, "server", SERVER_PORT, records)


def clients(where, *groups):
    """`groups` as streams.py has them. Returns when all of them have had bytes back."""
    records = where.directory / "client.records"
    return Program(where, records, "client", records, *groups)


def finish(server_side, client_side):
    """{side: what each stream's end saw}; the clients' are through, or given up, before the server's."""
    server_side.say("hurry")
    return {"client": client_side.finish(), "server": server_side.finish()}
