# Every file of config/examples on a home with nothing in it: what it promises works, and a second run changes nothing.
EXAMPLES=$(realpath "$TESTS/../config/examples")
hello="hello from the web server"
serve 9000
serve 9001
serve 9002

# example FILE PORT...: each of the ports answers
example() {
  local file=$EXAMPLES/$1
  shift
  has "+ create node" "$(ockam run --plan "$file")"
  is "" "$(ockam node list 2>/dev/null || true)"
  ockam run "$file" >"$WORK/first"
  for port in "$@"; do is "$hello" "$(curl -sS --max-time 10 "127.0.0.1:$port")"; done
  matches '^= unchanged [0-9]+$' "$(ockam run "$file")"
  matches '^= unchanged [0-9]+$' "$(ockam run --plan "$file")"
}
# forget: nothing is left of it, projects included
forget() {
  ockam node delete --all --force --yes
  ockam reset --yes
}

example two-nodes.yaml 6000
forget
example many-services.yaml 6000 6001 6002
forget
example two-relays.yaml 6000
forget
# a file makes no project: the home has to know one
refused 78 "knows none" ockam run "$EXAMPLES/managed-project.yaml"
is "" "$(ockam node list 2>/dev/null || true)"
ockam project create >/dev/null
ockam run "$EXAMPLES/managed-project.yaml" >/dev/null
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6000)"
matches '^= unchanged [0-9]+$' "$(ockam run "$EXAMPLES/managed-project.yaml")"
forget
example relay-chain.yaml 6000
forget
example relay-portal.yaml 6000

# one port is edited: that inlet is another one, and nothing else
ockam run "$EXAMPLES/relay-portal.yaml" --variable FROM=127.0.0.1:6100 >"$WORK/edited"
matches '^~ replace tcp-inlet web at laptop \(from\)
= unchanged [0-9]+$' "$(<"$WORK/edited")"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6100)"
listening 6000 && fail "the old port listens still"

# what was exported makes the same, and changes nothing where it is from
ockam export --all >"$WORK/exported.yaml"
ockam config check "$WORK/exported.yaml"
matches '^= unchanged [0-9]+$' "$(ockam run "$WORK/exported.yaml")"
forget
ockam run "$WORK/exported.yaml" >"$WORK/again"
is "$hello" "$(curl -sS --max-time 10 127.0.0.1:6100)"
all_gone
