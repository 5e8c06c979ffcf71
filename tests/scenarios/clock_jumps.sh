# The clock of the day jumps an hour ahead, two back, and back to the truth: what is open stays open, and what is
# opened anew can be, because nothing but what was signed depends on that clock.
jump() { python3 -c 'import struct,sys
with open(sys.argv[1], "r+b") as file: file.write(struct.pack("q", int(sys.argv[2])))' "$WORK/offset" "$1"; }
truncate -s 8 "$WORK/offset"
serve 9000
export OCKAM_CLOCK_OFFSET=$WORK/offset ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-}
ockam() { LD_PRELOAD=$BUILD/clock_offset.so command ockam "$@"; }
ockam node create relay >/dev/null
ockam node create office >/dev/null
ockam node create laptop >/dev/null
ockam tcp-outlet create --at office --from web --to 9000 >/dev/null
ockam relay create office --at /node/relay --to office >/dev/null
ockam tcp-inlet create web --at laptop --from 6000 --to /node/relay/service/forward_to_office/secure/api/service/web >/dev/null
hello() { [ "$(curl -sS --max-time 3 127.0.0.1:6000)" == "hello from the web server" ]; }
hello
for offset in 3600 -3500 0; do
  jump "$offset"
  hello
  is hi "$(ockam message send hi --to /node/office/secure/api/service/echo)"
  ockam node stop relay >/dev/null
  ockam node start relay >/dev/null
  eventually 15 hello
done
all_gone
