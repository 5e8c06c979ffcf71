# A node, or a file, becomes a service in one command: what is written is a sound unit, its state moves or is made, the
# administrator's commands find it, and what cannot be done changes nothing. A systemctl that only notes what it is told
# stands for the real one.
# needs real root
unit() { systemd-analyze verify "$1" 2>&1 | grep -v 'is not executable' || true; }

# -- the unit alone: for everybody
ockam service install office --print >office.service
has "node office of /var/lib/ockam" "$(head -1 office.service)"
has "ExecStart=$(readlink -f "$OCKAM") node start office --foreground" "$(<office.service)"
has "ExecReload=$(readlink -f "$OCKAM") node start office --replace" "$(<office.service)"
is "" "$(unit office.service)"
ockam service install /etc/ockam/home.yaml --unit-dir units --user daemon --home /srv/ockam >/dev/null
has "run /etc/ockam/home.yaml --blocking" "$(<units/ockam-home.service)"
has "User=daemon" "$(<units/ockam-home.service)"
has "ReadWritePaths=/srv/ockam" "$(<units/ockam-home.service)"
is "" "$(unit units/ockam-home.service)"
refused 73 "service exists already" ockam service install home --unit-dir units
matches 'ockam-home.service.*file /etc/ockam/home.yaml of /srv/ockam' "$(ockam service status --unit-dir units)"
has '"runs": "file /etc/ockam/home.yaml of /srv/ockam"' "$(ockam service status home --unit-dir units --output json)"
echo "# somebody else's" >units/ockam-own.service
refused 73 "was not written by" ockam service uninstall own --unit-dir units
refused 70 "no such service" ockam service uninstall office --unit-dir units
ockam service uninstall home --unit-dir units >/dev/null
is "ockam-own.service" "$(ls units)"
refused 65 "node name" ockam service install "two words" --print

[ "$(id -u)" == 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null || { echo "not root: the rest was not tried"; exit 0; }

# -- a machine of its own: nothing of the real one is written to
for place in /var/lib /run/systemd /etc/systemd; do mount -t tmpfs -o mode=755 tmpfs $place; done
mkdir /var/lib/program /etc/systemd/system
cp "$(readlink -f "$OCKAM")" /var/lib/program/ockam
chmod 755 /var/lib/program /var/lib/program/ockam
cat >"$WORK/bin/systemctl" <<'NOTED'
#!/bin/sh
echo "$*" >>"$WORK/told"
case $1 in
is-active) echo active ;;
is-enabled) echo enabled ;;
enable) [ ! -e "$WORK/broken" ] || { echo "Job for $3 failed." >&2; exit 1; } ;;
esac
NOTED
chmod 755 "$WORK/bin/systemctl"
export HOME=$WORK/roots
mkdir "$HOME"
# admin ARGUMENTS...: the command as root types it, whose own home is ~/.ockam
admin() { env -u OCKAM_HOME /var/lib/program/ockam "$@"; }

# -- what cannot be is told before anything is changed
refused 69 "no systemd manages this machine" admin service install office --user nobody
has "node start office --foreground" "$said"
mkdir /run/systemd/system
refused 77 "only root installs services" setpriv --reuid=65534 --regid=65534 --clear-groups env -u OCKAM_HOME HOME="$HOME" /var/lib/program/ockam service install office
refused 70 "there is no user somebody-else" admin service install office --user somebody-else
refused 70 "there is no file" admin service install /etc/ockam/none.yaml --user nobody
echo "nodes: {n1: {}}" >"$WORK/n1.yaml"
refused 65 "a service does not see" admin service install "$WORK/n1.yaml" --user nobody
python3 -m http.server --bind 127.0.0.1 4000 >/dev/null 2>&1 &
eventually 30 listening 4000
refused 69 "127.0.0.1:4000" admin service install office --user nobody --tcp-listener-address 127.0.0.1:4000
kill $!
is "" "$(ls /etc/systemd/system)"

# -- a node is made
said=$(admin service install office --user nobody --tcp-listener-address 127.0.0.1:4001 2>/dev/null)
is "Installed ockam-office.service: node office of /var/lib/ockam, as user nobody" "$said"
is "700 nobody" "$(stat -c '%a %U' /var/lib/ockam)"
is "" "$(find /var/lib/ockam -user root)"
has "User=nobody" "$(</etc/systemd/system/ockam-office.service)"
is "daemon-reload
enable --now ockam-office.service" "$(<"$WORK/told")"
refused 73 "service exists already" admin service install office --user nobody
matches 'ockam-office.service .*active .*enabled .*node office of /var/lib/ockam' "$(admin service status)"

# -- the administrator has no home, and finds that of the services, as its user
has "office" "$(admin node list)"
admin node start office >/dev/null
is "nobody" "$(ps -o user= -p "$(pgrep -f 'ockam.* office$')")"
has 127.0.0.1:4001 "$(admin node show office)"
timeout 2 env -u OCKAM_HOME /var/lib/program/ockam node logs office -f >followed || true
is "$(cat "$(admin node logs office)")" "$(<followed)"
admin node stop office >/dev/null
is "" "$(find /var/lib/ockam -user root)"

# -- away again, and back with what it had; systemd that cannot start it leaves nothing behind
before=$(admin identity show)
admin service uninstall office | grep -q "what it ran is still there"
is "" "$(ls /etc/systemd/system)"
touch "$WORK/broken"
refused 69 "systemd does not run ockam-office.service" admin service install office --user nobody
is "" "$(ls /etc/systemd/system)"
rm "$WORK/broken"
refused 73 "there already" admin service install office --user nobody --tcp-listener-address 127.0.0.1:4002
admin service install office --user nobody >/dev/null 2>&1
is "$before" "$(admin identity show)"
admin service uninstall office >/dev/null

# -- what root tried out first moves, keys and all
rm -rf /var/lib/ockam
admin node create shop --tcp-listener-address 127.0.0.1:4003 >/dev/null
admin identity create clerk >/dev/null
admin project create shop >/dev/null
before=$(admin identity show clerk)
admin service install shop --user nobody >/dev/null 2>moved
has "Moved $HOME/.ockam to /var/lib/ockam" "$(<moved)"
[ ! -e "$HOME/.ockam" ] || fail "the keys are in two places"
is "" "$(find /var/lib/ockam -user root)"
is "$before" "$(admin identity show clerk)"
has shop "$(admin project list)"
[ "$(admin ticket --project shop 2>/dev/null | wc -c)" -gt 100 ] || fail "no ticket" # its members are where its node finds them
admin node start shop >/dev/null
admin node stop shop >/dev/null
admin node create other >/dev/null # in the services' home
OCKAM_HOME=$HOME/.ockam ockam node create third >/dev/null
refused 73 "has something in it already" admin service install third --user nobody
OCKAM_HOME=$HOME/.ockam ockam node delete --all --yes >/dev/null
OCKAM_HOME=/var/lib/ockam setpriv --reuid=nobody --regid=nogroup --clear-groups /var/lib/program/ockam reset --yes >/dev/null
umount /var/lib /run/systemd /etc/systemd
is 0 "$(nodes_running)"
