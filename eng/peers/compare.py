"""Times networks against ONNX Runtime and PyTorch: the same weights, the same input, every peer in turn.

    eng/peers/run.sh [--rounds 11] [--threads 1,2] [--modes infer,train] [--batch 1,8] [NAME...]

Each peer is a process of its own. A round asks every peer once for about 40 ms of calls, and waits until the one before sleeps;
the first two rounds only warm up. The table has the median and the minimum over the rounds of the microseconds of one call, and
what the medians of the peers are to Sinter's: above 1, Sinter is faster. Before anything is timed all peers must agree. Speed is
counted in the operations of the network as it is declared, training as three times the forward pass, and compared with the peak
of fused multiply-adds that a thread reaches just before the row. A call of stories260k decodes 256 tokens, with random weights. Networks over
graphs read Cora (graphs.py); what they compute depends on the edges of the call, and is not counted.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy

import report
from peers import HERE, ROOT, Peer, command

# Inference: batches.
GRAPHS = ("gcn", "gcn-sparse", "graphsage", "graphsage-sparse", "gat")
INFER = {
    "mlp": (1, 64), "lenet5": (1, 64), "simplecnn": (1, 64), "resnet18": (1, 8), "resnet50": (1, 8), "vgg16": (1, 4),
    "mobilenetv2": (1, 8), "lstm": (1, 32), "gru": (1, 32), "encoder": (1, 32), "gpt": (1, 4), "stories260k": (1,), **dict.fromkeys(GRAPHS, (1,)),
}
TRAIN = {**dict.fromkeys(("mlp", "lenet5", "simplecnn", "resnet18-32", "lstm", "encoder"), 32), **dict.fromkeys(GRAPHS, 1)}
NAMES = list(dict.fromkeys((*INFER, *TRAIN)))
ASK, WARM, TOLERANCE = 40_000, 2, 1e-4

# Networks that drop values at random in training: the losses of their first steps are only about the same.
DROPPING, NEAR = GRAPHS, 0.05


@dataclass(frozen=True)
class Row:
    network: str
    mode: str
    batch: int
    threads: int

    @property
    def peers(self):
        return ("sinter", "pytorch") if self.mode == "train" or self.network == "stories260k" or self.network in GRAPHS else ("sinter", "onnxruntime", "pytorch")

    def __str__(self):
        return f"{self.network}, {self.mode}, batch {self.batch}, {self.threads} threads"


def rows(options):
    """Those that were asked for; all thread counts of a network, mode and batch follow one another."""
    for name in options.names or NAMES:
        batches = [("infer", batch) for batch in INFER.get(name, ())] + [("train", TRAIN[name])] * (name in TRAIN)
        for mode, batch in batches:
            if mode in options.modes and (not options.batch or batch in options.batch):
                yield [Row(name, mode, batch, threads) for threads in options.threads]


def agree(row, peers, folder):
    """Runs every peer once; ends the program where two differ."""
    said = {peer.name: peer.ask("run") for peer in peers}
    if row.network == "stories260k":
        return
    if row.mode == "infer":
        said = {name: numpy.fromfile(os.path.join(folder, f"{name}.bin"), numpy.float32) for name in said}
    tolerance = NEAR if row.mode == "train" and row.network in DROPPING else TOLERANCE
    names = list(said)
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            difference = numpy.abs(said[first] - said[second]).max() / numpy.abs(said[second]).max()
            if not difference <= tolerance:
                what = "outputs" if row.mode == "infer" else f"losses {said[first]:.6f} and {said[second]:.6f}"
                sys.exit(f"compare.py: {row}: the {what} of {first} and {second} differ by {difference:.2g} of the largest; {tolerance:g} is allowed")


def calls(peer):
    """How many calls take about 40 ms, after as many as let the just-in-time compiler finish: a second, or 60."""
    count, spent, made = 1, 0.0, 0
    while spent < 1e6 and (made < 60 or count * value < ASK / 2):
        value = peer.ask("time", count)
        spent, made = spent + count * value, made + count
        if count * value < ASK / 2:
            count = min(4 * count, max(1, round(ASK / value)))
    return max(1, round(ASK / value))


def take_turns(processes, rounds):
    """The microseconds of a call of each process in each round; every process is asked once a round."""
    counts = [calls(process) for process in processes]
    times = [[] for _ in processes]
    for _ in range(WARM + rounds):
        for process, count, values in zip(processes, counts, times):
            values.append(process.ask("time", count))
    return [values[WARM:] for values in times]


def summary(values):
    return {"min": min(values), "median": statistics.median(values)}


def prepare(row, folder, *options):
    """A fresh folder with the weights and inputs of a row."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if row.network != "stories260k":
        options = [*options, *["--without-onnx"] * ("onnxruntime" not in row.peers)]
        subprocess.run([sys.executable, os.path.join(HERE, "prepare.py"), row.network, row.mode, str(row.batch), folder, *options], check=True)


def measure(row, folder, rounds):
    peers = [Peer(name, command(name), row, folder) for name in row.peers]
    try:
        operations = [int(peer.answer()[1]) for peer in peers if peer.name == "sinter"][0]
        for peer in peers[1:]:
            peer.answer()
        for peer in peers:
            peer.settle()
        agree(row, peers, folder)
        peak = peers[0].ask("peak")
        times = dict(zip(row.peers, take_turns(peers, rounds)))
    finally:
        for peer in peers:
            peer.end()
    entry = {"network": row.network, "mode": row.mode, "batch": row.batch, "threads": row.threads}
    entry["gflop"] = operations * row.batch * (3 if row.mode == "train" else 1) / 1e9 or None
    entry["us"] = {name: summary(values) for name, values in times.items()}
    entry["ratio"] = {name: compared(values, times["sinter"]) for name, values in times.items() if name != "sinter"}
    return entry, peak


def compared(peer, sinter):
    """How many times as long as Sinter a peer takes: in the median round, whose two times are neighbours, and at best."""
    return {"median": statistics.median(slow / fast for slow, fast in zip(peer, sinter)), "min": min(peer) / min(sinter)}


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"


def store(entries, peaks):
    with open(os.path.join(ROOT, "artifacts/peers.json"), "w", encoding="utf-8") as file:
        json.dump({"machine": machine(), "peak_gflops": round(statistics.median(peaks), 1), "rows": entries}, file, indent=1)
        file.write("\n")


def parse(description):
    def numbers(text):
        return [int(word) for word in text.split(",")]

    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(NAMES))
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--modes", type=lambda text: text.split(","), default=["infer", "train"])
    parser.add_argument("--batch", type=numbers, help="only these batches")
    options = parser.parse_args()
    for name in options.names:
        if name not in NAMES:
            parser.error(f"there is no network '{name}'; there are {', '.join(NAMES)}")
    return options


def main():
    options, entries, peaks = parse(__doc__), [], []
    folder = os.path.join(ROOT, "artifacts/peers/row")
    print(report.HEADER, flush=True)
    for group in rows(options):
        prepare(group[0], folder)
        for row in group:
            entry, peak = measure(row, folder, options.rounds)
            entries.append(entry)
            peaks.append(peak)
            print(report.line(entry, peak), flush=True)
            store(entries, peaks)
    shutil.rmtree(folder, ignore_errors=True)
    if entries:
        print(f"\n{machine()}; {statistics.median(peaks):.0f} GFLOP/s of fused multiply-adds on one thread\n\n{report.means(entries)}")


if __name__ == "__main__":
    main()
