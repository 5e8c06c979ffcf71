# Kills commands and nodes at what they do to the file system, one point after the other, and sees what is left.
# Usage: crash_points.py KILLS [SEED]
# Each round does one change from a known state with one point chosen. After the kill the nodes are started again, by
# `node start` alone. What a command said it had done must be there, what it did not say may be there as a whole or not
# at all, all the rest is as it was: identities, ports, names, addresses. And the change works at the second attempt.
import http.client, json, os, random, shutil, socket, struct, subprocess, sys, time

kills_wanted, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
work, ockam = os.environ["WORK"], os.environ["OCKAM"]
points_file = f"{work}/points"
preloaded = dict(os.environ, LD_PRELOAD=os.environ["BUILD"] + "/crash_points.so", OCKAM_CRASH_POINTS=points_file,
                 ASAN_OPTIONS="verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""))


def choose(point, halves=False):
    mode = "r+b" if os.path.exists(points_file) else "w+b"
    with open(points_file, mode) as file:
        file.write(struct.pack("III52x", point, 0, halves))


def passed():
    with open(points_file, "rb") as file:
        _, count, _, name = struct.unpack("III52s", file.read(64))
    return count, name.rstrip(b"\0").decode()


class home:
    def __init__(self, name):
        self.path = f"{work}/{name}"
        self.env = dict(preloaded, OCKAM_HOME=self.path)

    def run(self, line):
        return subprocess.run([ockam] + line.split(), env=self.env, capture_output=True, text=True)

    def do(self, line):
        done = self.run(line)
        if done.returncode != 0: raise AssertionError(f"`{line}`: exit {done.returncode}, {done.stderr}")
        return done.stdout

    def list(self, noun): return json.loads(self.do(f"{noun} list --output json") or "[]")

    def ask(self, node, path):
        connection = http.client.HTTPConnection("node", timeout=10)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(f"{self.path}/nodes/{node}/socket")
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())

    def runs(self, node):
        try: return self.ask(node, "/v1/node")["name"] == node
        except OSError: return False

    # All that is known, with every node up again that should be.
    def state(self):
        known = {"identities": {i["name"]: i["identifier"] for i in self.list("identity")},
                 "vaults": {v["name"]: sorted(v.get("identities", [])) for v in self.list("vault")}}
        for name in [node["name"] for node in self.list("node")]:
            if not self.runs(name): self.do(f"node start {name}")
            node = self.ask(name, "/v1/node")
            pick = lambda noun, *keys: sorted([one.get(key) for key in keys] for one in node[noun]
                                              if one.get("role") != "hosted")
            known[f"node {name}"] = {
                "identity": node["identity"],
                "listeners": pick("tcp_listeners", "address"), "inlets": pick("tcp_inlets", "alias", "from", "to", "allow"),
                "outlets": pick("tcp_outlets", "alias", "address", "to", "allow"), "relays": pick("relays", "name", "at"),
                "services": pick("services", "address", "type"),
                "policies": [[p["target"], p["expression"]] for p in self.ask(name, "/v1/policies")]}
        return dict(known, projects=sorted(p["name"] for p in self.list("project")))


# What is done from the common state, and what takes it back.
changes = [
    ("tcp-inlet create i --at a --from 127.0.0.1:6001 --to /service/x --no-connection-wait", "tcp-inlet delete i --at a"),
    ("tcp-outlet create --at a --from o --to 127.0.0.1:9001 --allow k=v", "tcp-outlet delete o --at a"),
    ("relay create r --at /node/b --to a", "relay delete r --at a"),
    ("policy create --at a --resource p --allow k=v", "policy delete p --at a"),
    ("tcp-listener create 127.0.0.1:7009 --at a", "tcp-listener delete 127.0.0.1:7009 --at a"),
    ("tcp-inlet delete web --at a", "tcp-inlet create web --at a --from 127.0.0.1:6000 --to /service/x --no-connection-wait"),
    ("policy delete tcp-outlet --at a", "policy create --at a --resource-type tcp-outlet --allow k=v"),
    ("identity create k", "identity delete k"),
    ("identity delete spare", None),
    ("vault create v", "vault delete v"),
    ("node create c --tcp-listener-address 127.0.0.1:7003", "node delete c --force"),
    ("node stop a", "node start a"),
    ("node delete d --force", "node create d --tcp-listener-address 127.0.0.1:7004"),
]
# And in a home where nothing was before.
firsts = ["node create a --tcp-listener-address 127.0.0.1:7011", "identity create one", "vault create one",
          "project create --tcp-listener-address 127.0.0.1:7012"]


