# Real clients through a relay that is killed every five seconds: none breaks. script/survive is the long form of it;
# what is not installed is said, and passed over.
# needs real root
mount -t tmpfs run /run && mkdir /run/sshd # sshd's
chmod 755 "$WORK"                          # PostgreSQL runs as a user of its own
mkdir survivors
WORK=$WORK/survivors python3 "$TESTS/../bench/survive.py" 20 --short
all_gone
