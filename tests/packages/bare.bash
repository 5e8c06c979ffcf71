# What tests of packages share: a system that has nothing but its base, as debootstrap makes it.
build=$(realpath "$1")
cd "$(dirname "$0")/../.."
# Who has no mirror skips it; what script/setup installs, and root, are there where all must be tried.
skip() { echo "skipped: $*"; exit 0; }
lacks() { [ -z "${CI:-}" ] || fail "$@"; skip "$@"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
[ "$(id -u)" == 0 ] || lacks "not root"
work=$(mktemp -d)
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
# bare SUITE: makes that system at $root, from where this machine's apt gets what it installs.
bare() {
  local mirror began=$SECONDS
  command -v debootstrap >/dev/null || lacks "there is no debootstrap"
  mirror=$(apt-get indextargets --format '$(SITE)' 'Codename: bookworm' 'Created-By: Packages' | grep -v security | head -1)
  [ -n "$mirror" ] || skip "apt knows of no Debian 12"
  debootstrap --variant=minbase "$1" "$root" "$mirror" >"$work/log" 2>&1 || skip "debootstrap: $(tail -1 "$work/log")"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  for conf in /etc/apt/apt.conf.d/*; do cp -n "$conf" "$root/etc/apt/apt.conf.d/" 2>/dev/null || true; done
  echo "a bare $1 after $((SECONDS - began)) s"
}
# within COMMAND: in that system; nothing that it starts outlives it. `alone`: in a network of its own.
within() {
  unshare --mount --pid --fork --kill-child ${alone:+--net} bash -c '[ -z "$3" ] || ip link set lo up
    mount -t proc proc "$1/proc"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin:/opt/ockam/bin HOME=/root DEBIAN_FRONTEND=noninteractive chroot "$1" bash -c "$2"' \
    within "$root" "$1" "${alone:-}"
}
# The first portal: a service of the machine (here the page of a node) through a channel, from another port.
portal='set -e
cd /tmp
ockam node create office --tcp-listener-address 127.0.0.1:4000 --status-port 9000
ockam tcp-outlet create --at office --to 9000
ockam node create home
ockam tcp-inlet create --at home --from 6000 --to /dnsaddr/127.0.0.1/tcp/4000/secure/api/service/outlet
exec 3<>/dev/tcp/127.0.0.1/6000
printf "GET /metrics HTTP/1.0\r\n\r\n" >&3
grep -m1 ockam_build_info <&3'
first_portal() {
  local began=$SECONDS
  within "$portal" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the first portal does not run"; }
  grep -q 'ockam_build_info' "$work/log" || fail "nothing came through the portal"
  echo "the first portal after $((SECONDS - began)) s"
}
