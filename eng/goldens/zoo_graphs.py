"""What the networks over lists of edges in samples/Zoo are compared with, under the names of PyTorch Geometric."""

import torch
from torch import nn
from torch.nn import functional as F

from zoo_inputs import numbers, tokens

NODES, EDGES, WORDS, CLASSES = 40, 150, 1433, 7


def gather(values, target, nodes):
    """Of each sample, the sums over the edges that come to a node."""
    return torch.stack([torch.zeros(nodes, *value.shape[1:], dtype=value.dtype).index_add(0, index, value) for value, index in zip(values, target)])


def select(x, index):
    return torch.stack([value[places] for value, places in zip(x, index)])


class Graph(nn.Module):
    inputs = {
        "words": numbers(2, NODES, WORDS), "source": tokens(2, EDGES, count=NODES), "target": tokens(2, EDGES, count=NODES), "classes": tokens(2, NODES, count=CLASSES),
    }

    def drop(self, x, p=0.5):
        return F.dropout(x, p, self.training)

    def loss(self, output, classes, **_):
        return F.cross_entropy(output.transpose(1, 2), classes)


class GcnConv(nn.Module):
    def __init__(self, features, out):
        super().__init__()
        self.lin, self.bias = nn.Linear(features, out, bias=False), nn.Parameter(torch.zeros(out))

    def forward(self, x, source, target):
        root = (gather(torch.ones(*target.shape, 1, dtype=x.dtype), target, x.shape[1]) + 1).rsqrt()
        y = self.lin(x) * root
        return (gather(select(y, source), target, x.shape[1]) + y) * root + self.bias


class Gcn(Graph):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = GcnConv(WORDS, 16), GcnConv(16, CLASSES)

    def forward(self, words, source, target, **_):
        x = F.relu(self.conv1(self.drop(words), source, target))
        return self.conv2(self.drop(x), source, target)


class SageConv(nn.Module):
    def __init__(self, features, out):
        super().__init__()
        self.lin_l, self.lin_r = nn.Linear(features, out), nn.Linear(features, out, bias=False)

    def forward(self, x, source, target):
        count = gather(torch.ones(*target.shape, 1, dtype=x.dtype), target, x.shape[1]).clamp(min=1)
        return self.lin_l(gather(select(x, source), target, x.shape[1]) / count) + self.lin_r(x)


class GraphSage(Graph):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = SageConv(WORDS, 64), SageConv(64, CLASSES)

    def forward(self, words, source, target, **_):
        return self.conv2(self.drop(F.relu(self.conv1(words, source, target))), source, target)


class GatConv(nn.Module):
    def __init__(self, features, heads, size):
        super().__init__()
        self.heads, self.size = heads, size
        self.att_src, self.att_dst = nn.Parameter(torch.zeros(1, heads, size)), nn.Parameter(torch.zeros(1, heads, size))
        self.lin_src, self.bias = nn.Linear(features, heads * size, bias=False), nn.Parameter(torch.zeros(heads * size))

    def forward(self, x, source, target):
        y = self.lin_src(x).unflatten(2, (self.heads, self.size))
        scores = select((y * self.att_src).sum(3), source) + select((y * self.att_dst).sum(3), target)
        weights = F.leaky_relu(scores, 0.2).exp()
        weights = weights / select(gather(weights, target, x.shape[1]), target)
        weights = F.dropout(weights, 0.6, self.training)
        return gather(select(y, source) * weights[..., None], target, x.shape[1]).flatten(2) + self.bias


class Gat(Graph):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = GatConv(WORDS, 8, 8), GatConv(64, 1, CLASSES)

    def forward(self, words, source, target, **_):
        x = F.elu(self.conv1(self.drop(words, 0.6), source, target))
        return self.conv2(self.drop(x, 0.6), source, target)


ALL = {"Gcn": Gcn, "GraphSage": GraphSage, "Gat": Gat}
