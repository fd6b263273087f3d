"""Writes what all peers read: prepare.py NETWORK MODE BATCH FOLDER [--without-onnx] writes weights, an ONNX file, inputs, labels and shapes."""

import json
import os
import sys
import warnings

import torch

import models

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "goldens"))
import container  # noqa: E402


def export(model, x, path):
    # In evaluation mode the encoder takes a fused operator that ONNX does not have; the exporter itself evaluates.
    model.train()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, x.requires_grad_(), path, input_names=["x"], output_names=["y"], opset_version=14, training=torch.onnx.TrainingMode.EVAL)


def main():
    name, mode, batch, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    model = models.make(name)
    container.write(os.path.join(folder, "weights.safetensors"), {key: value.numpy() for key, value in model.state_dict().items()})
    x, labels = models.inputs(name, batch)
    x.numpy().tofile(os.path.join(folder, "input.bin"))
    labels.tofile(os.path.join(folder, "labels.bin"))
    if hasattr(model, "edges"):
        model.edges.T.tofile(os.path.join(folder, "edges.bin"))
    with torch.no_grad():
        shapes = {"input": list(x.shape), "output": list(model.eval()(x).shape)}
    with open(os.path.join(folder, "shapes.json"), "w", encoding="utf-8") as file:
        json.dump(shapes, file)
    if mode == "infer" and "--without-onnx" not in sys.argv:
        export(model, x, os.path.join(folder, "model.onnx"))


if __name__ == "__main__":
    main()
