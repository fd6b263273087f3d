using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Threading;

public unsafe class WorkersTests
{
    [Fact]
    public void EveryItemRunsOnceAndSplitsAtTheGrain()
    {
        using var workers = Workers.CreatePrivate(5);
        foreach (var grain in new[] { 1, 16, 64 })
        {
            for (var items = 0; items < 300; items += 7) Cover(workers, items, grain);
        }
    }

    [Fact]
    public void ManySmallJobsInARow()
    {
        using var workers = Workers.CreatePrivate(4);
        for (var i = 0; i < 20_000; i++) Cover(workers, 8, 1);
    }

    [Fact]
    public void ThreadsThatHaveParkedComeBack()
    {
        using var workers = Workers.CreatePrivate(3);
        for (var i = 0; i < 20; i++)
        {
            Cover(workers, 12, 1);
            Thread.Sleep(5);
        }
    }

    [Fact]
    public void SeveralSessionsShareThePool()
    {
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            var workers = new Workers(3);
            for (var i = 0; i < 2000; i++) Cover(workers, 30, 1);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    [Fact]
    public void AJobInsideAJobRunsOnItsCaller()
    {
        using var workers = Workers.CreatePrivate(4);
        Nested = workers;
        var total = 0L;
        workers.Run(&Outer, &total, 16);
        Assert.Equal(16 * 100, total);

        static void Outer(void* state, int worker, long begin, long end)
        {
            for (var i = begin; i < end; i++) Nested!.Run(&Inner, state, 100);
        }

        static void Inner(void* state, int worker, long begin, long end) => Interlocked.Add(ref *(long*)state, end - begin);
    }

    // The thread that takes the first item sleeps until all others are done: somebody else must have done the rest of its share.
    [Fact]
    public void AThreadThatIsDoneHelpsASlowerOne()
    {
        using var workers = Workers.CreatePrivate(2);
        var job = new CoverJob { Items = 8 };
        workers.Run(&Body, &job, job.Items);
        Assert.True(job.Misplaced == 0, "the other items were not done while the first one waited");

        static void Body(void* state, int worker, long begin, long end)
        {
            var job = (CoverJob*)state;
            var done = 0;
            for (var wait = 0; begin == 0 && wait < 10_000 && done < job->Items - (int)end; wait++)
            {
                Thread.Sleep(1);
                done = Volatile.Read(ref job->Runs[0]);
            }

            if (begin == 0 && done < job->Items - (int)end) job->Misplaced = 1;
            Interlocked.Add(ref job->Runs[0], (int)(end - begin));
        }
    }

    [Fact]
    public void WhateverAShareThrows_TheOthersAreDoneBeforeTheCallerHearsOfIt()
    {
        using var workers = Workers.CreatePrivate(3);
        for (var thrower = 0; thrower < 12; thrower++)
        {
            var job = new CoverJob { Items = 12, Grain = thrower };
            var thrown = -1.0;
            try
            {
                workers.Run(&Body, &job, job.Items);
            }
            catch (NotFiniteNumberException exception)
            {
                thrown = exception.OffendingNumber;
            }

            Assert.Equal(thrower, thrown);
            for (var i = 0; i < job.Items; i++) Assert.Equal(1, job.Runs[i]);
            Cover(workers, 12, 1);
        }

        static void Body(void* state, int worker, long begin, long end)
        {
            var job = (CoverJob*)state;
            for (var i = begin; i < end; i++)
            {
                // Those that do not throw take their time, so that whoever did not wait for them would be seen.
                if (i != job->Grain) Thread.SpinWait(2000);
                Interlocked.Increment(ref job->Runs[i]);
            }

            if (job->Grain >= begin && job->Grain < end) throw new NotFiniteNumberException(job->Grain);
        }
    }

    [Fact]
    public void AnInterruptEndsNoJob_AndIsDeliveredAfterIt()
    {
        const int Least = 200;
        var (delivered, jobs, failure) = (0, 0, (Exception?)null);
        var thread = new Thread(() =>
        {
            using var workers = Workers.CreatePrivate(3);
            try
            {
                for (; Volatile.Read(ref delivered) < Least; jobs++)
                {
                    // The helpers park, so that waking them needs the lock that they hold for a moment.
                    Cover(workers, 12, 1);
                    Thread.SpinWait(5000);
                    try
                    {
                        Thread.Sleep(0);
                    }
                    catch (ThreadInterruptedException)
                    {
                        delivered++;
                    }
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        while (!thread.Join(0))
        {
            thread.Interrupt();
            Thread.SpinWait(500);
        }

        Assert.Null(failure);
        Assert.Equal(Least, delivered);
    }

    [Fact]
    public void AnInterruptEndsNoWaitForAHelper()
    {
        using var workers = Workers.CreatePrivate(2);
        var helped = 0;
        for (var attempt = 0; attempt < 100 && helped < 5; attempt++)
        {
            // The caller's shares take no time, those of a helper 20 ms: the caller waits, with the interrupt before it or in the middle.
            var job = new SlowJob { Caller = Environment.CurrentManagedThreadId };
            Thread.CurrentThread.Interrupt();
            workers.Run(&Body, &job, 2);
            Assert.Equal((2, 0), (job.Done, job.Active));
            Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(0));
            helped += job.Helped;
        }

        Assert.InRange(helped, 1, int.MaxValue);

        static void Body(void* state, int worker, long begin, long end)
        {
            var job = (SlowJob*)state;
            Interlocked.Increment(ref job->Active);
            var isHelper = Environment.CurrentManagedThreadId != job->Caller;
            for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.ElapsedMilliseconds < (isHelper ? 20 : 1);) Thread.SpinWait(100);
            if (isHelper) job->Helped = 1;
            Interlocked.Add(ref job->Done, (int)(end - begin));
            Interlocked.Decrement(ref job->Active);
        }
    }

    [Fact]
    public void LittleWorkStaysOnTheCaller()
    {
        using var workers = Workers.CreatePrivate(4);
        var caller = Environment.CurrentManagedThreadId;
        workers.Run(&Check, &caller, 1000, 1, work: Workers.WorkPerThread);

        static void Check(void* state, int worker, long begin, long end)
        {
            Assert.Equal(*(int*)state, Environment.CurrentManagedThreadId);
            Assert.Equal((0, 0L, 1000L), (worker, begin, end));
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using var workers = Workers.CreatePrivate(3);
        for (var i = 0; i < 10; i++) Cover(workers, 100, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Cover(workers, 100, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void ImpossibleNumbersOfThreads(int threads) => Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(threads));

    private static Workers? Nested { get; set; }

    private static void Cover(Workers workers, int items, int grain)
    {
        var job = new CoverJob { Items = items, Grain = grain };
        workers.Run(&Body, &job, items, grain);
        for (var i = 0; i < items; i++)
        {
            if (job.Runs[i] != 1) Assert.Fail($"item {i} of {items} ran {job.Runs[i]} times");
        }

        if (job.Misplaced != 0) Assert.Fail("a range began off the grain, or two shares had one number at the same time");

        static void Body(void* state, int worker, long begin, long end)
        {
            var job = (CoverJob*)state;
            if (begin % job->Grain != 0 || end > job->Items || worker is < 0 or > 7) job->Misplaced = 1;
            else if (Interlocked.Increment(ref job->Active[worker]) != 1) job->Misplaced = 1;
            for (var i = begin; i < end; i++) Interlocked.Increment(ref job->Runs[i]);
            if (worker is >= 0 and <= 7) Interlocked.Decrement(ref job->Active[worker]);
        }
    }

    private struct SlowJob
    {
        public int Caller;
        public int Done;
        public int Active;
        public int Helped;
    }

    private struct CoverJob
    {
        public int Items;
        public int Grain;
        public int Misplaced;
        public fixed int Active[8];
        public fixed int Runs[512];
    }
}
