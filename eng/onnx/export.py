"""Exports networks of PyTorch to a folder, each as NAME.onnx, with inputs and PyTorch's outputs in NAME.npz, and what there is to say of open
extents in NAME.dims.

    export.py FOLDER [NAME...]

The weights are random, with statistics of batch norms from a batch of noise, so that values keep their size through the layers. Extents that the
file leaves open are others in the .npz than they were when the network was traced.
"""

import math
import pathlib
import sys
import warnings

import numpy
import torch
import torchvision
from torch import nn
from torch.nn import functional as F
from torchvision.models import detection

from networks import *

MODELS = {}


def model(name, opset=13, dims="", dynamic=None, sizes=None):
    """A network: a function that gives the module and the inputs it is traced with; `sizes` has the extents of the inputs that are recorded."""

    def register(make):
        MODELS[name] = (make, opset, dims, dynamic or {}, sizes)
        return make

    return register


def image(*shape):
    return {"image": torch.randn(*shape)}


def vision(name, size=224, opset=13, dynamic=False, **arguments):
    def make():
        return getattr(torchvision.models, name)(weights=None, **arguments), image(1, 3, size, size)

    MODELS[name] = (make, opset, "", {"image": {0: "batch"}} if dynamic else {}, {"batch": 2} if dynamic else None)


for name in "resnet18 resnet50 densenet121 squeezenet1_1 shufflenet_v2_x1_0 mnasnet1_0 alexnet vgg11".split():
    vision(name)
for name in "mobilenet_v2 mobilenet_v3_small efficientnet_b0 regnet_y_400mf resnext50_32x4d wide_resnet50_2".split():
    vision(name, dynamic=True)
vision("convnext_tiny", opset=14)
vision("vit_b_16", opset=14)
vision("swin_t", opset=14)
vision("googlenet", init_weights=False)
vision("inception_v3", size=299, init_weights=False, dynamic=True)
vision("efficientnet_v2_s", opset=14)


@model("vit_b_16_batch", opset=14, dynamic={"image": {0: "batch"}}, sizes={"batch": 2})
def _():
    return torchvision.models.vit_b_16(weights=None, num_classes=10), image(1, 3, 224, 224)


@model("swin_t_batch", opset=16, dynamic={"image": {0: "batch"}}, sizes={"batch": 2})
def _():
    return torchvision.models.swin_t(weights=None, num_classes=10), image(1, 3, 224, 224)


@model("resnet18_training", opset=14)
def _():
    return torchvision.models.resnet18(weights=None), image(1, 3, 224, 224)


class Segmentation(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x)["out"]


for name in "deeplabv3_resnet50 fcn_resnet50 deeplabv3_mobilenet_v3_large lraspp_mobilenet_v3_large".split():
    MODELS[name] = (lambda name=name: (Segmentation(getattr(torchvision.models.segmentation, name)(weights=None, weights_backbone=None)), image(1, 3, 224, 224)), 13, "", {}, None)


