"""Times recurrent and attention networks on one thread against PyTorch and ONNX Runtime, each peer in turn.

    dotnet build eng/compare -c Release
    eng/compare/sequences.py [--onnxruntime libonnxruntime.so.1] [--rounds 15] [--only lstm]

A round asks every peer once for each case; the table shows the median and the minimum over the rounds in milliseconds, and the
ratio of the medians: above 1, Sinter is faster. Forward passes are compared with both peers, training steps with PyTorch.
"""

import argparse
import math
import os
import statistics
import subprocess
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

import onnxruntime  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


class Lstm(nn.Module):
    shape = (64, 128)

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(128, 128, batch_first=True)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.lstm(x)[1][0][0])


class Encoder(nn.Module):
    shape = (128, 128)

    def __init__(self):
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(128, 4, 512, 0.0, batch_first=True), 2)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.encoder(x).mean(1))


class Stories:
    """One token at a time through llama2.c's smallest network, with a key/value cache."""

    def __init__(self, features=64, blocks=5, heads=8, groups=4, width=172, vocabulary=512, length=512):
        generator = torch.Generator().manual_seed(1)

        def weight(*shape):
            return torch.randn(*shape, generator=generator) * 0.05

        self.heads, self.groups, self.size = heads, groups, features // heads
        self.table, self.norm = weight(vocabulary, features), torch.ones(features)
        self.blocks = [{
            "q": weight(features, features), "k": weight(groups * self.size, features), "v": weight(groups * self.size, features),
            "o": weight(features, features), "gate": weight(width, features), "up": weight(width, features), "down": weight(features, width),
            "norm1": torch.ones(features), "norm2": torch.ones(features),
            "keys": torch.zeros(groups, length, self.size), "values": torch.zeros(groups, length, self.size),
        } for _ in range(blocks)]
        angles = torch.arange(length)[:, None] * 10000 ** (-torch.arange(0, self.size, 2) / self.size)
        self.cosine, self.sine = angles.cos(), angles.sin()

    def rotate(self, x, place):
        even, odd = x[..., 0::2], x[..., 1::2]
        cosine, sine = self.cosine[place], self.sine[place]
        return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)

    def step(self, token, place):
        x = self.table[token]
        for block in self.blocks:
            y = x * torch.rsqrt(x.square().mean() + 1e-5) * block["norm1"]
            query = self.rotate((block["q"] @ y).view(self.groups, -1, self.size), place)
            block["keys"][:, place] = self.rotate((block["k"] @ y).view(self.groups, self.size), place)
            block["values"][:, place] = (block["v"] @ y).view(self.groups, self.size)
            scores = query @ block["keys"][:, : place + 1].transpose(1, 2) / math.sqrt(self.size)
            attended = scores.softmax(-1) @ block["values"][:, : place + 1]
            x = x + block["o"] @ attended.reshape(-1)
            y = x * torch.rsqrt(x.square().mean() + 1e-5) * block["norm2"]
            x = x + block["down"] @ (nn.functional.silu(block["gate"] @ y) * (block["up"] @ y))
        return self.table @ (x * torch.rsqrt(x.square().mean() + 1e-5) * self.norm)

    def tell(self):
        with torch.no_grad():
            for place in range(256):
                self.step(place, place)


def timed(call, count):
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count * 1e3


class Sinter:
    def __init__(self):
        program = os.path.join(HERE, "bin/Release/net10.0/Sinter.Compare.dll")
        self.process = subprocess.Popen(["dotnet", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def time(self, case, count):
        self.process.stdin.write(f"{case} {count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def torch_calls(model, batch):
    x, label = torch.rand(batch, *model.shape) * 2 - 1, torch.zeros(batch, dtype=torch.long)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def forward():
        model.eval()
        with torch.no_grad():
            model(x)

    def step():
        model.train()
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), label).backward()
        optimizer.step()

    return forward, step


def onnx_call(runtime, model, batch, folder):
    path = os.path.join(folder, f"{type(model).__name__}{batch}.onnx")
    x = torch.rand(batch, *model.shape, requires_grad=True)
    model.train()  # In evaluation mode the encoder takes a fused operator that ONNX does not have.
    torch.onnx.export(model, x, path, input_names=["x"], output_names=["y"], opset_version=14, training=torch.onnx.TrainingMode.EVAL)
    array = numpy.ascontiguousarray(x.detach().numpy())
    return onnxruntime.Session(runtime, path, {"x": array}, {"y": numpy.zeros((batch, 10), numpy.float32)}).run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onnxruntime")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    torch.set_num_threads(1)
    sinter, cases = Sinter(), {}
    runtime = onnxruntime.Runtime(options.onnxruntime) if options.onnxruntime else None
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in (("lstm", Lstm), ("encoder", Encoder)):
            for batch in (1, 32):
                if not name.startswith(options.only):
                    continue
                model = kind()
                forward, step = torch_calls(model, batch)
                peers = {"PyTorch": forward}
                if runtime:
                    peers["ONNX Runtime"] = onnx_call(runtime, kind(), batch, folder)
                cases[f"{name}-{batch}-forward"] = (peers, 20 if batch == 1 else 2)
                cases[f"{name}-{batch}-step"] = ({"PyTorch": step}, 8 if batch == 1 else 1)
        if "stories260k".startswith(options.only):
            cases["stories260k-decode"] = ({"PyTorch": Stories().tell}, 1)

        times = {case: {} for case in cases}
        for round in range(options.rounds + 2):
            for case, (peers, count) in cases.items():
                asked = {"Sinter": sinter.time(case, count), **{peer: timed(call, count) for peer, call in peers.items()}}
                if round < 2:
                    continue  # The first rounds warm up.
                for peer, value in asked.items():
                    times[case].setdefault(peer, []).append(value)

    print("| case | Sinter: median, minimum | PyTorch | ratio | ONNX Runtime | ratio |\n|---|---|---|---|---|---|")
    for case, peers in times.items():
        own = statistics.median(peers["Sinter"])
        row = [case, f"{own:.3f}, {min(peers['Sinter']):.3f}"]
        for peer in ("PyTorch", "ONNX Runtime"):
            values = peers.get(peer)
            row += [f"{statistics.median(values):.3f}, {min(values):.3f}", f"{statistics.median(values) / own:.2f}"] if values else ["", ""]
        print("| " + " | ".join(row) + " |")


main()
