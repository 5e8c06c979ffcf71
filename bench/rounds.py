"""Products in turn, in an order of their own in each round, each started afresh in a network of its own and alone with
its load."""
import os
import random
import subprocess

import figures
import machine
from session import HERE, Failed, Session, complain


def number(name, fallback):
    """A setting of the environment."""
    return type(fallback)(os.environ.get(name) or fallback)


def chosen(name, every):
    """A choice, apart by semicolons, among what there is; all if the variable is unset."""
    given = [each.strip() for each in (os.environ.get(name) or "").split(";") if each.strip()]
    unknown = [each for each in given if each not in every]
    if unknown:
        raise SystemExit(f"{name} has {unknown[0]!r}, which is none of: {'; '.join(every)}")
    return given or list(every)


def measure(product, site, load_all):
    """`load_all(session)` is [(load, sample)]; instead one (start, not ok) if the product does not start."""
    with Session(site) as session:
        try:
            product.start(session)
            session.wait_for_answer()
        except (Failed, TimeoutError, subprocess.TimeoutExpired) as why:
            return [("start", {"ok": False, "error": str(why)})]
        return load_all(session)


def sample_of(round_number, name, product, load, sample):
    if not sample["ok"]:
        complain(f"{name}, {load}: {sample.get('error', sample)}")
    return {"round": round_number, "product": name, "peer": bool(product.program), "load": load, "sample": sample}


def run(products, loads, rounds, seconds):
    """What is known of the run, with every sample."""
    versions = {name: product.found() for name, product in products.items()}
    out = {**machine.facts(), "rounds": rounds, "seconds_per_load": seconds, "versions": versions, "samples": []}
    present = [name for name, version in versions.items() if version is not None]

    def load_all(session):
        return [(load, session.stalled_reader(seconds) if load == figures.STALLED else session.load(load, seconds))
                for load in loads]

    for each in range(1, rounds + 1):
        for name in random.sample(present, len(present)):
            machine.fresh_network()
            for load, sample in measure(products[name], HERE, load_all):
                out["samples"].append(sample_of(each, name, products[name], load, sample))
        complain(f"round {each} of {rounds} done, load {os.getloadavg()[0]:.2f}")
    out["absent"] = [name for name, version in versions.items() if version is None]
    return out
