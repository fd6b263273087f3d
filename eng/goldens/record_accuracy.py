"""Records how exact PyTorch's own float32 is: elements of every network's output and gradients in float64 and as float32 gives them.

The float64 value is stored as two float32 numbers, whose sum has 48 bits. Of large tensors 64 elements are stored, at the places
that the formula chooses.
"""

import numpy
import torch

import formula
import freezing
import networks
import record_networks

SAMPLES = 64


def sample(store, name, exact, single):
    exact, single = (tensor.detach().numpy().reshape(-1) for tensor in (exact, single))
    if exact.size > SAMPLES:
        places = formula.choice("sample/" + name, SAMPLES, exact.size)
        exact, single = exact[places], single[places]
    high = exact.astype(numpy.float32)
    store[name + ".high"] = high
    store[name + ".low"] = (exact - high).astype(numpy.float32)
    store[name + ".single"] = single


def record():
    store = {}
    for kind in networks.ALL + freezing.ALL:
        output, _, _, single = record_networks.gradients(kind, torch.float32)
        exact_output, _, _, exact = record_networks.gradients(kind, torch.float64)
        sample(store, f"{kind.__name__}/output", exact_output, output)
        for key in exact:
            sample(store, f"{kind.__name__}/gradient/{key}", exact[key], single[key])
    return store
