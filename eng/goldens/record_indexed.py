"""Records networks over an edge list: at three numbers of nodes and edges forward, loss and every gradient."""

import torch

import formula
import indexed
from record_networks import distance, summarize
from record_windows import create, loss_of

BATCH = 2
SIZES = [(1, 2), (7, 19), (40, 160)]


def batch(kind, nodes, edges, dtype):
    name = f"{kind.__name__}/{nodes}x{edges}"
    x = torch.from_numpy(formula.uniform(name + "/x", (BATCH, nodes, indexed.FEATURES), -1, 1)).to(dtype)
    return name, x, *(torch.from_numpy(formula.choice(f"{name}/{end}", BATCH * edges, nodes)).reshape(BATCH, edges) for end in ["source", "target"])


def run(kind, dtype):
    store = {}
    for nodes, edges in SIZES:
        name, *graph = batch(kind, nodes, edges, dtype)
        model = create(kind, dtype)
        output = model(*graph)
        loss = loss_of(output)
        loss.backward()
        store[name + "/output"] = output.detach()
        store[name + "/loss"] = loss.detach().reshape(1)
        store.update({f"{name}/gradient/{key}": parameter.grad.clone() for key, parameter in model.named_parameters()})
    return store


def record(kinds):
    store, worst = {}, {}
    for kind in kinds:
        exact, single = run(kind, torch.float64), run(kind, torch.float32)
        for key, value in exact.items():
            kind_of_value = "gradient" if "/gradient/" in key else key.split("/")[-1]
            summarize(store, key, value)
            if value.abs().max() < 1e-12:
                continue  # 0 but for rounding
            # Terms of a loss cancel: one below 1 is compared with 1.
            error = (single[key].to(value.dtype) - value).abs().item() / max(1, value.abs().item()) if kind_of_value == "loss" else distance(single[key], value)
            assert error < {"gradient": 1e-5}.get(kind_of_value, 2e-6), f"{key} is too ill-conditioned for a golden ({error:.1e})"
            worst[kind_of_value] = max(worst.get(kind_of_value, 0), error)
    print(f"  {len(kinds)} networks over edges; float32 against float64 at worst: " + ", ".join(f"{kind} {error:.1e}" for kind, error in worst.items()))
    return store
