# A home of somebody else: what each of the commands that people use most says to root, to whom it does not belong, and to
# somebody who may not look; nothing is called stopped that runs on. Only root can be somebody else.
# needs real root
[ "$(id -u)" == 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null || { echo "not root: not tried"; exit 0; }
chmod 711 "$WORK" "$WORK/bin"
cp "$(readlink -f "$OCKAM")" "$WORK/bin/ockam-program"
chmod 755 "$WORK/bin/ockam-program"
mount -t tmpfs -o mode=755 tmpfs /var/lib
home=/var/lib/ockam
install -d -m 700 -o nobody -g nogroup $home
# as USER COMMAND...: of the service's home, unless HOME_OF says another one
as() { setpriv --reuid="$1" --regid=nogroup --clear-groups env OCKAM_HOME="${HOME_OF-$home}" HOME="$WORK/nowhere" "$WORK/bin/ockam-program" "${@:2}"; }
serve 9000
as nobody node create n1 --tcp-listener-address 127.0.0.1:7000 >/dev/null
as nobody node create n2 >/dev/null
as nobody tcp-outlet create --at n1 --to 9000 >/dev/null
as nobody tcp-inlet create web --at n2 --from 6000 --to /node/n1/service/outlet >/dev/null 2>&1
as nobody relay create r --at /node/n1 --to n2 >/dev/null
is 2 "$(nodes_running)"

commands=("node list" "node show n1" "status" "node logs n1" "identity show" "doctor" "tcp-inlet list --at n2" "tcp-outlet list --at n1"
  "relay list --to n2" "message send hi --to /node/n1/service/uppercase"
  "tcp-outlet create other --at n1 --to 9000" "tcp-inlet create other --at n2 --from 6001 --to /node/n1/service/outlet"
  "relay create other --at /node/n1 --to n2" "node create n3" "node start n1" "node default n2" "identity create carol" "node stop n1"
  "node stop n1 --force" "node delete n1 --yes")
# table TITLE USER CODE: what each of them says; CODE of those that root may use
table() {
  local command status
  echo "--- $1"
  for command in "${commands[@]}"; do
    status=0
    # shellcheck disable=SC2086 # words
    as "$2" $command >said 2>error </dev/null || status=$?
    printf '%-75s %3d  %s\n' "ockam $command" $status "$({ cat error said; } | grep -m1 . | cut -c1-200)"
    case $command in
    doctor)
      is 69 "$status"
      has "$home belongs to user nobody" "$(<said)"
      ;;
    "node logs"* | "node stop"*) is "$3" "$status" ;; # root may
    *)
      is 77 "$status"
      is 1 "$(wc -l <error)"
      has "$home belongs to user nobody" "$(<error)"
      has "sudo -u nobody" "$(<error)"
      ;;
    esac
  done
}

# -- somebody who may not look: the same for all, and what to do
table "a home of user nobody, seen by daemon" daemon 77
is 2 "$(nodes_running)"
is HI "$(as nobody message send hi --to /node/n1/service/uppercase)"

# -- root may stop what it sees, and makes nothing that would be in the way of whom the home belongs to
table "a home of user nobody, seen by root" root 0
is 1 "$(nodes_running)"
has "Status: DOWN" "$(as nobody node show n1)"
is "" "$(find $home -user root)"

# -- root with a home of its own, which has no nodes: it is told where the service's are
for said in "node list" "status" "tcp-outlet create --to 3000" "node stop n1" "node show n1"; do
  # shellcheck disable=SC2086
  HOME_OF=$WORK/roots as root $said >said 2>error </dev/null || true
  printf '%-40s %s\n' "ockam $said" "$(grep -m1 . error)"
  has "$home" "$(<error)"
  is 1 "$(wc -l <error)"
done

as nobody node delete --all --yes >/dev/null
is 0 "$(nodes_running)"
umount /var/lib
