#!/usr/bin/env bash
# What rooms.py promises to find it finds: an include turned round between rooms, between folders, a circle, a file
# in no folder, and a folder that is too large; and flow_control.py a pause that docs/flow-control.md does not have.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
for room in wire config transports channels actors cli; do
  (cd "$here/../.." && find "$room" \( -name '*.[ch]pp' -o -name folders.txt \) -print0) | (cd "$here/../.." && tar --null -T - -cf -) | tar -xf - -C "$copy"
done
mkdir "$copy/docs" && cp "$here/../../docs/flow-control.md" "$copy/docs"
python3 "$here/rooms.py" "$copy" >/dev/null
python3 "$here/flow_control.py" "$copy" >/dev/null
check=rooms.py
# finds SENTENCE FILE LINE: with LINE added to FILE, $check fails and says SENTENCE.
finds() {
  local said
  [ ! -f "$copy/$2" ] || cp "$copy/$2" "$copy/kept"
  mkdir -p "$(dirname "$copy/$2")"
  printf '%s\n' "$3" >>"$copy/$2"
  if said=$(python3 "$here/$check" "$copy") || ! grep -qF -- "$1" <<<"$said"; then
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
check=flow_control.py
finds 'not in docs/flow-control.md: link::look_again calls pause_input' transports/links/link.cpp 'void link::look_again() {
  if (const auto at = way_.here()) at->pause_input();
}'
finds 'only in docs/flow-control.md: link::look_again calls resume_input' docs/flow-control.md \
  '| `link::look_again` | `resume_input` | never |'
finds 'dialer_pause_max is not in config/defaults.hpp' docs/flow-control.md '`dialer_pause_max`'
