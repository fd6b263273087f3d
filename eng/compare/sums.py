"""The relative errors of PyTorch's long sums, beside those that `tests/Sinter.Benchmarks -- sums` prints: see docs/accuracy.md.

    /usr/bin/python3 eng/compare/sums.py
"""

import numpy
import torch
from torch.nn import functional as F

COUNTS = [1000, 10_000, 100_000, 1_000_000, 10_000_000]
FACTOR = numpy.float32(0.1)


def equal(count):
    return torch.full((count,), 0.1)


def relative(value, exact):
    return (torch.as_tensor(value).double() / torch.as_tensor(exact).double() - 1).abs().max().item()


def linear(terms):
    weight, bias = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    (F.linear(equal(len(terms))[:, None], weight, bias) * terms[:, None]).sum().backward()
    return relative(weight.grad[0, 0], float(FACTOR) * terms.double().sum()), relative(bias.grad[0], terms.double().sum())


def window(terms):
    """A window of three rows over images of 100."""
    weight, bias = torch.zeros(1, 1, 3, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    images = terms[: len(terms) // 100 * 100].view(-1, 1, 100, 1)
    (F.conv2d(torch.full_like(images, 0.1), weight, bias, padding=(1, 0)) * images).sum().backward()
    exact = images.double()
    sums = float(FACTOR) * torch.stack([exact[:, :, 1:].sum(), exact.sum(), exact[:, :, :-1].sum()])
    return max(relative(weight.grad.flatten(), sums), relative(bias.grad[0], exact.sum()))


def statistics(terms):
    x = 1000 + terms + (torch.arange(len(terms)) % 2)
    norm = torch.nn.BatchNorm1d(1)
    norm(x[:, None])
    mean, variance = x.double().mean(), x.double().var()
    return relative(norm.running_mean[0], numpy.float32(0.1) * mean), relative(norm.running_var[0], 0.9 + 0.1 * variance)


def attention(terms):
    values = terms[: len(terms) // 4 * 4].view(-1, 4)
    weights = torch.softmax(torch.zeros(1, len(values)), -1)
    return relative((weights @ values)[0], values.double().mean(0))


def table(terms):
    weight = torch.zeros(3, 1, requires_grad=True)
    (F.embedding(torch.ones(len(terms), dtype=torch.long), weight)[:, 0] * terms).sum().backward()
    return relative(weight.grad[1, 0], terms.double().sum())


REDUCTIONS = {
    "sum of a row": lambda t: relative(t.sum(), t.double().sum()),
    "mean of a row": lambda t: relative(t.mean(), t.double().mean()),
    "sums of columns": lambda t: (lambda x: relative(x.sum(0), x.double().sum(0)))(t[: len(t) // 3 * 3].view(-1, 3)),
    "softmax of a row": lambda t: relative(t.softmax(-1), t.double().softmax(-1)),
    "global average pooling": lambda t: relative(F.adaptive_avg_pool2d(t.view(1, 1, -1, 1), 1).flatten(), t.double().mean()),
    "inner product": lambda t: relative((t[None] @ equal(len(t))[:, None])[0, 0], float(FACTOR) * t.double().sum()),
    "attention of one query": attention,
    "cross-entropy, mean of the batch": lambda t: relative(
        F.cross_entropy(torch.stack([t, torch.zeros_like(t)], 1), torch.zeros(len(t), dtype=torch.long)), torch.log1p(torch.exp(-t.double())).mean()),
    "gradient of a weight": lambda t: linear(t)[0],
    "gradient of a bias": lambda t: linear(t)[1],
    "gradients of a window": window,
    "running mean of BatchNorm": lambda t: statistics(t)[0],
    "running variance of BatchNorm": lambda t: statistics(t)[1],
    "gradient of an embedding": table,
    "norm of all gradients": lambda t: relative(t.norm(), t.double().norm()),
}


def main():
    torch.set_num_threads(1)
    torch.manual_seed(5)
    print(f"| reduction, PyTorch {torch.__version__} | terms | equal terms | random terms |\n|---|--:|--:|--:|")
    for name, error in REDUCTIONS.items():
        for count in COUNTS:
            print(f"| {name} | {count:,} | {error(equal(count)):.1e} | {error(torch.rand(count)):.1e} |", flush=True)


if __name__ == "__main__":
    main()
