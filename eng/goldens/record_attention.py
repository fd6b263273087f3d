"""Records attention and Transformers: forward, loss, every gradient, and ten training steps under AdamW."""

import numpy
import torch
from torch.nn import functional as F

import attention
import attention_forms
import formula
import transformers
from attention import Decoder, DetachedMask, Encoder, GroupedQuery, MultiHead, alibi, causal
from record_networks import summarize

BATCHES = [5, 3]  # the sizes of the two batches that training alternates between
LENGTHS = [[4, 5, 1, 3, 5], [2, 5, 4]]
TRAINED = 10

STEPS, MEMORY = attention.STEPS, attention.MEMORY

ALL = {
    "AttentionPlain": lambda: MultiHead(),
    "AttentionWithoutBias": lambda: MultiHead(bias=False),
    "AttentionCausal": lambda: MultiHead(lambda beside: causal(STEPS)),
    "AttentionWindow": lambda: MultiHead(lambda beside: causal(STEPS, window=3)),
    "AttentionFloatMask": lambda: MultiHead(lambda mask: mask[:, None].repeat(1, 2, 1, 1), beside=STEPS),
    "AttentionHeadMask": lambda: MultiHead(lambda mask: mask.unflatten(2, (2, STEPS)).transpose(1, 2), beside=2 * STEPS),
    "AttentionBooleanMask": lambda: MultiHead(lambda mask: torch.zeros_like(mask).masked_fill(mask < -0.25, -torch.inf)[:, None].repeat(1, 2, 1, 1), beside=STEPS),
    "AttentionSharedMask": DetachedMask,
    "AttentionLengths": lambda: MultiHead(has_lengths=True),
    "AttentionCausalLengths": lambda: MultiHead(lambda beside: causal(STEPS), has_lengths=True),
    "AttentionAlibi": lambda: MultiHead(lambda beside: causal(STEPS) + alibi(2, STEPS).repeat(len(beside), 1, 1)),
    "AttentionCross": lambda: MultiHead(memory=MEMORY),
    "AttentionCrossLengths": lambda: MultiHead(memory=MEMORY, has_lengths=True),
    "AttentionWithWeights": lambda: MultiHead(memory=MEMORY, weights=True),
    "AttentionWithWeightsMasked": lambda: MultiHead(lambda mask: mask[:, None].repeat(1, 2, 1, 1), weights=True, beside=STEPS),
    "AttentionManyTiles": lambda: MultiHead(lambda beside: causal(150), steps=150, features=38),
    "AttentionGrouped": lambda: GroupedQuery(),
    "AttentionScale": lambda: GroupedQuery(scale=0.3),
    "AttentionGroupedCross": lambda: GroupedQuery(memory=MEMORY),
    "AttentionEveryOption": lambda: GroupedQuery(scale=0.4, bias=attention.every_option, beside=STEPS),
    "EncoderRelu": lambda: Encoder(),
    "EncoderGelu": lambda: Encoder(activation="gelu"),
    "EncoderPreNormRelu": lambda: Encoder(norm_first=True),
    "EncoderPreNormGelu": lambda: Encoder(norm_first=True, activation="gelu"),
    "EncoderLengths": lambda: Encoder(has_lengths=True),
    "EncoderCausal": lambda: Encoder(is_causal=True),
    "DecoderRelu": lambda: Decoder(),
    "DecoderGelu": lambda: Decoder(activation="gelu"),
    "DecoderPreNormRelu": lambda: Decoder(norm_first=True),
    "DecoderPreNormGelu": lambda: Decoder(norm_first=True, activation="gelu"),
    "DecoderLengths": lambda: Decoder(has_lengths=True),
    "BlockOfGpt": transformers.Gpt,
    "BlockOfBert": lambda: transformers.Bert(),
    "BlockOfBertLengths": lambda: transformers.Bert(has_lengths=True),
    "BlockOfLlama": lambda: transformers.Llama(2, False),
    "BlockOfLlamaGrouped": lambda: transformers.Llama(1, False),
    "BlockOfLlamaInterleaved": lambda: transformers.Llama(1, True),
    "LinearAttention": lambda: transformers.Linear(False),
    "LinearAttentionCausal": lambda: transformers.Linear(True),
    "PositionsSinusoidal": lambda: transformers.Sinusoidal(),
    "PositionsLearned": lambda: transformers.Learned(),
    "PositionsLearnedLonger": lambda: transformers.Learned(9),
    "PositionsRotary": lambda: transformers.Rotary(False),
    "PositionsRotaryInterleaved": lambda: transformers.Rotary(True),
    **attention_forms.ALL,
}


def create(name, dtype):
    model = ALL[name]().to(dtype)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            values = formula.weight(f"{name}/{key}", tuple(parameter.shape))
            is_norm = parameter.dim() == 1 and key.endswith("weight")
            parameter.copy_(torch.from_numpy(values + 1 if is_norm else values))
    return model


def batches(name, model, dtype):
    result = []
    for index, (size, lengths) in enumerate(zip(BATCHES, LENGTHS), start=1):
        x = torch.from_numpy(formula.uniform(f"{name}/batch{index}/input", (size, *model.shape), -1, 1)).to(dtype)
        lengths = torch.tensor(lengths)
        with torch.no_grad():
            shape = tuple(model(x, lengths).shape)
        result.append((x, lengths, torch.from_numpy(formula.uniform(f"{name}/batch{index}/target", shape, -1, 1)).to(dtype)))
    return result


def run(name, dtype):
    """Output, loss and gradients of the first batch; then the losses of ten steps and the output afterwards."""
    model = create(name, dtype)
    data = batches(name, model, dtype)
    x, lengths, target = data[0]
    output = model(x, lengths)
    loss = F.mse_loss(output, target)
    loss.backward()
    store = {"output": output.detach().clone(), "loss": loss.detach().reshape(1)}
    store.update({"gradient/" + key: parameter.grad.clone() for key, parameter in model.named_parameters()})
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    losses = []
    for step in range(TRAINED):
        x, lengths, target = data[step % len(data)]
        optimizer.zero_grad()
        loss = F.mse_loss(model(x, lengths), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    store["AdamW/losses"] = torch.tensor(losses, dtype=dtype)
    with torch.no_grad():
        store["AdamW/output"] = model(*data[0][:2])
    return store


def record():
    store, worst = {}, {}
    for name in ALL:
        exact, single = run(name, torch.float64), run(name, torch.float32)
        for key, value in exact.items():
            kind = key.split("/")[0]
            # The gradient of a bias of keys is zero but for rounding: all scores of a row move together.
            error = ((single[key].double() - value).abs().max() / value.abs().max().clamp(min=1e-3)).item()
            assert error < {"gradient": 1e-5, "AdamW": 5e-6}.get(kind, 2e-6), f"{name}: {key} is too ill-conditioned for a golden ({error:.1e})"
            worst[kind] = max(worst.get(kind, 0), error)
            summarize(store, f"{name}/{key}", value)
        rows, columns = ALL[name]().shape
        store[f"{name}/input/length"] = numpy.array([rows * columns], dtype=numpy.int32)
        store[f"{name}/output/length"] = numpy.array([exact["output"].shape[1]], dtype=numpy.int32)
        for place, (key, _) in enumerate(create(name, torch.float32).named_parameters()):
            store[f"{name}/place/{key}"] = numpy.array([place], dtype=numpy.int32)
    print(f"  {len(ALL)} attentions; float32 against float64 at worst: " + ", ".join(f"{kind} {error:.1e}" for kind, error in worst.items()))
    return store
