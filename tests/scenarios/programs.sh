# The programs of examples/, with real processes, and one of them built against an installed library.
ockam identity create bob >/dev/null
serve 9000
hello="hello from the web server"

# started PROGRAM ARGUMENT...: runs it, and $at is what it printed first
started() {
  rm -f "$WORK/said"
  "$BUILD/$@" >"$WORK/said" 2>"$WORK/err" &
  program=$!
  eventually 30 test -s "$WORK/said"
  at=$(head -1 "$WORK/said")
}
port() { echo "${at##*:}"; }

started greeter
is "Hello, World!" "$(ockam message send World --to "/dnsaddr/localhost/tcp/$(port)/service/greeter")"

# counts whom a channel has proven, each for itself; nobody in clear
started counter bob
to=/dnsaddr/localhost/tcp/$(port)
is 1 "$(ockam message send hi --to "$to/secure/api/service/counter")"
is 2 "$(ockam message send hi --to "$to/secure/api/service/counter")"
ockam identity create carol >/dev/null
is 1 "$(ockam message send hi --identity carol --to "$to/secure/api/service/counter")"
is "" "$(ockam message send hi --timeout 1s --to "$to/service/counter" 2>/dev/null || true)"

# a signal ends a program in order
kill "$program"
wait "$program"

# a portal through a relay, encrypted from end to end
started office 127.0.0.1:9000
is "$hello" "$(curl -sS --max-time 10 "$at")"
has "inlet: up" "$(cat "$WORK/err")"

# a filter refuses one command, and lets the others through
python3 -u - <<'PY' >"$WORK/lines" &
import socket
server = socket.create_server(("127.0.0.1", 9100))
while True:
    client, _ = server.accept()
    try:
        for line in client.makefile("rb"):
            print(line.decode().strip(), flush=True)
            client.sendall(b"+OK\r\n")
    except ConnectionResetError:  # the guard has refused
        pass
PY
eventually 30 listening 9100
ockam node create outlets --tcp-listener-address 127.0.0.1:4000 >/dev/null
ockam tcp-outlet create --at outlets --from redis --to 127.0.0.1:9100 >/dev/null
started guard /dnsaddr/localhost/tcp/4000/service/redis
# said LINE: what comes back for it
said() {
  python3 -c 'import socket, sys
client = socket.create_connection(("127.0.0.1", sys.argv[1]), 10)
client.sendall(sys.argv[2].encode() + b"\r\n")
print(client.makefile().readline().strip())' "$(port)" "$1"
}
is "+OK" "$(said "SET a 1")"
is "-ERR not through here" "$(said flushall)"
is "SET a 1" "$(grep . "$WORK/lines")"
is "+OK" "$(said "SET b 2")" # for others it goes on

# two programs of one home talk over its project, and know each other by its proof
ockam project create >/dev/null
for who in alice bob; do
  ockam identity create "$who" >/dev/null 2>&1 || true
  ockam project ticket --relay "$who" >"$who.ticket"
  ockam project enroll --identity "$who" "$who.ticket" >/dev/null 2>&1
done
started chat listen bob
is listening "$at"
is "bob heard: Hello" "$("$BUILD/chat" say alice bob Hello)"
has "$(ockam identity show alice) says Hello" "$(cat "$WORK/said")"

# one of them is built outside of the sources, against what is installed
cmake --install "$BUILD" --prefix "$WORK/prefix" >/dev/null
mkdir outside
cp "$TESTS/../examples/greeter/main.cpp" outside/
cat >outside/CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(outside LANGUAGES CXX)
find_package(ockam 0.1 REQUIRED)
add_executable(outside main.cpp)
target_compile_features(outside PRIVATE cxx_std_20)
target_link_libraries(outside PRIVATE ockam::node)
CMAKE
cached() { sed -n "s/^$1:[A-Z]*=//p" "$BUILD/CMakeCache.txt"; }
flags=$(cached CMAKE_CXX_FLAGS)
if sanitized; then flags+=" -fsanitize=address,undefined"; fi
cmake -S outside -B outside/build -DCMAKE_PREFIX_PATH="$WORK/prefix" -DCMAKE_BUILD_TYPE=None \
  -DCMAKE_CXX_COMPILER="$(cached CMAKE_CXX_COMPILER)" -DCMAKE_CXX_FLAGS="$flags" >/dev/null
cmake --build outside/build >/dev/null
BUILD=$WORK/outside/build started outside
is "Hello, World!" "$(ockam message send World --to "/dnsaddr/localhost/tcp/$(port)/service/greeter")"
ockam node delete --all --yes
