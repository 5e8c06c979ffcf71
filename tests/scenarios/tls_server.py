"""A server that speaks TLS: `tls_server.py PORT NAME=CERTIFICATE,KEY...` shows whoever asks for NAME that certificate, and others
the first. It takes HTTP: GET answers with the name that was asked for, or so many bytes for /bytes/N; PUT with the SHA-256 of what came.
`tls_server.py half PORT CERTIFICATE,KEY` reads to the end of what its client says, and then answers with its SHA-256."""
import hashlib, http.server, socket, ssl, sys, threading

def context_of(files):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*files.split(","))
    return made

class page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path.startswith("/bytes/"):
            self.answer(bytes(range(256)) * (int(self.path.rsplit("/", 1)[1]) // 256))
        else:
            self.answer(f"hello from {self.connection.asked}\n".encode())
    def do_PUT(self):
        left, seen = int(self.headers["Content-Length"]), hashlib.sha256()
        while left > 0:
            part = self.rfile.read(min(left, 1 << 16))
            seen.update(part)
            left -= len(part)
        self.answer(seen.hexdigest().encode() + b"\n")
    def log_message(self, *_):
        pass

class named(ssl.SSLSocket):
    asked = None

class server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    def finish_request(self, client, address):
        with contexts[0].wrap_socket(client, server_side=True) as secured:
            super().finish_request(secured, address)
    def handle_error(self, *_):
        pass # a client that did not like the certificate

def chosen(secured, name, _):
    secured.asked = name
    if name in by_name:
        secured.context = by_name[name]

def half(client):
    seen = hashlib.sha256()
    with contexts[0].wrap_socket(client, server_side=True, suppress_ragged_eofs=False) as secured:
        while part := secured.recv(1 << 16):
            seen.update(part)
        secured.sendall(seen.hexdigest().encode() + b"\n")
        secured.unwrap()

if sys.argv[1] == "half":
    contexts = [context_of(sys.argv[3])]
    listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
    while True:
        threading.Thread(target=half, args=(listener.accept()[0],), daemon=True).start()
by_name = {each.split("=")[0]: context_of(each.split("=")[1]) for each in sys.argv[2:]}
contexts = list(by_name.values())
contexts[0].sslsocket_class = named
contexts[0].sni_callback = chosen
server(("127.0.0.1", int(sys.argv[1])), page).serve_forever()
