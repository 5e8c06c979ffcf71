# What others need to help with a home's nodes goes to one file, and no secret of the home is in it.
ockam project create >/dev/null
ockam node create n1 --project default >/dev/null
ockam tcp-outlet create --at n1 --to 127.0.0.1:9000 >/dev/null
ticket=$(ockam project ticket)
OCKAM_HOME=$OCKAM_HOME ENROLLMENT_TICKET=short-secret ockam support-bundle bundle.tar >said.txt 2>notes.txt
is bundle.tar "$(<said.txt)"
is 600 "$(stat -c %a bundle.tar)"
refused 73 "bundle.tar is there already" ockam support-bundle bundle.tar
tar -xf bundle.tar
has "ockam $(ockam version | cut -d' ' -f2)" "$(<ockam-support/version.txt)"
has "✓" "$(<ockam-support/doctor.txt)"
has "n1" "$(<ockam-support/status.txt)"
has "127.0.0.1:9000" "$(<ockam-support/nodes/n1/show.txt)"
has "127.0.0.1:9000" "$(<ockam-support/nodes/n1/declared.yaml)"
has "node n1 listens on" "$(<ockam-support/nodes/n1/log.txt)"
has "relays" "$(<ockam-support/nodes/n1/limits.txt)"
has "ENROLLMENT_TICKET=[left out]" "$(<ockam-support/environment.txt)"
has "keys" "$(<ockam-support/README.txt)"
[ "$(ockam support-bundle - | tar -tf - | wc -l)" -ge 10 ] || fail "no archive on standard output"

# keys of all vaults, codes of tickets, and the ticket itself, as bytes, hexadecimal text or base64
echo "$ticket" >ticket.txt
python3 - <<'P'
import base64, glob, os, sqlite3, sys
home, bundle = os.environ['OCKAM_HOME'], open('bundle.tar', 'rb').read()
secrets = {'short-secret'.encode()}
for word in open('ticket.txt').read().strip().split(','):
    if len(word) == 64: secrets.add(bytes.fromhex(word))
for file in glob.glob(home + '/**/*.sqlite3', recursive=True):
    db = sqlite3.connect('file:' + file + '?mode=ro', uri=True)
    for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
        for row in db.execute(f'select * from "{table}"').fetchall():
            for value, name in zip(row, [c[1] for c in db.execute(f'pragma table_info("{table}")')]):
                if name in ('secret', 'credential') and isinstance(value, (bytes, str)):
                    secrets.add(value if isinstance(value, bytes) else value.encode())
assert len(secrets) >= 3, secrets
for secret in secrets:
    forms = [secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret), base64.urlsafe_b64encode(secret)]
    for form in forms:
        if form.rstrip(b'=') in bundle: sys.exit('the bundle has a secret: %r' % form)
print(len(secrets), 'secrets looked for')
P
all_gone
