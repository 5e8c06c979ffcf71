# The reference page, word for word.
ockam node create n1
ockam node create n2
is /service/forward_to_n1 "$(ockam fowarder create n1 --at /node/n1 --to /node/n2)"
is HELLO "$(ockam message send hello --to /node/n1/service/forward_to_n1/service/uppercase)"
ockam node delete --all

# A name made up by the command.
ockam node create n1
ockam node create n2
is HELLO "$(ockam fowarder create --at /node/n1 --to /node/n2 |
  ockam message send hello --to /node/n1/-/service/uppercase)"
ockam node delete --all

ockam node create blue
ockam node create green
is /service/forward_to_blue "$(ockam forwarder create blue --at /node/green --to /node/blue)"
is HELLO "$(ockam message send hello --to /node/green/service/forward_to_blue/service/uppercase)"

# An end-to-end secure channel through the forwarder.
ockam node create yellow
is HELLO "$(ockam secure-channel create --from /node/yellow --to /node/green/service/forward_to_blue/service/api \
    | ockam message send hello --from /node/yellow --to -/service/uppercase)"
ockam node delete --all

# An inlet and an outlet.
serve 5000
ockam node create n1
ockam node create n2
is /service/outlet "$(ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:5000)"
ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to /node/n1/service/outlet
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
ockam node delete --all

# The same with a relay node through a forwarder, and a secure channel.
ockam node create relay
ockam node create n1
ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:5000
ockam forwarder create n1 --at /node/relay --to /node/n1
ockam node create n2
ockam secure-channel create --from /node/n2 --to /node/relay/service/forward_to_n1/service/api \
    | ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:7000 --to -/service/outlet
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:7000)"
all_gone
