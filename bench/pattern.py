"""The bytes of streams that are compared where they arrive: which one is where follows from stream, direction and
position. A stream begins with a head that tells what the other end needs to know."""
import random
import struct

HEAD = struct.Struct("!8sQII")  # MAGIC, the stream's number, bytes from client to server, bytes back
MAGIC = b"verified"
PIECE = 1 << 16  # bytes cut at once, at most
LENGTH = 1048573  # prime, so that no power of two shifts a pattern onto itself
TABLE = random.Random(LENGTH).randbytes(LENGTH)
TABLE += TABLE[:PIECE]


class Pattern:
    """One direction of one stream, from the front on."""

    def __init__(self, number, direction, size):
        self.start = (2 * number + direction) * 2654435761 % LENGTH
        self.position, self.size = 0, size
        self.over = False  # the other end has said that no more comes

    @property
    def left(self):
        return self.size - self.position

    def cut(self, count):
        """The next `count` bytes, fewer at the end."""
        count = min(count, self.left, PIECE)
        at = (self.start + self.position) % LENGTH
        self.position += count
        return TABLE[at:at + count]

    def matches(self, data):
        """Whether these are the next ones."""
        for i in range(0, len(data), PIECE):
            piece = data[i:i + PIECE]
            if self.cut(len(piece)) != piece:
                return False
        return True