class Pyramid(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = detection.backbone_utils.resnet_fpn_backbone(backbone_name="resnet50", weights=None)

    def forward(self, x):
        return tuple(self.backbone(x).values())


@model("fpn_resnet50")
def _():
    return Pyramid(), image(1, 3, 256, 320)


class Retina(nn.Module):
    def __init__(self):
        super().__init__()
        network = detection.retinanet_resnet50_fpn(weights=None, weights_backbone=None)
        self.backbone, self.head = network.backbone, network.head

    def forward(self, x):
        found = self.head(list(self.backbone(x).values()))
        return found["cls_logits"], found["bbox_regression"]


@model("retinanet", dynamic={"image": {0: "batch"}}, sizes={"batch": 1})
def _():
    return Retina(), image(1, 3, 256, 256)


class Ssd(nn.Module):
    def __init__(self):
        super().__init__()
        network = detection.ssdlite320_mobilenet_v3_large(weights=None, weights_backbone=None)
        self.backbone, self.head = network.backbone, network.head

    def forward(self, x):
        found = self.head(list(self.backbone(x).values()))
        return found["cls_logits"], found["bbox_regression"]


@model("ssdlite320")
def _():
    return Ssd(), image(1, 3, 320, 320)


@model("unet", dynamic={"image": {0: "batch"}}, sizes={"batch": 2})
def _():
    return UNet(), image(1, 3, 128, 128)


@model("unet_any_size", dynamic={"image": {0: "batch", 2: "height", 3: "width"}}, dims="height=128, width=160", sizes={"batch": 1, "height": 128, "width": 160})
def _():
    return UNet(), image(1, 3, 128, 128)


@model("autoencoder", dynamic={"image": {0: "batch"}}, sizes={"batch": 3})
def _():
    return Autoencoder(), image(1, 3, 64, 64)


@model("mixer", opset=14, dynamic={"image": {0: "batch"}}, sizes={"batch": 2})
def _():
    return Mixer(), image(1, 3, 64, 64)


def sequence(name, make, shape=(1, 20, 40), dynamic=None, dims="", sizes=None, opset=13, key="x"):
    MODELS[name] = (lambda: (make(), {key: torch.randn(*shape)}), opset, dims, {key: dynamic} if dynamic else {}, sizes)


for kind in "LSTM GRU RNN".split():
    sequence(kind.lower(), lambda kind=kind: Recurrent(kind, batch_first=True))
    sequence(kind.lower() + "_batch", lambda kind=kind: Recurrent(kind, batch_first=True), dynamic={0: "batch"}, sizes={"batch": 3})
    sequence(kind.lower() + "_time_first", lambda kind=kind: Recurrent(kind, batch_first=False), shape=(20, 1, 40), dynamic={0: "time", 1: "batch"}, dims="batch=?, time=1..64", sizes={"batch": 2, "time": 30})
    sequence(kind.lower() + "_bidirectional", lambda kind=kind: Recurrent(kind, batch_first=True, bidirectional=True), dynamic={0: "batch", 1: "time"}, dims="time=1..64", sizes={"batch": 2, "time": 30})
sequence("lstm_state", LstmWithState, shape=(1, 20, 40))
sequence("crnn", Crnn, shape=(1, 1, 32, 100), key="image", dynamic={0: "batch"}, sizes={"batch": 2})
sequence("tcn", Tcn, shape=(1, 40, 64), dynamic={0: "batch", 2: "time"}, dims="time=1..256", sizes={"batch": 2, "time": 100})
sequence("wavenet", WaveNet, shape=(1, 1, 256), dynamic={0: "batch"}, sizes={"batch": 2})
sequence("conformer", Conformer, shape=(1, 50, 40), opset=14, dynamic={0: "batch"}, sizes={"batch": 2})

for norm_first in (False, True):
    suffix = "_pre" if norm_first else ""
    sequence("encoder" + suffix, lambda norm_first=norm_first: Encoder(norm_first), shape=(1, 24, 64), opset=14)
    sequence("encoder_batch" + suffix, lambda norm_first=norm_first: Encoder(norm_first), shape=(2, 24, 64), opset=14, dynamic={0: "batch"}, sizes={"batch": 3})
    sequence("encoder_length" + suffix, lambda norm_first=norm_first: Encoder(norm_first), shape=(2, 24, 64), opset=14, dynamic={0: "batch", 1: "time"}, dims="time=1..64", sizes={"batch": 3, "time": 40})


@model("transformer", opset=14)
def _():
    return SequenceToSequence(), {"source": torch.randn(1, 24, 64), "target": torch.randn(1, 16, 64)}


@model("transformer_batch", opset=14, dynamic={"source": {0: "batch"}, "target": {0: "batch"}}, sizes={"batch": 3})
def _():
    return SequenceToSequence(), {"source": torch.randn(2, 24, 64), "target": torch.randn(2, 16, 64)}


@model("transformer_length", opset=14, dynamic={"source": {0: "batch", 1: "S"}, "target": {0: "batch", 1: "T"}}, dims="S=1..64, T=1..64", sizes={"batch": 2, "S": 30, "T": 20})
def _():
    return SequenceToSequence(), {"source": torch.randn(2, 24, 64), "target": torch.randn(2, 16, 64)}


def tokens(name, make, length=24, opset=14, dynamic=None, dims="", sizes=None, extra=None):
    def inputs():
        result = {"tokens": torch.randint(0, 200, (1, length))}
        return make(), result | (extra(length) if extra else {})

    MODELS[name] = (inputs, opset, dims, dynamic or {}, sizes)


both = {0: "batch", 1: "time"}
tokens("gpt", Gpt)
tokens("gpt_batch", Gpt, dynamic={"tokens": {0: "batch"}}, sizes={"batch": 3})
tokens("gpt_length", Gpt, dynamic={"tokens": both}, dims="time=1..64", sizes={"batch": 2, "time": 40})
tokens("gpt_sdpa_16", Gpt, opset=16, dynamic={"tokens": both}, dims="time=1..64", sizes={"batch": 2, "time": 40})
tokens("llama", Llama, dynamic={"tokens": {0: "batch"}}, sizes={"batch": 2})
tokens("llama_length", Llama, dynamic={"tokens": both}, dims="time=1..64", sizes={"batch": 2, "time": 40})
mask = lambda length: {"mask": (torch.arange(length)[None] < length - 4).long()}
tokens("bert", Bert, extra=mask)
tokens("bert_batch", Bert, extra=mask, dynamic={"tokens": {0: "batch"}, "mask": {0: "batch"}}, sizes={"batch": 3})
tokens("bert_length", Bert, extra=mask, dynamic={"tokens": both, "mask": both}, dims="time=1..64", sizes={"batch": 2, "time": 40})
tokens("bert_opset17", Bert, opset=17, extra=mask, dynamic={"tokens": both, "mask": both}, dims="time=1..64", sizes={"batch": 2, "time": 40})
tokens("t5_bias", RelativeBias, dynamic={"tokens": {0: "batch"}}, sizes={"batch": 2})
tokens("embedding_bag", TextClassifier, dynamic={"tokens": {0: "batch"}}, sizes={"batch": 4})


def settle(network, inputs):
    """Gives batch norms the statistics of what they are given."""
    for module in network.modules():
        # A head of zeros would give nothing to compare.
        if isinstance(module, nn.Linear) and not module.weight.any():
            nn.init.normal_(module.weight, std=0.02)
    norms = [module for module in network.modules() if isinstance(module, nn.modules.batchnorm._BatchNorm)]
    if not norms:
        return
    for norm in norms:
        norm.momentum = None
    network.train()
    noise = [torch.randn(2, *value.shape[1:]) if value.is_floating_point() else value for value in inputs.values()]
    with torch.no_grad():
        network(*noise)


def recorded(inputs, dynamic, sizes):
    """Inputs with the extents that are recorded."""
    result = {}
    for name, value in inputs.items():
        shape = [sizes[dynamic.get(name, {}).get(axis)] if axis in dynamic.get(name, {}) else extent for axis, extent in enumerate(value.shape)] if sizes else list(value.shape)
        if value.is_floating_point():
            result[name] = torch.randn(*shape)
        elif name == "mask":
            result[name] = (torch.arange(shape[1])[None].repeat(shape[0], 1) < torch.arange(shape[1] - shape[0] + 1, shape[1] + 1)[:, None]).long()
        else:
            result[name] = torch.randint(0, 200, shape)
    return result


def export(folder, name):
    make, opset, dims, dynamic, sizes = MODELS[name]
    torch.manual_seed(len(name))
    network, inputs = make()
    settle(network, inputs)
    network.eval()
    with torch.no_grad():
        outputs = network(*inputs.values())
    count = len(outputs) if isinstance(outputs, tuple) else 1
    names = ["output"] if count == 1 else [f"output{i}" for i in range(count)]
    # Outputs are open where inputs are: exporters find that themselves.
    keep = dict(training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False) if name.endswith("_training") else {}
    torch.onnx.export(network, tuple(inputs.values()), str(folder / f"{name}.onnx"), opset_version=opset, input_names=list(inputs), output_names=names, dynamic_axes=dynamic, **keep)
    given = recorded(inputs, dynamic, sizes)
    with torch.no_grad():
        outputs = network(*given.values())
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    numpy.savez(folder / f"{name}.npz", **{"in:" + key: value.numpy() for key, value in given.items()}, **{"out:" + key: value.numpy() for key, value in zip(names, outputs)})
    if dims:
        (folder / f"{name}.dims").write_text(dims)


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or MODELS:
        try:
            export(folder, name)
            print(f"{name}: {(folder / (name + '.onnx')).stat().st_size / 1e6:.1f} MB", flush=True)
        except Exception as failure:
            (folder / f"{name}.onnx").unlink(missing_ok=True)
            print(f"{name}: {type(failure).__name__}: {str(failure).splitlines()[0] if str(failure) else ''}", flush=True)


if __name__ == "__main__":
    main()
