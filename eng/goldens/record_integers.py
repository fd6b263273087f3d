"""Records what chooses among the elements of an axis: argmax, argmin and topk of the scores of a linear layer."""

import torch
from torch import nn

import formula

BATCH, ROWS, FEATURES, CLASSES = 4, 5, 4, 6


def run(dtype):
    model = nn.Linear(FEATURES, CLASSES).to(dtype)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(formula.weight(f"Chooser/fc.{name}", tuple(parameter.shape))))
    scores = model(torch.from_numpy(formula.uniform("Chooser/x", (BATCH, ROWS, FEATURES), -1, 1)).to(dtype)).detach()
    top, places = scores.topk(3, dim=1)
    return {"scores": scores, "best": scores.argmax(2).int(), "top": top, "places": places.int(), "least": scores.argmin(1, keepdim=True).int()}


def record():
    exact, single = run(torch.float64), run(torch.float32)
    for name, value in exact.items():
        assert value.is_floating_point() or value.equal(single[name]), f"{name} depends on rounding"
    print(f"  {len(exact)} outputs of integers and what they choose from")
    return {"Chooser/" + name: value.numpy() for name, value in exact.items()}
