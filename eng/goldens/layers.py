"""One tiny network for every layer and loss. The C# twin has the case's name, in tests/Sinter.Golden.Tests/Layers.

Every network begins with x + probe * (x * x + x + 1), where `probe` is a parameter of zeros: the gradient of the input
is checked through it, weighted so that it does not vanish for layers that ignore a shift or a scale of their input.
A layer is trained with the mean of output * target; a loss case with the loss itself, and its output is the loss's
input.
"""

from dataclasses import dataclass, field
from typing import Callable, Optional

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class Case:
    name: str
    input: tuple                        # extents without the batch
    layer: Callable = lambda x: x       # a function, or a module whose keys become `layer.…`
    loss: Optional[Callable] = None     # of the output and the target; the mean of their product by default
    target: Optional[dict] = None       # how the target is made: see record_layers.py
    parameters: dict = field(default_factory=dict)  # further parameters, passed to `layer` by name
    values: str = "spread"              # how the input is made: see record_layers.py


class RMSNorm(nn.Module):
    """Zhang and Sennrich 2019; later versions of PyTorch have it."""

    def __init__(self, features, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


class ChannelsNorm(nn.Module):
    """LayerNorm over the channels of images, as ConvNeXt has it."""

    def __init__(self, channels):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.permute(0, 2, 3, 1), self.weight.shape, self.weight, self.bias).permute(0, 3, 1, 2)


def classes(*shape, count, ignored=()):
    return {"kind": "classes", "shape": shape, "count": count, "ignored": ignored}


def numbers(*shape, low=-2.0, high=2.0):
    return {"kind": "numbers", "shape": shape, "low": low, "high": high}


LINEAR = [
    Case("LinearCase", (7,), nn.Linear(7, 5)),
    Case("LinearWithoutBiasCase", (7,), nn.Linear(7, 33, bias=False)),
    Case("LinearOfRowsCase", (3, 6), nn.Linear(6, 4)),
    Case("MatmulWeightCase", (4, 6), lambda x, weight: x @ weight, parameters={"weight": (6, 5)}),
    Case("MatmulBatchedCase", (4, 6), lambda x: x @ x.transpose(1, 2).tanh()),
    Case("MatmulHeadsCase", (2, 3, 4), lambda x: x.tanh() @ x.transpose(2, 3)),
    Case("EmbeddingCase", (5,), nn.Embedding(9, 4), values="tokens"),
]

CONVOLUTION = [
    Case("Conv2dCase", (3, 6, 7), nn.Conv2d(3, 4, 3)),
    Case("Conv2dPaddingCase", (3, 6, 7), nn.Conv2d(3, 5, 3, padding=1)),
    Case("Conv2dStrideCase", (3, 8, 7), nn.Conv2d(3, 4, 3, stride=2, padding=1)),
    Case("Conv2dStrideOverCase", (2, 9, 8), nn.Conv2d(2, 3, 2, stride=3)),
    Case("Conv2dSameCase", (2, 5, 6), nn.Conv2d(2, 3, 4, padding="same")),
    Case("Conv2dDilationCase", (2, 8, 9), nn.Conv2d(2, 3, 3, dilation=2, padding=2)),
    Case("Conv2dDilationStrideCase", (2, 9, 9), nn.Conv2d(2, 3, 3, dilation=2, stride=2, padding=1)),
    Case("Conv2dGroupsCase", (6, 5, 5), nn.Conv2d(6, 4, 3, groups=2, padding=1)),
    Case("Conv2dDepthwiseCase", (5, 6, 6), nn.Conv2d(5, 5, 3, groups=5, padding=1)),
    Case("Conv2dDepthwiseStrideCase", (5, 7, 6), nn.Conv2d(5, 5, 5, groups=5, stride=2, padding=2)),
    Case("Conv2dDepthwiseMultiplierCase", (3, 5, 5), nn.Conv2d(3, 6, 3, groups=3, padding=1)),
    Case("Conv2dPointwiseCase", (5, 4, 3), nn.Conv2d(5, 7, 1, bias=False)),
    Case("Conv2dPointwiseStrideCase", (3, 5, 5), nn.Conv2d(3, 4, 1, stride=2)),
    Case("Conv2dOblongCase", (2, 7, 9), nn.Conv2d(2, 3, (3, 5), stride=(2, 1), padding=(0, 2))),
    Case("Conv2dWidePaddingCase", (2, 3, 3), nn.Conv2d(2, 3, 3, padding=3)),
]

