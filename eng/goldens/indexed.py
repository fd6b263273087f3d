"""Networks over an edge list with as many nodes and edges as every call says: the PyTorch twins of tests/Sinter.Golden.Tests/Indexed."""

import torch
from torch import nn
from torch.nn import functional as F

FEATURES = 4
MOST_NODES = 40


def segment_sum(values, index, rows):
    return torch.zeros((rows, *values.shape[1:]), dtype=values.dtype).index_add_(0, index, values)


def degree(index, rows, dtype):
    return torch.zeros(rows, dtype=dtype).index_add_(0, index, torch.ones(len(index), dtype=dtype))


def column(values, like):
    return values.reshape(-1, *([1] * (like.dim() - 1)))


def segment_mean(values, index, rows):
    return segment_sum(values, index, rows) / column(degree(index, rows, values.dtype).clamp(min=1), values)


def segment_max(values, index, rows):
    zeros = torch.zeros((rows, *values.shape[1:]), dtype=values.dtype)
    return zeros.scatter_reduce(0, column(index, values).expand_as(values), values, reduce="amax", include_self=False)


def segment_softmax(values, index, rows):
    e = (values - segment_max(values, index, rows).detach()[index]).exp()
    return e / segment_sum(e, index, rows)[index]


class Probed(nn.Module):
    """A graph, of which each sample of the batch is one, whose gradient with respect to the nodes a parameter shows."""

    def __init__(self):
        super().__init__()
        self.probe = nn.Parameter(torch.zeros(FEATURES))

    def forward(self, x, source, target):
        x = x + self.probe * (x * x + x + 1)
        return torch.stack([self.run(*graph) for graph in zip(x, source, target)])


class Constants(Probed):
    def run(self, x, source, target):
        y = x * torch.tensor([0.5, -1, 2, 0.25], dtype=x.dtype) + torch.arange(1, 3, 0.5, dtype=x.dtype)
        return y + 0.125 * torch.arange(len(x), dtype=x.dtype).unsqueeze(1)


class TokenNumbers(Probed):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(MOST_NODES, FEATURES)

    def run(self, x, source, target):
        return self.fc(F.one_hot(source, MOST_NODES).to(x.dtype)) * x.mean(0) + target.to(x.dtype).unsqueeze(1) * 0.0625


class Repeated(Probed):
    def run(self, x, source, target):
        return torch.tanh(x.tile(2, 3) + 2 * x.repeat_interleave(2, dim=0).repeat_interleave(3, dim=-1))


class Cumulated(Probed):
    def run(self, x, source, target):
        return torch.tanh(x.cumsum(0) * 0.25) + torch.sin(x.cumsum(-1))


class Selected(Probed):
    def run(self, x, source, target):
        y = torch.tanh(x).T
        return y.index_select(1, source) * x.index_select(0, target).T


class Gathered(Probed):
    def run(self, x, source, target):
        y = x.mean(1)
        return y.scatter_add(0, target, torch.sin(torch.gather(y, 0, source) * 3))


class Ranked(Probed):
    def run(self, x, source, target):
        values, places = x.topk(2, dim=1)
        least, _ = x.topk(3, dim=-1, largest=False)
        y = torch.cat([values, places * 0.125, least, x.argmin(-1, keepdim=True) * 0.25], 1)
        return y + x.argmax(0).sum() * 0.0625


class Summed(Probed):
    def run(self, x, source, target):
        return segment_sum(torch.tanh(x[source] * x[target]), target, len(x))


class Averaged(Probed):
    def run(self, x, source, target):
        return segment_mean(torch.tanh(x[source] + x[target]), target, len(x))


class Largest(Probed):
    def run(self, x, source, target):
        return segment_max(torch.sin(x[source] * 2 + x[target]), target, len(x))


class Shared(Probed):
    def run(self, x, source, target):
        return segment_softmax((x[source] * 3 * x[target]).reshape(-1, 2, 2), target, len(x)).flatten(1)


class GraphConvolution(Probed):
    """Kipf and Welling 2017: two layers of D^-1/2 (A + I) D^-1/2 x W + b."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Linear(FEATURES, 8), nn.Linear(8, 3)

    def run(self, x, source, target):
        rows = len(x)
        scale = (degree(target, rows, x.dtype) + 1).rsqrt().unsqueeze(1)

        def convolve(x, layer):
            y = x @ layer.weight.T * scale
            return (segment_sum(y[source], target, rows) + y) * scale + layer.bias

        return convolve(F.relu(convolve(x, self.conv1)), self.conv2)


class GraphSage(Probed):
    """Hamilton et al. 2017: a layer with means of neighbours, and one with the largest of what a layer makes of them."""

    def __init__(self):
        super().__init__()
        self.own1, self.neighbours1 = nn.Linear(FEATURES, 8), nn.Linear(FEATURES, 8, bias=False)
        self.pool2, self.own2, self.neighbours2 = nn.Linear(8, 8), nn.Linear(8, 3), nn.Linear(8, 3, bias=False)

    def run(self, x, source, target):
        rows = len(x)
        x = F.relu(self.own1(x) + self.neighbours1(segment_mean(x[source], target, rows)))
        pooled = segment_max(torch.sigmoid(self.pool2(x))[source], target, rows)
        return self.own2(x) + self.neighbours2(pooled)


class Attending(nn.Module):
    def __init__(self, inner, heads, features):
        super().__init__()
        self.heads, self.features = heads, features
        self.lin = nn.Linear(inner, heads * features, bias=False)
        self.att_src, self.att_dst = nn.Parameter(torch.zeros(heads, features)), nn.Parameter(torch.zeros(heads, features))
        self.bias = nn.Parameter(torch.zeros(heads * features))

    def forward(self, x, source, target):
        rows = len(x)
        h = self.lin(x).reshape(rows, self.heads, self.features)
        scores = (h * self.att_src).sum(-1)[source] + (h * self.att_dst).sum(-1)[target]
        alpha = segment_softmax(F.leaky_relu(scores, 0.2), target, rows)
        return segment_sum(h[source] * alpha.unsqueeze(2), target, rows).flatten(1) + self.bias


class GraphAttention(Probed):
    """Velickovic et al. 2018: two heads side by side, then one."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = Attending(FEATURES, 2, 5), Attending(10, 1, 3)

    def run(self, x, source, target):
        return self.conv2(F.elu(self.conv1(x, source, target)), source, target)


class Readout(Probed):
    """Several graphs as one: the sources are taken as the number of the graph of each edge."""

    def run(self, x, source, target):
        edges = torch.tanh(x[target])
        return torch.cat([segment_sum(edges, source, MOST_NODES), segment_max(edges, source, MOST_NODES), segment_mean(edges, source, MOST_NODES)], 1)


ALL = [Constants, TokenNumbers, Repeated, Cumulated, Selected, Gathered, Ranked, Summed, Averaged, Largest, Shared, GraphConvolution, GraphSage, GraphAttention, Readout]
