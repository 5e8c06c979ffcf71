"""Streams that last, compared byte by byte at both ends, and what became of each.
  lasting.py server PORT DIRECTORY       serves them
  lasting.py flow PORT NAME DIRECTORY    1000 bytes each way every 10 ms until DIRECTORY/stop.NAME is there, then both halves end
  lasting.py idle PORT NAME DIRECTORY    a byte each way, then nothing until DIRECTORY/stop.NAME is there, then one more
An end writes how many bytes have come to DIRECTORY/NAME.client or NAME.server from time to time, and in the end what it
saw to NAME.client.ended or NAME.server.ended: `whole SENT RECEIVED`, `wrong`, `reset` or `cut` (an end before all was
there)."""
import os
import pathlib
import random
import socket
import sys
import threading
import time

SIZE, PAUSE_S = 1000, 0.01
TCP_CLOSE = 7  # of the kernel's states


def pattern(direction):
    dice = random.Random(direction)
    while True:
        yield dice.randbytes(SIZE)


class End:
    def __init__(self, connection, directory, name, side):
        self.connection, self.stop = connection, directory / f"stop.{name}"
        self.progress, self.ended = directory / f"{name}.{side}", directory / f"{name}.{side}.ended"
        self.sent = self.received = 0
        self.failed = False
        self.going, self.coming = ("up", "down") if side == "client" else ("down", "up")

    def tell(self, path, text):
        new = path.with_name(path.name + ".new")
        new.write_text(text + "\n")
        os.replace(new, path)

    def send(self):
        try:
            for piece in pattern(self.going):
                if self.stop.exists():
                    break
                self.connection.sendall(piece)
                self.sent += len(piece)
                time.sleep(PAUSE_S)
            self.connection.shutdown(socket.SHUT_WR)
        except OSError:
            self.failed = True  # whoever receives says so

    def receive(self):
        """How it ended. The last piece may be no whole one."""
        wanted, told = b"", 0.0
        pieces = pattern(self.coming)
        while True:
            try:
                data = self.connection.recv(1 << 16)
            except OSError:
                return "reset"
            if not data:
                if self.received % SIZE == 0 and self.stop.exists() and not self.failed:
                    return "whole"
                return "reset" if self.was_reset() else "cut"
            while len(wanted) < len(data):
                wanted += next(pieces)
            if wanted[:len(data)] != data:
                return "wrong"
            wanted = wanted[len(data):]
            self.received += len(data)
            if time.monotonic() - told > 0.1:
                told = time.monotonic()
                self.tell(self.progress, str(self.received))

    def was_reset(self):
        """If a send hears of it first, a receive only says that no more comes."""
        return self.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_CLOSE

    def flow(self):
        sending = threading.Thread(target=self.send, daemon=True)
        sending.start()
        how = self.receive()
        if how == "whole":
            sending.join()
        self.tell(self.ended, f"{how} {self.sent} {self.received}" if how == "whole" else how)

    def idle(self, asks):
        try:
            for turn in range(2):
                while asks and turn and not self.stop.exists() and not self.over():
                    time.sleep(PAUSE_S)
                if asks:
                    self.connection.sendall(b"?")
                data = self.connection.recv(1)
                if not data:
                    return self.tell(self.ended, "cut")
                if not asks:
                    self.connection.sendall(b"!")
                self.tell(self.progress, str(turn + 1))
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.recv(1)
            self.tell(self.ended, "whole 2 2")
        except OSError:
            self.tell(self.ended, "reset")

    def over(self):
        """Whether it has ended while nobody said anything."""
        self.connection.setblocking(False)
        try:
            return self.connection.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)


def served(connection, directory):
    """The first line says what and who."""
    line = b""
    while not line.endswith(b"\n"):
        if not (byte := connection.recv(1)):
            return
        line += byte
    what, name = line.decode().split()
    end = End(connection, directory, name, "server")
    if what == "flow":
        end.flow()
    else:
        end.idle(False)


def main(what, port, *words):
    directory = pathlib.Path(words[-1])
    if what == "server":
        listener = socket.create_server(("127.0.0.1", int(port)))
        while True:
            threading.Thread(target=served, args=(listener.accept()[0], directory), daemon=True).start()
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall(f"{what} {words[0]}\n".encode())
    end = End(connection, directory, words[0], "client")
    if what == "flow":
        end.flow()
    else:
        end.idle(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
