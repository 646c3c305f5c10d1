using System.Reflection;
using System.Runtime.CompilerServices;

namespace Impressions.Tests;

/// <summary>Each method twice, with the framework's builder as the oracle: nobody who awaits can tell them apart.</summary>
public sealed class TaskBuilderTests
{
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Await_Method_EndsAsWithTheFrameworksBuilder(string way)
    {
        Assert.Equal(await EndOfAsync(Framework(way)), await EndOfAsync(Own(way)));
        Assert.Equal(await EndOfAsync(FrameworkWithoutResult(way)), await EndOfAsync(OwnWithoutResult(way)));
    }

    public static TheoryData<string> Ways =>
        ["at once", "late", "twice", "throws at once", "throws late", "cancels at once", "cancels late"];

    [Fact]
    public async Task Await_ManyAtATime_EachKeepsItsOwnState()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(SumAsync));

        Assert.Equal(Enumerable.Range(0, 1_000).Select(start => 10 * start + 45), sums);
    }

    [Fact]
    public async Task Await_CompletesOnAnotherThread_IsSeenByBlockedWaiters()
    {
        var gate = new TaskCompletionSource();
        var waiting = WaitAsync(gate.Task);
        Assert.False(waiting.IsCompleted);

        await Task.Run(gate.SetResult);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void AsyncMethods_OfTheFunction_NameTheBuilder()
    {
        var methods = typeof(TaskBuilder)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.DeclaredOnly
                        | BindingFlags.Static
                        | BindingFlags.Instance
                        | BindingFlags.Public
                        | BindingFlags.NonPublic
                )
            )
            .Where(method =>
                typeof(Task).IsAssignableFrom(method.ReturnType)
                && method.IsDefined(typeof(AsyncStateMachineAttribute))
                && !method.Name.Contains(">b__", StringComparison.Ordinal) // a lambda cannot name one
            )
            .ToList();

        Assert.NotEmpty(methods);
        Assert.All(
            methods,
            method =>
                Assert.Equal(
                    method.ReturnType.IsGenericType ? typeof(TaskBuilder<>) : typeof(TaskBuilder),
                    method.GetCustomAttribute<AsyncMethodBuilderAttribute>()?.BuilderType
                )
        );
    }

    static async Task<string> EndOfAsync(Task task)
    {
        try
        {
            await task;
            var result = task.GetType().GetProperty("Result")?.GetValue(task);
            return $"{task.Status} {(result is int ? result : "")}";
        }
        catch (OperationCanceledException cancelled)
        {
            return $"{task.Status} {cancelled.CancellationToken.IsCancellationRequested}";
        }
        catch (InvalidOperationException failure)
        {
            return $"{task.Status} {failure.Message} {task.Exception!.InnerExceptions.Count}";
        }
    }

    static async Task<int> Framework(string way)
    {
        await StepAsync(way);
        return 7;
    }

    [AsyncMethodBuilder(typeof(TaskBuilder<>))]
    static async Task<int> Own(string way)
    {
        await StepAsync(way);
        return 7;
    }

    static async Task FrameworkWithoutResult(string way) => await StepAsync(way);

    [AsyncMethodBuilder(typeof(TaskBuilder))]
    static async Task OwnWithoutResult(string way) => await StepAsync(way);

    /// <summary>What is awaited is of every kind: a task, a value task, the thread pool.</summary>
    static async ValueTask StepAsync(string way)
    {
        if (!way.EndsWith("at once", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        if (way == "twice")
        {
            await Task.Delay(1);
        }

        if (way.StartsWith("throws", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(way);
        }

        if (way.StartsWith("cancels", StringComparison.Ordinal))
        {
            throw new OperationCanceledException(new CancellationToken(canceled: true));
        }
    }

    [AsyncMethodBuilder(typeof(TaskBuilder<>))]
    static async Task<int> SumAsync(int start)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            await Task.Yield();
            sum += start + i;
        }

        return sum;
    }

    [AsyncMethodBuilder(typeof(TaskBuilder))]
    static async Task WaitAsync(Task gate)
    {
        await gate;
        await gate;
    }
}
