# A name server of the scenario's own, and how to start one: name_server ADDRESS NAME=ANSWER... Sets `names`, its process.
printf 'nameserver 127.0.0.1\n' >resolv.conf
mount --bind resolv.conf /etc/resolv.conf
ip addr add 10.8.0.1/24 dev lo
serves_names() { ss -Huln "sport = :53" | grep -q "$1:53"; }
name_server() {
  python3 "$TESTS/fixtures/name_server.py" "$@" >queries &
  names=$!
  eventually 30 serves_names "$1"
}
