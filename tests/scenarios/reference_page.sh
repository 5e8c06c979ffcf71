# The reference page, word for word, as far as it needs no secure channel.
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
ockam node delete --all

# An inlet and an outlet.
serve 5000
ockam node create n1
ockam node create n2
is /service/outlet "$(ockam tcp-outlet create --at /node/n1 --from /service/outlet --to 127.0.0.1:5000)"
ockam tcp-inlet create --at /node/n2 --from 127.0.0.1:6000 --to /node/n1/service/outlet
is "hello from the web server" "$(curl -sS --max-time 10 127.0.0.1:6000)"
all_gone
