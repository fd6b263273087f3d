"""Networks with a frozen part. Their C# twins are in tests/Sinter.Golden.Tests/Networks/FrozenParts.cs."""

import torch
from torch import nn
from torch.nn import functional as F


class FrozenParts(nn.Module):
    """Frozen are the modules named in FROZEN: no gradients, and normalizations by their running statistics."""

    stored = True
    FROZEN = ()

    def freeze(self):
        for name in self.FROZEN:
            self.get_submodule(name).requires_grad_(False)

    def train(self, mode=True):
        super().train(mode)
        for name in self.FROZEN:
            for module in self.get_submodule(name).modules():
                if isinstance(module, nn.modules.batchnorm._BatchNorm):
                    module.eval()
        return self


class FrozenBody(FrozenParts):
    """A frozen body between layers that are trained: gradients pass through it."""

    image = (3, 9, 9)
    FROZEN = ("body",)

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 7, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(7)
        self.body = nn.Sequential(
            nn.Conv2d(7, 12, 3, stride=2, bias=False), nn.BatchNorm2d(12), nn.ReLU(),
            nn.Conv2d(12, 9, 1, bias=False), nn.BatchNorm2d(9), nn.GroupNorm(3, 9))
        self.fc = nn.Linear(9, 10)
        self.freeze()

    def forward(self, x):
        return self.fc(F.relu(self.body(F.relu(self.norm(self.stem(x))))).mean((2, 3)))


class FrozenFeatures(FrozenParts):
    """Frozen features, before which nothing is trained."""

    image = (3, 9, 9)
    FROZEN = ("features", "fc.0")

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 12, 3), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2))
        self.fc = nn.Sequential(nn.Linear(108, 20), nn.Tanh(), nn.Linear(20, 10))
        self.freeze()

    def forward(self, x):
        return self.fc(self.features(x).flatten(1))


class FrozenSequence(FrozenParts):
    """A frozen recurrence and a frozen attention over what is trained."""

    image = (7, 6)
    FROZEN = ("lstm", "attention")

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(6, 8)
        self.lstm = nn.LSTM(8, 8, batch_first=True)
        self.norm = nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.fc = nn.Linear(8, 10)
        self.freeze()

    def forward(self, x):
        y = self.norm(self.lstm(self.embed(x))[0])
        return self.fc((y + self.attention(y, y, y, need_weights=False)[0]).mean(1))


ALL = [FrozenBody, FrozenFeatures, FrozenSequence]
