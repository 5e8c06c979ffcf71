# client -> inlet -> relay -> outlet -> server, with a secure channel from end to end, beside other products that do the
# same job, beside the same nodes in clear, and beside nothing at all. Run by script/bench through tests/scenarios/run.
# Every round starts each product afresh, in an order of its own, alone on the machine with the load generator.
#   ROUNDS    how often; medians need at least 5
#   SECONDS_PER_LOAD (1)    PRODUCTS (all)    SAMPLES: the file to write, one JSON object a line
# Peers are looked for on PATH under the names of `program`; ockam-rs is the executable of the Rust implementation.
declare -A program=([ours]=ockam [clear]=ockam [two-nodes]=ockam [one-node]=ockam [direct]=true
  [ockam-rs]=ockam-rs [rathole]=rathole [chisel]=chisel [frp]=frps [ssh]=sshd [haproxy]=haproxy)
PRODUCTS=${PRODUCTS:-ours clear two-nodes one-node direct ockam-rs rathole chisel frp ssh haproxy}
seconds=${SECONDS_PER_LOAD:-1}
loads=("idle --conns 200" "bulk --conns 1" "bulk --conns 1 --dir down" "bulk --conns 16" "bulk --conns 16 --dir down"
  "pingpong --conns 1" "pingpong --conns 64" "connrate --conns 8")
# What the Rust implementation would otherwise send home.
export OCKAM_DISABLE_UPGRADE_CHECK=1 OCKAM_TELEMETRY_EXPORT=false OCKAM_OPENTELEMETRY_EXPORT=false

