"""Times what eng/startup.sh has published: startup.py RUNS."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)
JIT = [os.path.join(ROOT, "artifacts/startup/jit/lenet")]
# The instructions that an executable for "avx2" or "native" may use, for the just-in-time compiler. NativeAOT's "native" leaves AVX-512
# out on processors that lower their clock for it.
LIMITS = {"avx2,fma": {"DOTNET_EnableAVX512F": "0", "DOTNET_EnableAVX512": "0"}, "native": {}}


def native(instructions):
    return os.path.join(ROOT, "artifacts/startup", instructions.replace(",", "-"), "lenet")


def first(command, weights, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([*command, weights], stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times), min(times)


def steady(command, limits):
    lines = subprocess.run([*command, "--steady", "100"], capture_output=True, text=True, check=True, env={**os.environ, **limits}).stdout.splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}


def main():
    runs = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(native("native"), cwd=folder, stdout=subprocess.DEVNULL, check=True)
        weights = os.path.join(folder, "lenet5.safetensors")
        print("| executable | MB | ms to the first prediction and the end: median, minimum |\n|---|---|---|")
        for instructions in LIMITS:
            median, least = first([native(instructions)], weights, runs)
            print(f"| {instructions} | {os.path.getsize(native(instructions)) / 1e6:.2f} | {median:.1f}, {least:.1f} |")
        median, least = first(JIT, weights, max(5, runs // 10))
        print(f"| just-in-time | | {median:.1f}, {least:.1f} |")

    print("\n| instructions | network, batch | native µs | just-in-time µs | native / just-in-time |\n|---|---|---|---|---|")
    for instructions, limits in LIMITS.items():
        best = {}
        # In turn, because the machine may be shared.
        for _ in range(5):
            for peer, command in (("native", [native(instructions)]), ("jit", JIT)):
                for name, value in steady(command, limits).items():
                    best[peer, name] = min(best.get((peer, name), value), value)
        for name in [name for peer, name in best if peer == "jit"]:
            print(f"| {instructions} | {name} | {best['native', name]:.1f} | {best['jit', name]:.1f} | {best['native', name] / best['jit', name]:.2f} |")


main()
