"""Records the networks of samples/Zoo: their keys and shapes, an output, and of every gradient its norm and two projections.

    /usr/bin/python3 eng/goldens/record_zoo.py           # all
    /usr/bin/python3 eng/goldens/record_zoo.py ResNet50  # one

Weights, inputs and targets are those of the formula, and dropout keeps what the runtime's would. What is recorded was computed in
float64: the derivation is compared with it in double precision (DerivationTests), compiled code in floats (ZooTests). Rectifiers and largest
elements have kinks: a value near 0 that rounding moves to the other side moves every gradient before it, the more the deeper a network is, in
any float32 arithmetic. So batch normalisations get biases that keep most values away from 0. How far PyTorch's own float32 is off
nevertheless, in the worst of several orders of sums, is recorded too ("float32"): no more may a test of floats ask for.
"""

import math
import os
import subprocess
import sys
import tempfile
import time

import numpy
import torch

import container
import formula
import randomness
import zoo

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Sinter.Golden.Tests", "Goldens", "Zoo")
WHOLE = 2000  # outputs of more numbers are stored as a gradient is
# Processors that OpenBLAS is told it runs on, and numbers of threads: each adds up sums, and rounds them, in an order of its own.
ORDERS = (("Haswell", 1), ("Haswell", 4), ("Sandybridge", 1), ("Nehalem", 2))


def weight(name, key, shape, norm_bias, scale):
    """Scales and variances around 1; matrices and filters so that signals keep their size; anything else within 1/4. Matrices, filters and biases
    of batch normalisations are multiplied by a factor."""
    full = f"{name}/{key}"
    if norm_bias and key.endswith("bias"):
        return formula.uniform(full, shape, *(scale * bound for bound in norm_bias))
    if len(shape) < 2:
        around_one = key.endswith("running_var") or key.endswith("weight")
        return formula.uniform(full, shape, 0.75, 1.25) if around_one else formula.uniform(full, shape, -0.25, 0.25)
    bound = scale * math.sqrt((6 if len(shape) == 4 else 3) / math.prod(shape[1:]))
    return formula.uniform(full, shape, -bound, bound)


def fill(name, model):
    with torch.no_grad():
        state = model.state_dict()
        for key, tensor in state.items():
            if tensor.dtype.is_floating_point:
                norm_bias = bias_of(model) if layer(key) + ".running_mean" in state else None
                tensor.copy_(torch.from_numpy(weight(name, known(key), tuple(tensor.shape), norm_bias, scale_of(model, key))))


def with_constants_of_floats(model):
    """
    The network with constants as C# has them: an epsilon of 1e-5 is 2.5e-8 of it less as a float, which an ill-conditioned network makes more
    of than float64 leaves.
    """
    for part in model.modules():
        for name in ("eps", "epsilon"):
            if isinstance(getattr(part, name, None), float):
                setattr(part, name, float(numpy.float32(getattr(part, name))))
    return model


def bias_of(model):
    """The range of the biases of batch normalisations."""
    return getattr(model, "norm_bias", (1.5, 3))


def scale_of(model, key):
    """The factor of matrices, filters and biases of batch normalisations whose key ends so, where a network wants signals of another size."""
    return math.prod(factor for end, factor in scales_of(model).items() if key.endswith(end))


def scales_of(model):
    return getattr(model, "scales", {})


def layer(key):
    return key.rpartition(".")[0]


def inputs(name, model, dtype):
    result = {}
    for key, (shape, choices, first) in model.inputs.items():
        full = f"{name}/{key}"
        if choices:
            result[key] = first + torch.from_numpy(formula.choice(full, math.prod(shape), choices).reshape(shape))
        else:
            result[key] = torch.from_numpy(formula.uniform(full, shape, -1, 1)).to(dtype)
    return result


def run(name, make, dtype):
    model = with_constants_of_floats(make().to(dtype))
    fill(name, model)
    data = inputs(name, model, dtype)
    with torch.no_grad():
        inference = model.eval()(**data)
    with randomness.drawn_as_at_run_time():
        loss = model.loss(model.train()(**data), **data)
    loss.backward()
    gradients = [(known(key), value.grad) for key, value in model.named_parameters()]
    states = [(known(key), value) for key, value in model.named_buffers() if value.dtype.is_floating_point]
    return {
        "output": inference.numpy().reshape(-1).astype(numpy.float64),
        "loss": numpy.array([loss.item()]),
        "gradients": numpy.array([row(name, key, value) for key, value in gradients]),
        "states": numpy.array([row(name, key, value) for key, value in states]).reshape(-1, 3),
    }, [(key, tuple(value.shape)) for key, value in gradients], [(key, tuple(value.shape)) for key, value in states], model


