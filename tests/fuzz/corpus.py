#!/usr/bin/env python3
"""What fuzzing starts from: tests/fuzz/corpus/TARGET.txt, a line for each input, to be read by people:
  PARSER 82 00 ff...         in hexadecimal digits
  PARSER "text"              as JSON writes texts
corpus.py make BUILD                 makes these files of the vectors of the tests, of what the targets in BUILD make
                                     themselves, and of what stands below
corpus.py write BUILD TO TARGET...   writes those of some as files that libFuzzer reads: TO/TARGET/PARSER-NUMBER"""
import json, os, pathlib, subprocess, sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tests/assault"))
from cbor import bare  # noqa: E402
from wire import request, route, sized  # noqa: E402

here = root / "tests/fuzz/corpus"


def targets():
    return sorted(p.name[: -len("_fuzz.cpp")] for p in (root / "tests/fuzz").glob("*_fuzz.cpp"))


def parsers(build, target):
    """Names in the order of their numbers, with the seeds that they make."""
    listed = subprocess.run([build / f"fuzz_{target}"], env={**os.environ, "OCKAM_FUZZ_LIST": "1"}, check=True,
                            capture_output=True, text=True).stdout
    return [(line.split(" ") + [""])[:2] for line in listed.splitlines()]


def lines(target):
    for line in (here / f"{target}.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            parser, data = line.split(" ", 1)
            yield parser, json.loads(data).encode() if data.startswith('"') else bytes.fromhex(data)


def write(build, to, of):
    for target in of:
        number = {name: i for i, (name, _) in enumerate(parsers(build, target))}
        folder = to / target
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for i, (parser, data) in enumerate(lines(target)):
            (folder / f"{parser}-{i}").write_bytes(bytes([number[parser]]) + data)


# -- how the files are made -----------------------------------------------------------------------------


def steps(*all):
    """Runs of bytes with their sizes in front; a number is a byte as it is."""
    return b"".join(bytes([s]) if isinstance(s, int) else bytes([len(s[:255])]) + s[:255] for s in all)


def frame(*hops, back=("me",), payload=bare("x")):
    return sized(b"\x83" + route(hops) + route(back) + bytes([0x58, len(payload)]) + payload)


def resuming():
    """A message of each kind that streams with positions know, spec wire section 11."""
    stream, attempt, places = bytes(range(16)), b"\3\0\0\0", bytes([7, *7 * [0], 7, 0, 4, *5 * [0]])
    positions = b"\2\5\0\0\0\7\0\0\0"
    return (b"\1\x4f\1\x0f\0" + b"\x11" * 8, b"\3\2hi" + positions, b"\5" + positions, b"\6\7\0\0\0\0\0\4\0",
            b"\7" + stream + attempt + places, b"\x08" + attempt + places, b"\x09",
            b"\x0a" + attempt + b"\x11" * 8 + b"\1", b"\x0b" + stream)


def made():
    """Pairs of `TARGET PARSER` and an input: text or bytes."""
    vectors = json.loads((root / "tests/fixtures/vectors.json").read_text())
    reference = json.loads((root / "tests/fixtures/authority.json").read_text())
    simple, people = vectors["simple"], vectors["identity"]
    hexes = lambda all: [bytes.fromhex(v) for v in all if set(v) <= set("0123456789abcdef")]

    # wire, stream
    frames = [bytes.fromhex(f["frame"]) for f in simple["tcp_frames_redeclared_struct"]]
    for each in frames:
        yield "wire frame", each[4:]
    yield "stream frames", b"".join(frames[:3]) + b"\0\0"
    yield "stream frames", frames[0] + b"\xff\xff\xff\xff"
    yield "stream pieces", b"\x03\x00\x05\x1f\x01" + frames[0] + frames[1][:9]
    for each in simple["multiaddr"]:
        yield "wire address_text", each["text"]
        yield "wire address_bytes", bytes.fromhex(each["bytes"])
    for each in hexes(simple["portal_messages"].values()):
        yield "wire portal", each
    for each in resuming():
        yield "wire portal", each
    for each in (b"\0\x4f\1\7\0", b"\1\x4f\1\7\0", b"\2\x4f\1\2", b"\4\0\0\1\0", b"\5\1\3\0", b"\3\1x\1\3\0"):
        yield "wire portal", each
    yield "wire relay_request", bare("x")
    yield "wire relay_request", bare("x") + b"\x4f\1\1" + b"m" * 16
    yield "wire relay_notice", b"\0\x4f\1" + bare("taken")
    yield "wire departure", b"\x4f\1\1\x1e\0"
    yield "wire departure", b"\x4f\1\2"
    yield "wire route_text", "0#echo => 1#127.0.0.1:4000"
    yield "wire text", bare("hello")
    yield "wire identifier_text", "I" + "0f" * 32

    # authority
    for each in hexes(simple["api"].values()):
        yield "authority request", each
        yield "authority response", each
    for each in reference["answers"].values():
        if isinstance(each, str):
            yield "authority response", bytes.fromhex(each)
    yield "authority error_body", bytes.fromhex("a3 01 62 2f61 02 01 03 62 6e6f")
    bodies = simple["authority_bodies_redeclared"]

    get, delete = 0, 3
    one = b"\x58\x20" + b"\x22" * 32
    questions = {
        "credential_issuer": [request(), request(path="/credential")],
        "ticket_issuer": [request(bytes.fromhex(bodies["create_token_full"])), request(path="/tickets", method=get)],
        "ticket_acceptor": [request(bytes.fromhex(bodies["one_time_code(11*32)"]))],
        "direct_authenticator": [request(bytes.fromhex(bodies["add_member"])), request(method=get),
                                 request(path="/member_ids", method=get), request(path="/members", method=delete)],
        "member_status": [request(b"\x82" + one + one)]}
    for number, (parser, all) in enumerate(questions.items()):
        for each in all:
            yield f"authority {parser}", each
            yield "members served", bytes([number, 0]) + each
    answers = reference["answers"]
    yield "authority credential", bytes.fromhex(answers["credential"]).split(b"\x04\xf5", 1)[1]
    yield "authority members", bytes.fromhex(answers["members"])
    yield "authority member_ids", bytes.fromhex(answers["member_ids"])
    member = bytes.fromhex("a3 01 a1 81 1861 81 1862 02 1a 65500000 04") + one
    yield "authority member", member
    yield "authority member_versions", b"\xa1" + one + b"\x18\x2a"
    yield "authority tickets", b"\x81\xa5\x01" + one + b"\x02\xa1\x61a\x61b\x03" + one + b"\x04\x18\x63\x05\x01"
    yield "authority one_time_code", bytes.fromhex(bodies["one_time_code(11*32)"])

    # identity, channel
    for name in ("ed25519_identity", "p256_identity", "rotated_identity"):
        yield "identity history", bytes.fromhex(people[name]["change_history_cbor"])
    yield "identity history_text", people["ed25519_identity"]["change_history_cbor"]
    selected = vectors["noise_decoded"]["selected"]
    for each in selected[:6]:
        yield "channel message", bytes.fromhex(each["plaintext"])
    yield "channel record", bytes.fromhex(selected[0]["wire"])
    yield "channel records", bytes([3, 4, 0, 5, 1, 4, 0, 6, 9, 7, 0, 0, 3, 4, 40])
    handshakes = [bytes.fromhex(m["payload"]) for m in vectors["noise"]["handshake_messages_seen_at_hop"]]
    yield "handshake m1", handshakes[0]
    yield "handshake forged", handshakes[1]
    yield "handshake order", bytes([0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1])

    # portal
    ping, pong, payload, end = b"\0\x4f\1\7\0", b"\1\x4f\1\7\0", b"\3\3abc", b"\5"
    counted = b"\3\1a\1\0\0"
    local = lambda what, *more: bytes([0, 5, what, *more])
    for parser in ("inlet", "early_inlet"):
        yield f"portal {parser}", local(0, 0, 3) + steps(pong, payload, b"\4\0\0\1\0", end) + local(4, 0, 3) + local(1)
        yield f"portal {parser}", steps(b"\1", payload, b"\2")
        yield f"portal {parser}", local(2) + steps(pong, payload)
        yield f"portal {parser}", steps(*resuming()) + local(1)
    yield "portal outlet", steps(ping, counted, payload) + local(4, 0, 3) + local(1) + steps(end)
    yield "portal outlet", steps(ping, *resuming()) + local(0, 0, 3)
    yield "portal plain_outlet", steps(payload, payload, b"\2") + local(3)

    # positions: 768 bytes go out, 512 of them are there, the way is lost, and the rest is repeated on the next one
    place = lambda position, received: position.to_bytes(4, "little") + received.to_bytes(4, "little")
    came, acked, lost = b"\3\3abc\2" + place(0, 0), b"\6" + place(512, 1 << 18), b"\x09"
    resumed = b"\1\0\0\0" + (512).to_bytes(8, "little") + (1 << 20).to_bytes(8, "little")
    sends, ends, repeats, offered = bytes([0, 0, 3, 0]), bytes([0, 1]), bytes([0, 2, 7]), bytes([0, 3])
    yield "portal lasting_outlet", sends + steps(came, came, acked, lost, b"\7" + bytes(16) + resumed) + repeats
    yield "portal lasting_outlet", ends + steps(b"\5\2" + place(0, 1), *resuming()) + repeats
    yield "portal lasting_inlet", (sends + ends + steps(came, acked, lost) + offered + steps(b"\x08" + resumed, came) +
                                   repeats + steps(b"\5\2" + place(3, 769)))

    # text
    for each in ('a or not (b=c and d="e f")', '(and (member? subject.a ["x" "\\u{e9}"]) (exists? action.id))',
                 "(if (< 1 2.5) (!= [1] []) (= () true))"):
        yield "text policy", each
    ticket = reference["ticket"]
    for each in (ticket["text"], json.dumps(ticket["json"]), ticket["text"].encode().hex(),
                 json.dumps({"one_time_code": "11" * 32, "project": reference["project"]})):
        yield "text ticket", each
    yield "text project", json.dumps(reference["project"])
    for each in ("127.0.0.1:4000", "[::1]:80", "host:1"):
        yield "text endpoint", each
    for each in ("tcp://127.0.0.1:80", "hub:7000/service/x", "n1/service/x", "/ip4/h:1"):
        yield "text spelling", each
    yield "text name", "forward_to_n1"
    yield "text shown", "\x1b[2J \u202e a"
    yield "text requests", ("\tPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nX: y\r\n\r\n"
                            "PUT / HTTP/1.0\r\nHost: b\r\nContent-Length: 2\r\n\r\nhi")

    # config
    for each in sorted((root / "tests/config/valid").glob("*.yaml"), key=lambda p: p.stat().st_size)[:12]:
        for parser in ("document", "topology", "node_file", "exported"):
            yield f"config {parser}", each.read_text()
    yield "config topology", b"name: store\nrelay: {at: rep\xe9rting}\n"  # no UTF-8 where it is written again
    yield "config variables", "variables:\n  A: 1\n  B: $A-${PORT}\nrelays: [$B, '$$', \"${HOME}x\"]\n"
    yield "config node_file", "tcp-outlets: {from: /service/outlet, to: 127.0.0.1:$PORT}\nrelay: r1\n"

    # node: a byte says by which way back, a byte to whom, a byte with what
    me = 2
    yield "node messages", steps(me, 0, 3, me, 3, 6, bare("x"), me, 6, 3)
    yield "node messages", steps(me, 5, 1, 7, me, 5, 3, me, 12, 0, 5, b"abc", me, 12, 0, 4)
    yield "node messages", steps(me, 4, 6, handshakes[0], me, 2, 0, 3, 7, 12, 0, 6, handshakes[1], 4)
    yield "node frames", frame("echo") + frame("static_forwarding_service", payload=bare("y")) + frame("outlet", payload=ping)
    yield "node frames", frame("hop", "echo") + frame("api", payload=handshakes[0]) + frame("uppercase") + frame()

    # server: a question, then answers
    confirmed = bare("forward_to_x")
    for question in range(7):
        yield "server services", steps(question, 2, 0, confirmed, 1, 2, 0, b"abc", 0, 1, 30)
    yield "server services", steps(4, 2, 3, bare("x"), 1, 0, 0, 2, 0, b"\0\x4f\4" + bare("ended"), 1, 1, 99)
    yield "server services", steps(5, 2, 0, handshakes[1], 1)
    yield "server authority", steps(1, 1, b"\xa0", 6, 1, bytes.fromhex("a1 03 62 6e6f"), 1, 1, one)

    # control
    bodies = ((2, {"name": "x", "at": "/dnsaddr/n/tcp/7000"}), (1, {"address": "outlet", "to": "127.0.0.1:80"}),
              (0, {"alias": "i", "from": "127.0.0.1:80", "to": ["/dnsaddr/n/tcp/1/service/o"], "authorized": ["I" + "0" * 64]}),
              (4, {"resource": "outlet", "expression": "a=b"}), (3, {"to": "/dnsaddr/n/tcp/1/service/api"}),
              (9, {"to": "/dnsaddr/n/tcp/1", "timeout_ms": 100}), (10, {"to": "/service/echo", "payload_hex": "00"}),
              (6, {"address": "e", "type": "echo"}), (7, {"address": "127.0.0.1:1"}), (15, {"address": "api2"}))
    for noun, fields in bodies:
        yield "control body", bytes([noun]) + json.dumps(fields).encode()
    for noun, fields in bodies[:4]:
        yield "control declaration", steps(noun, b"x", 1) + json.dumps(fields).encode()
    yield "http page_path", "/healthz"
    for each in ("/v1/node", "/v1/relays/x", "/v1/workers", "/healthz"):
        yield "control path", b"\0" + each.encode()
    yield "http reply", b"\4" + json.dumps({"error": {"code": "not_found", "message": "no", "hint": ""}}).encode()
    for parser, path in (("control_socket", "/v1/node"), ("status_port", "/healthz")):
        yield f"http {parser}", f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    yield "http control_socket", "POST /v1/relays HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"

    # stored: a column, a text
    yield "stored rows", b"\0" + people["ed25519_identity"]["change_history_cbor"].encode()
    yield "stored rows", b"\3" + json.dumps(reference["project"]).encode()
    yield "stored rows", b"\x08allow-relays,open"
    yield "members rows", b'\0{"role":"x","n":1}'
    yield "members rows", b"\1I" + b"0" * 64


def make(build):
    here.mkdir(exist_ok=True)
    out = {target: {} for target in targets() if (build / f"fuzz_{target}").exists()}
    for place, data in made():
        target, parser = place.split()
        if target in out:
            out[target][parser, data if isinstance(data, bytes) else data.encode()] = None
    for target in out:
        for parser, seed in parsers(build, target):
            if seed:
                out[target][parser, bytes.fromhex(seed)] = None
    for target, all in out.items():
        text = []
        for parser, data in sorted(all):
            try:
                readable = json.dumps(data.decode()) if data and min(data) >= 9 else None
            except UnicodeDecodeError:
                readable = None
            text.append(f"{parser} {readable or data.hex()}\n")
        (here / f"{target}.txt").write_text("# Made by tests/fuzz/corpus.py.\n" + "".join(text))


if __name__ == "__main__":
    {"make": lambda: make(pathlib.Path(sys.argv[2])),
     "write": lambda: write(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4:])}[sys.argv[1]]()
