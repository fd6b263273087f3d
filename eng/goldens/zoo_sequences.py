"""What the recurrent networks and single blocks of samples/Zoo are compared with."""

import torch
from torch import nn
from torch.nn import functional as F

from zoo_inputs import numbers, tokens

WORDS, TAGS = 10_000, 17


class SimpleRnn(nn.Module):
    inputs = {"rows": numbers(2, 28, 28), "label": tokens(2, count=10)}

    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(28, 128, batch_first=True)
        self.fc = nn.Linear(128, 10)

    def forward(self, rows, **_):
        return self.fc(self.rnn(rows)[0][:, -1])

    def loss(self, output, label, **_):
        return F.cross_entropy(output, label)


class Tagger(nn.Module):
    inputs = {"words": tokens(2, 12, count=WORDS), "right": tokens(2, 12, count=TAGS)}

    def __init__(self, kind, **options):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, 100)
        recurrent = (nn.LSTM if kind == "lstm" else nn.GRU)(100, 128, batch_first=True, **options)
        self.add_module(kind, recurrent)
        self.kind = kind
        self.tags = nn.Linear(128 * (2 if recurrent.bidirectional else 1), TAGS)

    def forward(self, words, **_):
        return self.tags(getattr(self, self.kind)(self.embedding(words))[0])

    def loss(self, output, right, **_):
        return F.cross_entropy(output.transpose(1, 2), right)


class StackedTagger(Tagger):
    """With dropout between the layers where the goldens can see it: PyTorch's own has random numbers of its own."""

    def __init__(self):
        super().__init__("lstm", num_layers=3)

    def forward(self, words, **_):
        x = self.embedding(words)
        for layer in range(3):
            weights = [getattr(self.lstm, f"{part}_l{layer}") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            start = torch.zeros(1, len(x), 128, dtype=x.dtype)
            x = torch.lstm(x, (start, start), weights, True, 1, 0.0, self.training, False, True)[0]
            if layer < 2:
                x = F.dropout(x, 0.2, self.training)
        return self.tags(x)


class TransformerBlock(nn.Module):
    inputs = {"x": numbers(2, 64, 256), "target": numbers(2, 64, 256)}

    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(256, 8, batch_first=True)
        self.norm1, self.norm2 = nn.LayerNorm(256), nn.LayerNorm(256)
        self.feed_forward = nn.Sequential(nn.Linear(256, 1024), nn.ReLU(), nn.Linear(1024, 256))

    def forward(self, x, **_):
        x = self.norm1(x + F.dropout(self.attention(x, x, x)[0], 0.1, self.training))
        return self.norm2(x + F.dropout(self.feed_forward(x), 0.1, self.training))

    def loss(self, output, target, **_):
        return F.mse_loss(output, target)


class Translator(nn.Module):
    WIDTH, WORDS = 256, 8_000
    scales = {"embedding.weight": 16}  # so that words are told apart
    inputs = {
        "source": tokens(2, 9, count=WORDS), "lengths": tokens(2, count=6, first=4), "before": tokens(2, 7, count=WORDS), "words": tokens(2, 7, count=WORDS),
    }

    def __init__(self):
        super().__init__()
        width = self.WIDTH
        self.encoder = nn.ModuleDict({"embedding": nn.Embedding(self.WORDS, width), "gru": nn.GRU(width, width, batch_first=True, bidirectional=True)})
        attention = nn.ModuleDict({"Wa": nn.Linear(width, width), "Ua": nn.Linear(2 * width, width), "Va": nn.Linear(width, 1)})
        self.decoder = nn.ModuleDict({
            "embedding": nn.Embedding(self.WORDS, width), "attention": attention, "gru": nn.GRUCell(3 * width, width),
            "start": nn.Linear(width, width), "out": nn.Linear(width, self.WORDS),
        })

    def forward(self, source, lengths, before, **_):
        packed = nn.utils.rnn.pack_padded_sequence(self.encoder["embedding"](source), lengths, batch_first=True, enforce_sorted=False)
        encoded, last = self.encoder["gru"](packed)
        encoded, _ = nn.utils.rnn.pad_packed_sequence(encoded, batch_first=True, total_length=source.shape[1])
        decoder, attention = self.decoder, self.decoder["attention"]
        keys, hidden = attention["Ua"](encoded), torch.arange(source.shape[1])[None] >= lengths[:, None]
        h, outputs = torch.tanh(decoder["start"](last[1])), []
        for word in decoder["embedding"](before).unbind(1):
            scores = attention["Va"](torch.tanh(keys + attention["Wa"](h)[:, None]))
            weights = scores.masked_fill(hidden[..., None], float("-inf")).softmax(1)
            h = decoder["gru"](torch.cat([word, (weights * encoded).sum(1)], 1), h)
            outputs.append(h)
        return decoder["out"](torch.stack(outputs, 1))

    def loss(self, output, words, **_):
        return F.cross_entropy(output.transpose(1, 2), words)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        drop = lambda: nn.Dropout(0.1)
        self.sequential = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.SiLU(), drop(), nn.Linear(4 * width, width), drop())

    def forward(self, x):
        return self.sequential(x)


