"""The clients of survive.py, each with its server. work(SECONDS) does about so long what people do with it, checks what
came of it and says what it did; whatever is not as it must be is an exception."""
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import time

from machine import eventually, listening

HERE = pathlib.Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's modules are for this one


def other_users():
    """Whether it may become another user: root may, but not one of a namespace in which there is nobody else."""
    _, _, count = pathlib.Path("/proc/self/uid_map").read_text("ascii").split()[:3]
    return os.geteuid() == 0 and int(count) > 1


class Client:
    name, port, server_port = "", 0, 0
    programs = ()  # that must be there
    other_users = False  # whether its server needs them

    def __init__(self, directory, short):
        self.directory, self.short = directory / self.name, short
        self.directory.mkdir()
        self.said, self.good, self.servers = None, False, []
        self.silence_s, self.heard, self.kills = 0.0, None, 0

    def hear(self):
        """Something came from the far end, or was taken by it: the longest time between two of these is its silence."""
        now = time.monotonic()
        self.silence_s = max(self.silence_s, now - self.heard if self.heard else 0)
        self.heard = now

    @classmethod
    def missing(cls):
        """Why it cannot be tried; None if it can."""
        absent = [each for each in cls.programs if not find(each)]
        if absent:
            return f"{', '.join(absent)} not installed, see script/survive --install"
        return "needs root" if cls.other_users and not other_users() else None

    def start(self, *words, **streams):
        log = open(self.directory / "server.log", "ab")
        self.servers.append(subprocess.Popen([find(words[0]), *map(str, words[1:])], stdout=log, stderr=log,
                                             stdin=subprocess.DEVNULL, **streams))
        eventually(f"{self.name}'s server listens", lambda: listening(self.server_port), 30)

    def run(self, *words, **more):
        """What it prints."""
        with open(self.directory / "errors", "ab") as errors:
            return subprocess.run([find(words[0]), *map(str, words[1:])], check=True, stdout=subprocess.PIPE,
                                  stderr=errors, **{"stdin": subprocess.DEVNULL, **more}).stdout.decode()

    def errors(self):
        path = self.directory / "errors"
        return f" ({path.read_text(encoding='utf-8').strip()[-300:]})" if path.exists() else ""


def find(program):
    """Servers are where only root looks."""
    paths = [os.environ["PATH"], "/usr/sbin", *map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin"))]
    return shutil.which(program, path=os.pathsep.join(paths))


def slowly(source, sink, bytes_per_s, each):
    """Copies at about that rate, as a pipe with `pv -L` would, and calls `each()` for each piece; returns how many
    bytes."""
    began, copied = time.monotonic(), 0
    try:
        while part := source.read1(1 << 16):
            sink.write(part)
            each()
            copied += len(part)
            time.sleep(max(0, began + copied / bytes_per_s - time.monotonic()))
    except BrokenPipeError:
        pass  # whoever ended says why
    return copied


class Ssh(Client):
    """A session with a counter that runs, and one that is typed and comes back."""
    name, port, server_port, programs = "ssh", 6022, 2022, ("sshd", "ssh", "ssh-keygen")
    other_users = True

    def serve(self):
        for key in ("host", "mine"):
            self.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.directory / key)
        shutil.copy(self.directory / "mine.pub", self.directory / "authorized")
        (self.directory / "config").write_text(
            f"Port {self.server_port}\nListenAddress 127.0.0.1\nHostKey {self.directory}/host\nUsePAM no\n"
            f"AuthorizedKeysFile {self.directory}/authorized\nStrictModes no\nPermitRootLogin yes\nPidFile none\n")
        self.start("sshd", "-D", "-e", "-f", self.directory / "config")

    def session(self, command, typed):
        """Its lines, as they come."""
        words = ["ssh", "-F", "none", "-p", str(self.port), "-i", str(self.directory / "mine"),
                 "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.directory}/known",
                 "-o", "BatchMode=yes", "root@127.0.0.1", command]
        with open(self.directory / "errors", "ab") as errors:
            ssh = subprocess.Popen(words, stdin=typed, stdout=subprocess.PIPE, stderr=errors)
        for line in ssh.stdout:
            self.hear()
            yield line.decode()
        assert ssh.wait() == 0, f"ssh ended with {ssh.returncode}"

    def work(self, seconds):
        count = int(seconds * 10)
        typed, typing = os.pipe()
        echo = subprocess.Popen([SYSTEM_PYTHON, "-c", "import sys,time\nfor n in range(int(sys.argv[1])):\n"
                                 " print(n, flush=True); time.sleep(0.1)", str(count)], stdout=typing)
        os.close(typing)
        got = list(self.session(f"i=0; while [ $i -lt {count} ]; do read typed; echo $i $typed; i=$((i+1)); done", typed))
        os.close(typed)
        echo.wait()
        assert got == [f"{n} {n}\n" for n in range(count)], f"the counter came to {got[-1:]}"
        return f"a session of {count} lines typed and answered"