POOLING = [
    Case("MaxPool2dCase", (3, 6, 8), lambda x: F.max_pool2d(x, 2)),
    Case("MaxPool2dOverlapCase", (3, 7, 8), lambda x: F.max_pool2d(x, 3, 2, 1)),
    Case("MaxPool2dTiesCase", (3, 7, 7), lambda x: F.max_pool2d(x, 3, 1, 1), values="coarse"),
    Case("MaxPool2dRemainderCase", (2, 7, 5), lambda x: F.max_pool2d(x, 2)),
    Case("MaxPool2dDilationCase", (2, 7, 6), lambda x: F.max_pool2d(x, 2, 1, 0, 2)),
    Case("MaxPool2dCeilCase", (2, 7, 6), lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True)),
    Case("AvgPool2dCase", (3, 6, 8), lambda x: F.avg_pool2d(x, 2)),
    Case("AvgPool2dOverlapCase", (3, 7, 8), lambda x: F.avg_pool2d(x, 3, 2, 1)),
    Case("AvgPool2dWithoutPaddingCase", (3, 7, 8), lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)),
    Case("GlobalAvgPool2dCase", (5, 4, 3), lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1)),
]

NORMALIZATION = [
    Case("BatchNorm2dCase", (5, 3, 4), nn.BatchNorm2d(5)),
    Case("BatchNorm2dMomentumCase", (3, 4, 4), nn.BatchNorm2d(3, eps=1e-2, momentum=0.3)),
    Case("BatchNorm1dCase", (7,), nn.BatchNorm1d(7)),
    Case("BatchNorm1dOfRowsCase", (4, 5), nn.BatchNorm1d(4)),
    Case("LayerNormCase", (9,), nn.LayerNorm(9)),
    Case("LayerNormOfRowsCase", (3, 5), nn.LayerNorm(5, eps=1e-3)),
    Case("LayerNormOfTwoAxesCase", (2, 3, 5), nn.LayerNorm((3, 5))),
    Case("LayerNorm2dCase", (7, 3, 2), ChannelsNorm(7)),
    Case("RMSNormCase", (3, 7), RMSNorm(7, 1e-5)),
    Case("GroupNormCase", (6, 3, 4), nn.GroupNorm(3, 6)),
    Case("InstanceLikeGroupNormCase", (4, 3, 3), nn.GroupNorm(4, 4)),
]

ACTIVATION = [
    Case("ReluCase", (13,), F.relu, values="kinks"),
    Case("Relu6Case", (13,), F.relu6, values="kinks"),
    Case("LeakyReluCase", (13,), lambda x: F.leaky_relu(x, 0.1), values="kinks"),
    Case("SigmoidCase", (13,), torch.sigmoid, values="kinks"),
    Case("TanhCase", (13,), torch.tanh, values="kinks"),
    Case("GeluCase", (13,), F.gelu, values="kinks"),
    Case("GeluTanhCase", (13,), lambda x: F.gelu(x, approximate="tanh"), values="kinks"),
    Case("SiluCase", (13,), F.silu, values="kinks"),
    Case("EluCase", (13,), lambda x: F.elu(x, 0.7), values="kinks"),
    Case("SoftplusCase", (13,), F.softplus, values="kinks"),
    Case("SoftplusBetaCase", (13,), lambda x: F.softplus(x, 2.5), values="kinks"),
    Case("HardSigmoidCase", (13,), F.hardsigmoid, values="kinks"),
    Case("HardSwishCase", (13,), F.hardswish, values="wide"),  # its derivative jumps where it changes its form
    Case("SoftmaxCase", (3, 6), lambda x: x.softmax(-1)),
    Case("SoftmaxFirstAxisCase", (6, 4), lambda x: x.softmax(1)),
    Case("LogSoftmaxCase", (3, 6), lambda x: x.log_softmax(-1)),
]

