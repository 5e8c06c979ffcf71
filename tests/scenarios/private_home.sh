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
# of a node that runs, too
chmod 0777 "$OCKAM_HOME/nodes/n1"
refused 77 "chmod go-w $OCKAM_HOME/nodes/n1" ockam node show n1
has "chmod go-w $OCKAM_HOME/nodes/n1" "$(ockam doctor 2>&1 || true)"
chmod 0700 "$OCKAM_HOME/nodes/n1"
# links are followed to where others could replace what they lead to
mkdir -m 0777 everybody
mv "$OCKAM_HOME/vaults" everybody/vaults
ln -s "$PWD/everybody/vaults" "$OCKAM_HOME/vaults"
refused 77 "chmod o-w $PWD/everybody" ockam node create n2
chmod 0755 everybody
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