class Postgresql(Client):
    """pg_dump | psql, both through the portal."""
    name, port, server_port = "postgresql", 6432, 2432
    programs = ("initdb", "postgres", "psql", "pg_dump")
    other_users = True
    row_size = 370  # bytes of SQL

    @property
    def rows(self):
        return 10_000 if self.short else 100_000

    def serve(self):
        data = self.directory / "data"
        data.mkdir()
        shutil.chown(data, "postgres")
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.run(*as_postgres, find("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
        self.start(*as_postgres, find("postgres"), "-D", data, "-p", self.server_port, "-k", data, "-c", "fsync=off",
                   "-c", "listen_addresses=127.0.0.1")
        self.sql("postgres", "create database source")
        self.sql("source", "create table t as select n, md5(n::text) a, repeat(md5((n * 7)::text), 10) b "
                           f"from generate_series(1, {self.rows}) n")

    def sql(self, database, text):
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
                        "-p", self.server_port, "-U", "postgres", "-d", database, "-c", text).strip()

    def checksum(self, database):
        return self.sql(database, "select count(*), md5(string_agg(md5(t::text), '' order by n)) from t")

    def work(self, seconds):
        wanted = self.checksum("source")
        self.sql("postgres", "create database copy")
        at = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d"]
        with open(self.directory / "errors", "ab") as errors:
            dump = subprocess.Popen([find("pg_dump"), *at, "source"], stdout=subprocess.PIPE, stderr=errors)
            copy = subprocess.Popen([find("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *at, "copy"], stderr=errors,
                                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
            copied = slowly(dump.stdout, copy.stdin, self.rows * self.row_size / seconds, self.hear)
            copy.stdin.close()
            assert dump.wait() == 0, "pg_dump failed"
            assert copy.wait() == 0, "psql failed"
        assert self.checksum("copy") == wanted, "the copy is another one"
        return f"a database of {self.rows} rows copied, {copied / 1e6:.0f} MB of SQL"


class Redis(Client):
    """A pipeline of commands that count: none is lost, none is done twice."""
    name, port, server_port, programs = "redis", 6379, 2379, ("redis-server", "redis-cli")

    def serve(self):
        self.start("redis-server", "--port", self.server_port, "--bind", "127.0.0.1", "--save", "", "--dir",
                   self.directory, "--appendonly", "no")

    def work(self, seconds):
        end, sent = time.monotonic() + seconds, 0
        with open(self.directory / "errors", "ab") as errors:
            pipe = subprocess.Popen([find("redis-cli"), "-p", str(self.port), "--pipe", "--pipe-timeout", "60"],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        while time.monotonic() < end:
            pipe.stdin.write(b"INCR counter\r\n" * 1000 + b"APPEND log " + b"x" * 1000 + b"\r\n")
            self.hear()
            sent += 1000
            time.sleep(0.005)
        said = pipe.communicate(timeout=100)[0].decode()
        assert pipe.returncode == 0 and "errors: 0" in said, f"redis-cli says {said[-200:]}"
        counter = self.run("redis-cli", "-p", self.server_port, "get", "counter").strip()
        log = self.run("redis-cli", "-p", self.server_port, "strlen", "log").strip()
        assert counter == log == str(sent), f"{sent} commands, the counter is {counter}, the log {log}"
        return f"a pipeline of {sent} commands"


class Curl(Client):
    """A download of 1 GiB, or of 64 MiB."""
    name, port, server_port, programs = "curl", 6080, 2080, ("curl",)

    @property
    def size(self):
        return 64 << 20 if self.short else 1 << 30

    def serve(self):
        digest, dice = hashlib.sha256(), random.Random(1)
        with open(self.directory / "file", "wb") as file:
            for _ in range(self.size >> 20):
                piece = dice.randbytes(1 << 20)
                digest.update(piece)
                file.write(piece)
        self.wanted = digest.hexdigest()
        self.start(SYSTEM_PYTHON, "-m", "http.server", "--bind", "127.0.0.1", "--directory", self.directory,
                   self.server_port)

    def work(self, seconds):
        rate = max(1 << 20, int(self.size / seconds * 1.1))
        curl = subprocess.Popen([find("curl"), "-sSf", "--limit-rate", str(rate), f"127.0.0.1:{self.port}/file"],
                                stdout=subprocess.PIPE)
        digest, size = hashlib.sha256(), 0
        while part := curl.stdout.read1(1 << 20):
            self.hear()
            digest.update(part)
            size += len(part)
        assert curl.wait() == 0, f"curl ended with {curl.returncode} after {size} bytes"
        assert (size, digest.hexdigest()) == (self.size, self.wanted), "the file is another one"
        return f"{size >> 20} MiB downloaded"


class Websocket(Client):
    """Messages that are numbered and come back."""
    name, port, server_port, programs = "websocket", 6081, 2081, (SYSTEM_PYTHON,)

    @classmethod
    def missing(cls):
        there = subprocess.run([SYSTEM_PYTHON, "-c", "import websockets"], capture_output=True, check=False)
        absent = "python3-websockets not installed, see script/survive --install" if there.returncode else None
        return super().missing() or absent

    def serve(self):
        self.start(SYSTEM_PYTHON, HERE / "survive_websocket.py", "server", self.server_port)

    def work(self, seconds):
        said = self.run(SYSTEM_PYTHON, HERE / "survive_websocket.py", "client", self.port, seconds)
        count, silence_s = said.split()
        self.silence_s = float(silence_s)
        return f"{count} messages there and back"


CLIENTS = (Ssh, Postgresql, Redis, Curl, Websocket)
