"""Networks with windows along an extent that every call chooses: the PyTorch twins of tests/Sinter.Golden.Tests/Windows."""

import torch
from torch import nn
from torch.nn import functional as F


class Probed(nn.Module):
    """A sequence whose gradient a parameter shows."""

    def __init__(self, channels):
        super().__init__()
        self.probe = nn.Parameter(torch.zeros(channels, 1))

    def forward(self, x):
        return self.run(x + self.probe * (x * x + x + 1))


class Block(nn.Module):
    def __init__(self, inner, channels, dilation):
        super().__init__()
        self.past = 2 * dilation
        self.conv1 = nn.Conv1d(inner, channels, 3, dilation=dilation)
        self.conv2 = nn.Conv1d(channels, channels, 3, dilation=dilation)
        self.downsample = nn.Conv1d(inner, channels, 1) if inner != channels else None

    def forward(self, x):
        y = F.relu(self.conv1(F.pad(x, (self.past, 0))))
        y = F.relu(self.conv2(F.pad(y, (self.past, 0))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Temporal(Probed):
    INPUT, LENGTHS = (5,), [1, 17, 64]

    def __init__(self):
        super().__init__(5)
        self.network = nn.Sequential(*(Block(5 if i == 0 else 6, 6, 1 << i) for i in range(3)))
        self.head = nn.Conv1d(6, 3, 1)

    def run(self, x):
        return self.head(self.network(x))


class SameLength(Probed):
    INPUT, LENGTHS = (4,), [2, 23, 50]

    def __init__(self):
        super().__init__(4)
        self.odd = nn.Conv1d(4, 6, 5, padding="same")
        self.even = nn.Conv1d(6, 3, 4, padding="same", dilation=3)

    def run(self, x):
        return self.even(torch.tanh(self.odd(x)))


class SpeechEncoder(Probed):
    INPUT, LENGTHS = (16,), [1, 26, 39]

    def __init__(self):
        super().__init__(16)
        self.conv1 = nn.Conv1d(16, 24, 3, padding=1)
        self.conv2 = nn.Conv1d(24, 24, 3, stride=2, padding=1)
        self.norm = nn.LayerNorm(24)
        self.attention = nn.MultiheadAttention(24, 3, batch_first=True)
        self.head = nn.Linear(24, 5)

    def run(self, x):
        x = F.gelu(self.conv2(F.gelu(self.conv1(x)))).transpose(1, 2)
        x = self.norm(x)
        return self.head(self.attention(x, x, x, need_weights=False)[0])


class WaveEncoder(Probed):
    INPUT, LENGTHS = (1,), [30, 147, 240]

    def __init__(self):
        super().__init__(1)
        self.conv0 = nn.Conv1d(1, 8, 10, stride=5, bias=False)
        self.conv1 = nn.Conv1d(8, 8, 3, stride=2, bias=False)
        self.conv2 = nn.Conv1d(8, 6, 2, stride=2)

    def run(self, x):
        return self.conv2(F.gelu(self.conv1(F.gelu(self.conv0(x)))))


class Separable(Probed):
    INPUT, LENGTHS = (10,), [3, 18, 33]

    def __init__(self):
        super().__init__(10)
        self.depthwise1 = nn.Conv1d(10, 10, 5, padding="same", groups=10)
        self.pointwise1 = nn.Conv1d(10, 12, 1)
        self.norm = nn.BatchNorm1d(12)
        self.depthwise2 = nn.Conv1d(12, 12, 3, stride=2, padding=1, groups=12)
        self.pointwise2 = nn.Conv1d(12, 4, 1, groups=2)

    def run(self, x):
        return self.pointwise2(self.depthwise2(F.relu(self.norm(self.pointwise1(self.depthwise1(x))))))


class Pools(Probed):
    INPUT, LENGTHS = (3,), [2, 15, 31]

    def __init__(self):
        super().__init__(3)
        self.conv = nn.Conv1d(3, 4, 1)

    def run(self, x):
        y = self.conv(x)
        pools = [
            F.max_pool1d(y, 3, stride=2, padding=1), F.max_pool1d(y, 2, ceil_mode=True), F.avg_pool1d(y, 2),
            F.avg_pool1d(y, 4, stride=3, padding=2), F.avg_pool1d(y, 4, stride=3, padding=2, count_include_pad=False),
        ]
        return torch.cat([pool.mean(2) for pool in pools], 1)


class Borders(Probed):
    INPUT, LENGTHS = (4,), [1, 14, 29]

    def __init__(self):
        super().__init__(4)
        self.conv1 = nn.Conv1d(4, 5, 4)
        self.conv2 = nn.Conv1d(5, 3, 3, stride=4)

    def run(self, x):
        y = torch.tanh(self.conv1(F.pad(x, (4, 1), value=0.5)))
        return self.conv2(F.pad(y, (2, 0)))


class Vocoder(Probed):
    INPUT, LENGTHS = (6,), [1, 9, 20]

    def __init__(self):
        super().__init__(6)
        self.up1 = nn.ConvTranspose1d(6, 4, 8, stride=4, padding=2)
        self.up2 = nn.ConvTranspose1d(4, 3, 3, stride=2, padding=2, output_padding=1, dilation=2)

    def run(self, x):
        return self.up2(torch.tanh(self.up1(x)))


class Resampled(Probed):
    INPUT, LENGTHS = (4,), [3, 14, 20]

    def __init__(self):
        super().__init__(4)
        self.conv = nn.Conv1d(4, 5, 3, padding=1, padding_mode="replicate")
        self.head = nn.Conv1d(5, 3, 5, padding=2, padding_mode="circular")

    def run(self, x):
        x = F.pad(F.interpolate(torch.tanh(self.conv(x)), scale_factor=2, mode="linear"), (2, 1), mode="reflect")
        return self.head(F.avg_pool1d(F.interpolate(x, scale_factor=3), 2, stride=3, padding=1, ceil_mode=True))


class Spectrogram(nn.Module):
    INPUT, LENGTHS = (1, 16), [4, 31, 64]

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(12, 12, (4, 3), padding=(0, 1))
        self.head = nn.Linear(12, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm1(self.conv1(x))), 2)
        x = F.relu(self.conv3(F.relu(self.conv2(x))))
        return self.head(F.avg_pool2d(x, (1, 3), stride=(1, 2), padding=(0, 1)).mean((2, 3)))


class Photograph(nn.Module):
    INPUT, LENGTHS = (3,), [(3, 21), (12, 7), (21, 20)]

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1)
        self.conv3 = nn.Conv2d(32, 16, 3, dilation=2, padding=2)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 3, stride=2, padding=1)
        return self.head(F.relu(self.conv3(x)).mean((2, 3)))


ALL = [Temporal, SameLength, SpeechEncoder, WaveEncoder, Separable, Pools, Borders, Vocoder, Resampled, Spectrogram, Photograph]
