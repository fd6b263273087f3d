"""Records one network: forward, loss, gradients, and ten training steps under three optimizers."""

import numpy
import torch
from torch.nn import functional as F

import formula

BATCHES = [6, 4]  # the sizes of the two batches that training alternates between
STEPS = 10
WHOLE = 2048      # tensors up to this many elements are stored whole
SAMPLES = 64
PROJECTIONS = 4
OPTIMIZERS = {
    "Sgd": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "Adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.01),
}


def create(kind, dtype):
    """The network with the weights of the formula, in the given precision. Both precisions hold the same float32 numbers."""
    model = kind().to(dtype)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            full = f"{kind.__name__}/{name}"
            shape = tuple(tensor.shape)
            if name.endswith("num_batches_tracked"):
                tensor.fill_(7)
                continue
            if name.endswith("running_var"):
                values = formula.uniform(full, shape, 0.5, 1.5)
            elif len(shape) == 1 and name.endswith(".weight"):
                values = formula.uniform(full, shape, 0.75, 1.25)  # of a normalization
            else:
                values = formula.weight(full, shape)
            tensor.copy_(torch.from_numpy(values))
    return model


def batches(kind, dtype):
    result = []
    for index, size in enumerate(BATCHES, start=1):
        name = f"{kind.__name__}/batch{index}"
        image = torch.from_numpy(formula.uniform(name + "/image", (size, *kind.image), -1, 1)).to(dtype)
        result.append((image, torch.from_numpy(formula.choice(name + "/label", size, 10))))
    return result


def summarize(store, name, tensor):
    """Small tensors whole; of larger ones 64 elements and [norm, sum, projections on 4 tensors of the formula]."""
    values = tensor.detach().numpy().astype(numpy.float64)
    if values.size <= WHOLE:
        store[name] = values
        return
    flat = values.reshape(-1)
    places = formula.choice("sample/" + name, SAMPLES, flat.size)
    projections = [(flat * formula.uniform(f"projection{i}/{name}", flat.shape, -1, 1).astype(numpy.float64)).sum() for i in range(PROJECTIONS)]
    store[name + ".sample"] = flat[places]
    store[name + ".summary"] = numpy.array([numpy.sqrt((flat**2).sum()), flat.sum(), *projections])


def gradients(kind, dtype):
    """Inference and training forward, loss and gradients of the first batch."""
    model = create(kind, dtype)
    image, label = batches(kind, dtype)[0]
    with torch.no_grad():
        inference = model.eval()(image)
    output = model.train()(image)
    loss = F.cross_entropy(output, label)
    loss.backward()
    return inference, output, loss, {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}


def train(kind, dtype, optimizer):
    """Ten losses, then inference on the first batch and the buffers (running statistics) of the trained network."""
    model = create(kind, dtype).train()
    optimizer = optimizer([parameter for parameter in model.parameters() if parameter.requires_grad])
    data = batches(kind, dtype)
    losses = []
    for step in range(STEPS):
        image, label = data[step % len(data)]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(image), label)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        output = model.eval()(data[0][0])
    return numpy.array(losses), output, dict(model.named_buffers())


def distance(a, b):
    """The largest difference, relative to the largest magnitude."""
    a, b = a.detach().double(), b.detach().double()
    return ((a - b).abs().max() / b.abs().max().clamp(min=1e-12)).item()


def record(kind):
    """The golden tensors of one network, and its weights as a state_dict where they are to be stored."""
    store = {}
    single = gradients(kind, torch.float32)
    inference, output, loss, grads = gradients(kind, torch.float64)
    store["inference/output"] = inference.numpy()
    store["training/output"] = output.detach().numpy()
    store["training/loss"] = numpy.array([loss.item()])
    for name, gradient in grads.items():
        summarize(store, "gradient/" + name, gradient)
    check = {
        "forward": max(distance(single[0], inference), distance(single[1], output)),
        "gradient": max(distance(single[3][name], gradient) for name, gradient in grads.items()),
    }
    for name, optimizer in OPTIMIZERS.items():
        losses, output, buffers = train(kind, torch.float32, optimizer)
        exact, exact_output, exact_buffers = train(kind, torch.float64, optimizer)
        store[name + "/losses"] = losses
        store[name + "/output"] = exact_output.numpy()
        for key, value in exact_buffers.items():
            store[f"{name}/state/{key}"] = value.numpy()
        check[name + " losses"] = numpy.abs(losses - exact).max()
        check[name + " output"] = distance(output, exact_output)
        check[name + " states"] = max((distance(buffers[key], value) for key, value in exact_buffers.items()), default=0)
    # Float32 and float64 must agree well within the tolerances of the tests, or the golden says more than it knows.
    # Adam is the touchy one: a weight whose gradient is zero but for rounding moves as far as any other.
    limits = {"forward": 2e-6, "gradient": 1e-5}
    for name, value in check.items():
        print(f"  {kind.__name__:15} {name:14} float32 against float64: {value:.1e}")
        assert value < limits.get(name, 5e-6), f"{kind.__name__}: {name} is too ill-conditioned for a golden"
    weights = {key: value.numpy() for key, value in create(kind, torch.float32).state_dict().items()} if kind.stored else None
    return store, weights
