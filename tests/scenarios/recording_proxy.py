# Stands between a relay and its peers and keeps every byte that the relay receives and sends, one file for each
# connection and direction. Usage: recording_proxy.py DIRECTORY RELAY_PORT LISTEN_PORT...
import itertools, pathlib, socket, sys, threading

directory, relay = pathlib.Path(sys.argv[1]), int(sys.argv[2])
count = itertools.count()

def copy(source, sink, recording):
    with open(recording, "wb", buffering=0) as file:
        try:
            while data := source.recv(1 << 16):
                file.write(data) # before anybody else gets it
                sink.sendall(data)
        except ConnectionError:
            pass
    for end in (source, sink):
        try: end.shutdown(socket.SHUT_RDWR)
        except OSError: pass

def serve(listener, port):
    while True:
        peer, _ = listener.accept()
        try: to_relay = socket.create_connection(("127.0.0.1", relay))
        except ConnectionRefusedError: # the relay has gone before its peer
            peer.close()
            continue
        name = f"{port}.{next(count)}"
        for source, sink, what in ((peer, to_relay, "received"), (to_relay, peer, "sent")):
            threading.Thread(target=copy, args=(source, sink, directory / f"{name}.{what}"), daemon=True).start()

directory.mkdir()
threads = [threading.Thread(target=serve, args=(socket.create_server(("127.0.0.1", p)), p)) for p in map(int, sys.argv[3:])]
for thread in threads: thread.start()
