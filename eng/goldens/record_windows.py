"""Records windows along an extent that every call chooses: at three lengths forward, loss and every gradient, and steps that take them in turn."""

import torch

import formula
from record_networks import distance, summarize

BATCH = 3
TRAINED = 9


def create(kind, dtype):
    model = kind().to(dtype)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(formula.weight(f"{kind.__name__}/{key}", tuple(parameter.shape))))
    return model


def sizes(length):
    return length if isinstance(length, tuple) else (length,)


def batch(kind, length, dtype):
    name = f"{kind.__name__}/{'x'.join(map(str, sizes(length)))}"
    return name, torch.from_numpy(formula.uniform(name + "/input", (BATCH, *kind.INPUT, *sizes(length)), -1, 1)).to(dtype)


def loss_of(y):
    return (y * y + y * 0.5).mean()


def run(kind, dtype):
    store = {}
    for length in kind.LENGTHS:
        name, x = batch(kind, length, dtype)
        model = create(kind, dtype)
        with torch.no_grad():
            store[name + "/output"] = model.eval()(x)
        loss = loss_of(model.train()(x))
        loss.backward()
        store[name + "/loss"] = loss.detach().reshape(1)
        store.update({f"{name}/gradient/{key}": parameter.grad.clone() for key, parameter in model.named_parameters()})
    model = create(kind, dtype).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    losses = []
    for step in range(TRAINED):
        optimizer.zero_grad()
        loss = loss_of(model(batch(kind, kind.LENGTHS[step % len(kind.LENGTHS)], dtype)[1]))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    store[kind.__name__ + "/AdamW/losses"] = torch.tensor(losses, dtype=dtype)
    return store


def record(kinds):
    # The oneDNN of Debian's PyTorch 1.13 gives wrong gradients of strided Conv1d in float32: what it computes cannot check the float64.
    with torch.backends.mkldnn.flags(enabled=False):
        return compared(kinds)


def compared(kinds):
    store, worst = {}, {}
    for kind in kinds:
        exact, single = run(kind, torch.float64), run(kind, torch.float32)
        for key, value in exact.items():
            kind_of_value = "gradient" if "/gradient/" in key else key.split("/")[-1]
            error = distance(single[key], value)
            summarize(store, key, value)
            if value.abs().max() < 1e-12:
                continue  # 0 but for rounding, such as the gradient of the bias of keys
            assert error < {"gradient": 1e-5, "losses": 5e-6}.get(kind_of_value, 2e-6), f"{key} is too ill-conditioned for a golden ({error:.1e})"
            worst[kind_of_value] = max(worst.get(kind_of_value, 0), error)
    print(f"  {len(kinds)} networks with windows; float32 against float64 at worst: " + ", ".join(f"{kind} {error:.1e}" for kind, error in worst.items()))
    return store
