#!/usr/bin/env bash
# The .deb on a Debian 12 that has nothing but its base: it brings what it needs, makes its user and directories, and the
# first portal runs; installed over itself it keeps what nodes have, and so does its removal.
# Usage: tests/packages/deb.sh BUILD; needs root, debootstrap and a mirror (that of this machine's apt).
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "$0")/../.."
# Who has no mirror skips it; what script/setup installs, and root, are there where all must be tried.
skip() { echo "skipped: $*"; exit 0; }
lacks() { [ -z "${CI:-}" ] || fail "$@"; skip "$@"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
[ "$(id -u)" == 0 ] || lacks "not root"
command -v debootstrap >/dev/null || lacks "there is no debootstrap"
mirror=$(apt-get indextargets --format '$(SITE)' 'Codename: bookworm' 'Created-By: Packages' | grep -v security | head -1)
[ -n "$mirror" ] || skip "apt knows of no Debian 12"
work=$(mktemp -d)
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
began=$SECONDS
script/package deb --build "$build" --out "$work" >/dev/null
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$work/log" 2>&1 ||
  skip "debootstrap: $(tail -1 "$work/log")"
echo "a bare Debian 12 after $((SECONDS - began)) s"
cp "$work"/ockam_*.deb "$root/ockam.deb"
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
for conf in /etc/apt/apt.conf.d/*; do cp -n "$conf" "$root/etc/apt/apt.conf.d/" 2>/dev/null || true; done
# within COMMAND...: in that system; nothing that it starts outlives it. `alone`: without a network.
within() {
  unshare --mount --pid --fork --kill-child ${alone:+--net} bash -c '[ -z "$3" ] || ip link set lo up
    mount -t proc proc "$1/proc"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive chroot "$1" bash -c "$2"' \
    within "$root" "$1" "${alone:-}"
}
began=$SECONDS
within 'apt-get update -qq && apt-get install -y -qq --no-install-recommends ./ockam.deb' >"$work/log" 2>&1 ||
  { tail -20 "$work/log" >&2; ! grep -q 'Failed to fetch' "$work/log" || skip "the mirror went away"; fail "it does not install"; }
echo "installed with what it needs after $((SECONDS - began)) s"
alone=yes

within 'stat -c "%a %U %G" /var/lib/ockam' | grep -qx '700 ockam ockam' || fail "its home is not its user's"
for file in lib/systemd/system/ockam@.service lib/systemd/system/ockam-run.service lib/sysusers.d/ockam.conf \
  lib/tmpfiles.d/ockam.conf share/bash-completion/completions/ockam share/zsh/vendor-completions/_ockam \
  share/fish/vendor_completions.d/ockam.fish; do
  [ -s "$root/usr/$file" ] || fail "/usr/$file is not there"
done
within 'dpkg -L ockam' >"$work/files"
grep -q man1/ockam-relay.1.gz "$work/files" || fail "there are no manual pages"
grep -q examples/relay-portal.yaml "$work/files" || fail "there are no examples"

# the first portal: a service of the machine (here the page of a node) through a channel, from another port
portal='set -e
cd /tmp
ockam node create office --tcp-listener-address 127.0.0.1:4000 --status-port 9000
ockam tcp-outlet create --at office --to 9000
ockam node create home
ockam tcp-inlet create --at home --from 6000 --to /dnsaddr/127.0.0.1/tcp/4000/secure/api/service/outlet
exec 3<>/dev/tcp/127.0.0.1/6000
printf "GET /metrics HTTP/1.0\r\n\r\n" >&3
grep -m1 ockam_build_info <&3
ockam node delete home --yes'
began=$SECONDS
within "$portal" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the first portal does not run"; }
grep -q 'ockam_build_info' "$work/log" || fail "nothing came through the portal"
echo "the first portal after $((SECONDS - began)) s"

# over itself, away, back, and purged
kept='OCKAM_HOME=/var/lib/ockam setpriv --reuid=ockam --regid=ockam --clear-groups ockam'
within "$kept identity create kept && $kept identity show kept" >"$work/who" 2>&1 || { cat "$work/who"; fail "no identity"; }
within "dpkg -i /ockam.deb && $kept identity list" >"$work/log" 2>&1 && grep -q kept "$work/log" || fail "an upgrade lost the identity: $(<"$work/log")"
within 'dpkg -r ockam' >/dev/null 2>&1 || fail "it does not go"
[ -s "$root/var/lib/ockam/database.sqlite3" ] || fail "its removal took what nodes have"
within "dpkg -i /ockam.deb && $kept identity list" 2>&1 | grep -q kept || fail "what was kept is not found again"
within 'dpkg -P ockam' >/dev/null 2>&1 || fail "it is not purged"
[ ! -e "$root/var/lib/ockam" ] || fail "a purge leaves the home"
echo "upgraded, removed and back with what it had, purged"
