"""Times the networks of samples/Zoo against ONNX Runtime, and measures the code that is generated for them.

    eng/zoo/run.sh [--rounds 11] [--only prepare|time] [NAME...]

A forward pass of one sample on one thread, with 64 places where a sequence may have any number and graphs of Cora's size: the same weights,
the same input, both in turn, as in eng/peers/compare.py. What is measured goes into samples/Zoo/Catalog/Measured.json, which "list --markdown" reads; names that
are not asked for keep what they had. Where PyTorch cannot export a network, the reason stands there. --only prepare exports, which takes
long and needs no quiet machine; --only time uses what was exported. The load of the machine is stored, too: above 1, others computed beside.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, os.pardir, folder) for folder in ("peers", "goldens")]
import compare  # noqa: E402
import zoo  # noqa: E402
from peers import ROOT, Peer, library  # noqa: E402

STORE = os.path.join(ROOT, "samples/Zoo/Catalog/Measured.json")
SOURCES = os.path.join(ROOT, "artifacts/zoo/generated/**/*.cs")
LIMIT, TOLERANCE = 150, 1e-4


@dataclass(frozen=True)
class Row:
    network: str
    mode: str = "infer"
    batch: int = 1
    threads: int = 1


def folder_of(name):
    return os.path.join(ROOT, "artifacts/zoo", name)


def reason_of(text):
    """What an exception says, without its type: the last line that begins with one."""
    text = re.sub(r" *(\[Caused by|Please feel free|, scope:).*", "", text)
    lines = [line for line in text.splitlines() if re.match(r"[\w.]+(Error|Exception): ", line)] or text.splitlines()[-1:] or ["no reason is given"]
    return lines[-1].partition(": ")[2] or lines[-1]


def prepare(name):
    """Exports a network; says why not where that fails."""
    folder = folder_of(name)
    reason = os.path.join(folder, "reason.txt")
    for path in (reason, os.path.join(folder, "model.onnx")):
        if os.path.exists(path):
            os.remove(path)
    try:
        done = subprocess.run([sys.executable, os.path.join(HERE, "prepare.py"), name, folder], timeout=LIMIT, capture_output=True, text=True)
        said = "" if done.returncode == 0 else reason_of(done.stderr)
    except subprocess.TimeoutExpired:
        said = f"the export takes more than {LIMIT} s"
    if said:
        with open(reason, "w", encoding="utf-8") as file:
            file.write(said[:200])
    print(f"{name}: {said or 'exported'}", flush=True)


def measure(name, rounds):
    folder, row = folder_of(name), Row(name)
    reason = os.path.join(folder, "reason.txt")
    if not os.path.exists(reason) and not os.path.exists(os.path.join(folder, "model.onnx")):
        sys.exit(f"times.py: {name} is not prepared; leave out --only time")
    peers = [Peer("sinter", ["dotnet", os.path.join(HERE, "bin/Release/net10.0/Sinter.ZooTimes.dll")], row, folder)]
    entry = {}
    try:
        if os.path.exists(reason):
            with open(reason, encoding="utf-8") as file:
                entry["reason"] = file.read()
        else:
            peers.append(Peer("onnxruntime", [sys.executable, os.path.join(HERE, "worker.py"), library()], row, folder))
        for peer in peers:
            peer.answer()
            peer.settle()
            peer.ask("run")
        if len(peers) > 1:
            first, second = (numpy.fromfile(os.path.join(folder, f"{peer.name}.bin"), numpy.float32) for peer in peers)
            difference = numpy.abs(first - second).max() / numpy.abs(second).max()
            if not difference <= TOLERANCE:
                sys.exit(f"times.py: the outputs of {name} differ by {difference:.2g} of the largest; {TOLERANCE:g} is allowed")
        for peer, times in zip(peers, compare.take_turns(peers, rounds)):
            entry[peer.name] = [round(value / 1000, 4) for value in (compare.summary(times)["median"], min(times))]
    finally:
        for peer in peers:
            peer.end()
    return entry


def generated(name):
    """The characters of what is generated for a network, in thousands."""
    paths = [path for path in glob.glob(SOURCES, recursive=True) if name in os.path.basename(path).split(".")]
    return round(sum(os.path.getsize(path) for path in paths) / 1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", help="all by default")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--only", choices=("prepare", "time"))
    options = parser.parse_args()
    names = options.names or list(zoo.ALL)
    if options.only != "time":
        for name in names:
            prepare(name)
    if options.only == "prepare":
        return
    stored = {"networks": {}}
    if os.path.exists(STORE):
        with open(STORE, encoding="utf-8") as file:
            stored = json.load(file)
    stored["machine"], load = compare.machine(), 0
    for name in names:
        load = max(load, os.getloadavg()[0])
        entry = {"kilobytes": generated(name), **measure(name, options.rounds)}
        stored["networks"][name] = entry
        print(name, entry, flush=True)
        with open(STORE, "w", encoding="utf-8") as file:
            json.dump({"machine": stored["machine"], "load": round(load, 1), "networks": dict(sorted(stored["networks"].items()))}, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
