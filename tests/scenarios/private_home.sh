# A home, its vaults and tickets are used only if nobody else can change them; a control socket only talks to its user.
ockam node create n1 >/dev/null
for part in "" vaults nodes; do
  where=$OCKAM_HOME/$part
  mode=$(stat -c %a "$where")
  chmod 0777 "$where"
  refused 77 "other users can write" ockam node list
  refused 77 "chmod go-w $OCKAM_HOME" ockam identity create eve
  refused 77 "other users can write" ockam node create n2
  chmod "$mode" "$where"
done
ockam node list >/dev/null
ockam identity create keys >/dev/null
vault=$(ls "$OCKAM_HOME"/vaults/*.sqlite3 | head -1)
chmod 0640 "$vault"
refused 77 "others can read the vault" ockam node create n3
chmod 0600 "$vault"
ockam node create n3 >/dev/null

# -- tickets
ockam project create default --tcp-listener-address 127.0.0.1:4000 >/dev/null 2>&1
ockam project ticket >ticket
chmod 0666 ticket
refused 77 "chmod go-w ticket" env OCKAM_HOME="$WORK/other" ockam project enroll ticket
chmod 0644 ticket
OCKAM_HOME=$WORK/other ockam project enroll ticket >/dev/null
OCKAM_HOME=$WORK/other ockam node delete --all --yes >/dev/null
all_gone
