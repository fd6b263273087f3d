"""How much faster a network is on two threads than on one: two processes with the same weights and input, in turn.

    eng/peers/threads.sh [--rounds 15] [NAME...]

The speed-up is that of the median round, whose two times are neighbours, and of the minima. Outputs must be the same bits.
"""

import argparse
import os
import shutil
import sys

import compare
import report
from peers import ROOT, Peer, command

NAMES = ("resnet50", "vgg16", "gpt")


def measure(name, batch, folder, rounds):
    rows = [compare.Row(name, "infer", batch, threads) for threads in (1, 2)]
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
        if said[0] != said[1]:
            sys.exit(f"threads.py: {name}, batch {batch}: two threads compute other bits than one")
        one, two = compare.take_turns(processes, rounds)
    finally:
        for process in processes:
            process.end()
    return one, two, compare.compared(one, two)


def main():
    parser = argparse.ArgumentParser(prog="eng/peers/threads.sh", description=__doc__.splitlines()[0])
    parser.add_argument("names", metavar="NAME", nargs="*", default=NAMES, help=", ".join(compare.INFER))
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    folder = os.path.join(ROOT, "artifacts/peers/row")
    print("| network | batch | one thread µs: minimum | two threads | speed-up: median round, minima |\n|---|---:|---:|---:|---:|")
    for name in options.names:
        if name not in compare.INFER:
            parser.error(f"there is no network '{name}'; there are {', '.join(compare.INFER)}")
        for batch in compare.INFER[name]:
            one, two, ratio = measure(name, batch, folder, options.rounds)
            print(f"| {name} | {batch} | {report.number(min(one))} | {report.number(min(two))} | {ratio['median']:.2f}, {ratio['min']:.2f} |", flush=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
