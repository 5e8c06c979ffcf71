"""A web page and a WebSocket that goes on for ever: `websocket.py serve PORT`. And who listens to it until it is cut, and says
when that was, by the clock: `websocket.py listen PORT`."""
import base64, hashlib, os, socket, sys, threading, time

def answer(client):
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(4096)
        if not more:
            return
        head += more
    lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    key = lines.get("Sec-WebSocket-Key")
    if not key:
        page = b"a page at home\n"
        client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))
        return client.close()
    proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
    client.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n")
    try:
        while True:
            client.sendall(b"\x81\x04tick")
            time.sleep(0.02)
    except OSError:
        pass

def serve(port):
    for client in iter(lambda: server.accept()[0], None):
        threading.Thread(target=answer, args=(client,), daemon=True).start()

def listen(port):
    client = socket.create_connection(("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    client.sendall(f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
    said = False
    last = time.time()
    try:
        while data := client.recv(65536):
            last = time.time()
            if not said and b"\x81\x04tick" in data:
                said = True
                print("open", flush=True)
    except OSError:
        pass
    print(f"{time.time():.3f}", flush=True)

what, port = sys.argv[1], int(sys.argv[2])
if what == "serve":
    server = socket.create_server(("127.0.0.1", port))
    serve(port)
else:
    listen(port)
