"""Records recurrent networks: forward, loss, every gradient, and ten training steps under AdamW."""

import numpy
import torch
from torch.nn import functional as F

import formula
from record_networks import distance, summarize
from sequences import FEATURES, STEPS

BATCHES = [5, 3]  # the sizes of the two batches that training alternates between
LENGTHS = [[4, 6, 1, 3, 6], [2, 6, 5]]
TRAINED = 10


def create(name, make, dtype):
    model = make().to(dtype)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(formula.weight(f"{name}/{key}", tuple(parameter.shape))))
    return model


def batches(name, model, dtype):
    result = []
    for index, (size, lengths) in enumerate(zip(BATCHES, LENGTHS), start=1):
        x = torch.from_numpy(formula.uniform(f"{name}/batch{index}/input", (size, STEPS, FEATURES), -1, 1)).to(dtype)
        lengths = torch.tensor(lengths)
        with torch.no_grad():
            shape = tuple(model(x, lengths).shape)
        result.append((x, lengths, torch.from_numpy(formula.uniform(f"{name}/batch{index}/target", shape, -1, 1)).to(dtype)))
    return result


def run(name, make, dtype):
    """Output, loss and gradients of the first batch; then the losses of ten steps and the output afterwards."""
    model = create(name, make, dtype)
    data = batches(name, model, dtype)
    x, lengths, target = data[0]
    output = model(x, lengths)
    loss = F.mse_loss(output, target)
    loss.backward()
    store = {"output": output.detach().clone(), "loss": loss.detach().reshape(1)}
    store.update({"gradient/" + key: parameter.grad.clone() for key, parameter in model.named_parameters()})
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    losses = []
    for step in range(TRAINED):
        x, lengths, target = data[step % len(data)]
        optimizer.zero_grad()
        loss = F.mse_loss(model(x, lengths), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    store["AdamW/losses"] = torch.tensor(losses, dtype=dtype)
    with torch.no_grad():
        store["AdamW/output"] = model(*data[0][:2])
    return store


def record(cases):
    store, worst = {}, {}
    for name, make, _ in cases:
        exact, single = run(name, make, torch.float64), run(name, make, torch.float32)
        for key, value in exact.items():
            kind = key.split("/")[0]
            error = distance(single[key], value)
            assert error < {"gradient": 1e-5, "AdamW": 5e-6}.get(kind, 2e-6), f"{name}: {key} is too ill-conditioned for a golden ({error:.1e})"
            worst[kind] = max(worst.get(kind, 0), error)
            summarize(store, f"{name}/{key}", value)
    print(f"  {len(cases)} sequences; float32 against float64 at worst: " + ", ".join(f"{kind} {error:.1e}" for kind, error in worst.items()))
    return store
