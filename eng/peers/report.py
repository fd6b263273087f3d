"""The table of a comparison, and the means of its ratios."""

import math

PEERS = {"onnxruntime": "ONNX Runtime", "pytorch": "PyTorch"}
HEADER = (
    "| network | mode | batch | threads | Sinter µs: median, minimum | ONNX Runtime | ratio | PyTorch | ratio | GFLOP/s | of peak |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def line(entry, peak):
    def both(peer):
        return f"{number(entry['us'][peer]['median'])}, {number(entry['us'][peer]['min'])}"

    def ratio(peer):
        return "{median:.2f}, {min:.2f}".format(**entry["ratio"][peer])

    cells = [entry["network"], entry["mode"], str(entry["batch"]), str(entry["threads"]), both("sinter")]
    for peer in PEERS:
        cells += [both(peer), ratio(peer)] if peer in entry["ratio"] else ["", ""]
    if entry["gflop"]:
        speed = entry["gflop"] / entry["us"]["sinter"]["median"] * 1e6
        cells += [number(speed), f"{speed / (peak * entry['threads']):.0%}"]
    else:
        cells += ["", ""]
    return "| " + " | ".join(cells) + " |"


def means(entries):
    """Geometric means of the ratios for each mode, number of threads and peer. Decoding is left out."""
    groups = {}
    for entry in entries:
        if entry["network"] == "stories260k":
            continue
        ratio = {PEERS[peer]: tuple(ratio[which] for which in ("median", "min")) for peer, ratio in entry["ratio"].items()}
        ratio["the best peer"] = tuple(map(min, zip(*ratio.values())))
        for peer, values in ratio.items():
            groups.setdefault((entry["mode"], entry["threads"], peer), []).append(values)
    lines = ["| geometric mean of ratios | threads | peer | of the median rounds | of the minima | rows |", "|---|---:|---|---:|---:|---:|"]
    for (mode, threads, peer), values in sorted(groups.items()):
        means = [math.exp(sum(map(math.log, column)) / len(values)) for column in zip(*values)]
        lines.append(f"| {mode} | {threads} | {peer} | {means[0]:.2f} | {means[1]:.2f} | {len(values)} |")
    return "\n".join(lines)