def common_home():
    made = home("common")
    for line in ["node create a --tcp-listener-address 127.0.0.1:7001", "node create b --tcp-listener-address 127.0.0.1:7002",
                 "node create d --tcp-listener-address 127.0.0.1:7004", "identity create spare",
                 "tcp-inlet create web --at a --from 127.0.0.1:6000 --to /service/x --no-connection-wait",
                 "tcp-outlet create --at a --from x --to 127.0.0.1:9000",
                 "policy create --at a --resource-type tcp-outlet --allow k=v"]: made.do(line)
    return made


class difference(Exception): pass


# The change with a crash at that point (0: none). Returns how many points it passed and whether the crash came.
def strike(place, line, before, after, point, halves):
    choose(point, halves)
    done = place.run(line)
    count, hit = passed()
    choose(0)
    found = place.state()
    if done.returncode != 0 and not hit: raise difference(f"exit {done.returncode}: {done.stderr}")
    if done.returncode != 0 and not same(found, after):
        if not between(found, before, after): raise difference(show(found, before, after))
        again = place.run(line)
        if again.returncode != 0: raise difference(f"not at the second attempt: {again.stderr}\nfound {json.dumps(found)}")
        found = place.state()
    if not same(found, after): raise difference(f"exit {done.returncode}\n" + show(found, before, after))
    return count, hit


def show(found, before, after):
    return "\n".join(f"{name} {json.dumps(one)}" for name, one in (("found", found), ("before", before), ("after", after)))


# Identities are made at random: of new ones it counts that they are there.
def same(found, wanted):
    return plain(found, wanted["identities"]) == plain(wanted, found["identities"])


def plain(state, others):
    text = json.dumps(state)
    for name, identity in state["identities"].items():
        if others.get(name) != identity: text = text.replace(identity, "NEW")
    return json.loads(text)


# What a change makes one after the other, a vault, an identity, a node, is there or not, but each as a whole.
def between(found, before, after):
    found, after = plain(found, before["identities"]), plain(after, before["identities"])
    entries = lambda state: {f"{name}/{key}": json.dumps(one) for name, part in state.items() if isinstance(part, dict)
                             for key, one in part.items() if name != "vaults"}
    old, new = entries(before), entries(after)
    for key, one in entries(found).items():
        if one not in (old.get(key), new.get(key)): return False
    return all(key in entries(found) for key in old.keys() & new.keys() if old[key] == new[key])


def main():
    print(f"crash points: {kills_wanted} kills, seed {seed}", flush=True)
    order = random.Random(seed)
    choose(0)
    common = common_home()
    total = []  # (line, back, points)
    for line, back in changes:
        before = common.state()
        choose(0)
        common.do(line)
        count, _ = passed()
        after = common.state()
        if back: common.do(back)
        else: common.do("identity create spare")
        if same(common.state(), before): total += [(line, back, point, before, after) for point in range(1, count + 1)]
        else: raise AssertionError(f"`{back}` does not take back `{line}`")
    for number, line in enumerate(firsts):
        fresh = home(f"first{number}")
        os.makedirs(fresh.path, mode=0o700)
        before = fresh.state()
        shutil.rmtree(fresh.path)
        choose(0)
        fresh.do(line)
        count, _ = passed()
        after = fresh.state()
        fresh.do("node delete --all --force")
        shutil.rmtree(fresh.path)
        total += [(line, None, point, before, after) for point in range(1, count + 1)]
    print(f"{len(total)} points in {len(changes) + len(firsts)} changes", flush=True)
    kills, rounds = 0, 0
    while kills < kills_wanted:
        for line, back, point, before, after in order.sample(total, min(kills_wanted - kills, len(total))):
            first = line in firsts
            place = home(f"first{rounds}") if first else common
            rounds += 1
            if not first: before = place.state()
            halves = order.random() < 0.5
            try:
                _, hit = strike(place, line, before, after, point, halves)
            except (difference, AssertionError) as why:
                sys.exit(f"FAILED: `{line}` killed at {point} ({passed()[1] or 'no kill'}, halves {halves}): {why}")
            if hit: kills += 1
            if first:
                place.do("node delete --all --force")
                shutil.rmtree(place.path)
            elif back: place.do(back)
            else: place.do("identity create spare")
    common.do("node delete --all --force")
    print(f"{kills} kills, nothing lost, nothing half there")


main()
