"""Records networks some of whose inputs may be left out: every choice of them forward, loss and every gradient, and steps that take the choices in turn."""

import torch
from torch import nn

import formula
from record_networks import distance
from record_windows import create

BATCH = 4
TRAINED = 8


class OptionalMask(nn.Module):
    """Attention with a mask, and a weight of each sample in the loss."""

    INPUT, OPTIONAL, OUTPUT = (5, 8), (5, 5), 15

    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x, mask=None):
        y, _ = self.attention(x, x, x, attn_mask=None if mask is None else mask.repeat_interleave(2, 0), need_weights=False)
        return self.head(y).flatten(1)


class OptionalDepth(nn.Module):
    """An image with a map of depths, or with a weight in its place."""

    INPUT, OPTIONAL, OUTPUT = (3, 6, 6), (1, 6, 6), 3

    def __init__(self):
        super().__init__()
        self.color = nn.Conv2d(3, 4, 3, padding=1)
        self.depth = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.missing = nn.Parameter(torch.zeros(4, 1, 1))
        self.fc = nn.Linear(144, 3)

    def forward(self, image, depth=None):
        y = self.color(image)
        y = y + (self.missing if depth is None else self.norm(self.depth(depth)))
        return self.fc(y.relu().flatten(1))


ALL = [OptionalMask, OptionalDepth]
CHOICES = [(True, True), (False, True), (True, False), (False, False)]


def batch(kind, dtype):
    def of(what, *shape):
        return torch.from_numpy(formula.uniform(f"{kind.__name__}/{what}", (BATCH, *shape), -1, 1)).to(dtype)

    return of("input", *kind.INPUT), of("optional", *kind.OPTIONAL), of("target", kind.OUTPUT), of("weight")


def loss_of(y, target, weight):
    error = ((y - target) ** 2).mean(1)
    return (error if weight is None else error * (weight + 1)).mean()


def step(kind, model, choice, dtype):
    x, optional, target, weight = batch(kind, dtype)
    loss = loss_of(model.train()(x, optional if choice[0] else None), target, weight if choice[1] else None)
    for parameter in model.parameters():  # as zero_grad(set_to_none=False) leaves them: what a step does not read has zeros
        parameter.grad = torch.zeros_like(parameter)
    loss.backward()
    return loss.detach().reshape(1)


def run(kind, dtype):
    store = {}
    for choice in CHOICES:
        name = f"{kind.__name__}/{'given' if choice[0] else 'left'}-{'weighted' if choice[1] else 'plain'}"
        model = create(kind, dtype)
        x, optional, _, _ = batch(kind, dtype)
        with torch.no_grad():
            store[name + "/output"] = model.eval()(x, optional if choice[0] else None)
        store[name + "/loss"] = step(kind, model, choice, dtype)
        store.update({f"{name}/gradient/{key}": parameter.grad.clone() for key, parameter in model.named_parameters()})
    model = create(kind, dtype)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.01)
    losses = []
    for index in range(TRAINED):
        losses.append(step(kind, model, CHOICES[index % len(CHOICES)], dtype).item())
        optimizer.step()
    store[kind.__name__ + "/AdamW/losses"] = torch.tensor(losses, dtype=dtype)
    store.update({f"{kind.__name__}/AdamW/state/{key}": value.to(dtype).reshape(-1) for key, value in model.named_buffers()})
    store.update({f"{kind.__name__}/AdamW/weight/{key}": value.detach() for key, value in model.named_parameters() if key == "missing"})
    return store


def record():
    store = {}
    for kind in ALL:
        exact, single = run(kind, torch.float64), run(kind, torch.float32)
        for key, value in exact.items():
            store[key] = value.detach().numpy()
            if value.abs().max() >= 1e-12:
                assert distance(single[key], value) < 1e-5, f"{key} is too ill-conditioned for a golden"
    print(f"  {len(ALL)} networks with inputs that may be left out")
    return store
