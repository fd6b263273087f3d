"""How much faster a network is on two threads than on one: two processes with the same weights and input, in turn.

    eng/peers/threads.sh [--rounds 15] [NAME...]

The speed-up is that of the median round, whose two times are neighbours, and of the minima. Outputs must be the same bits.
"""

import argparse
import os
import shutil
import subprocess
import sys

import compare
import report
from peers import HERE, ROOT, Peer, command

NAMES = ("resnet50", "vgg16", "gpt")


def measure(name, batch, folder, rounds):
    processes = [Peer("sinter", command("sinter"), compare.Row(name, "infer", batch, threads), folder) for threads in (1, 2)]
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
        counts = [compare.calls(process) for process in processes]
        times = [[], []]
        for _ in range(compare.WARM + rounds):
            for process, count, values in zip(processes, counts, times):
                values.append(process.ask("time", count))
    finally:
        for process in processes:
            process.end()
    one, two = (values[compare.WARM:] for values in times)
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
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            subprocess.run([sys.executable, os.path.join(HERE, "prepare.py"), name, "infer", str(batch), folder], check=True)
            one, two, ratio = measure(name, batch, folder, options.rounds)
            print(f"| {name} | {batch} | {report.number(min(one))} | {report.number(min(two))} | {ratio['median']:.2f}, {ratio['min']:.2f} |", flush=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
