"""CoAtNet-0, with the names of timm's coatnet_0_224 and the stochastic depth of the paper."""

import math
from collections import OrderedDict

import torch
import torchvision
from torch import nn
from torch.nn import functional as F

from zoo_inputs import numbers, tokens

HEAD = 32


class ChannelNorm(nn.LayerNorm):
    """Over the channels of every pixel."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-6)

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Shortcut(nn.Module):
    def __init__(self, inputs, channels):
        super().__init__()
        self.expand = nn.Conv2d(inputs, channels, 1)

    def forward(self, x):
        return self.expand(F.avg_pool2d(x, 2))


class Convolutions(nn.Module):
    def __init__(self, inputs, channels, dropped):
        super().__init__()
        wide, self.stride = 4 * channels, 1 if inputs == channels else 2
        self.shortcut = nn.Identity() if inputs == channels else Shortcut(inputs, channels)
        self.pre_norm, self.norm1, self.norm2 = nn.BatchNorm2d(inputs), nn.BatchNorm2d(wide), nn.BatchNorm2d(wide)
        self.conv1_1x1 = nn.Conv2d(inputs, wide, 1, bias=False)
        self.conv2_kxk = nn.Conv2d(wide, wide, 3, stride=self.stride, padding=1, groups=wide, bias=False)
        self.se = nn.ModuleDict({"fc1": nn.Conv2d(wide, channels // 4, 1), "fc2": nn.Conv2d(channels // 4, wide, 1)})
        self.conv3_1x1, self.drop = nn.Conv2d(wide, channels, 1), torchvision.ops.StochasticDepth(dropped, "row")

    def forward(self, x):
        y = F.gelu(self.norm1(self.conv1_1x1(self.pre_norm(x))))
        y = F.gelu(self.norm2(self.conv2_kxk(y)))
        y = y * torch.sigmoid(self.se["fc2"](F.silu(self.se["fc1"](y.mean((2, 3), keepdim=True)))))
        return self.drop(self.conv3_1x1(y)) + self.shortcut(x)


class RelativeAttention(nn.Module):
    """Every pixel looks at every other; a table has a number for each offset and head."""

    def __init__(self, inputs, channels, side):
        super().__init__()
        self.heads, self.side = channels // HEAD, side
        self.qkv, self.proj = nn.Conv2d(inputs, 3 * channels, 1), nn.Conv2d(channels, channels, 1)
        self.rel_pos = nn.Module()
        self.rel_pos.relative_position_bias_table = nn.Parameter(torch.zeros((2 * side - 1) ** 2, self.heads))

    def forward(self, x):
        row, column = (place.flatten() for place in torch.meshgrid(torch.arange(self.side), torch.arange(self.side), indexing="ij"))
        offset = lambda place: place[:, None] - place[None] + self.side - 1
        bias = self.rel_pos.relative_position_bias_table[offset(row) * (2 * self.side - 1) + offset(column)].permute(2, 0, 1)
        q, k, v = self.qkv(x).flatten(2).unflatten(1, (self.heads, 3 * HEAD)).chunk(3, 2)
        scores = q.transpose(2, 3) @ k / math.sqrt(HEAD) + bias
        return self.proj((v @ scores.softmax(3).transpose(2, 3)).flatten(1, 2).unflatten(2, (self.side, self.side)))


class Transformer(nn.Module):
    def __init__(self, inputs, channels, dropped, side):
        super().__init__()
        halves, norm = inputs != channels, ChannelNorm(inputs)
        self.shortcut = Shortcut(inputs, channels) if halves else nn.Identity()
        self.norm1 = nn.Sequential(OrderedDict(norm=norm, down=nn.AvgPool2d(2))) if halves else norm
        self.attn, self.norm2, self.drop = RelativeAttention(inputs, channels, side), ChannelNorm(channels), torchvision.ops.StochasticDepth(dropped, "row")
        self.mlp = nn.Sequential(OrderedDict(fc1=nn.Conv2d(channels, 4 * channels, 1), act=nn.GELU(), fc2=nn.Conv2d(4 * channels, channels, 1)))

    def forward(self, x):
        x = self.drop(self.attn(self.norm1(x))) + self.shortcut(x)
        return x + self.drop(self.mlp(self.norm2(x)))


class CoAtNet0(nn.Module):
    inputs = {"image": numbers(2, 3, 224, 224), "label": tokens(2, count=1000)}

    def __init__(self):
        super().__init__()
        conv = lambda inputs, stride: nn.Conv2d(inputs, 64, 3, stride=stride, padding=1, bias=False)
        self.stem = nn.Sequential(OrderedDict(conv1=conv(3, 2), norm1=nn.BatchNorm2d(64), act=nn.GELU(), conv2=conv(64, 1)))
        stages, inputs, place = [], 64, 0
        for stage, depth in enumerate((2, 3, 5, 2)):
            blocks, channels = [], 96 << stage
            for _ in range(depth):
                dropped = 0.2 * place / 11
                blocks.append(Convolutions(inputs, channels, dropped) if stage < 2 else Transformer(inputs, channels, dropped, 56 >> stage))
                inputs, place = channels, place + 1
            stages.append(nn.Sequential(OrderedDict(blocks=nn.Sequential(*blocks))))
        self.stages = nn.Sequential(*stages)
        self.head = nn.ModuleDict({"norm": nn.LayerNorm(768, eps=1e-6), "pre_logits": nn.Sequential(OrderedDict(fc=nn.Linear(768, 768))), "fc": nn.Linear(768, 1000)})

    def forward(self, image, **_):
        x = self.head["norm"](self.stages(self.stem(image)).mean((2, 3)))
        return self.head["fc"](torch.tanh(self.head["pre_logits"](x)))

    def loss(self, output, label, **_):
        return F.cross_entropy(output, label)
