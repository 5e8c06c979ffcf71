# A first name server that is dead: each look-up costs its time-out of 2 s, and none costs twice that.
serve 9000 # which looks for its own name
source "$TESTS/scenarios/name_server.bash"
python3 -c 'import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("10.8.0.1", 53)); time.sleep(600)' &
eventually 30 serves_names 10.8.0.1
printf 'nameserver 10.8.0.1\nnameserver 127.0.0.1\n' >resolv.conf
name_server 127.0.0.1 ok.example=127.0.0.1
ockam node create a >/dev/null
ockam node create b >/dev/null
for i in 1 2 3; do
  ockam tcp-outlet create --at a --from web$i --to db$i.ok.example:9000 >/dev/null
  ockam tcp-inlet create web$i --at b --from 600$i --to /node/a/service/web$i >/dev/null
done
look_up() {
  local code time
  read -r code time <<<"$(curl -s -o /dev/null -m 30 -w '%{http_code} %{time_total}' 127.0.0.1:600$1/)"
  is 200 "$code"
  [ "$(python3 -c "print($time < 3.5)")" == True ] || fail "look-up $1 took $time s with a dead first name server"
}
# names of which nothing is known, then names that are known to be slow
for turn in 1 2; do
  for i in 1 2 3; do beside look_up $i; done
  joined
  sleep 2 # longer than an answer is good for
done
all_gone
