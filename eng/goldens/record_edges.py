"""Records values and gradients at the edges, in float32: what overflows there and what does not depends on it."""

import numpy
import torch

import edges


def element(function, points, weight=None):
    x = torch.tensor(points, dtype=torch.float32, requires_grad=True)
    y = function(x)
    if y.requires_grad:
        (y if weight is None else y * weight).sum().backward()
    return y.detach().numpy(), numpy.zeros(x.shape, numpy.float32) if x.grad is None else x.grad.numpy()


def record():
    store = {"points": numpy.array(edges.POINTS, numpy.float32)}
    for name, function in edges.SCALARS.items():
        store[f"scalar/{name}/value"], store[f"scalar/{name}/gradient"] = element(function, edges.POINTS)
    weight = torch.arange(1, 5, dtype=torch.float32)
    for kind, functions, rows in (("row", edges.ROW_FUNCTIONS, edges.ROWS), ("norm", edges.NORMS, edges.NORM_ROWS)):
        store[kind + "s"] = numpy.array(rows, numpy.float32)
        for name, function in functions.items():
            value, gradient = element(function, rows, weight)
            store[f"{kind}/{name}/value"], store[f"{kind}/{name}/gradient"] = numpy.ascontiguousarray(value), gradient
    target = torch.tensor([float(place % 2) for place in range(len(edges.POINTS))])
    store["targets"] = target.numpy()
    for name, loss in edges.LOSSES.items():
        store[f"loss/{name}/gradient"] = element(lambda x: loss(x, target), edges.POINTS)[1]
    print(f"  {len(edges.SCALARS)} functions at {len(edges.POINTS)} points, {len(edges.ROW_FUNCTIONS) + len(edges.NORMS)} of rows, {len(edges.LOSSES)} losses")
    return store
