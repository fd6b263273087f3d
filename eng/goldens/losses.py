"""Further losses and distances, their weights and reductions: cases as those of layers.py. A target of signs is made of numbers."""

import torch
from torch.nn import functional as F
from torchvision.ops import sigmoid_focal_loss

from layers import Case, classes, numbers

WEIGHT = [0.5, 2.0, 1.0, 0.25, 3.0, 1.5]


def weighted(x, count=6):
    return torch.tensor(WEIGHT[:count], dtype=x.dtype)


def square_mean(each):
    return (each * each).mean()


def pair(x):
    return x[:, 0], x[:, 1]


def triple(x):
    return x[:, 0], x[:, 1], x[:, 2]


def shares(y):
    return y / y.sum(1, keepdim=True)


CLASSES = [
    Case("CrossEntropyWeightCase", (6,), loss=lambda x, y: F.cross_entropy(x, y, weighted(x)), target=classes(count=6)),
    Case("CrossEntropyWeightIgnoreCase", (6, 2), loss=lambda x, y: F.cross_entropy(x, y, weighted(x), ignore_index=4), target=classes(2, count=6, ignored={1: 4})),
    Case("CrossEntropyWeightSmoothingCase", (6,), loss=lambda x, y: F.cross_entropy(x, y, weighted(x), label_smoothing=0.3), target=classes(count=6)),
    Case("CrossEntropyWeightSmoothingIgnoreCase", (5, 2, 3), loss=lambda x, y: F.cross_entropy(x, y, weighted(x, 5), ignore_index=-1, label_smoothing=0.2), target=classes(2, 3, count=5, ignored={0: -1, 9: -1})),
    Case("CrossEntropySumCase", (5, 2, 3), loss=lambda x, y: F.cross_entropy(x, y, weighted(x, 5), reduction="sum", label_smoothing=0.1), target=classes(2, 3, count=5)),
    Case("CrossEntropyBatchMeanCase", (5, 2, 3), loss=lambda x, y: F.cross_entropy(x, y, reduction="sum") / 3, target=classes(2, 3, count=5)),
    Case("CrossEntropyNoneCase", (5, 2, 3), loss=lambda x, y: square_mean(F.cross_entropy(x, y, weighted(x, 5), reduction="none", ignore_index=-1)), target=classes(2, 3, count=5, ignored={3: -1})),
    Case("CrossEntropyOfLastAxisCase", (4, 6), loss=lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten()), target=classes(4, count=6)),
    Case("CrossEntropyOfMiddleAxisCase", (2, 6, 3), loss=lambda x, y: F.cross_entropy(x.transpose(1, 2), y), target=classes(2, 3, count=6)),
    Case("CrossEntropyOfSharesCase", (6,), loss=lambda x, y: F.cross_entropy(x, shares(y)), target=numbers(6, low=0.0, high=1.0)),
    Case("CrossEntropyOfSharesWeightCase", (5, 2, 3), loss=lambda x, y: F.cross_entropy(x, shares(y), weighted(x, 5), label_smoothing=0.2), target=numbers(5, 2, 3, low=0.0, high=1.0)),
    Case("CrossEntropyOfSharesNoneCase", (4, 6), loss=lambda x, y: square_mean(F.cross_entropy(x.transpose(1, 2), y.transpose(1, 2), reduction="none")), target=numbers(4, 6, low=0.0, high=1.0)),
    Case("NllCase", (6,), lambda x: x.log_softmax(1), loss=F.nll_loss, target=classes(count=6)),
    Case("NllWeightIgnoreCase", (5, 2, 3), lambda x: x.log_softmax(1), loss=lambda x, y: F.nll_loss(x, y, weighted(x, 5), ignore_index=-100), target=classes(2, 3, count=5, ignored={2: -100, 11: -100})),
    Case("NllSumCase", (4, 6), lambda x: x.log_softmax(2), loss=lambda x, y: F.nll_loss(x.flatten(0, 1), y.flatten(), weighted(x), reduction="sum"), target=classes(4, count=6)),
    Case("NllNoneCase", (6,), lambda x: x.log_softmax(1), loss=lambda x, y: square_mean(F.nll_loss(x, y, reduction="none")), target=classes(count=6)),
]