# -- products: start_X serves at port 6000 what the server at port 9000 offers; `started` names its processes --------
started=()
background() { "$@" >>log 2>&1 & started+=($!); }
# nodes PROGRAM NODE...: each a process of its own that leaves the shell
nodes() {
  local ockam=$1 node
  for node in "${@:2}"; do timeout 60 "$ockam" node create "$node" ${listen[$node]:-} || return; done
  started=($(pgrep -f ' node create '))
}
declare -A listen=([relay]="--tcp-listener-address 127.0.0.1:7000")
# chain PROGRAM ROUTE: three nodes, or two when the route does not need the relay
chain() {
  local ockam=$1 route=$2 relay=
  [[ $route != */relay/* ]] || relay=relay
  nodes "$ockam" $relay n1 n2 &&
    timeout 60 "$ockam" tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:9000 &&
    { [ -z "$relay" ] || timeout 60 "$ockam" relay create n1 --at /node/relay --to /node/n1; } &&
    timeout 60 "$ockam" tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to "$route"
}
start_ours() { chain ockam /node/relay/service/forward_to_n1/secure/api/service/outlet; }
start_ockam-rs() { chain ockam-rs /node/relay/service/forward_to_n1/secure/api/service/outlet; }
start_clear() { chain ockam /node/relay/service/forward_to_n1/service/outlet; }
start_two-nodes() { chain ockam /node/n1/service/outlet; }
start_one-node() {
  nodes ockam n1 && ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:9000 &&
    ockam tcp-inlet create --at /node/n1 --from 127.0.0.1:6000 --to /service/outlet
}
start_direct() { :; }
start_rathole() {
  local keys
  keys=($(rathole --genkey | grep -v :))
  cat >server.toml <<END
[server]
bind_addr = "127.0.0.1:7000"
default_token = "token"
[server.transport]
type = "noise"
[server.transport.noise]
local_private_key = "${keys[0]}"
[server.services.portal]
bind_addr = "127.0.0.1:6000"
END
  cat >client.toml <<END
[client]
remote_addr = "127.0.0.1:7000"
default_token = "token"
[client.transport]
type = "noise"
[client.transport.noise]
remote_public_key = "${keys[1]}"
[client.services.portal]
local_addr = "127.0.0.1:9000"
END
  background rathole --server server.toml && eventually 5 listening 7000 && background rathole --client client.toml
}
start_chisel() {
  background chisel server --host 127.0.0.1 --port 7000 --reverse && eventually 5 listening 7000 &&
    background chisel client http://127.0.0.1:7000 R:127.0.0.1:6000:127.0.0.1:9000
}
start_frp() {
  local common='serverAddr = "127.0.0.1"
serverPort = 7000
auth.token = "token"'
  printf 'bindAddr = "127.0.0.1"\nbindPort = 7000\nauth.token = "token"\n' >server.toml
  cat >provider.toml <<END
$common
[[proxies]]
name = "portal"
type = "stcp"
secretKey = "key"
localIP = "127.0.0.1"
localPort = 9000
transport.useEncryption = true
END
  cat >visitor.toml <<END
$common
[[visitors]]
name = "visitor"
type = "stcp"
serverName = "portal"
secretKey = "key"
bindAddr = "127.0.0.1"
bindPort = 6000
transport.useEncryption = true
END
  background frps -c server.toml && eventually 5 listening 7000 &&
    background frpc -c provider.toml && background frpc -c visitor.toml
}
# sshd can not drop privileges where only root is mapped, so it runs as somebody who has none.
start_ssh() {
  rm -f host user
  ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f user && chmod 644 user.pub || return
  background unshare --user --map-user=65534 --map-group=65534 "$(type -P sshd)" -D -e -p 7000 -f /dev/null \
    -h "$WORK/host" -o ListenAddress=127.0.0.1 -o AuthorizedKeysFile="$WORK/user.pub" -o StrictModes=no \
    -o PidFile=none -o MaxSessions=1000 &&
    eventually 5 listening 7000 &&
    background ssh -N -p 7000 -i user -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
      -R 127.0.0.1:6000:127.0.0.1:9000 nobody@127.0.0.1 && eventually 5 listening 6000 &&
    started=($(pgrep 'sshd|ssh'))
}
start_haproxy() {
  cat >haproxy.cfg <<END
global
  maxconn 4000
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen portal
  bind 127.0.0.1:6000
  server server 127.0.0.1:9000
END
  background haproxy -db -f haproxy.cfg
}
free() { ! listening "$1"; }
stop() {
  local process port
  case ${program[$1]} in
  ockam | ockam-rs) "${program[$1]}" node delete --all --yes >>log 2>&1 || true ;;
  esac
  for process in "$server" "${started[@]}"; do kill "$process" 2>>log || true; done
  for port in 6000 7000 9000; do eventually 10 free $port; done
  rm -rf "$OCKAM_HOME"
}

# -- loads -----------------------------------------------------------------------
answers() {
  local end=$((SECONDS + 15))
  until timeout 2 "$BUILD/loadgen" pingpong --conns 1 --seconds 0.05 --warmup 0 --connect 127.0.0.1:"$1" >>log 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
note() { printf '{"round":%d,"product":"%s","load":"%s","sample":%s}\n' "$1" "$2" "$3" "$4" >>"$SAMPLES"; }
measure() { # ROUND PRODUCT
  local round=$1 product=$2 port=6000 server load sample processes
  [ "$product" != direct ] || port=9000
  started=()
  "$BUILD/loadgen" server --listen 127.0.0.1:9000 >>log 2>&1 &
  server=$!
  eventually 5 listening 9000
  if ! { "start_$product" >>log 2>&1 && answers $port; }; then
    note "$round" "$product" start '{"ok":false}'
    echo "$product did not start: $(tail -n 1 log)" >&2
    stop "$product"
    return
  fi
  processes=$(IFS=, && echo "${started[*]}")
  for load in "${loads[@]}"; do
    sample=$(timeout 60 "$BUILD/loadgen" $load --seconds "$seconds" --connect 127.0.0.1:$port \
      ${processes:+--pids "$processes"} 2>>log) || true
    note "$round" "$product" "$load" "${sample:-"{\"ok\":false}"}"
  done
  stop "$product"
}

# -- the run ---------------------------------------------------------------------
version_of() {
  case $1 in
  sshd) ssh -V 2>&1 ;;
  haproxy) haproxy -v ;;
  rathole) rathole --version | grep 'Build Version' ;;
  *) "$1" --version ;;
  esac 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | grep -o '[0-9]\+\.[0-9][^ ,"\\]*' | head -1
}
present=() facts=
for product in $PRODUCTS; do
  name=${program[$product]}
  if type -P "$name" >/dev/null; then
    present+=("$product")
    facts+=",\"$product\":\"$([ "$name" == true ] || version_of "$name")\""
  else
    facts+=",\"$product\":null"
  fi
done
{
  printf '{"cores":%d,"cpu":"%s","vaes":%s,' "$(nproc)" "$(sed -n 's/^model name[^:]*: //p;T;q' /proc/cpuinfo)" \
    "$(grep -qw vaes /proc/cpuinfo && echo true || echo false)"
  printf '"kernel":"%s","congestion_control":"%s",' "$(uname -r)" "$(sysctl -n net.ipv4.tcp_congestion_control)"
  printf '"date":"%s","load_before":%s,' "$(date -u +%FT%TZ)" "$(cut -d' ' -f1 /proc/loadavg)"
  printf '"rounds":%d,"seconds_per_load":%s,"versions":{%s}}\n' "$ROUNDS" "$seconds" "${facts#,}"
} >"$SAMPLES"
for round in $(seq "$ROUNDS"); do
  for product in $(shuf -e "${present[@]}"); do measure "$round" "$product"; done
  echo "round $round of $ROUNDS done" >&2
done
