# Messages find their way by routes, and say so when they do not.
ockam node create n1
ockam node create n2
ockam node create n3
is HELLO "$(ockam message send hello --to /node/n1/service/uppercase)"
is HELLO "$(ockam message send hello --from n1 --to /node/n2/service/uppercase)"
is HELLO "$(ockam message send hello --from /node/n1 --to /node/n2/service/uppercase)"
is hello "$(ockam message send hello --to /node/n1/service/hop/service/echo)"
is hello "$(ockam message send hello --to /node/n1/service/hop/service/hop/service/hop/worker/echo)"
is "" "$(ockam message send "" --to /node/n1/service/echo)"
is 00ff10 "$(ockam message send --hex 00ff10 --to /node/n1/service/echo)"
long=$(head -c 100000 /dev/zero | tr '\0' x)
is "$long" "$(ockam message send "$long" --to /node/n1/service/echo)"

# n1 -> n2 -> n3 over two connections, by the addresses of their workers
port() { ockam node show "$1" | sed -n 's,.*localhost/tcp/\([0-9]*\).*,\1,p'; }
to_n2=$(ockam tcp-connection create --from n1 --to "127.0.0.1:$(port n2)")
to_n3=$(ockam tcp-connection create --from n2 --to "127.0.0.1:$(port n3)")
is HELLO "$(ockam message send hello --from n1 --to "$to_n2$to_n3/service/uppercase")"

# what failed, where, why, the next command
refused 70 "not found" ockam message send hello --to /node/nobody/service/echo
refused 70 "not found" ockam message send hello --from nobody --to /node/n1/service/echo
start=$SECONDS
refused 70 "no reply" ockam message send hello --to /node/n1/service/nobody --timeout 1
[ $((SECONDS - start)) -le 3 ] || fail "a time-out of 1 s took $((SECONDS - start)) s"
refused 69 "refused" ockam message send hello --to /ip4/127.0.0.1/tcp/1/service/echo
refused 65 "ip4" ockam message send hello --to /ip4/300.1.1.1/tcp/7000/service/echo
refused 65 "/tcp" ockam message send hello --to /node/n1/tcp/7/service/echo
refused 65 "servise" ockam message send hello --to /node/n1/servise/echo
refused 2 "--to" ockam message send hello
all_gone
