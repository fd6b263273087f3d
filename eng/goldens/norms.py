"""Norms of each sample's channels, and of channels by their neighbours, and channels exchanged: cases as those of layers.py."""

from torch import nn
from torch.nn import functional as F
from torchvision.models.shufflenetv2 import channel_shuffle  # that of PyTorch has no derivative in 1.13

from layers import Case


class Shrinking(nn.Module):
    """An embedding that shrinks what it reads, and leaves its table as it is."""

    def __init__(self, table, norm_type=2.0):
        super().__init__()
        self.weight = table.weight
        self.num_embeddings, self.padding, self.norm_type = table.num_embeddings, table.padding_idx, norm_type

    def forward(self, tokens):
        table = self.weight * 1.0  # PyTorch shrinks rows of this copy, and passes its gradient on
        return F.embedding(tokens, table, self.padding, 0.6, self.norm_type)


ALL = [
    Case("InstanceNorm1dCase", (3, 7), nn.InstanceNorm1d(3)),
    Case("InstanceNorm1dTrackedCase", (3, 5), nn.InstanceNorm1d(3, track_running_stats=True)),
    Case("InstanceNorm2dCase", (3, 4, 5), nn.InstanceNorm2d(3)),
    Case("InstanceNorm2dAffineCase", (5, 3, 4), nn.InstanceNorm2d(5, eps=1e-2, affine=True)),
    Case("InstanceNorm2dTrackedCase", (5, 3, 4), nn.InstanceNorm2d(5, momentum=0.3, affine=True, track_running_stats=True)),
    Case("LocalResponseNormCase", (7, 3, 4), nn.LocalResponseNorm(5, alpha=0.5, k=2.0)),
    Case("LocalResponseNormOfEvenCase", (6, 5), nn.LocalResponseNorm(4, alpha=0.7, beta=1.5)),
    Case("LocalResponseNormOfManyCase", (3, 2, 2, 2), nn.LocalResponseNorm(7, alpha=2.0, beta=0.5)),
    Case("EmbeddingPaddingCase", (5,), nn.Embedding(4, 3, padding_idx=2), values="tokens"),
    Case("EmbeddingMaxNormCase", (5,), Shrinking(nn.Embedding(6, 3)), values="tokens"),
    Case("EmbeddingMaxNormOfOneCase", (5,), Shrinking(nn.Embedding(6, 3, padding_idx=-1), norm_type=1.0), values="tokens"),
    Case("PixelShuffleCase", (12, 2, 3), lambda x: F.pixel_shuffle(x, 2).tanh()),
    Case("PixelShuffleOfThreeCase", (9, 3, 2), lambda x: F.pixel_shuffle(x, 3).tanh()),
    Case("PixelUnshuffleCase", (2, 6, 4), lambda x: F.pixel_unshuffle(x, 2).tanh()),
    Case("ChannelShuffleCase", (6, 3, 2), lambda x: channel_shuffle(x, 3).tanh()),
]