def known(key):
    """The key without the name that a wrapper gave to the whole network."""
    return key[len("network."):] if key.startswith("network.") else key


def row(name, key, tensor):
    """The norm, and the products with two tensors of the formula."""
    flat = tensor.detach().numpy().astype(numpy.float64).reshape(-1)
    projections = [(flat * formula.uniform(f"projection{i}/{name}/{key}", flat.shape, -1, 1).astype(numpy.float64)).sum() for i in range(2)]
    return [math.sqrt((flat**2).sum()), *projections]


def distance(single, exact):
    """Of numbers, relative to the largest."""
    return numpy.abs(single - exact).max() / max(numpy.abs(exact).max(), 1e-12)


def row_distance(single, exact, keys):
    """
    Of rows, relative to the norm of each, or to a tenth of that of another tensor of its layer: a bias that a normalisation or a softmax takes
    away again has no gradient but rounding.
    """
    largest = {}
    for key, values in zip(keys, exact):
        largest[layer(key)] = max(largest.get(layer(key), 1e-12), values[0])
    return max((numpy.abs(one - other).max() / max(other[0], 0.1 * largest[layer(key)]) for key, one, other in zip(keys, single, exact)), default=0)


def rounded(name):
    """
    The network in floats, added up in several orders, each in a process of its own: whether one of two nearly equal elements is the larger, or
    one near 0 is above it, is decided by rounding, and one order says little of how far off a result may be.
    """
    for kernels, threads in ORDERS:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rounded.npz")
            subprocess.run([sys.executable, __file__, "--rounded", name, str(threads), path], env={**os.environ, "OPENBLAS_CORETYPE": kernels}, check=True)
            with numpy.load(path) as values:
                yield dict(values)


def record(name, make):
    start = time.time()
    exact, parameters, states, model = run(name, make, torch.float64)
    runs = {"output": [], "loss": [], "gradients": [], "states": []}
    for single in rounded(name):
        for key in ("output", "loss"):
            runs[key].append(distance(single[key], exact[key]))
        for kind, entries in (("gradients", parameters), ("states", states)):
            runs[kind].append(row_distance(single[kind], exact[kind], [key for key, _ in entries]))
    print(f"  {name}: {sum(math.prod(shape) for _, shape in parameters):,} parameters, loss {exact['loss'][0]:.4f}, deviation {exact['output'].std():.3g}; float32 is off by",
          "; ".join(f"{', '.join(f'{error:.1e}' for error in errors)} ({key})" for key, errors in runs.items()), f"{time.time() - start:.0f} s", flush=True)
    errors = {key: max(values) for key, values in runs.items()}
    # So much is the kinks' alone: DerivationTests show all of it in double precision, where nothing is decided by rounding.
    assert errors["output"] < 2e-4 and errors["gradients"] < 6e-2, f"{name} is too ill-conditioned for a golden"
    store = dict(exact)
    store["norm_bias"] = numpy.array(bias_of(model), dtype=numpy.float32)
    store["float32"] = numpy.array([errors["output"], errors["gradients"], errors["states"]])
    output = exact["output"]
    if output.size > WHOLE:
        del store["output"]
        store["output.row"] = numpy.array(row(name, "output", torch.from_numpy(output)))
        store["output.length"] = numpy.array([output.size], dtype=numpy.int32)
    for key, (shape, choices, first) in model.inputs.items():
        store["input/" + key] = numpy.array([choices, first, *shape], dtype=numpy.int32)
    write(name, store, parameters, states, scales_of(model))


def write(name, store, parameters, states, scales):
    listed = lambda entries: "\n".join(" ".join([key, *map(str, shape)]) for key, shape in entries)
    metadata = {"recorded_by": "eng/goldens/record_zoo.py", "torch": torch.__version__, "parameters": listed(parameters), "states": listed(states)}
    if scales:
        metadata["scales"] = listed((end, [factor]) for end, factor in scales.items())
    os.makedirs(FOLDER, exist_ok=True)
    container.write(os.path.join(FOLDER, name + ".safetensors"), store, metadata)


def record_rounded(name, threads, path):
    torch.set_num_threads(int(threads))
    numpy.savez(path, **run(name, zoo.ALL[name], torch.float32)[0])


def main(names):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    if names[:1] == ["--rounded"]:
        return record_rounded(*names[1:])
    for name in names or zoo.ALL:
        record(name, zoo.ALL[name])


if __name__ == "__main__":
    main(sys.argv[1:])
