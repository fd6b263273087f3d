#!/usr/bin/python3
"""Records what PyTorch says, when it runs, of ten mistakes that Sinter reports while they are typed.

    eng/compare/diagnostics.py

writes diagnostics.json beside this file: the mistake, the case of tests/Sinter.Generator.Tests/Diagnostics that makes it in a
network of Sinter's, and whatever PyTorch raised or warned of. docs/diagnostics.md is generated from both.
"""

import json
import os
import warnings

import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 8


def numbers(*shape):
    return torch.zeros(BATCH, *shape)


def tokens(*shape):
    return torch.zeros(BATCH, *shape, dtype=torch.long)


# The mistake, our case, and the same in PyTorch.
MISTAKES = [
    ("A residual connection around a convolution that changes the number of channels", "SNT2001 adding",
     lambda x=numbers(64, 8, 8): x + nn.Conv2d(64, 128, 3, padding=1)(x)),
    ("A number for each channel, given as a vector", "SNT2001 a number for each channel",
     lambda x=numbers(64, 8, 8): x * torch.zeros(64)),
    ("A reshape to another number of elements", "SNT2001 reshaping",
     lambda x=numbers(64): x.reshape(BATCH, 4, 20)),
    ("A weight declared the other way round", "SNT2005 Linear",
     lambda x=numbers(64): F.linear(x, torch.zeros(64, 10))),
    ("Pixels in a row, read by a convolution", "SNT2003 a convolution of a vector",
     lambda x=numbers(784): nn.Conv2d(1, 8, 3)(x)),
    ("A number of heads that does not divide the features", "SNT2004 heads",
     lambda x=numbers(16, 64): nn.MultiheadAttention(64, 6)(x, x, x)),
    ("One pool too many", "SNT2006 a pool",
     lambda x=numbers(16, 4, 4): nn.Sequential(nn.MaxPool2d(2), nn.MaxPool2d(2), nn.MaxPool2d(2))(x)),
    ("Labels as rows of ten zeros and ones", "SNT2007 one-hot labels",
     lambda x=numbers(784): F.cross_entropy(nn.Linear(784, 10)(x), tokens(10))),
    ("A target without the axis that the output has", "SNT2007 a target without the axis of the output",
     lambda x=numbers(13): F.mse_loss(nn.Linear(13, 1)(x), numbers())),
    ("A softmax before a loss that takes it itself", "SNT4006 a softmax before cross-entropy",
     lambda x=numbers(784): F.cross_entropy(nn.Linear(784, 10)(x).softmax(1), tokens())),
]


def said(action):
    """What was raised, else what was warned of, else nothing."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            action()
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"
        return "\n".join(f"{warning.category.__name__}: {warning.message}" for warning in caught)


def main():
    record = {
        "version": torch.__version__.split("a")[0],
        "mistakes": [{"mistake": mistake, "case": case, "said": " ".join(said(action).split())} for mistake, case, action in MISTAKES],
    }
    with open(os.path.join(HERE, "diagnostics.json"), "w", encoding="utf-8") as file:
        json.dump(record, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
