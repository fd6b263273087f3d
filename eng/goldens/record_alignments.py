"""Records the loss of labels that are not told to steps (CTC): with two lengths of steps and labels, loss and every gradient.

The gradients are those of the layer in front of the LogSoftmax: of the logarithms themselves PyTorch's is not that of the formula.
"""

import torch
from torch import nn
from torch.nn import functional as F

import formula
from record_networks import distance

FEATURES, CLASSES = 4, 6

# Steps, steps of each sample, labels of each sample: repeated ones, none at all, as many as there are steps, and a sequence without padding.
SHORT = (7, [7, 5, 3, 4], [[1, 2, 2], [3, 3], [4, 1, 5], []])
LONG = (48, [48, 47, 30, 48], [[1, 1, 1, 1, 1, 1, 1], [5, 4, 3, 2, 1, 2, 3, 4, 5, 5], [2], [3, 1, 4, 1, 5, 2, 2, 5, 3, 5, 4]])
EXACT = (9, [9, 9, 9, 9], [[1, 2, 3, 3], [5, 5, 5, 5], [2, 4, 2, 4], [1, 2, 3, 4]])
IMPOSSIBLE = (4, [4, 3, 2, 4], [[2, 2, 3], [1, 1], [1, 2, 3], [5]])


def case(batches, blank=0, **options):
    return batches, blank, options


CASES = {
    "CtcMean": case([SHORT, LONG]),
    "CtcSum": case([SHORT, LONG], blank=3, reduction="sum"),
    "CtcNone": case([SHORT, LONG], blank=5, reduction="none"),
    "CtcBatchMean": case([SHORT], reduction="batchmean"),
    "CtcZeroInfinity": case([IMPOSSIBLE, SHORT], zero_infinity=True),
    "CtcFull": case([EXACT]),
}


def loss_of(y, labels, steps, counts, blank, reduction="mean", **options):
    own = {"none": "none", "batchmean": "sum"}.get(reduction, reduction)
    loss = F.ctc_loss(y.transpose(0, 1), labels, steps, counts, blank, own, **options)
    return (loss * loss).mean() if reduction == "none" else loss / len(labels) if reduction == "batchmean" else loss


def avoiding(label, blank):
    """The class that stands in the place of the blank."""
    return 0 if label == blank else label


def run(name, place, dtype):
    batches, blank, options = CASES[name]
    length, steps, labels = batches[place]
    labels = [[avoiding(label, blank) for label in of_one] for of_one in labels]
    most = max(len(of_one) for of_one in labels)
    padded = torch.tensor([of_one + [blank] * (most - len(of_one)) for of_one in labels])
    counts = torch.tensor([len(of_one) for of_one in labels])
    key = f"{name}/{place}"
    model = nn.Linear(FEATURES, CLASSES).to(dtype)
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(formula.weight(f"{name}/fc.{parameter_name}", tuple(parameter.shape))) * 3)
    x = torch.from_numpy(formula.uniform(key + "/x", (len(labels), length, FEATURES), -2, 2)).to(dtype)
    loss = loss_of(model(x).log_softmax(2), padded, torch.tensor(steps), counts, blank, **options)
    loss.backward()
    store = {f"{key}/gradient/fc.{name}": parameter.grad for name, parameter in model.named_parameters()}
    given = {"label": padded, "inputLengths": torch.tensor(steps), "targetLengths": counts}
    return {**store, f"{key}/loss": loss.detach().reshape(1), **{f"{key}/{name}": value.int() for name, value in given.items()}}


def record():
    store, worst = {}, 0
    for name, (batches, _, _) in CASES.items():
        for place in range(len(batches)):
            exact, single = run(name, place, torch.float64), run(name, place, torch.float32)
            for key, value in exact.items():
                store[key] = value.numpy()
                if value.dtype != torch.float64:
                    continue
                error = distance(single[key], value)
                assert error < 2e-5, f"{key} is too ill-conditioned for a golden ({error:.1e})"
                worst = max(worst, error)
    print(f"  {len(CASES)} losses of alignments; float32 against float64 at worst: {worst:.1e}")
    return store
