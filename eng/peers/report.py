"""The table of a comparison, and the means of its ratios."""

import math

PEERS = {"onnxruntime": "ONNX Runtime", "pytorch": "PyTorch"}
HEADER = (
    "| network | mode | batch | threads | Sinter µs: median, minimum | ONNX Runtime | ratio | PyTorch | ratio | best | GFLOP/s | of peak |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")


def ratios(entry):
    """How many times as long as Sinter each peer takes, by its median."""
    times = entry["us"]
    return {peer: times[peer]["median"] / times["sinter"]["median"] for peer in PEERS if peer in times}


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def line(entry, peak):
    def both(peer):
        return f"{number(entry['us'][peer]['median'])}, {number(entry['us'][peer]['min'])}"

    ratio = ratios(entry)
    cells = [entry["network"], entry["mode"], str(entry["batch"]), str(entry["threads"]), both("sinter")]
    for peer in PEERS:
        cells += [both(peer), f"{ratio[peer]:.2f}"] if peer in ratio else ["", ""]
    cells.append(f"{min(ratio.values()):.2f}")
    if entry["gflop"]:
        speed = entry["gflop"] / entry["us"]["sinter"]["median"] * 1e6
        cells += [number(speed), f"{speed / (peak * entry['threads']):.0%}"]
    else:
        cells += ["", ""]
    return "| " + " | ".join(cells) + " |"


def means(entries):
    """Geometric means of the ratios for each mode, number of threads and peer. Decoding, which has no count of operations, is left out."""
    groups = {}
    for entry in entries:
        if not entry["gflop"]:
            continue
        ratio = ratios(entry)
        for peer, value in {**{PEERS[peer]: value for peer, value in ratio.items()}, "the best peer": min(ratio.values())}.items():
            groups.setdefault((entry["mode"], entry["threads"], peer), []).append(value)
    lines = ["| geometric mean of ratios | threads | peer | ratio | rows |", "|---|---:|---|---:|---:|"]
    for (mode, threads, peer), values in sorted(groups.items()):
        mean = math.exp(sum(map(math.log, values)) / len(values))
        lines.append(f"| {mode} | {threads} | {peer} | {mean:.2f} | {len(values)} |")
    return "\n".join(lines)
