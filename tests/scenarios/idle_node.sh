# An idle node costs nothing, and creating one takes no time to speak of.
if sanitized; then echo "skipped: figures of a sanitizer build say nothing"; exit 0; fi
ockam node create warm-up
start=$(date +%s%N)
ockam node create n1
took=$((($(date +%s%N) - start) / 1000000))
pid=$(pgrep -f 'node create .*n1$')
ockam message send hello --to /node/n1/service/uppercase
ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
before=$(ticks)
sleep "${IDLE_SECONDS:-3}"
used=$(($(ticks) - before))
rss=$(awk '/VmRSS/{print $2}' "/proc/$pid/status")
echo "node create: $took ms; idle for ${IDLE_SECONDS:-3} s: $used clock ticks, $rss kB resident, $(ls /proc/$pid/task | wc -l) threads"
[ "$used" -le 0 ] || fail "an idle node used $used clock ticks"
[ "$rss" -lt 15360 ] || fail "an idle node holds $rss kB"
[ "$took" -lt 300 ] || fail "node create took $took ms" # 100 ms on a quiet machine; tests run beside each other
all_gone
