# What people read: help in groups and topics as wide as their terminal, nodes in two lines, tables that fit.
# at_width COLUMNS COMMAND: what a terminal of that width shows.
at_width() { script -qec "stty cols $1; $2" /dev/null | tr -d '\r'; }
fits() { awk -v most="$1" 'length($0) > most { print; wide = 1 } END { exit wide }' <<<"$2" || fail "wider than $1"; }

for width in 50 80; do
  fits $width "$(at_width $width 'ockam help')"
  fits $width "$(at_width $width 'ockam help topics')"
done
fits 80 "$(ockam help)" # in a pipe
has "Relays and routes:" "$(ockam help)"
has "  policies " "$(ockam help topics)"
has "factor := not factor" "$(ockam help policies)"
has "OCKAM_HOME" "$(ockam help environment)"
has "a limit was reached" "$(ockam help exit-codes)"
is "$(ockam help relay create)" "$(ockam relay create --help)"
refused 2 "unknown command nothing" ockam help nothing

ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam relay create office --at /node/n1 --to n2 >/dev/null
ockam node stop n1 2>/dev/null >/dev/null
list=$(ockam node list)
is 4 "$(wc -l <<<"$list")"
has "n1 (Default): DOWN" "$list"
has "ockam node start n1" "$list"
matches 'n2: UP at 127.0.0.1:[0-9]+ as default' "$list"
has "1 relay" "$list"
ockam node start n1 >/dev/null
ockam tcp-connection create --from n2 --to "$(ockam node show n1 --output json --jq '.tcp_listeners[0].address' | tr -d '"')" >/dev/null
has "+----" "$(ockam tcp-connection list --at n2)" # a pipe gets the table
shown=$(at_width 80 'ockam tcp-connection list --at n2 --no-color')
fits 80 "$shown"
has "  Socket address: 127.0.0.1:" "$shown"
all_gone
