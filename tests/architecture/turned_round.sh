#!/usr/bin/env bash
# What includes.sh promises to find it finds: an include turned round between rooms, between folders, a circle, a file
# in no folder, and a folder that is too large.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
for room in wire config transports channels actors cli; do
  (cd "$here/../.." && find "$room" \( -name '*.[ch]pp' -o -name folders.txt \) -print0) | (cd "$here/../.." && tar --null -T - -cf -) | tar -xf - -C "$copy"
done
python3 "$here/rooms.py" "$copy" >/dev/null
# finds SENTENCE FILE LINE: with LINE added to FILE, rooms.py fails and says SENTENCE.
finds() {
  local said
  [ ! -f "$copy/$2" ] || cp "$copy/$2" "$copy/kept"
  mkdir -p "$(dirname "$copy/$2")"
  printf '%s\n' "$3" >>"$copy/$2"
  if said=$(python3 "$here/rooms.py" "$copy") || ! grep -qF -- "$1" <<<"$said"; then
    echo "not found: $1"; echo "$said" | tail -5; exit 1
  fi
  echo "found: $1"
  if [ -f "$copy/kept" ]; then mv "$copy/kept" "$copy/$2"; else rm "$copy/$2"; fi
}
finds 'includes cli/text/table.hpp, which stands above it' actors/node.hpp '#include "cli/text/table.hpp"'
finds 'includes actors/portals/inlet.hpp, which stands above it' actors/relays/relay.hpp '#include "actors/portals/inlet.hpp"'
finds 'a circle: ' wire/result.hpp '#include "wire/bytes.hpp"
#include "wire/result.hpp"'
finds 'is not in wire/folders.txt' wire/elsewhere/new.hpp '#include "wire/result.hpp"'
for i in $(seq 21); do touch "$copy/wire/encoding/f$i.hpp"; done
finds 'wire/encoding: 25 files, more than 20' wire/encoding/f1.hpp '// nothing'
