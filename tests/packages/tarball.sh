#!/usr/bin/env bash
# The tarball on a Debian 11 that has nothing but its base, and an older C library than it was built with: it is unpacked,
# nothing else, and the first portal runs. Says what its files want of the C library, and that they get all from it.
# Usage: tests/packages/tarball.sh BUILD; needs root, debootstrap and a mirror (that of this machine's apt).
set -euo pipefail
source "$(dirname "$0")/bare.bash"
command -v patchelf >/dev/null || lacks "there is no patchelf"
bare bullseye
script/package tarball --build "$build" --out "$work"
mkdir -p "$root/opt"
tar -C "$root/opt" -xJf "$work"/ockam-*.tar.xz
alone=yes
echo "its C library: $(within 'ldd --version' | head -1)"
first_portal
# of each library that is looked for: found below /opt/ockam, and nowhere else
within '/opt/ockam/lib/ld-linux-x86-64.so.2 --list /opt/ockam/bin/ockam' >"$work/list"
foreign=$(grep -v -e linux-vdso -e '=> /opt/ockam/' -e '^[[:space:]]*/opt/ockam/' "$work/list" || true)
[ -z "$foreign" ] || fail "not from the tarball: $foreign"
for each in libgcc-s1 libc6 libssl3; do [ -s "$root/opt/ockam/share/licenses/$each" ] || fail "no licence of $each"; done
grep -q '^ExecStart=/opt/ockam/bin/ockam ' "$root/opt/ockam/lib/systemd/system/ockam@.service" || fail "the unit runs another program"
