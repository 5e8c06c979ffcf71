#!/usr/bin/env bash
# The .deb on a Debian 12 that has nothing but its base: it brings what it needs, makes its user and directories, and the
# first portal runs; installed over itself it keeps what nodes have, and so does its removal.
# Usage: tests/packages/deb.sh BUILD; needs root, debootstrap and a mirror (that of this machine's apt).
set -euo pipefail
source "$(dirname "$0")/bare.bash"
bare bookworm
script/package deb --build "$build" --out "$work" >/dev/null
cp "$work"/ockam_*.deb "$root/ockam.deb"
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

first_portal

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
