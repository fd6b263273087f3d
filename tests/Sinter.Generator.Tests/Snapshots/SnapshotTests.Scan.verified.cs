file readonly struct NetTraining : IProgram
{
    /// <summary>All steps in order, with where their values are.</summary>
    public static void Run(in Frame frame)
    {
        // --- Forward: the loss, and what its gradients need.
        // lstm
        Lstm(frame, expand: 15_904);
        LstmSlice(frame, output: 256, input: 1536);
        LstmSlice(frame, output: 272, input: 1552);
        LstmSlice(frame, output: 288, input: 1568);
        LstmSlice(frame, output: 304, input: 1584);
        LstmSlice(frame, output: 2048, input: 1600);
        LstmSlice(frame, output: 2064, input: 1616);
        LstmSlice(frame, output: 2080, input: 1632);
        LstmSlice(frame, output: 2096, input: 1648);
        LstmTranspose(frame, output: 15_392, input: 0);
        LstmPack(frame, packed: 0, b: 384);
        Lstm2(frame, output: 2080, a: 15_392, b: 0, slice: 304);
        LstmPack(frame, packed: 0, b: 128);
        Lstm2(frame, output: 3104, a: 15_392, b: 0, slice: 272);
        LstmPack(frame, packed: 0, b: 0);
        Lstm2(frame, output: 4128, a: 15_392, b: 0, slice: 256);
        LstmPack(frame, packed: 0, b: 256);
        Lstm2(frame, output: 5152, a: 15_392, b: 0, slice: 288);
        LstmPack2(frame, packed: 0, b: 1280);
        LstmPack2(frame, packed: 512, b: 768);
        LstmPack2(frame, packed: 1024, b: 512);
        LstmPack2(frame, packed: 1536, b: 1024);
        // lstm … lstm.tanh2
        LstmToLstmTanh2Scan(
            frame, kept: 0, expand: 15_904, kept2: 1040, matMul: 11_296, pack: 0, matMul2: 11_312, pack2: 512, matMul3: 11_328, pack3: 1024,
            matMul4: 11_344, pack4: 1536, slice: 2096, total: 2080, slice2: 2064, total2: 3104, slice3: 2048, total3: 4128, slice4: 2080,
            total4: 5152, kept3: 6176, kept4: 10_272, kept5: 8224, kept6: 9248, kept7: 7200);
        // between layers
        StepSlice(frame, output: 2080, input: 0);
        // head
        HeadPack(frame, packed: 0, b: 1664);
        // head, meansquarederror1
        HeadMeansquarederror1(frame, output: 2112, a: 2080, b: 0, bias: 1696, target: 11_360, difference: 2096);
        // meansquarederror1
        Meansquarederror1(frame, product: 2112, ratio: 2368);

        // --- Backward: the gradients.
        // meansquarederror1
        Meansquarederror1Backward(frame, difference: 2096, gradient: 2112);
        // head
        HeadReduce(frame, output: 0, difference: 2096);
        // gradient of head.bias
        HeadBackward(frame, gradient: 0, gradient2: 1696);
        // head
        HeadBackward2(frame, output: 2096, a: 2112, b: 1664);
        // gradient of head.weight
        HeadWeightGradient(frame, output: 1664, a: 2112, b: 2080);
        // between layers
        StepPad(frame, output: 4160, input: 2096);
        // lstm
        LstmPack3(frame, packed: 0, b: 1024);
        LstmPack3(frame, packed: 512, b: 512);
        LstmPack3(frame, packed: 1024, b: 768);
        LstmPack3(frame, packed: 1536, b: 1280);
        // lstm … lstm.sigmoid3
        LstmToLstmSigmoid3Scan(
            frame, kept: 2080, expand: 15_904, kept2: 3120, gradient: 4160, kept3: 6176, kept4: 7200, kept5: 8224, kept6: 9248, kept7: 1040,
            kept8: 10_272, kept9: 14_368, kept10: 13_344, kept11: 12_320, kept12: 11_296, gradient2: 5184, gradient3: 512, gradient4: 5200,
            gradient5: 1024, gradient6: 5216, gradient7: 1536, gradient8: 0);
        // lstm
        LstmWeightGradient(frame, output: 0, a: 11_296, b: 0);
        LstmReduce(frame, output: 544, gradient: 11_296);
        LstmWeightGradient(frame, output: 1280, a: 12_320, b: 0);
        LstmReduce(frame, output: 560, gradient: 12_320);
        LstmWeightGradient(frame, output: 1536, a: 13_344, b: 0);
        LstmReduce(frame, output: 2352, gradient: 13_344);
        LstmWeightGradient(frame, output: 256, a: 14_368, b: 0);
        LstmReduce(frame, output: 576, gradient: 14_368);
        LstmWeightGradient2(frame, output: 1792, a: 14_368, b: 15_392);
        LstmWeightGradient2(frame, output: 1920, a: 13_344, b: 15_392);
        LstmWeightGradient2(frame, output: 2048, a: 12_320, b: 15_392);
        LstmWeightGradient2(frame, output: 2176, a: 11_296, b: 15_392);
        LstmConcat(frame, extent: 16, output: 512, input: 576, input2: 544);
        LstmConcat(frame, extent: 256, output: 768, input: 256, input2: 0);
        LstmConcat2(frame, extent: 16, extent2: 32, output: 2304, input: 560, input2: 512);
        LstmConcat3(frame, output: 0, input: 1280, input2: 768);
        // gradient of lstm.bias_ih_l0
        LstmConcat4(frame, output: 1536, input: 2352, input2: 2304);
        // gradient of lstm.weight_hh_l0
        LstmConcat5(frame, extent: 256, extent2: 768, output: 512, input: 1536, input2: 0);
        // lstm
        LstmConcat(frame, extent: 128, output: 384, input: 1792, input2: 2176);
        LstmConcat2(frame, extent: 128, extent2: 256, output: 0, input: 2048, input2: 384);
        // gradient of lstm.weight_ih_l0
        LstmConcat5(frame, extent: 128, extent2: 384, output: 0, input: 1920, input2: 0);
        // gradient of lstm.bias_hh_l0
        StepBackward(frame, gradient: 1536, gradient2: 1600);
    }

    /// <summary>lstm: expand: [B, 16]</summary>
    private static void Lstm(in Frame frame, long expand)
    {
        Fused.Run<NetInference.LstmLoop>(
            frame.Workers, operands: [frame.Batched(expand)], sizes: frame.Sizes, count: 16 * frame.Batch, grain: 1024, cost: 1);
    }

    /// <summary>Lstm: slice: [16], for 8 calls</summary>
    private static void LstmSlice(in Frame frame, long output, long input)
    {
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output), input: frame.Parameter(input), extents: [16], outputStrides: [1], inputStrides: [1]);
    }

    /// <summary>lstm: transpose: [B, T, 8] → [T, B, 8]</summary>
    private static void LstmTranspose(in Frame frame, long output, long input)
    {
        var T = frame.Size(0);
        Movement.Copy(
            frame.Workers, output: frame.Batched(output), input: frame.Input(input), extents: [T, frame.Batch, 8],
            outputStrides: [8 * frame.Batch, 8, 1], inputStrides: [8, 8 * T, 1]);
    }

    /// <summary>Lstm: a matrix put in panels: [256], for 4 calls</summary>
    private static void LstmPack(in Frame frame, long packed, long b)
    {
        MatMul.Pack(
            frame.Workers, packed: frame.Fixed(packed), b: frame.Parameter(b), count: 1, inner: 8, columns: 16, transposed: true);
    }

    /// <summary>Lstm: product, add: [T, B, 8] → [T, B, 16], for 4 calls</summary>
    private static void Lstm2(in Frame frame, long output, long a, long b, long slice)
    {
        var T = frame.Size(0);
        MatMul.Run<NetInference.Lstm2Epilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Fixed(b),
            new MatMulShape(Count: 1, Rows: frame.Batch * T, Inner: 8, Columns: 16, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Fixed(slice)]);
    }

    /// <summary>Lstm: a matrix put in panels: [512], for 4 calls</summary>
    private static void LstmPack2(in Frame frame, long packed, long b)
    {
        MatMul.Pack(
            frame.Workers, packed: frame.Fixed(packed), b: frame.Parameter(b), count: 1, inner: 16, columns: 16, transposed: true);
    }

    /// <summary>lstm, lstm.sigmoid3, lstm.sigmoid2, …: T steps</summary>
    private static void LstmToLstmTanh2Scan(in Frame frame, long kept, long expand, long kept2, long matMul, long pack, long matMul2, long pack2, long matMul3, long pack3, long matMul4, long pack4, long slice, long total, long slice2, long total2, long slice3, long total3, long slice4, long total4, long kept3, long kept4, long kept5, long kept6, long kept7)
    {
        var T = frame.Size(0);
        Movement.Copy(
            frame.Workers, output: frame.Batched(kept), input: frame.Batched(expand), extents: [16 * frame.Batch], outputStrides: [1],
            inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Batched(kept2), input: frame.Batched(expand), extents: [16 * frame.Batch], outputStrides: [1],
            inputStrides: [1]);
        for (var t = 0L; t < T; t++)
        {
            if (t % 2 == 0)
            {
                Lstm3(frame, t, output: matMul, a: kept, b: pack);
                Lstm3(frame, t, output: matMul2, a: kept, b: pack2);
                Lstm3(frame, t, output: matMul3, a: kept, b: pack3);
                Lstm3(frame, t, output: matMul4, a: kept, b: pack4);
            }
            else
            {
                Lstm3(frame, t, output: matMul4, a: kept, b: pack4);
                Lstm3(frame, t, output: matMul3, a: kept, b: pack3);
                Lstm3(frame, t, output: matMul2, a: kept, b: pack2);
                Lstm3(frame, t, output: matMul, a: kept, b: pack);
            }

            // lstm … lstm.tanh2
            LstmToLstmTanh2(
                frame, t, matMul: matMul, stepInput: slice, stepInput2: total, matMul2: matMul2, stepInput3: slice2, stepInput4: total2,
                stepInput5: kept2, matMul3: matMul3, stepInput6: slice3, stepInput7: total3, matMul4: matMul4, stepInput8: slice4,
                stepInput9: total4, sigmoid: kept3, sigmoid2: kept4, sigmoid3: kept5, tanh: kept6, tanh2: kept7, product: kept);
        }
    }

    /// <summary>Lstm: product: [B, 16] → [B, 16], for 4 calls</summary>
    private static void Lstm3(in Frame frame, long t, long output, long a, long b)
    {
        MatMul.Run<Identity>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a).At(t * 16 * frame.Batch), b: frame.Fixed(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 16, Columns: 16, TransposedA: false, PackedB: true, SharedB: true) { Reversed = t % 2 != 0 },
            operands: []);
    }

    /// <summary>lstm, lstm.sigmoid3, lstm.sigmoid2, …: add, sigmoid, add, sigmoid, multiply, …: [B, 16] → [B, 16]</summary>
    private static void LstmToLstmTanh2(in Frame frame, long t, long matMul, long stepInput, long stepInput2, long matMul2, long stepInput3, long stepInput4, long stepInput5, long matMul3, long stepInput6, long stepInput7, long matMul4, long stepInput8, long stepInput9, long sigmoid, long sigmoid2, long sigmoid3, long tanh, long tanh2, long product)
    {
        Fused.Run<LstmToLstmTanh2Loop>(
            frame.Workers,
            operands: [frame.Batched(matMul), frame.Fixed(stepInput), frame.Batched(stepInput2).At(t * 16 * frame.Batch), frame.Batched(matMul2), frame.Fixed(stepInput3), frame.Batched(stepInput4).At(t * 16 * frame.Batch), frame.Batched(stepInput5).At(t * 16 * frame.Batch), frame.Batched(matMul3), frame.Fixed(stepInput6), frame.Batched(stepInput7).At(t * 16 * frame.Batch), frame.Batched(matMul4), frame.Fixed(stepInput8), frame.Batched(stepInput9).At(t * 16 * frame.Batch), frame.Batched(sigmoid).At(t * 16 * frame.Batch), frame.Batched(sigmoid2).At(t * 16 * frame.Batch), frame.Batched(sigmoid3).At(t * 16 * frame.Batch), frame.Batched(tanh).At(t * 16 * frame.Batch), frame.Batched(stepInput5).At((t + 1) * 16 * frame.Batch), frame.Batched(tanh2).At(t * 16 * frame.Batch), frame.Batched(product).At((t + 1) * 16 * frame.Batch)],
            sizes: frame.Sizes, count: frame.Batch, grain: 1, cost: 992);
    }

    public readonly struct LstmToLstmTanh2Loop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var matMul = operands[0];
            var stepInput = operands[1];
            var stepInput2 = operands[2];
            var matMul2 = operands[3];
            var stepInput3 = operands[4];
            var stepInput4 = operands[5];
            var stepInput5 = operands[6];
            var matMul3 = operands[7];
            var stepInput6 = operands[8];
            var stepInput7 = operands[9];
            var matMul4 = operands[10];
            var stepInput8 = operands[11];
            var stepInput9 = operands[12];
            var sigmoid = operands[13];
            var sigmoid2 = operands[14];
            var sigmoid3 = operands[15];
            var tanh = operands[16];
            var total = operands[17];
            var tanh2 = operands[18];
            var product = operands[19];
            for (var row = begin; row < end; row++)
            {
                for (var i = 0L; i < 16; i += V.Count)
                {
                    var total2 = V.Load(stepInput2, row * 16 + i) + (V.Load(matMul, row * 16 + i) + V.Load(stepInput, i));
                    var sigmoid4 = VectorMath.Sigmoid(total2);
                    var total3 = V.Load(stepInput4, row * 16 + i) + (V.Load(matMul2, row * 16 + i) + V.Load(stepInput3, i));
                    var sigmoid5 = VectorMath.Sigmoid(total3);
                    var total4 = V.Load(stepInput7, row * 16 + i) + (V.Load(matMul3, row * 16 + i) + V.Load(stepInput6, i));
                    var sigmoid6 = VectorMath.Sigmoid(total4);
                    var total5 = V.Load(stepInput9, row * 16 + i) + (V.Load(matMul4, row * 16 + i) + V.Load(stepInput8, i));
                    var tanh3 = VectorMath.Tanh(total5);
                    var total6 = V.MultiplyAdd(sigmoid5, V.Load(stepInput5, row * 16 + i), sigmoid6 * tanh3);
                    var tanh4 = VectorMath.Tanh(total6);
                    V.Store(sigmoid4, sigmoid, row * 16 + i);
                    V.Store(sigmoid5, sigmoid2, row * 16 + i);
                    V.Store(sigmoid6, sigmoid3, row * 16 + i);
                    V.Store(tanh3, tanh, row * 16 + i);
                    V.Store(total6, total, row * 16 + i);
                    V.Store(tanh4, tanh2, row * 16 + i);
                    V.Store(sigmoid4 * tanh4, product, row * 16 + i);
                }
            }
        }
    }

    /// <summary>slice: [T, B, 16] → [1, B, 16]</summary>
    private static void StepSlice(in Frame frame, long output, long input)
    {
        var T = frame.Size(0);
        Movement.Copy(
            frame.Workers, output: frame.Batched(output), input: frame.Batched(input).At(16 * frame.Batch).At(16 * frame.Batch * (T - 1)),
            extents: [16 * frame.Batch], outputStrides: [1], inputStrides: [1]);
    }

    /// <summary>head: a matrix put in panels: [512]</summary>
    private static void HeadPack(in Frame frame, long packed, long b)
    {
        MatMul.Pack(
            frame.Workers, packed: frame.Fixed(packed), b: frame.Parameter(b), count: 1, inner: 16, columns: 2, transposed: true);
    }

    /// <summary>head, meansquarederror1: product, add, subtract, multiply: [B, 16], [B, 2] → [B, 2]</summary>
    private static void HeadMeansquarederror1(in Frame frame, long output, long a, long b, long bias, long target, long difference)
    {
        MatMul.Run<HeadMeansquarederror1Epilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Fixed(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 16, Columns: 2, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias), frame.Batched(target), frame.Batched(difference)]);
    }

    public readonly struct HeadMeansquarederror1Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var bias = operands[0];
            var target = operands[1];
            var difference = operands[2];
            var difference2 = sum + V.Load(bias, column) - V.Load(target, row * 2 + column);
            Lanes.Store(difference2, difference, row * 2 + column, 2 - column);
            return difference2 * difference2;
        }
    }

    /// <summary>meansquarederror1: sum over batch and features, divide: [B, 2] → [1, 1]</summary>
    private static void Meansquarederror1(in Frame frame, long product, long ratio)
    {
        Fused.Run<Meansquarederror1Loop>(
            frame.Workers, operands: [frame.Batched(product), frame.Fixed(ratio)], sizes: frame.Sizes, count: 1, grain: 1, cost: 2);
    }

    public readonly struct Meansquarederror1Loop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var product = operands[0];
            var ratio = operands[1];
            var batch = sizes.Batch;
            for (var row = begin; row < end; row++)
            {
                var sumBlocks = default(BlockSum<V>);
                for (var block = 0L; block < 2 * batch; block += BlockSum<V>.Length)
                {
                    var blockEnd = BlockSum<V>.EndOfLanes(block, 2 * batch);
                    var sumOfBlock = V.Fill(0f);
                    for (var i = block; i < blockEnd; i += V.Count)
                    {
                        sumOfBlock += Lanes.Keep(V.Load(product, i), (2 * batch) - i, 0f);
                    }
                    sumBlocks.Add(sumOfBlock);
                }
                var sum = V.Fill(sumBlocks.OfLanes);
                var ratio2 = sum / V.Fill(2f * batch);
                Lanes.StoreOne(ratio2, ratio, row);
            }
        }
    }

    /// <summary>meansquarederror1: multiply: [B, 2] → [B, 2]</summary>
    private static void Meansquarederror1Backward(in Frame frame, long difference, long gradient)
    {
        Fused.Run<Meansquarederror1BackwardLoop>(
            frame.Workers, operands: [frame.Batched(difference), frame.Batched(gradient)], sizes: frame.Sizes, count: 2 * frame.Batch,
            grain: 1024, cost: 3);
    }

    public readonly struct Meansquarederror1BackwardLoop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var difference = operands[0];
            var gradient = operands[1];
            var batch = sizes.Batch;
            var ratio = V.Fill(1f) / V.Fill(2f * batch);
            for (var i = begin; i < end; i += V.Count)
            {
                V.Store((ratio * V.Load(difference, i)) * V.Fill(2f), gradient, i);
            }
        }
    }

    /// <summary>head: sum over batch: [B, 2] → [1, 2]</summary>
    private static void HeadReduce(in Frame frame, long output, long difference)
    {
        Fused.Reduce<HeadReduceRows>(
            frame.Workers, output: frame.Fixed(output), operands: [frame.Batched(difference)], sizes: frame.Sizes, outer: 1, rows: frame.Batch,
            columns: 2, max: false, scratch: frame.Scratch);
    }

    public readonly struct HeadReduceRows : IFusedReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>
        {
            var difference = operands[0];
            for (var column = 0L; column < 2; column += V.Count)
            {
                var sumBlocks = default(BlockSum<V>);
                for (var block = begin; block < end; block += BlockSum<V>.Steps)
                {
                    var blockEnd = BlockSum<V>.EndOfRows(block, end);
                    var sumOfBlock = V.Fill(0f);
                    for (var row = block; row < blockEnd; row++)
                    {
                        sumOfBlock += V.Load(difference, row * 2 + column);
                    }
                    sumBlocks.Add(sumOfBlock);
                }
                Lanes.Store(sumBlocks.Total, partial, column, 2 - column);
            }
        }
    }

    /// <summary>head: gradient of head.bias, multiply: [1, 2]</summary>
    private static void HeadBackward(in Frame frame, long gradient, long gradient2)
    {
        Fused.Run<HeadBackwardLoop>(
            frame.Workers, operands: [frame.Fixed(gradient), frame.Gradient(gradient2)], sizes: frame.Sizes, count: 2, grain: 1024, cost: 3);
    }

    public readonly struct HeadBackwardLoop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var gradient = operands[0];
            var gradient2 = operands[1];
            var batch = sizes.Batch;
            var ratio = V.Fill(1f) / V.Fill(2f * batch);
            for (var i = begin; i < end; i += V.Count)
            {
                Lanes.Store((V.Load(gradient, i) * ratio) * V.Fill(2f), gradient2, i, end - i);
            }
        }
    }

    /// <summary>head: product: [B, 2] → [B, 16]</summary>
    private static void HeadBackward2(in Frame frame, long output, long a, long b)
    {
        MatMul.Run<Identity>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Parameter(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 2, Columns: 16, TransposedA: false, PackedB: false, SharedB: true),
            operands: []);
    }

    /// <summary>head: gradient of head.weight, product in pieces: [B, 2], [B, 16] → [2, 16]</summary>
    private static void HeadWeightGradient(in Frame frame, long output, long a, long b)
    {
        MatMul.RunSplit(
            frame.Workers, output: frame.Gradient(output), a: frame.Batched(a), b: frame.Batched(b),
            new MatMulShape(Count: 1, Rows: 2, Inner: frame.Batch, Columns: 16, TransposedA: true, PackedB: false, SharedB: true),
            scratch: frame.Scratch);
    }

    /// <summary>pad: [1, B, 16] → [T, B, 16]</summary>
    private static void StepPad(in Frame frame, long output, long input)
    {
        var T = frame.Size(0);
        Movement.Fill(
            frame.Workers, output: frame.Batched(output), count: 16 * frame.Batch * T, value: 0f);
        Movement.Copy(
            frame.Workers, output: frame.Batched(output).At(16 * frame.Batch * (T - 1)), input: frame.Batched(input),
            extents: [16 * frame.Batch], outputStrides: [1], inputStrides: [1]);
    }

    /// <summary>Lstm: a matrix put in panels: [512], for 4 calls</summary>
    private static void LstmPack3(in Frame frame, long packed, long b)
    {
        MatMul.Pack(
            frame.Workers, packed: frame.Fixed(packed), b: frame.Parameter(b), count: 1, inner: 16, columns: 16, transposed: false);
    }

    /// <summary>lstm, lstm.tanh2, lstm.tanh1, …: T steps, the last first</summary>
    private static void LstmToLstmSigmoid3Scan(in Frame frame, long kept, long expand, long kept2, long gradient, long kept3, long kept4, long kept5, long kept6, long kept7, long kept8, long kept9, long kept10, long kept11, long kept12, long gradient2, long gradient3, long gradient4, long gradient5, long gradient6, long gradient7, long gradient8)
    {
        var T = frame.Size(0);
        Movement.Copy(
            frame.Workers, output: frame.Batched(kept).At(16 * frame.Batch * T), input: frame.Batched(expand), extents: [16 * frame.Batch],
            outputStrides: [1], inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Batched(kept2).At(16 * frame.Batch * T), input: frame.Batched(expand), extents: [16 * frame.Batch],
            outputStrides: [1], inputStrides: [1]);
        for (var t = T - 1L; t >= 0; t--)
        {
            // lstm … lstm.sigmoid3
            LstmToLstmSigmoid3Backward(
                frame, t, gradient: kept2, gradient2: kept, gradient3: gradient, gradient4: kept3, gradient5: kept4, gradient6: kept5,
                gradient7: kept6, gradient8: kept7, gradient9: kept8, gradient10: kept9, gradient11: kept10, gradient12: kept11,
                gradient13: kept12);
            // lstm
            LstmBackward(frame, t, output: gradient2, a: kept10, b: gradient3);
            LstmBackward(frame, t, output: gradient4, a: kept11, b: gradient5);
            LstmBackward(frame, t, output: gradient6, a: kept12, b: gradient7);
            LstmBackward2(frame, t, output: kept, a: kept9, b: gradient8, gradient: gradient2, gradient2: gradient4, gradient3: gradient6);
        }
    }

    /// <summary>lstm, lstm.tanh2, lstm.tanh1, …: abs, less, select, abs, less, …: [B, 16] → [B, 16]</summary>
    private static void LstmToLstmSigmoid3Backward(in Frame frame, long t, long gradient, long gradient2, long gradient3, long gradient4, long gradient5, long gradient6, long gradient7, long gradient8, long gradient9, long gradient10, long gradient11, long gradient12, long gradient13)
    {
        Fused.Run<LstmToLstmSigmoid3BackwardLoop>(
            frame.Workers,
            operands: [frame.Batched(gradient).At((t + 1) * 16 * frame.Batch), frame.Batched(gradient2).At((t + 1) * 16 * frame.Batch), frame.Batched(gradient3).At(t * 16 * frame.Batch), frame.Batched(gradient4).At(t * 16 * frame.Batch), frame.Batched(gradient5).At(t * 16 * frame.Batch), frame.Batched(gradient6).At(t * 16 * frame.Batch), frame.Batched(gradient7).At(t * 16 * frame.Batch), frame.Batched(gradient8).At(t * 16 * frame.Batch), frame.Batched(gradient9).At(t * 16 * frame.Batch), frame.Batched(gradient10).At(t * 16 * frame.Batch), frame.Batched(gradient11).At(t * 16 * frame.Batch), frame.Batched(gradient12).At(t * 16 * frame.Batch), frame.Batched(gradient13).At(t * 16 * frame.Batch), frame.Batched(gradient).At(t * 16 * frame.Batch)],
            sizes: frame.Sizes, count: 16 * frame.Batch, grain: 1024, cost: 29);
    }

    public readonly struct LstmToLstmSigmoid3BackwardLoop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var gradient = operands[0];
            var gradient2 = operands[1];
            var gradient3 = operands[2];
            var gradient4 = operands[3];
            var gradient5 = operands[4];
            var gradient6 = operands[5];
            var gradient7 = operands[6];
            var gradient8 = operands[7];
            var gradient9 = operands[8];
            var gradient10 = operands[9];
            var gradient11 = operands[10];
            var gradient12 = operands[11];
            var gradient13 = operands[12];
            var gradient14 = operands[13];
            for (var i = begin; i < end; i += V.Count)
            {
                var gradientLanes = V.Load(gradient, i);
                var selected = V.SelectLess(V.Abs(gradientLanes), V.Fill(1E-30f), V.Fill(0f), gradientLanes);
                var gradientLanes2 = V.Load(gradient2, i);
                var selected2 = V.SelectLess(V.Abs(gradientLanes2), V.Fill(1E-30f), V.Fill(0f), gradientLanes2);
                var total = selected2 + V.Load(gradient3, i);
                var gradientLanes3 = V.Load(gradient4, i);
                var gradientLanes4 = V.Load(gradient5, i);
                var total2 = V.MultiplyAdd(total * gradientLanes3, V.Fill(1f) - (gradientLanes4 * gradientLanes4), selected);
                var gradientLanes5 = V.Load(gradient6, i);
                var gradientLanes6 = V.Load(gradient7, i);
                var product = (total2 * gradientLanes5) * (V.Fill(1f) - (gradientLanes6 * gradientLanes6));
                var product2 = (total2 * gradientLanes6) * (gradientLanes5 * (V.Fill(1f) - gradientLanes5));
                var gradientLanes7 = V.Load(gradient9, i);
                var product3 = (total2 * V.Load(gradient8, i)) * (gradientLanes7 * (V.Fill(1f) - gradientLanes7));
                var product4 = (total * gradientLanes4) * (gradientLanes3 * (V.Fill(1f) - gradientLanes3));
                V.Store(product, gradient10, i);
                V.Store(product2, gradient11, i);
                V.Store(product3, gradient12, i);
                V.Store(product4, gradient13, i);
                V.Store(total2 * gradientLanes7, gradient14, i);
            }
        }
    }

    /// <summary>Lstm: product: [B, 16] → [B, 16], for 3 calls</summary>
    private static void LstmBackward(in Frame frame, long t, long output, long a, long b)
    {
        MatMul.Run<Identity>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a).At(t * 16 * frame.Batch), b: frame.Fixed(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 16, Columns: 16, TransposedA: false, PackedB: true, SharedB: true),
            operands: []);
    }

    /// <summary>lstm: product, add: [B, 16] → [B, 16]</summary>
    private static void LstmBackward2(in Frame frame, long t, long output, long a, long b, long gradient, long gradient2, long gradient3)
    {
        MatMul.Run<LstmBackward2Epilogue>(
            frame.Workers, output: frame.Batched(output).At(t * 16 * frame.Batch), a: frame.Batched(a).At(t * 16 * frame.Batch),
            b: frame.Fixed(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 16, Columns: 16, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Batched(gradient), frame.Batched(gradient2), frame.Batched(gradient3)]);
    }

    public readonly struct LstmBackward2Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var gradient = operands[0];
            var gradient2 = operands[1];
            var gradient3 = operands[2];
            var total = sum + V.Load(gradient, row * 16 + column) + V.Load(gradient2, row * 16 + column);
            return total + V.Load(gradient3, row * 16 + column);
        }
    }

    /// <summary>Lstm: product in pieces: [T, B, 16] → [16, 16], for 4 calls</summary>
    private static void LstmWeightGradient(in Frame frame, long output, long a, long b)
    {
        var T = frame.Size(0);
        MatMul.RunSplit(
            frame.Workers, output: frame.Fixed(output), a: frame.Batched(a), b: frame.Batched(b),
            new MatMulShape(Count: 1, Rows: 16, Inner: frame.Batch * T, Columns: 16, TransposedA: true, PackedB: false, SharedB: true),
            scratch: frame.Scratch);
    }

    /// <summary>Lstm: sum over T and batch: [T, B, 16] → [1, 1, 16], for 4 calls</summary>
    private static void LstmReduce(in Frame frame, long output, long gradient)
    {
        var T = frame.Size(0);
        Fused.Reduce<LstmReduceRows>(
            frame.Workers, output: frame.Fixed(output), operands: [frame.Batched(gradient)], sizes: frame.Sizes, outer: 1,
            rows: frame.Batch * T, columns: 16, max: false, scratch: frame.Scratch);
    }

    public readonly struct LstmReduceRows : IFusedReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>
        {
            var gradient = operands[0];
            for (var column = 0L; column < 16; column += V.Count)
            {
                var sumBlocks = default(BlockSum<V>);
                for (var block = begin; block < end; block += BlockSum<V>.Steps)
                {
                    var blockEnd = BlockSum<V>.EndOfRows(block, end);
                    var sumOfBlock = V.Fill(0f);
                    for (var row = block; row < blockEnd; row++)
                    {
                        sumOfBlock += V.Load(gradient, row * 16 + column);
                    }
                    sumBlocks.Add(sumOfBlock);
                }
                V.Store(sumBlocks.Total, partial, column);
            }
        }
    }

    /// <summary>Lstm: product in pieces: [T, B, 16], [T, B, 8] → [16, 8], for 4 calls</summary>
    private static void LstmWeightGradient2(in Frame frame, long output, long a, long b)
    {
        var T = frame.Size(0);
        MatMul.RunSplit(
            frame.Workers, output: frame.Fixed(output), a: frame.Batched(a), b: frame.Batched(b),
            new MatMulShape(Count: 1, Rows: 16, Inner: frame.Batch * T, Columns: 8, TransposedA: true, PackedB: false, SharedB: true),
            scratch: frame.Scratch);
    }

    /// <summary>Lstm: concat: [32] and others, for 3 calls</summary>
    private static void LstmConcat(in Frame frame, int extent, long output, long input, long input2)
    {
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output), input: frame.Fixed(input), extents: [extent], outputStrides: [1], inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output).At(extent), input: frame.Fixed(input2), extents: [extent], outputStrides: [1],
            inputStrides: [1]);
    }

    /// <summary>Lstm: concat: [48] and others, for 2 calls</summary>
    private static void LstmConcat2(in Frame frame, int extent, int extent2, long output, long input, long input2)
    {
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output), input: frame.Fixed(input), extents: [extent], outputStrides: [1], inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output).At(extent), input: frame.Fixed(input2), extents: [extent2], outputStrides: [1],
            inputStrides: [1]);
    }

    /// <summary>lstm: concat: [48, 16]</summary>
    private static void LstmConcat3(in Frame frame, long output, long input, long input2)
    {
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output), input: frame.Fixed(input), extents: [256], outputStrides: [1], inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output).At(256), input: frame.Fixed(input2), extents: [512], outputStrides: [1],
            inputStrides: [1]);
    }

    /// <summary>lstm: gradient of lstm.bias_ih_l0, concat: [64]</summary>
    private static void LstmConcat4(in Frame frame, long output, long input, long input2)
    {
        Movement.Copy(
            frame.Workers, output: frame.Gradient(output), input: frame.Fixed(input), extents: [16], outputStrides: [1], inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Gradient(output).At(16), input: frame.Fixed(input2), extents: [48], outputStrides: [1],
            inputStrides: [1]);
    }

    /// <summary>Lstm: gradient of weight_hh_l0, gradient of weight_ih_l0, concat: [64, 16] and others, for 2 calls</summary>
    private static void LstmConcat5(in Frame frame, int extent, int extent2, long output, long input, long input2)
    {
        Movement.Copy(
            frame.Workers, output: frame.Gradient(output), input: frame.Fixed(input), extents: [extent], outputStrides: [1],
            inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Gradient(output).At(extent), input: frame.Fixed(input2), extents: [extent2], outputStrides: [1],
            inputStrides: [1]);
    }

    /// <summary>gradient of lstm.bias_hh_l0, expand: [64]</summary>
    private static void StepBackward(in Frame frame, long gradient, long gradient2)
    {
        Fused.Run<StepBackwardLoop>(
            frame.Workers, operands: [frame.Gradient(gradient), frame.Gradient(gradient2)], sizes: frame.Sizes, count: 64, grain: 1024,
            cost: 1);
    }

    public readonly struct StepBackwardLoop : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
        {
            var gradient = operands[0];
            var gradient2 = operands[1];
            for (var i = begin; i < end; i += V.Count)
            {
                V.Store(V.Load(gradient, i), gradient2, i);
            }
        }
    }
}
