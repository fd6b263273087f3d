"""Records ten steps of every optimizer, and of what can be added to one, on a linear layer: the weights afterwards."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR, StepLR

import formula

STEPS = 10
OPTIMIZERS = {
    "Sgd": lambda p: SGD(p, lr=0.05),
    "SgdMomentum": lambda p: SGD(p, lr=0.05, momentum=0.9),
    "SgdDampening": lambda p: SGD(p, lr=0.05, momentum=0.9, dampening=0.5),
    "SgdNesterov": lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "SgdDecay": lambda p: SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "Adam": lambda p: Adam(p, lr=0.01),
    "AdamBetas": lambda p: Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    "AdamDecay": lambda p: Adam(p, lr=0.01, weight_decay=0.1),
    "AdamW": lambda p: AdamW(p, lr=0.01),
    "AdamWDecay": lambda p: AdamW(p, lr=0.01, weight_decay=0.5),
    "AdamWDecayWeightsOnly": lambda p: AdamW([{"params": p[:1]}, {"params": p[1:], "weight_decay": 0}], lr=0.01, weight_decay=0.5),
    "ClipNorm": lambda p: SGD(p, lr=0.05, momentum=0.9),
    "ClipValue": lambda p: SGD(p, lr=0.05, momentum=0.9),
    "StepDecay": lambda p: SGD(p, lr=0.05),
    "Cosine": lambda p: SGD(p, lr=0.05),
    "Warmup": lambda p: SGD(p, lr=0.05),
    "WarmupCosine": lambda p: SGD(p, lr=0.05),
}
CLIPPING = {
    "ClipNorm": lambda p: nn.utils.clip_grad_norm_(p, 0.5),
    "ClipValue": lambda p: nn.utils.clip_grad_value_(p, 0.1),
}
SCHEDULES = {
    "StepDecay": lambda o: StepLR(o, step_size=3, gamma=0.5),
    "Cosine": lambda o: CosineAnnealingLR(o, T_max=10),
    "Warmup": lambda o: LinearLR(o, start_factor=0.25, total_iters=4),
    "WarmupCosine": lambda o: SequentialLR(o, [LinearLR(o, start_factor=0.25, total_iters=4), CosineAnnealingLR(o, T_max=6)], [4]),
}


def run(name, dtype):
    layer = nn.Linear(6, 4).to(dtype)
    with torch.no_grad():
        for key, parameter in layer.named_parameters():
            parameter.copy_(torch.from_numpy(formula.weight("LinearRegression/layer." + key, tuple(parameter.shape))))
    image = torch.from_numpy(formula.uniform("LinearRegression/input", (5, 6), -2, 2)).to(dtype)
    target = torch.from_numpy(formula.uniform("LinearRegression/target", (5, 4), -2, 2)).to(dtype)
    parameters = list(layer.parameters())
    optimizer = OPTIMIZERS[name](parameters)
    schedule = SCHEDULES[name](optimizer) if name in SCHEDULES else None
    rates = []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        F.mse_loss(layer(image), target).backward()
        if name in CLIPPING:
            CLIPPING[name](parameters)
        optimizer.step()
        if schedule:
            schedule.step()
    result = {f"{name}/layer.{key}": parameter.detach().numpy() for key, parameter in layer.named_parameters()}
    result[f"{name}/rates"] = torch.tensor(rates, dtype=torch.float64).numpy()
    return result


def record():
    store = {}
    for name in OPTIMIZERS:
        exact, single = run(name, torch.float64), run(name, torch.float32)
        for key, value in exact.items():
            assert abs(value - single[key]).max() < 1e-6, f"{key} is too ill-conditioned for a golden"
        store.update(exact)
    print(f"  {len(OPTIMIZERS)} optimizers")
    return store
