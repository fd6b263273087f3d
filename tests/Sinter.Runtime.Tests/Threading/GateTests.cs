using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Threading;

public class GateTests
{
    [Fact]
    public void AnInterruptedWaitGoesOn_AndTheInterruptIsDeliveredAtTheNextOne()
    {
        var gate = new Gate();
        var (order, failure) = (new List<string>(), (Exception?)null);
        var thread = new Thread(() =>
        {
            try
            {
                using (gate.Enter()) order.Add("taken");
                Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Timeout.Infinite));
                order.Add("delivered");
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        using (gate.Enter())
        {
            thread.Start();
            for (var i = 0; i < 3; i++)
            {
                while ((thread.ThreadState & ThreadState.WaitSleepJoin) == 0) Thread.Sleep(1);
                thread.Interrupt();
                Thread.Sleep(5);
            }

            Assert.Empty(order);
            order.Add("given back");
        }

        thread.Join();
        Assert.Null(failure);
        Assert.Equal(["given back", "taken", "delivered"], order);
    }
}