class ConformerConvolution(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer_norm = nn.LayerNorm(width)
        self.sequential = nn.Sequential(
            nn.Conv1d(width, 2 * width, 1), nn.GLU(1), nn.Conv1d(width, width, 31, padding=15, groups=width), nn.BatchNorm1d(width), nn.SiLU(), nn.Conv1d(width, width, 1))

    def forward(self, x):
        return F.dropout(self.sequential(self.layer_norm(x).transpose(1, 2)).transpose(1, 2), 0.1, self.training)


class ConformerLayer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.ffn1, self.ffn2, self.conv_module = FeedForward(width), FeedForward(width), ConformerConvolution(width)
        self.self_attn_layer_norm, self.final_layer_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.self_attn = nn.MultiheadAttention(width, 4, 0.1, batch_first=True)

    def forward(self, x, padding):
        x = x + 0.5 * self.ffn1(x)
        y = self.self_attn_layer_norm(x)
        x = x + F.dropout(self.self_attn(y, y, y, key_padding_mask=padding)[0], 0.1, self.training)
        x = x + self.conv_module(x)
        return self.final_layer_norm(x + 0.5 * self.ffn2(x))


class Conformer(nn.Module):
    """The layers of torchaudio's Conformer, between two linear ones."""

    inputs = {"frames": numbers(2, 40, 80), "lengths": tokens(2, count=16, first=25), "right": tokens(2, 40, count=40)}

    def __init__(self):
        super().__init__()
        self.input_linear, self.output_linear = nn.Linear(80, 144), nn.Linear(144, 40)
        self.conformer_layers = nn.ModuleList(ConformerLayer(144) for _ in range(16))

    def forward(self, frames, lengths, **_):
        padding = torch.arange(frames.shape[1])[None] >= lengths[:, None]
        x = F.dropout(self.input_linear(frames), 0.1, self.training)
        for layer in self.conformer_layers:
            x = layer(x, padding)
        return self.output_linear(x)

    def loss(self, output, right, **_):
        return F.cross_entropy(output.transpose(1, 2), right)


ALL = {
    "Conformer": Conformer,
    "SimpleRnn": SimpleRnn,
    "LstmTagger": lambda: Tagger("lstm"),
    "GruTagger": lambda: Tagger("gru"),
    "StackedLstmTagger": StackedTagger,
    "BidirectionalLstmTagger": lambda: Tagger("lstm", bidirectional=True),
    "BidirectionalGruTagger": lambda: Tagger("gru", num_layers=2, bidirectional=True),
    "TransformerBlock": TransformerBlock,
    "Translator": Translator,
}
