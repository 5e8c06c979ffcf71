# "-" takes a route from the command on the left; when that one failed, nothing is sent.
ockam node create n1
ockam node create n2
is HELLO "$(ockam relay create --at /node/n1 --to /node/n2 | ockam message send hello --to /node/n1/-/service/uppercase)"
is HELLO "$(echo /service/uppercase | ockam message send hello --to /node/n1/-)"
is HELLO "$(echo /node/n1 | ockam message send hello --to -/service/uppercase)"
is a/-b "$(ockam message send a/-b --to /node/n1/service/echo)"

for left in 'false' 'true' 'echo' 'echo not-a-route' 'ockam relay create --at /node/nobody --to /node/n2'; do
  status=0
  out=$($left 2>/dev/null | ockam message send hello --to -/service/uppercase 2>stderr) || status=$?
  is "" "$out"
  [ "$status" != 0 ] || fail "exit 0 after: $left"
  is 1 "$(wc -l <stderr)"
done
refused 66 "standard input" ockam tcp-inlet create --at n1 --from 6001 --to -/service/outlet < <(false)
listening 6001 && fail "an inlet without its route"
all_gone
