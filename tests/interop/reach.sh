# What a stranger reaches in clear, at a node of ours and at a real one that has the same: side by side. No address of
# somebody's link may answer, at neither.
source "$TESTS/interop/real.sh"
ockam node create n --tcp-listener-address 127.0.0.1:4110
ockam tcp-outlet create --at n --to 127.0.0.1:1 >/dev/null
ockam node create b
ockam relay create b --at /dnsaddr/127.0.0.1/tcp/4110 --to b >/dev/null
real n node create n --tcp-listener-address 127.0.0.1:4111 >/dev/null
real n tcp-outlet create --at n --to 127.0.0.1:1 >/dev/null
real b node create b >/dev/null
real b relay create b --at /dnsaddr/127.0.0.1/tcp/4111 --to b >/dev/null
python3 "$TESTS/interop/reach.py" 4110 >ours
python3 "$TESTS/interop/reach.py" 4111 >theirs
printf '%-28s %-10s %s\n' "a stranger in clear" ours real
paste -d' ' ours theirs | while read -r name us _ them; do printf '%-28s %-10s %s\n' "$name" "$us" "$them"; done
for hidden in link-of-a-client "link-of-a-relay's-owner" hop-and-a-link nobody; do
  is "$hidden silent" "$(grep "^$hidden " ours)"
done
for open in echo uppercase api forward_to_b static_forwarding_service answer-by-the-relay "more-by-the-relay's-links"; do
  is "$open answers" "$(grep "^$open " ours)"
done
real n node delete --all --yes >/dev/null
real b node delete --all --yes >/dev/null
all_gone
