"""Times native executables against the just-in-time compiler: the same weights, the same input, every process in turn.

    eng/peers/run.sh --native [--rounds 11] [--threads 1,2] [--modes infer,train] [--batch 1,8] [NAME...]

There are four processes: an executable for AVX2, one for this machine's own instructions, and for each of them the just-in-time compiler
of the same framework with the same instructions. They take turns as in compare.py, and must agree before anything is timed. A ratio is
NativeAOT / just-in-time, of the medians and of the minima over the rounds: above 1, the native executable is slower.
"""

import json
import math
import os
import shutil
import statistics
import sys

import numpy

import compare
import report
from peers import ROOT, Peer

# The instructions of the executables, and what forbids the just-in-time compiler the others.
LIMITS = {"avx2,fma": {"DOTNET_EnableAVX512F": "0", "DOTNET_EnableAVX512": "0"}, "native": {}}
KINDS = {"aot": "NativeAOT", "jit": "just-in-time"}
FOLDER = os.path.join(ROOT, "artifacts/peers")
HEADER = (
    "| network | mode | batch | threads | " + " | ".join(
        f"{name}: NativeAOT µs: median, minimum | just-in-time | ratio: median, minimum" for name in LIMITS) + " |\n"
    "|---|---|---:|---:|" + "---:|---:|---:|" * len(LIMITS))


def start(instructions, kind, row, folder):
    place = os.path.join(FOLDER, "jit" if kind == "jit" else instructions.replace(",", "-"), "Sinter.Peers")
    return Peer(f"{kind} {instructions}", [place], row, folder, LIMITS[instructions] if kind == "jit" else {})


def agree(row, processes, folder):
    """Runs every process once; ends the program where one differs from the first."""
    first = None
    for process in processes.values():
        said = process.ask("run")
        if row.network == "stories260k":
            continue
        said = numpy.fromfile(os.path.join(folder, "sinter.bin"), numpy.float32) if row.mode == "infer" else numpy.float64(said)
        first = said if first is None else first
        difference = numpy.abs(said - first).max() / numpy.abs(first).max()
        if not difference <= compare.TOLERANCE:
            sys.exit(f"native.py: {row}: {process.name} differs by {difference:.2g} of the largest; {compare.TOLERANCE:g} is allowed")


def measure(row, folder, rounds, about):
    processes = {(instructions, kind): start(instructions, kind, row, folder) for instructions in LIMITS for kind in KINDS}
    try:
        for (instructions, kind), process in processes.items():
            process.answer()
            process.settle()
            about[f"{instructions}, {KINDS[kind]}"] = " ".join(process.request("about"))
        agree(row, processes, folder)
        times = dict(zip(processes, compare.take_turns(list(processes.values()), rounds)))
    finally:
        for process in processes.values():
            process.end()
    entry = {"network": row.network, "mode": row.mode, "batch": row.batch, "threads": row.threads}
    entry["us"] = {instructions: {kind: compare.summary(times[instructions, kind]) for kind in KINDS} for instructions in LIMITS}
    return entry


def ratio(entry, instructions, which):
    times = entry["us"][instructions]
    return times["aot"][which] / times["jit"][which]


def line(entry):
    cells = [entry["network"], entry["mode"], str(entry["batch"]), str(entry["threads"])]
    for instructions, times in entry["us"].items():
        cells += [f"{report.number(times[kind]['median'])}, {report.number(times[kind]['min'])}" for kind in KINDS]
        cells.append(f"{ratio(entry, instructions, 'median'):.2f}, {ratio(entry, instructions, 'min'):.2f}")
    return "| " + " | ".join(cells) + " |"


def means(entries):
    """Geometric means of the ratios for each mode, number of threads and instruction set, and of all rows."""
    groups = {}
    for entry in entries:
        for instructions in LIMITS:
            for key in ((entry["mode"], str(entry["threads"]), instructions), ("all", "all", instructions)):
                groups.setdefault(key, []).append([ratio(entry, instructions, which) for which in ("median", "min")])
    lines = ["| NativeAOT / just-in-time, geometric mean | threads | instructions | of medians | of minima | rows |", "|---|---:|---|---:|---:|---:|"]
    for (mode, threads, instructions), values in sorted(groups.items(), key=lambda group: (group[0][0] == "all", group[0])):
        median, least = (math.exp(statistics.fmean(map(math.log, column))) for column in zip(*values))
        lines.append(f"| {mode} | {threads} | {instructions} | {median:.2f} | {least:.2f} | {len(values)} |")
    return "\n".join(lines)


def main():
    options, entries, about = compare.parse(__doc__), [], {}
    folder = os.path.join(FOLDER, "row")
    print(HEADER, flush=True)
    for group in compare.rows(options):
        compare.prepare(group[0], folder, "--without-onnx")
        for row in group:
            entries.append(measure(row, folder, options.rounds, about))
            print(line(entries[-1]), flush=True)
            with open(os.path.join(ROOT, "artifacts/peers-native.json"), "w", encoding="utf-8") as file:
                json.dump({"machine": compare.machine(), "processes": about, "rows": entries}, file, indent=1)
                file.write("\n")
    shutil.rmtree(folder, ignore_errors=True)
    if entries:
        print(f"\n{means(entries)}\n\n{compare.machine()}; vectors and frameworks:")
        for name, value in about.items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
