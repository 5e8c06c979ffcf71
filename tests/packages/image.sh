#!/usr/bin/env bash
# The image: what it says of itself, that it holds a program with what it needs and nothing else, and that three of them are
# a relay portal. They are its files as the root of processes, in a network of their own, for there is no engine here.
# Usage: tests/packages/image.sh BUILD; needs root and buildah.
set -euo pipefail
source "$(dirname "$0")/bare.bash"
command -v buildah >/dev/null && command -v patchelf >/dev/null || skip "there is no buildah"
script/package image --build "$build" --out "$work"
python3 - "$work"/ockam-*-oci.tar "$root" <<'PLAYED'
import io, json, sys, tarfile
image = tarfile.open(sys.argv[1])
blob = lambda digest: image.extractfile("blobs/" + digest.replace(":", "/")).read()
manifest = json.loads(blob(json.load(image.extractfile("index.json"))["manifests"][0]["digest"]))
config = json.loads(blob(manifest["config"]["digest"]))["config"]
print(json.dumps(config))
assert config["Entrypoint"] == ["/opt/ockam/bin/ockam"] and config["User"] == "100:100", config
assert "OCKAM_HOME=/var/lib/ockam" in config["Env"] and "/var/lib/ockam" in config["Volumes"], config
for layer in manifest["layers"]:
    tarfile.open(fileobj=io.BytesIO(blob(layer["digest"]))).extractall(sys.argv[2], numeric_owner=True)
PLAYED
[ ! -e "$root/bin" ] && [ ! -e "$root/usr" ] || fail "there is more in it than was put there"
echo "$(du -sm "$root" | cut -f 1) MB"
cat >"$work/office.yaml" <<'FILE'
hub: /dnsaddr/127.0.0.1/tcp/4000
nodes: { office: { relays: office, tcp-outlets: { web: { to: 9000 } } } }
FILE
cat >"$work/laptop.yaml" <<'FILE'
hub: /dnsaddr/127.0.0.1/tcp/4000
nodes: { laptop: { tcp-inlets: { web: { from: 6000, via: office, to: web } } } }
FILE
cat >"$work/three.sh" <<'THREE'
set -euo pipefail
ip link set lo up
# container NAME ARGUMENTS...: the image with a volume of its own
container() {
  cp -a "$root" "$work/$1"
  mkdir "$work/$1"/{proc,dev}  # as every engine has them
  mount --rbind /dev "$work/$1/dev"
  mount -t proc proc "$work/$1/proc"
  cp "$work"/*.yaml "$work/$1/tmp/"
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin OCKAM_HOME=/var/lib/ockam HOME=/var/lib/ockam chroot --userspec=100:100 "$work/$1" /opt/ockam/bin/ockam "${@:2}" >"$work/$1.log" 2>&1 &
}
mkdir "$work/www"
echo "hello from the office" >"$work/www/index.html"
python3 -m http.server --bind 127.0.0.1 --directory "$work/www" 9000 >/dev/null 2>&1 &
container hub node create hub --foreground --tcp-listener-address 127.0.0.1:4000
container office run /tmp/office.yaml --blocking
container laptop run /tmp/laptop.yaml --blocking
for ((i = 0; i < 300; i++)); do
  said=$(curl -sf --max-time 2 http://127.0.0.1:6000/) && break || sleep 0.1
done
echo "through three: $said"
[ "$said" == "hello from the office" ]
THREE
work=$work root=$root unshare --mount --net --pid --fork --kill-child bash "$work/three.sh" ||
  { tail -n 5 "$work"/*.log >&2; fail "three of them are no portal"; }
