# Names that are none, and words that belong elsewhere, are refused where they are given, at once, and the same in files.
ockam node create hub --tcp-listener-address 127.0.0.1:7000 >/dev/null
ockam node create a >/dev/null
began=$SECONDS
hub=/node/hub

# relays
refused 65 "relay name \"my office\": no blanks" ockam relay create 'my office' --at $hub --to a
refused 65 "relay name \"a/b\": no '/'" ockam relay create 'a/b' --at $hub --to a
refused 65 "no control characters" ockam relay create $'a\033[1m' --at $hub --to a
refused 65 "no control characters" ockam relay create $'a\xc2\x9b' --at $hub --to a
refused 65 "no marks that cannot be seen" ockam relay create $'a\xe2\x80\xae' --at $hub --to a
refused 65 "at most 245 bytes" ockam relay create "$(printf 'x%.0s' {1..250})" --at $hub --to a
refused 2 "NAME is empty" ockam relay create "" --at $hub --to a
refused 2 "NAME is empty" ockam relay show "" --at a
cat >"$WORK/bad.yaml" <<'Y'
name: b
relays:
  my office: { at: /node/hub }
Y
refused 78 "bad.yaml:3:3: relay name \"my office\": no blanks" ockam config check "$WORK/bad.yaml"
refused 78 "bad.yaml:3:3: relay name \"my office\": no blanks" ockam run "$WORK/bad.yaml"
for body in '{"name":"my office","at":"/ip4/127.0.0.1/tcp/7000"}' '{"name":"a/b","at":"/ip4/127.0.0.1/tcp/7000"}'; do
  has '"invalid"' "$(curl -sS --unix-socket "$OCKAM_HOME/nodes/a/socket" -d "$body" http://node/v1/relays)"
done

# workers, aliases, nodes, identities
refused 65 'worker name "my web": no blanks' ockam tcp-outlet create --at a --from 'my web' --to 9000
refused 65 "no control characters" ockam secure-channel-listener create $'d\001' --at a
refused 65 'alias "6000": a number is a port (a port is said with --from)' ockam tcp-inlet create 6000 --at a --to $hub/service/outlet
refused 65 "alias \"a:b\": no ':'" ockam tcp-inlet create a:b --at a --to $hub/service/outlet
refused 65 "invalid node name: n.1" ockam node create n.1
refused 65 "invalid identity name: a b" ockam identity create 'a b'
check() { echo "$1" >"$WORK/checked.yaml"; ockam config check "$WORK/checked.yaml"; }
refused 78 "invalid node name: n 1" check '{ nodes: { "n 1": {} } }'
refused 78 "invalid identity name: a b" check '{ identities: [ "a b" ], name: c }'
refused 78 "threads: 99 is no number of threads (1 to 64)" check '{ name: c, threads: 99 }'

# hosts, ports and URLs
refused 65 "nobody listens at port 0" ockam tcp-outlet create --at a --to 0
refused 65 "nobody listens at port 0" ockam tcp-connection create --from a --to 127.0.0.1:0
refused 65 "https://127.0.0.1:3443 is a URL, and here belongs HOST:PORT (write 127.0.0.1:3443;" ockam tcp-outlet create --at a --to https://127.0.0.1:3443
refused 65 "write example.com:443;" ockam tcp-outlet create --at a --to https://example.com
refused 65 '`*` is no host (write 0.0.0.0:6000' ockam tcp-inlet create --at a --from '*:6000' --to $hub/service/outlet
is /service/tcp "$(ockam tcp-outlet create --at a --from tcp --to tcp://127.0.0.1:9000)"

# routes
refused 65 "--to n1/service/outlet is neither a route nor the name of an outlet (--to /node/n1/service/outlet)" \
  ockam tcp-inlet create --at a --from 6000 --to n1/service/outlet
refused 65 "(--to /ip4/127.0.0.1/tcp/7000/service/outlet)" ockam tcp-inlet create --at a --from 6000 --to 127.0.0.1:7000
refused 65 "an address starts with / (/node/hub/service/uppercase)" ockam message send hi --to hub/service/uppercase
refused 65 "an address starts with / (/ip4/127.0.0.1/tcp/7000)" ockam route trace 127.0.0.1:7000
refused 65 "--at hob is not a route (--at /node/hob)" ockam relay create x --at hob --to a
refused 65 "--at https://hub.example is not a route (--at /dnsaddr/hub.example/tcp/443)" ockam relay create x --at https://hub.example --to a
is "" "$(ockam tcp-inlet list --at a 2>/dev/null)"
[ $((SECONDS - began)) -lt 30 ] || fail "refusals took $((SECONDS - began)) s"
is /service/forward_to_x "$(ockam relay create x --at 127.0.0.1:7000 --to a)"
is /service/forward_to_y "$(ockam relay create y --at tcp://127.0.0.1:7000 --to a)"
is HI "$(ockam message send hi --to $hub/service/forward_to_x/service/uppercase)"
all_gone
