"""Runs a command on a terminal of its own, types one line there, and prints all that the terminal shows; ends with the
command's exit code. Usage: on_terminal.py LINE COMMAND..."""
import os, pty, sys

line, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0: os.execvp(command[0], command)
os.write(terminal, line.encode() + b"\n")
while True:
    try: data = os.read(terminal, 65536)
    except OSError: break  # nobody has the other end any more
    if not data: break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
