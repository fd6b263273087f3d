"""Times Sinter against what it was at another commit: the same weights, the same input, both in turn.

    eng/peers/run.sh --before COMMIT [--rounds 11] [--threads 1,2] [--modes infer,train] [--batch 1,8] [NAME...]

Both are started for each row, must agree before anything is timed, and take turns as in compare.py. A ratio is now / before: the median of
those of the rounds, and that of the minima; above 1, Sinter has become slower. Ten rounds tell 10 %, a hundred 2 or 3.
"""

import math
import os
import shutil
import statistics
import sys

import compare
import native
import report
from peers import ROOT, Peer, command

HEADER = "| network | mode | batch | threads | now µs: median, minimum | before | ratio: median, minimum |\n|---|---|---:|---:|---:|---:|---:|"


def measure(row, folder, rounds, before):
    processes = {"now": Peer("now", command("sinter"), row, folder), "before": Peer("before", ["dotnet", before], row, folder)}
    try:
        for process in processes.values():
            process.answer()
            process.settle()
        native.agree(row, processes, folder)
        times = compare.take_turns(list(processes.values()), rounds)
    finally:
        for process in processes.values():
            process.end()
    now, then = [compare.summary(values) for values in times]
    return now, then, (statistics.median(a / b for a, b in zip(*times)), now["min"] / then["min"])


def main():
    before, sys.argv[1:] = sys.argv[1], sys.argv[2:]
    options, ratios = compare.parse(__doc__), []
    folder = os.path.join(ROOT, "artifacts/peers/row")
    print(HEADER, flush=True)
    for group in compare.rows(options):
        compare.prepare(group[0], folder, "--without-onnx")
        for row in group:
            now, then, ratio = measure(row, folder, options.rounds, before)
            ratios.append(ratio)
            cells = [f"{report.number(times['median'])}, {report.number(times['min'])}" for times in (now, then)]
            print(f"| {row.network} | {row.mode} | {row.batch} | {row.threads} | {cells[0]} | {cells[1]} | {ratio[0]:.3f}, {ratio[1]:.3f} |", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    median, least = (math.exp(statistics.fmean(map(math.log, column))) for column in zip(*ratios))
    print(f"\nGeometric mean of {len(ratios)} rows: {median:.3f} of medians, {least:.3f} of minima. {compare.machine()}")


if __name__ == "__main__":
    main()
