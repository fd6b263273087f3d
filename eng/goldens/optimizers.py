"""Records what PyTorch's optimizers, clipping and schedules do, as literals for tests/Sinter.Runtime.Tests/Optimizers/PyTorchTests.cs.

Recorded with PyTorch 1.13. The loss is sum(a/2 w^2 + b w), so that each step's gradient depends on the steps before.
Run: python3 eng/goldens/optimizers.py
"""

import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR, StepLR

START = [0.5, -1.25, 2.0, 0.03125, -0.75]
A = torch.tensor([1.0, 0.5, 2.0, 4.0, 0.25])
B = torch.tensor([0.1, -0.2, 0.3, 0.0, -1.5])


def trajectory(name, make, clip=None):
    w = torch.tensor(START, requires_grad=True)
    optimizer = make([w])
    for _ in range(10):
        optimizer.zero_grad()
        (0.5 * A * w * w + B * w).sum().backward()
        if clip:
            clip([w])
        optimizer.step()
    print(name, ", ".join("%.9gf" % value for value in w.detach().tolist()))


def rates(name, make):
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = make(optimizer)
    values = []
    for _ in range(12):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    print(name, ", ".join(repr(value) for value in values))


trajectory("sgd", lambda p: SGD(p, lr=0.05))
trajectory("sgd momentum", lambda p: SGD(p, lr=0.05, momentum=0.9))
trajectory("sgd momentum decay", lambda p: SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01))
trajectory("sgd nesterov", lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01))
trajectory("sgd dampening", lambda p: SGD(p, lr=0.05, momentum=0.9, dampening=0.5))
trajectory("adam", lambda p: Adam(p, lr=0.05))
trajectory("adam decay", lambda p: Adam(p, lr=0.05, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1))
trajectory("adamw", lambda p: AdamW(p, lr=0.05))
trajectory("adamw decay", lambda p: AdamW(p, lr=0.05, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.1))
trajectory("clip norm", lambda p: SGD(p, lr=0.05, momentum=0.9), clip=lambda p: clip_grad_norm_(p, 1.0))
trajectory("clip value", lambda p: SGD(p, lr=0.05, momentum=0.9), clip=lambda p: clip_grad_value_(p, 0.25))
rates("step", lambda o: StepLR(o, 4, 0.5))
rates("cosine", lambda o: CosineAnnealingLR(o, 11, 0.01))
rates("warmup", lambda o: LinearLR(o, start_factor=1 / 3, total_iters=4))
rates("warmup cosine", lambda o: SequentialLR(o, [LinearLR(o, start_factor=0.1, total_iters=4), CosineAnnealingLR(o, 8)], milestones=[4]))
