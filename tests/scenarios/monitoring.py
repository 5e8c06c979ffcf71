"""Asks a running Prometheus every expression of the board and of the rules, and says what does not work.
Usage: monitoring.py PROMETHEUS_URL BOARD.json RULES.yml"""
import json
import re
import sys
import urllib.parse
import urllib.request

# What is empty while all is well, as it names what fails.
MAY_BE_EMPTY = re.compile(r"> 0$|== 0\b|> 120$|> 0\.8$|> 1$|> 1000$")


def ask(url, path, **words):
    with urllib.request.urlopen(f"{url}{path}?{urllib.parse.urlencode(words)}", timeout=10) as answer:
        return json.load(answer)["data"]


def expressions(board, rules):
    for panel in json.load(open(board, encoding="utf-8"))["panels"]:
        for target in panel["targets"]:
            yield f"panel {panel['title']}", target["expr"].replace("$instance", ".*")
    for line in open(rules, encoding="utf-8"):
        found = re.match(r"\s+expr: (.*)", line)
        if found:
            yield "alert", found.group(1)


def main(url, board, rules):
    known = set(ask(url, "/api/v1/label/__name__/values"))
    bad = count = 0
    for what, expression in expressions(board, rules):
        count += 1
        names = set(re.findall(r"\b(?:ockam|process)_[a-z_]+\b", expression))
        missing = names - known
        try:
            rows = ask(url, "/api/v1/query", query=expression)["result"]
        except urllib.error.HTTPError as why:
            rows, missing = [], {json.load(why)["error"]}
        if missing or (not rows and not MAY_BE_EMPTY.search(expression)):
            bad += 1
            print(f"{what}: {expression}: {', '.join(sorted(missing)) or 'no rows'}")
    print(f"{count} expressions asked, {bad} of them do not work")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
