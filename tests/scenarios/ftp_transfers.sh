# Real FTP clients: the end of a file is the end of the data connection. A node that dies under one, whatever becomes of
# the control connection, makes no half of a file a whole one; and what no fault is on comes whole.
#   client -- inlets (b: control, d: data) == (a) outlets -- FTP server
cat >ftpd.py <<'PY'
# ftpd.py PORT DATA TOLD LOG: serves one file that never ends (RETR endless), one of 3 MB (RETR whole), and takes others.
# It listens for data at port DATA and tells clients TOLD. LOG gets a line for each transfer: how it ended here.
import socket, sys, threading
port, data, told = map(int, sys.argv[1:4])
control = socket.create_server(("127.0.0.1", port))
passive = socket.create_server(("127.0.0.1", data))
taken = threading.Lock()

def note(text):
    with open(sys.argv[4], "a") as log:
        print(text, file=log, flush=True)

def retrieve(link, name):
    note("begun")
    block = bytes(1 << 16)
    for _ in range(48) if name == "whole" else iter(int, 1):
        link.sendall(block)

def store(link):
    note("begun")
    size = 0
    while part := link.recv(1 << 16):
        size += len(part)
    return size

def serve(client):
    say = lambda text: client.sendall(text.encode() + b"\r\n")
    say("220 here")
    for line in client.makefile("r"):
        verb, _, rest = line.strip().partition(" ")
        verb, name = verb.upper(), rest.rpartition("/")[2]
        if verb in ("USER", "PASS"):
            say("230 in")
        elif verb in ("TYPE", "CWD", "NOOP", "OPTS", "ALLO"):
            say("200 well")
        elif verb == "PWD":
            say('257 "/"')
        elif verb == "SYST":
            say("215 UNIX Type: L8")
        elif verb == "EPSV" and not rest:
            say(f"229 there (|||{told}|)")
        elif verb == "PASV":
            say(f"227 there (127,0,0,1,{told >> 8},{told & 255})")
        elif verb in ("RETR", "STOR"):
            with taken:
                link = passive.accept()[0]
            say("150 go")
            try:
                size = retrieve(link, name) if verb == "RETR" else store(link)
                link.close()
                note(f"whole {verb} {name} {size}")
                say("226 done")
            except OSError:
                link.close()
                note(f"broken {verb} {name}")
                say("426 broken")
        elif verb == "QUIT":
            return say("221 bye")
        else:
            say("502 no")

def guarded(client):
    try:
        serve(client)
    except OSError:
        pass

while True:
    threading.Thread(target=guarded, args=(control.accept()[0],), daemon=True).start()
PY
python3 ftpd.py 2100 2101 6021 "$WORK/ftp.log" &
eventually 60 listening 2100
ockam node create a >/dev/null
ockam tcp-outlet create --at a --from control --to 2100 --keep-for 1s >/dev/null
ockam tcp-outlet create --at a --from data --to 2101 --keep-for 1s >/dev/null
start() { # NODE PORT OUTLET
  ockam node create "$1" >/dev/null
  ockam tcp-inlet create --at "$1" --alias ftp --from "$2" --to "/node/a/service/$3" --resume-for 1s >/dev/null
}
start b 6020 control
start d 6021 data
head -c 3000000 /dev/urandom >big
truncate -s 100G endless # no data is in it, but some clients take plain files only

# CLIENT get|put: with the control connection at 6020
transfer() {
  case $1-$2 in
  curl-get) curl -sS --max-time 120 -o got ftp://127.0.0.1:6020/endless ;;
  curl-put) curl -sS --max-time 120 -T - ftp://127.0.0.1:6020/taken </dev/zero ;;
  wget-get) wget -q --tries 1 --timeout 60 -O got ftp://127.0.0.1:6020/endless ;;
  tnftp-get) tnftp -V -q 60 -o got ftp://127.0.0.1:6020/endless ;;
  tnftp-put) tnftp -V -q 60 -u ftp://127.0.0.1:6020/taken endless ;;
  lftp-get) lftp -c 'set net:max-retries 1; set net:reconnect-interval-base 1; set net:timeout 60; open 127.0.0.1 -p 6020; get endless -o got' ;;
  lftp-put) lftp -c 'set net:max-retries 1; set net:reconnect-interval-base 1; set net:timeout 60; open 127.0.0.1 -p 6020; put endless -o taken' ;;
  esac >/dev/null 2>&1
}
ended() { grep -qE '^(whole|broken)' "$WORK/ftp.log"; }
begun() { grep -q begun "$WORK/ftp.log"; }
moved() { # some data is under way before the fault, or there would be nothing to take for whole
  case $1 in
  get) [ "$(stat -c %s got 2>/dev/null || echo 0)" -gt 100000 ] ;;
  put) ss -Htn 'sport = :2101' | grep -q . ;;
  esac
}
pid_of() { ockam node show "$1" --output json | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])'; }
kill_node() { kill -9 "$(pid_of "$1")"; }
tried=0
dies() { # NAME CLIENT get|put COMMAND...
  local name="$1 under $2 $3" client=$2 way=$3 status=0
  shift 3
  : >"$WORK/ftp.log"
  rm -f got
  transfer "$client" "$way" & local running=$!
  eventually 60 begun
  eventually 60 moved "$way"
  "$@"
  wait $running || status=$?
  [ "$status" != 0 ] || fail "$name: the client took half of a file for the whole"
  eventually 40 ended
  grep -q '^whole' "$WORK/ftp.log" && fail "$name: the server took half of a file for the whole"
  tried=$((tried + 1))
}
back() { # NODE
  ockam node start "$1" >/dev/null
  eventually 60 bash -c 'for n in b d; do ockam tcp-inlet show ftp --at $n | grep -q "up (" || exit 1; done'
}

for client in curl wget tnftp lftp; do
  command -v "$client" >/dev/null || continue
  for way in get put; do
    [ $client-$way != wget-put ] || continue
    dies "kill -9 of the data's inlet" $client $way kill_node d
    back d
    dies "stop --force of the data's inlet" $client $way ockam node stop --force d
    back d
    dies "kill -9 of the outlets" $client $way kill_node a
    back a
  done
done
echo "$tried transfers were broken off"
[ "$tried" -ge 6 ] || fail "only $tried transfers were broken off"

# and what no fault is on comes whole, both ways
: >"$WORK/ftp.log"
curl -sS --max-time 60 -o got ftp://127.0.0.1:6020/whole
is 3145728 "$(stat -c %s got)"
curl -sS --max-time 60 -T big ftp://127.0.0.1:6020/taken
has "whole STOR taken 3000000" "$(<"$WORK/ftp.log")"
all_gone
