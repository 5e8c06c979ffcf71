# client -> inlet -> relay -> outlet -> server, in clear, beside the same load without anything in between. All processes
# share the machine with the load generator, so compare the two columns of one run, never runs. Rounds: $ROUNDS.
loadgen() { "$BUILD/loadgen" "$@"; }
loadgen server --listen 127.0.0.1:9000 >/dev/null 2>&1 &
eventually 5 listening 9000
for node in relay n1 n2; do ockam node create $node >/dev/null; done
ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:9000 >/dev/null
ockam relay create n1 --at /node/relay --to /node/n1 >/dev/null
ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to /node/relay/service/forward_to_n1/service/outlet >/dev/null
nodes=$(pgrep -d, -f 'ockam.* node create')
# measure FIELD LOAD...: the medians over the rounds, direct and through the portal, taken in turn.
measure() {
  local field=$1 load=${*:2}
  for _ in $(seq "$ROUNDS"); do
    for port in 9000 6000; do
      loadgen $load --seconds 1 --connect 127.0.0.1:$port --pids "$nodes" >one || fail "$load: $(<one)"
      sed "s/.*\"$field\":\([0-9.]*\).*/$port \1/" one
    done
  done | sort -k1,1 -k2,2g | awk -v load="$load $field" '{v[$1, ++n[$1]] = $2}
    END {d = v[9000, int((n[9000] + 1) / 2)]; p = v[6000, int((n[6000] + 1) / 2)]
         printf "| %s | %s | %s | %.2f |\n", load, d, p, d ? p / d : 0}'
}
echo "| load and figure | direct | portal | ratio |"
echo "|---|---|---|---|"
measure MBps bulk --dir up --conns 1
measure MBps bulk --dir down --conns 16
measure p50_us pingpong --conns 1
measure per_s pingpong --conns 64
measure per_s connrate --conns 8
loadgen idle --conns 500 --seconds 2 --connect 127.0.0.1:6000 --pids "$nodes" |
  sed 's/.*"rss_kb_per_conn":\(\[[^]]*\]\).*/kB per idle stream in relay, outlet, inlet: \1/'
all_gone
