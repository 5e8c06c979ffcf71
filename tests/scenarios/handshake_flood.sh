# Ten thousand handshakes that nobody finishes, all at once and then as fast as they are answered: the node's memory
# stays bounded, and somebody honest gets through meanwhile.
ockam node create n1 --tcp-listener-address 127.0.0.1:4000
pid=$(pgrep -f 'node create .*n1$')
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; }
honest() { is HELLO "$(ockam message send hello --to /node/n1/secure/api/service/uppercase)"; }
honest
before=$(resident)
mkfifo hold
for window in 0 32; do
  "$TESTS/scenarios/handshake_flood.py" 4000 10000 8 $window <hold >flood &
  exec {hold}>hold
  [ $window == 0 ] || eventually 60 grep -q sent flood
  start=$(date +%s%N)
  honest
  took=$((($(date +%s%N) - start) / 1000000))
  eventually 60 grep -q sent flood
  during=$(resident)
  exec {hold}>&-
  wait $!
  answered=$(tail -1 flood)
  echo "$answered of 10000 answered; an honest handshake and message in $took ms; resident $before kB before, $during kB now"
  [ $window == 0 ] || [ "$answered" -gt 9900 ] || fail "the flood did not get through: $answered"
  sanitized || [ "$took" -lt 1000 ] || fail "an honest handshake took $took ms"
  sanitized || [ $((during - before)) -lt 16384 ] || fail "resident $before kB, then $during kB"
done
honest
all_gone
