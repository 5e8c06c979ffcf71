#!/usr/bin/env bash
# What rooms.py promises to find it finds: an include turned round between rooms, between folders, a circle, a file
# in no folder, and a folder that is too large; sizes.py a file and a class that are; flow_control.py a pause that
# docs/flow-control.md does not have; and documents.py a file, a section, a call or a key that is not where a document
# says, and a target of fuzzing without a row.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
root=$(realpath "$here/../..")
(cd "$root" && find wire config transports channels actors cli node \( -name '*.[ch]pp' -o -name folders.txt \) -print0 |
  tar --null -T - -cf -) | tar -xf - -C "$copy"
cp -r "$root"/{docs,include,tests,script,bench,examples,cmake,*.md} "$copy"
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
check=sizes.py
finds 'wire/result.hpp: ' wire/result.hpp "$(seq -f '// line %g' 400)"
finds 'actors/node.hpp: too_much has 16 data members, more than 15' actors/node.hpp "struct too_much {
$(seq -f '  int m%g_ = 0;' 16)
};"
check=flow_control.py
finds 'not in docs/flow-control.md: link::look_again calls pause_reading' transports/links/link.cpp 'void link::look_again() {
  if (const auto at = way_.here()) at->pause_reading();
}'
finds 'only in docs/flow-control.md: link::look_again calls resume_reading' docs/flow-control.md \
  '| `link::look_again` | `resume_reading` | never |'
finds 'dialer_pause_max is not in config/defaults.hpp' docs/flow-control.md '`dialer_pause_max`'
check=documents.py
finds 'docs/threads.md: there is no wire/nowhere.hpp' docs/threads.md '`wire/nowhere.hpp`'
finds 'docs/threads.md: wire.md has no section nowhere' docs/threads.md '[nowhere](wire.md#nowhere)'
finds 'there is no link::nowhere in transports/links/link.cpp' docs/threads.md '| `link::nowhere` | `transports/links/link.cpp` | x |'
finds 'docs/measuring.md: no row says what nowhere_fuzz.cpp does' tests/fuzz/nowhere_fuzz.cpp '// nothing'
finds 'docs/files.md: node has no key nowhere' config/spec/node.hpp '
        {&node::name, "nowhere", "X", "Nothing"},
    };'
