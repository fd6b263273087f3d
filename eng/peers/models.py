"""The networks that are compared, as PyTorch declares them, with the names of parameters that Sinter's declarations have."""

import math

import numpy
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

import graphs


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(784, 128), nn.Linear(128, 10)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class SimpleCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)
        self.fc = nn.Linear(3136, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return self.fc(F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(128, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.lstm(x)[1][0][0])


class Gru(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru, self.fc = nn.GRU(128, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.gru(x)[1][0])


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(128, 4, 512, 0.0, batch_first=True), 2)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.encoder(x).mean(1))


class GptBlock(nn.Module):
    """GPT-2's block: pre-norm, causal attention, GELU in its tanh form."""

    def __init__(self, features, heads, length):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(features), nn.LayerNorm(features)
        self.attn = nn.ModuleDict({"c_attn": nn.Linear(features, 3 * features), "c_proj": nn.Linear(features, features)})
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(features, 4 * features), "c_proj": nn.Linear(4 * features, features)})
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1), persistent=False)

    def forward(self, x):
        batch, length, features = x.shape
        parts = self.attn["c_attn"](self.ln_1(x)).split(features, 2)
        query, key, value = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in parts)
        scores = query @ key.transpose(2, 3) * (1 / math.sqrt(features // self.heads)) + self.mask
        x = x + self.attn["c_proj"]((scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, features))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.h, self.ln_f = nn.ModuleList(GptBlock(768, 12, 128) for _ in range(12)), nn.LayerNorm(768)

    def forward(self, x):
        for block in self.h:
            x = block(x)
        return self.ln_f(x)


IMAGE = (3, 224, 224)

# What makes each network, and the shape of a sample.
MODELS = {
    "mlp": (Mlp, (784,)),
    "lenet5": (LeNet5, (1, 28, 28)),
    "simplecnn": (SimpleCnn, (1, 28, 28)),
    "resnet18": (torchvision.models.resnet18, IMAGE),
    "resnet18-32": (lambda: torchvision.models.resnet18(num_classes=10), (3, 32, 32)),
    "resnet50": (torchvision.models.resnet50, IMAGE),
    "vgg16": (torchvision.models.vgg16, IMAGE),
    "mobilenetv2": (torchvision.models.mobilenet_v2, IMAGE),
    "lstm": (Lstm, (64, 128)),
    "gru": (Gru, (64, 128)),
    "encoder": (Encoder, (128, 128)),
    "gpt": (Gpt, (128, 768)),
    **{name: (build, (graphs.NODES, graphs.WORDS)) for name, build in graphs.MODELS.items()},
}


def inputs(name, batch):
    """An input and a label for each row of scores."""
    if name in graphs.MODELS:
        return torch.from_numpy(graphs.citations.words), graphs.citations.labels
    return torch.rand(batch, *MODELS[name][1]) * 2 - 1, numpy.arange(batch, dtype=numpy.int32) * 7 % 10


def make(name):
    """The network with random weights, and running statistics that belong to them where it has any."""
    build, shape = MODELS[name]
    torch.manual_seed(1)
    model = build()
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    if norms:
        for norm in norms:
            norm.momentum = 1.0
        with torch.no_grad():
            model.train()(torch.rand(8, *shape) * 2 - 1)
        for norm in norms:
            norm.momentum = 0.1
    return model
