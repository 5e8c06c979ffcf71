"""A web server that answers requests for its own host only: `named_server.py PORT HOST [CERTIFICATE KEY]`, with TLS if it has a
certificate. GET says for which host, POST says what came, a WebSocket gets each byte back. `named_server.py ask PORT` is a client of
such a socket, and `named_server.py twice PORT` one that names two hosts. `named_server.py many PORT N` says N requests one behind the
other, for no host and for a long one in turn; `named_server.py count PORT HOST` answers them at their end, with how many it got and whether
they are as they must be."""
import http.server, socket, ssl, sys

class page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        out = b""
        while size := int(self.rfile.readline(), 16):
            out += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return out
    def answer(self, text):
        mine = self.headers.get_all("Host") == [host]
        text = text if mine else f"not for {self.headers.get_all('Host')}"
        self.send_response(200 if mine else 421)
        self.send_header("Content-Length", str(len(text) + 1))
        self.end_headers()
        self.wfile.write(text.encode() + b"\n")
    def do_GET(self):
        if not self.headers.get("Upgrade"):
            return self.answer(f"{self.path} for {host}")
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n")
        self.close_connection = True
        while part := self.connection.recv(65536):
            self.wfile.write(part)
    def do_POST(self):
        self.answer(f"{len(self.body())} bytes")
    def log_message(self, *_):
        pass

def ask(port):
    client = socket.create_connection(("127.0.0.1", port), 20)
    client.sendall(b"GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n")
    head = client.recv(65536)
    while b"\r\n\r\n" not in head:
        head += client.recv(65536)
    said, got = b"\x81\x00GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b""
    client.sendall(said)
    while len(got) < len(said):
        got += client.recv(65536)
    print(head.split()[1].decode(), got == said)

def twice(port):
    client = socket.create_connection(("127.0.0.1", port), 20)
    client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
    try:
        print("answered" if client.recv(1) else "ended")
    except ConnectionResetError:
        print("reset")

def many(port):
    client = socket.create_connection(("127.0.0.1", port), 60)
    pair = b"GET / HTTP/1.1\r\n\r\n" + b"GET / HTTP/1.1\r\nHost: " + b"x" * 200 + b"\r\n\r\n"
    client.sendall(pair * (int(sys.argv[3]) // 2))
    client.shutdown(socket.SHUT_WR)
    print(client.recv(100).decode())

def count(port):
    client, one = socket.create_server(("127.0.0.1", port)).accept()[0], f"GET / HTTP/1.1\r\nHost: {sys.argv[3]}\r\n\r\n".encode()
    got = b"".join(iter(lambda: client.recv(1 << 16), b""))
    client.sendall(f"{got.count(one)} {got == one * got.count(one)}".encode())
    client.close()

as_client = {"ask": ask, "twice": twice, "many": many, "count": count}
if sys.argv[1] in as_client:
    as_client[sys.argv[1]](int(sys.argv[2]))
    sys.exit()
host = sys.argv[2]
class quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True
    def handle_error(self, *_):
        pass # a client that went
server = quiet(("127.0.0.1", int(sys.argv[1])), page)
if len(sys.argv) > 3:
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(sys.argv[3], sys.argv[4])
    server.socket = secured.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
