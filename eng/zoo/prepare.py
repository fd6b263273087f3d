"""Writes what both sides read: prepare.py NAME FOLDER writes the weights of a network of the zoo, an ONNX file, inputs and their shapes.

The networks, weights and inputs are those of eng/goldens, but for a batch of one, 64 places where a sequence may have any number, and a graph
of Cora's size.
"""

import inspect
import json
import os
import sys
import warnings

import numpy
import torch

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "goldens"))
import container  # noqa: E402
import record_zoo  # noqa: E402
import zoo  # noqa: E402
import zoo_graphs  # noqa: E402

PLACES, NODES, EDGES = 64, 2708, 13_264
FIXED = {"image", "x", "rows"}


class Positional(torch.nn.Module):
    """The network as a function of its inputs in order."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *values):
        return self.model(**dict(zip(self.names, values)))


def sized(name, inputs):
    """The inputs for one sample."""
    def entry(key, shape, choices, first):
        if key == "lengths":
            return (1,), 1, PLACES
        if name in zoo_graphs.ALL:
            return ((1, EDGES), NODES, 0) if choices else ((1, NODES, *shape[2:]), 0, 0)
        extents = list(shape[1:])
        if extents and key not in FIXED:
            extents[0] = PLACES
        return (1, *extents), choices, first

    return {key: entry(key, *value) for key, value in inputs.items()}


def unflatten(x, axis, sizes):
    """What the exporter knows no operator for."""
    axis %= x.dim()
    return x.reshape(*x.shape[:axis], *sizes, *x.shape[axis + 1 :])


def gather(values, target, nodes):
    """As that of zoo_graphs, with an operator that can be exported."""
    index = target.reshape(*target.shape, *(1 for _ in values.shape[2:])).expand_as(values)
    return torch.zeros(len(values), nodes, *values.shape[2:], dtype=values.dtype).scatter_add(1, index, values)


def export(model, values, path):
    # In evaluation mode some layers take fused operators that ONNX does not have; the exporter itself evaluates.
    model.train()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Positional(model, list(values)), tuple(values.values()), path, input_names=list(values), output_names=["y"], opset_version=17,
            training=torch.onnx.TrainingMode.EVAL)


def main():
    name, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    torch.Tensor.unflatten, zoo_graphs.gather = unflatten, gather
    model = zoo.ALL[name]()
    record_zoo.fill(name, model)
    model.inputs = sized(name, model.inputs)
    asked = [key for key in inspect.signature(model.forward).parameters if key != "_"]
    values = {key: value for key, value in record_zoo.inputs(name, model, torch.float32).items() if key in asked}
    weights = {record_zoo.known(key): value.numpy() for key, value in model.state_dict().items() if value.dtype.is_floating_point or value.ndim == 0}
    container.write(os.path.join(folder, "weights.safetensors"), weights)
    shapes = {key: list(value.shape) for key, value in values.items()}
    for key, value in values.items():
        (value if value.is_floating_point() else value.int()).numpy().tofile(os.path.join(folder, key + ".bin"))
    numpy.savez(os.path.join(folder, "inputs.npz"), **{key: value.numpy() for key, value in values.items()})
    with torch.no_grad():
        shapes["y"] = list(model.eval()(**values).shape)
    with open(os.path.join(folder, "shapes.json"), "w", encoding="utf-8") as file:
        json.dump(shapes, file)
    export(model, values, os.path.join(folder, "model.onnx"))


if __name__ == "__main__":
    main()
