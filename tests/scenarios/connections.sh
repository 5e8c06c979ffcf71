# Connections and listeners are made, listed, shown and deleted.
ockam node create n1
ockam node create n2 --tcp-listener-address 127.0.0.1:7000
is '[]' "$(ockam tcp-connection list --node n1 --output json)"
is 3 "$(ockam tcp-connection list --node n1 2>/dev/null | wc -l)"
worker=$(ockam tcp-connection create --from n1 --to 127.0.0.1:7000)
id=$(ockam tcp-connection list --node n1 | sed -n '4s/^| \([0-9a-f]*\) .*/\1/p')
has "$id" "$(ockam tcp-connection show --node n1 "$id")"
is HELLO "$(ockam message send hello --from n1 --to "$worker/service/uppercase")"
ockam tcp-connection delete --node n1 "$id" -y
is 3 "$(ockam tcp-connection list --node n1 2>/dev/null | wc -l)"
refused 70 "not found" ockam tcp-connection show --node n1 "$id"
refused 70 "not found" ockam tcp-connection delete --node n1 "$id"
refused 69 "refused" ockam tcp-connection create --from n1 --to 127.0.0.1:7001
refused 70 "not found" ockam message send hello --from n1 --to "$worker/service/uppercase"

ockam tcp-listener create 127.0.0.1:7002 --at n1
has 127.0.0.1:7002 "$(ockam tcp-listener list --node n1)"
is HELLO "$(ockam message send hello --to /ip4/127.0.0.1/tcp/7002/service/uppercase)"
refused 74 "7002" ockam tcp-listener create 127.0.0.1:7002 --at n2
ockam tcp-listener delete --node n1 127.0.0.1:7002
listening 7002 && fail "a deleted listener listens"

# IPv6 and names
ockam tcp-listener create '[::1]:7003' --at n1
is HELLO "$(ockam message send hello --to /ip6/::1/tcp/7003/service/uppercase)"
is HELLO "$(ockam message send hello --to /dnsaddr/localhost/tcp/7000/service/uppercase)"
refused 69 "no.such.host.invalid" ockam message send hello --to /dnsaddr/no.such.host.invalid/tcp/7000/service/echo
all_gone
