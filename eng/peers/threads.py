"""How much faster a network is on two threads than on one: two processes with the same weights and input, in turn.

    eng/peers/threads.sh [--rounds 15] [NAME...]

The speed-up is that of the median round, whose times are neighbours, and of the minima. Outputs must be the same bits. Beside it stands
what two processes of one thread each, at the same time, compute more than one alone: what the two cores have to give at the moment.
"""

import argparse
import os
import shutil
import statistics
import sys

import compare
import report
from peers import ROOT, Peer, command

NAMES = ("resnet50", "vgg16", "gpt")


def measure(name, batch, folder, rounds):
    rows = [compare.Row(name, "infer", batch, threads) for threads in (1, 2, 1)]
    compare.prepare(rows[0], folder)
    processes = [Peer("sinter", command("sinter"), row, folder) for row in rows]
    try:
        said = []
        for process in processes:
            process.answer()
            process.settle()
            process.ask("run")
            with open(os.path.join(folder, "sinter.bin"), "rb") as file:
                said.append(file.read())
        if said.count(said[0]) != len(said):
            sys.exit(f"threads.py: {name}, batch {batch}: two threads compute other bits than one")
        one, two, both = take_turns(*processes, rounds)
    finally:
        for process in processes:
            process.end()
    return one, two, compare.compared(one, two), both


def take_turns(one, two, other, rounds):
    """The microseconds of a call on one thread and on two in each round, and what two processes compute more than one in the median round."""
    counts = [compare.calls(process) for process in (one, two)]
    alone, threads, both = [], [], []
    for _ in range(compare.WARM + rounds):
        alone.append(one.ask("time", counts[0]))
        threads.append(two.ask("time", counts[1]))
        for process in (one, other):
            process.say("time", counts[0])
        together = [float(process.answer()[0]) for process in (one, other)]
        for process in (one, other):
            process.settle()
        both.append(sum(alone[-1] / time for time in together))
    return alone[compare.WARM:], threads[compare.WARM:], statistics.median(both[compare.WARM:])


def main():
    parser = argparse.ArgumentParser(prog="eng/peers/threads.sh", description=__doc__.splitlines()[0])
    parser.add_argument("names", metavar="NAME", nargs="*", default=NAMES, help=", ".join(compare.INFER))
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    folder = os.path.join(ROOT, "artifacts/peers/row")
    print("| network | batch | one thread µs: minimum | two threads | speed-up: median round, minima | two processes |\n|---|---:|---:|---:|---:|---:|")
    for name in options.names:
        if name not in compare.INFER:
            parser.error(f"there is no network '{name}'; there are {', '.join(compare.INFER)}")
        for batch in compare.INFER[name]:
            one, two, ratio, both = measure(name, batch, folder, options.rounds)
            print(f"| {name} | {batch} | {report.number(min(one))} | {report.number(min(two))} | {ratio['median']:.2f}, {ratio['min']:.2f} | {both:.2f} |", flush=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
