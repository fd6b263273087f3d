"""Records the layer cases: everything is stored, for everything is tiny."""

import copy

import numpy
import torch
from torch import nn

import formula

BATCH = 3
KINKS = [0.0, 1.0, -1.0, 3.0, -3.0, 2.5, -2.5, 1e-4, -1e-4, 6.0, -6.0]


def make_input(case):
    name, shape = case.name + "/input", (BATCH, *case.input)
    if case.values == "tokens":
        return formula.choice(name, int(numpy.prod(shape)), case.layer.num_embeddings).reshape(shape)
    values = formula.uniform(name, shape, -2, 2)
    if case.values == "coarse":  # many equal numbers
        return numpy.round(values).astype(numpy.float32)
    if case.values in ("kinks", "wide"):
        values = (values * 2).astype(numpy.float32)
    if case.values == "kinks":  # the places where a function changes its form
        values.reshape(-1)[: len(KINKS)] = KINKS
    return values


def make_target(case, output):
    name, target = case.name + "/target", case.target
    if target is None:
        return formula.uniform(name, tuple(output.shape), -1, 1)
    shape = (BATCH, *target["shape"])
    if target["kind"] == "numbers":
        return formula.uniform(name, shape, target["low"], target["high"])
    labels = formula.choice(name, int(numpy.prod(shape)), target["count"])
    for place, value in dict(target["ignored"]).items():
        labels[place] = value
    return labels.reshape(shape)


def run(case, dtype):
    store = {}
    module = copy.deepcopy(case.layer).to(dtype) if isinstance(case.layer, nn.Module) else None
    values = make_input(case)
    tokens = values.dtype == numpy.int64
    parameters = {} if tokens else {"probe": torch.zeros(case.input, dtype=dtype, requires_grad=True)}
    extra = {}
    for name, shape in case.parameters.items():
        extra[name] = torch.from_numpy(formula.weight(f"{case.name}/{name}", shape)).to(dtype).requires_grad_()
    if module:
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(torch.from_numpy(formula.weight(f"{case.name}/layer.{name}", tuple(parameter.shape))))
                if name == "weight" and parameter.dim() == 1:
                    parameter.add_(1)
        parameters.update({"layer." + name: parameter for name, parameter in module.named_parameters()})
    parameters.update(extra)
    for name, parameter in parameters.items():
        store["parameter/" + name] = parameter.detach().clone()

    x = torch.from_numpy(values)
    store["input"] = values.astype(numpy.int32) if tokens else values
    if not tokens:
        x = x.to(dtype)
        x = x + parameters["probe"] * (x * x + x + 1)
    apply = module or case.layer
    if module:
        with torch.no_grad():
            store["inference"] = module.eval()(x)
        module.train()
    output = apply(x, **extra)
    store["output"] = output
    target = make_target(case, output)
    store["target"] = target.astype(numpy.int32) if target.dtype == numpy.int64 else target
    y = torch.from_numpy(target)
    loss = case.loss(output, y if y.dtype == torch.int64 else y.to(dtype)) if case.loss else (output * y.to(dtype)).mean()
    store["loss"] = loss.reshape(1)
    loss.backward()
    for name, parameter in parameters.items():
        store["gradient/" + name] = parameter.grad
    buffers = dict(module.named_buffers()) if module else {}
    if buffers:
        for name, buffer in buffers.items():
            store["state/layer." + name] = buffer.clone()
        with torch.no_grad():
            store["after"] = module.eval()(x)  # with the running statistics of one step
    return {name: value.detach().numpy() if isinstance(value, torch.Tensor) else value for name, value in store.items()}


def record(cases):
    store, worst = {}, ("", 0.0)
    for case in cases:
        exact, single = run(case, torch.float64), run(case, torch.float32)
        for name, value in exact.items():
            scale = max(numpy.abs(value).max(), 1 if name == "loss" else 1e-12)
            error = numpy.abs(value.astype(numpy.float64) - single[name]).max() / scale
            limit = 2e-5 if name.startswith("gradient/") else 2e-6
            assert error < limit, f"{case.name}: {name} is too ill-conditioned for a golden ({error:.1e})"
            worst = max(worst, (f"{case.name}/{name}", error), key=lambda entry: entry[1])
            store[f"{case.name}/{name}"] = value
    print(f"  {len(cases)} layers; float32 against float64 at worst: {worst[1]:.1e} in {worst[0]}")
    return store
