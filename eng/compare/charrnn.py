"""samples/CharRnn in PyTorch: the same networks, text, windows per step, optimizer and schedule.

    OMP_NUM_THREADS=1 python3 eng/compare/charrnn.py --network lstm --data input.txt.gz --threads 1

Windows are drawn by another generator and weights start from other random numbers, so losses agree in the second decimal, not in the bits.
"""

import argparse
import gzip
import math
import time

import torch
from torch import nn
from torch.nn import functional as F

CHARACTERS, HIDDEN, LAYERS, EMBEDDING = 96, 256, 2, 64
FEATURES, HEADS, BLOCKS = 128, 4, 4


class Recurrent(nn.Module):
    """Embedding, two recurrent layers, linear; fresh states for every window."""

    context, batch, rate = 128, 32, 4e-3

    def __init__(self, kind):
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS, EMBEDDING)
        self.layers = kind(EMBEDDING, HIDDEN, LAYERS, batch_first=True)
        self.head = nn.Linear(HIDDEN, CHARACTERS)

    def forward(self, text):
        return self.head(self.layers(self.embedding(text))[0])


class Block(nn.Module):
    """GPT-2's block: pre-norm, causal attention, GELU in its tanh form."""

    def __init__(self):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(FEATURES), nn.LayerNorm(FEATURES)
        self.c_attn = nn.Linear(FEATURES, 3 * FEATURES, bias=False)
        self.c_proj = nn.Linear(FEATURES, FEATURES, bias=False)
        self.mlp_fc = nn.Linear(FEATURES, 4 * FEATURES, bias=False)
        self.mlp_proj = nn.Linear(4 * FEATURES, FEATURES, bias=False)

    def forward(self, x, mask):
        batch, steps, _ = x.shape
        query, key, value = (part.view(batch, steps, HEADS, -1).transpose(1, 2) for part in self.c_attn(self.ln_1(x)).split(FEATURES, 2))
        scores = query @ key.transpose(2, 3) / math.sqrt(FEATURES // HEADS) + mask
        x = x + self.c_proj((scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, steps, FEATURES))
        return x + self.mlp_proj(F.gelu(self.mlp_fc(self.ln_2(x)), approximate="tanh"))


class Gpt(nn.Module):
    """Four blocks, learned positions, the output weight tied to the embedding; nanoGPT's initial values."""

    context, batch, rate = 64, 12, 1e-3

    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(CHARACTERS, FEATURES), nn.Embedding(self.context, FEATURES)
        self.h = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.ln_f = nn.LayerNorm(FEATURES)
        self.register_buffer("mask", torch.full((self.context, self.context), float("-inf")).triu(1))
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * BLOCKS) if name.endswith("proj.weight") else 0.02)

    def forward(self, text):
        x = self.wte(text) + self.wpe.weight
        for block in self.h:
            x = block(x, self.mask)
        return self.ln_f(x) @ self.wte.weight.T


class Rnn(Recurrent):
    rate = 2e-3

    def __init__(self):
        super().__init__(nn.RNN)


class Lstm(Recurrent):
    def __init__(self):
        super().__init__(nn.LSTM)


class Gru(Recurrent):
    def __init__(self):
        super().__init__(nn.GRU)


NETWORKS = {"rnn": Rnn, "lstm": Lstm, "gru": Gru, "gpt": Gpt}


def read(path):
    """The text as numbers, split as the sample splits it."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        text = file.read().replace("\r", "").replace("\t", " ")
    numbers = [0 if c == "\n" else ord(c) - 31 if " " <= c <= "~" else ord("?") - 31 for c in text]
    split = int(len(numbers) * 0.9)
    return torch.tensor(numbers[:split]), torch.tensor(numbers[split:])


def rate_at(step, steps, base):
    """A straight line up, then half a cosine down to a tenth."""
    warmup = min(max(steps // 20, 1), 100)
    if step < warmup:
        start = 1 / warmup
        return base * (start + (1 - start) * step / warmup)
    done = min(1, (step - warmup) / max(1, steps - warmup))
    return base / 10 + (base - base / 10) * (1 + math.cos(math.pi * done)) / 2


@torch.no_grad()
def validation_loss(model, text, groups=None):
    """Over the text cut into windows that are read each on its own: all of them, or groups of 16 from all over the text."""
    context = model.context
    count = (len(text) - 1) // context
    characters, following = text[: count * context].view(count, context), text[1 : count * context + 1].view(count, context)
    total, seen = 0.0, 0
    for first in range(0, count, 16) if groups is None else (count * group // groups for group in range(groups)):
        labels = following[first : first + 16].flatten()
        total += F.cross_entropy(model(characters[first : first + 16]).flatten(0, 1), labels, reduction="sum").item()
        seen += len(labels)
    return total / seen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=NETWORKS, default="lstm")
    parser.add_argument("--data", required=True)
    parser.add_argument("--iterations", type=int, default=2000)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--lr", type=float)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    training, validation = read(arguments.data)
    model = NETWORKS[arguments.network]()
    batch, rate = arguments.batch or model.batch, arguments.lr or model.rate
    groups = [
        {"params": [p for p in model.parameters() if p.dim() >= 2], "weight_decay": 0.1},
        {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99))
    offsets = torch.arange(model.context)
    print(f"{arguments.network}: {sum(p.numel() for p in model.parameters()):,} parameters, PyTorch {torch.__version__}, {torch.get_num_threads()} threads")

    elapsed, processor, total, count = 0.0, 0.0, 0.0, 0
    for step in range(arguments.iterations):
        begin, processor_begin = time.perf_counter(), time.process_time()
        places = torch.randint(len(training) - model.context, (batch, 1)) + offsets
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, arguments.iterations, rate)
        loss = F.cross_entropy(model(training[places]).flatten(0, 1), training[places + 1].flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total, count = total + loss.item(), count + 1
        elapsed += time.perf_counter() - begin
        processor += time.process_time() - processor_begin
        if (step + 1) % max(1, arguments.iterations // 8) == 0:
            glance = validation_loss(model, validation, groups=8)
            print(f"step {step + 1:6}  loss {total / count:.3f}  validation {glance:.3f}  {(step + 1) * batch * model.context / elapsed:,.0f} characters/s", flush=True)
            total, count = 0.0, 0
    print(f"trained in {elapsed:.1f} s, {processor:.1f} s of processor time")
    print(f"validation loss: {validation_loss(model, validation):.4f} nats per character")


if __name__ == "__main__":
    main()
