"""Two TCP servers: one that echoes, and one that accepts, says nothing and reads nothing. Usage: targets.py PORT PORT"""
import resource
import selectors
import socket
import sys

resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
seen, kept, waiting = selectors.DefaultSelector(), [], {}
for kind, port in zip(("echoes", "holds"), sys.argv[1:]):
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=4096)
    listener.setblocking(False)
    seen.register(listener, selectors.EVENT_READ, kind)


def serve(client):
    """Reads only while what came before has been taken."""
    pending = waiting.pop(client, b"") or client.recv(1 << 16)
    if not pending:
        raise ConnectionError
    try:
        pending = pending[client.send(pending):]
    except BlockingIOError:
        pass
    if pending:
        waiting[client] = pending
    seen.modify(client, selectors.EVENT_WRITE if pending else selectors.EVENT_READ, "client")


while True:
    for key, _ in seen.select():
        try:
            if key.data == "client":
                serve(key.fileobj)
                continue
            client, _ = key.fileobj.accept()
            kept.append(client) if key.data == "holds" else None
            client.setblocking(False)
            if key.data == "echoes":
                seen.register(client, selectors.EVENT_READ, "client")
        except BlockingIOError:
            pass
        except OSError:
            if key.data == "client":
                waiting.pop(key.fileobj, None)
                seen.unregister(key.fileobj)
                key.fileobj.close()
