"""CBOR and BARE, as much of them as an attacker needs; spec wire section 1."""


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 23 + size.bit_length()]) + n.to_bytes(size, "big")


def number(n): return head(0, n)
def octets(data): return head(2, len(data)) + data
def text(word): return head(3, len(word)) + word.encode()
def array(*items): return head(4, len(items)) + b"".join(items)
def table(**fields): return head(5, len(fields)) + b"".join(number(int(k[1:])) + v for k, v in fields.items())


def decode(data, at=0):
    """(value, where it ends); a map is a list of pairs."""
    major, n = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True}.get(n), at
    if n >= 24:
        size = 1 << (n - 24)
        n, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major == 0:
        return n, at
    if major in (2, 3):
        return bytes(data[at:at + n]), at + n
    items = []
    for _ in range(n * (major - 3)):
        item, at = decode(data, at)
        items.append(item)
    return (items if major == 4 else list(zip(items[::2], items[1::2]))), at


def bare(data):
    data, n, size = data.encode() if isinstance(data, str) else data, len(data), b""
    while n > 127:
        size, n = size + bytes([n & 127 | 128]), n >> 7
    return size + bytes([n]) + data
