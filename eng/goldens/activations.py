"""Further functions between layers, and gates: cases as those of layers.py."""

import torch
from torch import nn
from torch.nn import functional as F

from layers import Case


def gated(activation):
    """Shazeer 2020, with the gate behind the value as F.glu has it."""

    def apply(x):
        value, gate = x.chunk(2, -1)
        return value * activation(gate)

    return apply


ALL = [
    Case("HardtanhCase", (13,), F.hardtanh, values="kinks"),
    Case("HardtanhBoundsCase", (13,), lambda x: F.hardtanh(x, -2.5, 3.0), values="kinks"),
    Case("PReluCase", (13,), nn.PReLU(), values="kinks"),
    Case("PReluOfChannelsCase", (3, 2, 4), nn.PReLU(3), values="kinks"),
    Case("SeluCase", (13,), F.selu, values="kinks"),
    Case("CeluCase", (13,), lambda x: F.celu(x, 1.5), values="kinks"),
    Case("LogSigmoidCase", (13,), F.logsigmoid, values="kinks"),
    Case("MishCase", (13,), F.mish, values="kinks"),
    Case("ThresholdCase", (13,), lambda x: F.threshold(x, 1.0, -2.5), values="kinks"),
    Case("SoftsignCase", (13,), F.softsign, values="kinks"),
    Case("TanhshrinkCase", (13,), F.tanhshrink, values="kinks"),
    Case("SoftshrinkCase", (13,), lambda x: F.softshrink(x, 1.0), values="kinks"),
    Case("SoftshrinkOfNothingCase", (13,), lambda x: F.softshrink(x, 0.0), values="kinks"),
    Case("HardshrinkCase", (13,), lambda x: F.hardshrink(x, 1.0), values="kinks"),
    Case("GluCase", (3, 10), F.glu),
    Case("GluOfChannelsCase", (6, 2, 3), lambda x: F.glu(x, 1)),
    Case("GeGluCase", (14,), gated(F.gelu)),
    Case("GeGluTanhCase", (14,), gated(lambda x: F.gelu(x, approximate="tanh"))),
    Case("SwiGluCase", (14,), gated(F.silu)),
    Case("ReGluCase", (14,), gated(F.relu)),
]
