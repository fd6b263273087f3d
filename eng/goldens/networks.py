"""Whole networks. Their C# twins are in tests/Sinter.Golden.Tests/Networks."""

import torch
from torch import nn
from torch.nn import functional as F


class Mlp(nn.Module):
    image = (784,)
    stored = False

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))


class LeNet5(nn.Module):
    """LeCun et al. 1998 with a plain last layer: tanh and average pooling."""

    image = (1, 28, 28)
    stored = False

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class SimpleCnn(nn.Module):
    image = (1, 28, 28)
    stored = False

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc = nn.Linear(64 * 49, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc(x.flatten(1))


class BasicBlock(nn.Module):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, channels, 1, stride=stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.downsample(x))


class ResidualBlock(nn.Module):
    """He et al. 2016 with a projection shortcut, pooled. Extents are odd and channels no multiple of a vector."""

    image = (6, 9, 9)
    stored = True

    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(BasicBlock(6, 20, stride=2))
        self.fc = nn.Linear(20, 10)

    def forward(self, x):
        return self.fc(self.layer1(x).mean((2, 3)))


class SeparableBlock(nn.Module):
    """The block of ConvNeXt (Liu et al. 2022) without layer scale, pooled."""

    image = (12, 9, 9)
    stored = True

    def __init__(self):
        super().__init__()
        self.dwconv = nn.Conv2d(12, 12, 7, padding=3, groups=12)
        self.norm = nn.LayerNorm(12, eps=1e-6)
        self.pwconv1 = nn.Linear(12, 48)
        self.pwconv2 = nn.Linear(48, 12)
        self.head = nn.Linear(12, 10)

    def forward(self, x):
        y = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
        y = self.pwconv2(F.gelu(self.pwconv1(y))).permute(0, 3, 1, 2)
        return self.head((x + y).mean((2, 3)))


class LoopedCell(nn.Module):
    """Layers that forward applies in a loop, which have no module of their own, and two heads in a scope."""

    image = (7, 6)
    stored = False

    def __init__(self):
        super().__init__()
        self.i2h = nn.Linear(6, 5)
        self.h2h = nn.Linear(5, 5, bias=False)
        self.encoder = nn.ModuleDict({"mean": nn.Linear(5, 4), "scale": nn.Linear(5, 4)})
        self.fc = nn.Linear(4, 10)

    def forward(self, x):
        h = x.new_zeros(x.shape[0], 5)
        for t in range(x.shape[1]):
            h = torch.tanh(self.i2h(x[:, t]) + self.h2h(h))
        return self.fc(self.encoder["mean"](h) * torch.sigmoid(self.encoder["scale"](h)))


ALL = [Mlp, LeNet5, SimpleCnn, ResidualBlock, SeparableBlock, LoopedCell]
