"""Networks over the edges of the citation graph Cora, as PyTorch declares them, with the names of parameters of PyTorch Geometric.

What follows from the edges alone (degrees, normalised matrices) is worked out once, before anything is timed. Those whose name ends in
"-sparse" multiply by a sparse matrix, the others choose rows and add them up.
"""

import os

import numpy
import torch
from torch import nn
from torch.nn import functional as F

NODES, EDGES, WORDS, CLASSES, UNKNOWN = 2708, 10556, 1433, 7, -100
CORA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/data/cora/cora-planetoid.npz")


class Citations:
    """Cora, or where it is not at hand a graph that is drawn with as many papers, citations and words."""

    def __init__(self):
        self.labels = numpy.full(NODES, UNKNOWN, numpy.int32)
        if os.path.exists(CORA):
            with numpy.load(CORA) as data:
                self.edges, papers, words = data["edges"].astype(numpy.int32), data["feat_row"], data["feat_col"]
                self.labels[data["train"]] = data["labels"][data["train"]]
        else:
            draw = numpy.random.default_rng(1)
            half = draw.integers(0, NODES, (EDGES // 2, 2), numpy.int32)
            self.edges = numpy.concatenate([half, half[:, ::-1]])
            papers, words = numpy.repeat(numpy.arange(NODES), 18), draw.integers(0, WORDS, 18 * NODES)
            self.labels[:140] = numpy.arange(140) % CLASSES
        self.words = numpy.zeros((1, NODES, WORDS), numpy.float32)
        self.words[0, papers, words] = 1
        self.words /= numpy.maximum(self.words.sum(2, keepdims=True), 1)

    def with_loops(self):
        return numpy.concatenate([self.edges, numpy.arange(NODES, dtype=numpy.int32)[:, None].repeat(2, 1)])


class Graph(nn.Module):
    """Papers [1, N, words] to scores [1, N, classes]; the edges are the network's."""

    def __init__(self, edges):
        super().__init__()
        self.edges = edges
        self.source, self.target = (torch.from_numpy(edges[:, end].astype(numpy.int64)) for end in (0, 1))
        self.degree = torch.bincount(self.target, minlength=NODES).float()[:, None]

    def drop(self, x, p=0.5):
        return F.dropout(x, p, self.training)

    def sums(self, x):
        """The sum of what the edges bring to each paper."""
        return x.new_zeros(NODES, *x.shape[1:]).index_add_(0, self.target, x)

    def matrix(self, edges, weights):
        return torch.sparse_coo_tensor(torch.from_numpy(edges[:, ::-1].T.astype(numpy.int64)), weights, (NODES, NODES)).coalesce()

    def forward(self, x):
        return self.scores(x[0])[None]


class Convolution(nn.Module):
    def __init__(self, features, out):
        super().__init__()
        self.lin, self.bias = nn.Linear(features, out, bias=False), nn.Parameter(torch.zeros(out))


class Gcn(Graph):
    def __init__(self, edges):
        super().__init__(edges)
        self.root = (self.degree + 1).rsqrt()
        self.conv1, self.conv2 = Convolution(WORDS, 16), Convolution(16, CLASSES)

    def convolve(self, conv, x):
        y = conv.lin(x) * self.root
        return (self.sums(y[self.source]) + y) * self.root + conv.bias

    def scores(self, x):
        return self.convolve(self.conv2, self.drop(F.relu(self.convolve(self.conv1, self.drop(x)))))


class SparseGcn(Gcn):
    def __init__(self, edges):
        super().__init__(edges)
        all_edges = citations.with_loops()
        self.passed = self.matrix(all_edges, (self.root[all_edges[:, 0]] * self.root[all_edges[:, 1]])[:, 0])

    def convolve(self, conv, x):
        return torch.sparse.mm(self.passed, conv.lin(x)) + conv.bias


class SageConvolution(nn.Module):
    def __init__(self, features, out):
        super().__init__()
        self.lin_l, self.lin_r = nn.Linear(features, out), nn.Linear(features, out, bias=False)


class GraphSage(Graph):
    def __init__(self, edges):
        super().__init__(edges)
        self.count = self.degree.clamp(min=1)
        self.conv1, self.conv2 = SageConvolution(WORDS, 64), SageConvolution(64, CLASSES)

    def mean(self, x):
        return self.sums(x[self.source]) / self.count

    def convolve(self, conv, x):
        return conv.lin_l(self.mean(x)) + conv.lin_r(x)

    def scores(self, x):
        return self.convolve(self.conv2, self.drop(F.relu(self.convolve(self.conv1, x))))


class SparseGraphSage(GraphSage):
    def __init__(self, edges):
        super().__init__(edges)
        self.means = self.matrix(edges, (1 / self.count)[edges[:, 1]][:, 0])

    def mean(self, x):
        return torch.sparse.mm(self.means, x)


class Attention(nn.Module):
    def __init__(self, features, heads, size):
        super().__init__()
        self.lin_src, self.bias = nn.Linear(features, heads * size, bias=False), nn.Parameter(torch.zeros(heads * size))
        self.att_src, self.att_dst = (nn.Parameter(nn.init.xavier_uniform_(torch.empty(1, heads, size))) for _ in range(2))


class Gat(Graph):
    def __init__(self, edges):
        super().__init__(edges)
        self.conv1, self.conv2 = Attention(WORDS, 8, 8), Attention(64, 1, CLASSES)

    def attend(self, conv, x):
        y = conv.lin_src(x).unflatten(1, conv.att_src.shape[1:])
        scores = F.leaky_relu((y * conv.att_src).sum(2)[self.source] + (y * conv.att_dst).sum(2)[self.target], 0.2)
        heads = scores.shape[1]
        largest = scores.new_zeros(NODES, heads).scatter_reduce(0, self.target[:, None].expand(-1, heads), scores.detach(), "amax", include_self=False)
        weights = (scores - largest[self.target]).exp()
        weights = self.drop(weights / self.sums(weights)[self.target], 0.6)
        return self.sums(y[self.source] * weights[..., None]).flatten(1) + conv.bias

    def scores(self, x):
        return self.attend(self.conv2, self.drop(F.elu(self.attend(self.conv1, self.drop(x, 0.6))), 0.6))


citations = Citations()
MODELS = {
    "gcn": lambda: Gcn(citations.edges),
    "gcn-sparse": lambda: SparseGcn(citations.edges),
    "graphsage": lambda: GraphSage(citations.edges),
    "graphsage-sparse": lambda: SparseGraphSage(citations.edges),
    "gat": lambda: Gat(citations.with_loops()),
}