DISTRIBUTIONS = [
    Case("KlDivergenceCase", (6,), lambda x: x.log_softmax(1), loss=F.kl_div, target=numbers(6, low=0.0, high=1.0)),
    Case("KlDivergenceBatchMeanCase", (2, 6), lambda x: x.log_softmax(2), loss=lambda x, y: F.kl_div(x, y, reduction="batchmean"), target=numbers(2, 6, low=0.0, high=1.0)),
    Case("KlDivergenceLogTargetCase", (6,), lambda x: x.log_softmax(1), loss=lambda x, y: F.kl_div(x, y, reduction="sum", log_target=True), target=numbers(6, low=-3.0, high=0.0)),
    Case("BinaryCrossEntropyOfProbabilitiesCase", (5,), torch.sigmoid, loss=F.binary_cross_entropy, target=numbers(5, low=0.0, high=1.0)),
    Case("BinaryCrossEntropyOfBoundsCase", (5,), lambda x: x.clamp(0, 1), loss=F.binary_cross_entropy, target=numbers(5, low=0.0, high=1.0)),
    Case("BinaryCrossEntropyWeightCase", (5,), torch.sigmoid, loss=lambda x, y: F.binary_cross_entropy(x, y, weight=y + 0.5, reduction="sum"), target=numbers(5, low=0.0, high=1.0)),
    Case("LogitsWeightCase", (2, 5), loss=lambda x, y: F.binary_cross_entropy_with_logits(x, y, weight=y[:, :, :1] + 0.5), target=numbers(2, 5, low=0.0, high=1.0)),
    Case("LogitsPosWeightCase", (5,), lambda x: 8 * x, loss=lambda x, y: F.binary_cross_entropy_with_logits(x, y, pos_weight=weighted(x, 5)), target=numbers(5, low=0.0, high=1.0)),
    Case("LogitsPosWeightOfAllCase", (2, 5), loss=lambda x, y: F.binary_cross_entropy_with_logits(x, y, reduction="sum", pos_weight=torch.tensor(3.0, dtype=x.dtype)), target=numbers(2, 5, low=0.0, high=1.0)),
    Case("FocalCase", (5,), loss=lambda x, y: sigmoid_focal_loss(x, (y > 0.5).to(x.dtype), reduction="mean"), target=numbers(5, low=0.0, high=1.0)),
]

REGRESSION = [
    Case("MeanSquaredErrorSumCase", (2, 5), loss=lambda x, y: F.mse_loss(x, y, reduction="sum"), target=numbers(2, 5)),
    Case("MeanSquaredErrorNoneCase", (2, 5), loss=lambda x, y: square_mean(F.mse_loss(x, y, reduction="none")), target=numbers(2, 5)),
    Case("L1BatchMeanCase", (2, 5), loss=lambda x, y: F.l1_loss(x, y, reduction="sum") / 3, target=numbers(2, 5)),
    Case("HuberSumCase", (2, 5), loss=lambda x, y: F.huber_loss(x, y, reduction="sum", delta=0.7), target=numbers(2, 5)),
    Case("SmoothL1Case", (2, 5), loss=F.smooth_l1_loss, target=numbers(2, 5)),
    Case("SmoothL1BetaCase", (2, 5), loss=lambda x, y: F.smooth_l1_loss(x, y, reduction="sum", beta=0.4), target=numbers(2, 5)),
    Case("SmoothL1OfNothingCase", (2, 5), loss=lambda x, y: F.smooth_l1_loss(x, y, beta=0.0), target=numbers(2, 5)),
]

DISTANCES = [
    Case("CosineEmbeddingCase", (2, 6), loss=lambda x, y: F.cosine_embedding_loss(*pair(x), y.sign()), target=numbers()),
    Case("CosineEmbeddingMarginCase", (2, 6), loss=lambda x, y: F.cosine_embedding_loss(*pair(x), -y.abs().sign(), margin=-0.5, reduction="sum"), target=numbers()),
    Case("TripletMarginCase", (3, 6), loss=lambda x, y: F.triplet_margin_loss(*triple(x)) + 0 * y.sum(), target=numbers()),
    Case("TripletMarginSwapCase", (3, 6), loss=lambda x, y: F.triplet_margin_loss(*triple(x), margin=2.5, p=1.0, swap=True, reduction="sum") + 0 * y.sum(), target=numbers()),
    Case("TripletMarginNoneCase", (3, 6), loss=lambda x, y: (F.triplet_margin_loss(*triple(x), margin=3.0, p=3.0, reduction="none") * y).sum(), target=numbers()),
    Case("MarginRankingCase", (2, 6), loss=lambda x, y: F.margin_ranking_loss(*pair(x), y.sign(), margin=0.3), target=numbers(6)),
    Case("CosineSimilarityCase", (2, 6), lambda x: F.cosine_similarity(*pair(x), dim=1)),
    Case("CosineSimilarityOfLastAxisCase", (2, 3, 4), lambda x: F.cosine_similarity(*pair(x), dim=-1, eps=1e-3)),
    Case("PairwiseDistanceCase", (2, 6), lambda x: F.pairwise_distance(*pair(x))),
    Case("PairwiseDistanceOfOneCase", (2, 3, 4), lambda x: F.pairwise_distance(*pair(x), p=1.0, keepdim=True)),
    Case("PairwiseDistanceOfInfinityCase", (2, 6), lambda x: F.pairwise_distance(*pair(x), p=float("inf"))),
]

ALL = [*CLASSES, *DISTRIBUTIONS, *REGRESSION, *DISTANCES]