MOVEMENT = [
    Case("FlattenCase", (2, 3, 4), lambda x: x.flatten(1).tanh()),
    Case("ReshapeCase", (2, 6), lambda x: x.reshape(-1, 3, 4).tanh()),
    Case("PermuteCase", (2, 3, 4), lambda x: x.permute(0, 3, 1, 2).tanh()),
    Case("FlipCase", (2, 3, 4), lambda x: x.flip(-1).sigmoid() + x.flip(1, 3).tanh()),
    Case("SliceCase", (3, 7), lambda x: x[:, :, 2:6] * x[:, :, 1:5]),
    Case("SliceStepCase", (2, 8), lambda x: x[:, :, 1:8:3].exp()),
    Case("SelectCase", (3, 4), lambda x: x[:, 1] * x[:, -1]),
    Case("ChunkCase", (6, 3), lambda x: x[:, :3] * x[:, 3:].sigmoid()),
    Case("ExpandCase", (3, 1), lambda x: x.expand(-1, -1, 4).sigmoid()),
    Case("ConcatCase", (2, 3, 4), lambda x: torch.cat([x, x * x, x[:, :1]], 1)),
    Case("ConcatLastAxisCase", (2, 3), lambda x: torch.cat([x.tanh(), x], 2)),
    Case("PadCase", (2, 3), lambda x: F.pad(x, (1, 2)).sigmoid()),
    Case("PadChannelsCase", (2, 3, 2), lambda x: F.pad(x.tanh(), (0, 0, 0, 0, 1, 2), value=0.5)),
]

ARITHMETIC = [
    Case("AddCase", (3, 4), lambda x, row: x + row, parameters={"row": (4,)}),
    Case("SubtractCase", (3, 4), lambda x, column: x - column, parameters={"column": (3, 1)}),
    Case("MultiplyCase", (3, 4), lambda x, row: x * row * x, parameters={"row": (4,)}),
    Case("DivideCase", (3, 4), lambda x, row: x / (row * row + 1), parameters={"row": (4,)}),
    Case("NumbersCase", (7,), lambda x: (1 - 2 * x) / 3 + 1 / (x * x + 0.5) - (-x)),
    Case("SumCase", (3, 4, 5), lambda x: (x * x).sum(2)),
    Case("SumAxesCase", (3, 4, 5), lambda x: (x * x).sum((1, 3), keepdim=True)),
    Case("MeanCase", (3, 4, 5), lambda x: (x * x).mean((2, 3))),
    Case("MaxCase", (3, 8), lambda x: x.amax(2)),
    Case("MaxAxesCase", (3, 4, 2), lambda x: (x * x).amax((1, 3), keepdim=True)),
]

LOSS = [
    Case("CrossEntropyCase", (6,), loss=F.cross_entropy, target=classes(count=6)),
    Case("CrossEntropyOfRowsCase", (4, 6), loss=lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten()), target=classes(4, count=6)),
    Case("CrossEntropyOfImageCase", (5, 2, 3), loss=F.cross_entropy, target=classes(2, 3, count=5)),
    Case("CrossEntropyIgnoreCase", (6,), loss=lambda x, y: F.cross_entropy(x, y, ignore_index=-100), target=classes(count=6, ignored={1: -100})),
    Case("CrossEntropyIgnoreClassCase", (4, 6), loss=lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=2), target=classes(4, count=6, ignored={1: 2, 7: 2})),
    Case("CrossEntropySmoothingCase", (6,), loss=lambda x, y: F.cross_entropy(x, y, label_smoothing=0.1), target=classes(count=6)),
    Case("CrossEntropySmoothingIgnoreCase", (6,), loss=lambda x, y: F.cross_entropy(x, y, label_smoothing=0.2, ignore_index=-100), target=classes(count=6, ignored={0: -100})),
    Case("CrossEntropyLargeCase", (6,), lambda x: 100 * x, loss=F.cross_entropy, target=classes(count=6)),
    Case("BinaryCrossEntropyCase", (5,), loss=F.binary_cross_entropy_with_logits, target=numbers(5, low=0.0, high=1.0)),
    Case("BinaryCrossEntropyLargeCase", (5,), lambda x: 50 * x, loss=F.binary_cross_entropy_with_logits, target=numbers(5, low=0.0, high=1.0)),
    Case("MeanSquaredErrorCase", (2, 5), loss=F.mse_loss, target=numbers(2, 5)),
    Case("L1Case", (2, 5), loss=F.l1_loss, target=numbers(2, 5)),
    Case("HuberCase", (2, 5), loss=lambda x, y: F.huber_loss(x, y, delta=1.0), target=numbers(2, 5)),
    Case("HuberDeltaCase", (2, 5), loss=lambda x, y: F.huber_loss(x, y, delta=0.3), target=numbers(2, 5)),
]

ALL = [*LINEAR, *CONVOLUTION, *POOLING, *NORMALIZATION, *ACTIVATION, *MOVEMENT, *ARITHMETIC, *LOSS]
