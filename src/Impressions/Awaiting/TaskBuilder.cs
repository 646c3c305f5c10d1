#pragma warning disable CA1822 // the compiler calls them on an instance
using System.Runtime.CompilerServices;

namespace Impressions;

/// <summary>
/// Makes the task of an async method, as the framework's builder would. That one is compiled anew in every start, for each
/// method that awaits, since it belongs to another library; this one is compiled ahead with the methods that name it.
/// It carries no execution context from before an await to behind it: nobody here has any.
/// </summary>
struct TaskBuilder<T>
{
    Task<T>? _task;
    Paused? _paused;

    /// <summary>The task as the method's caller gets it.</summary>
    public readonly Task<T> Task => _paused is null ? _task! : _paused.Task;

    public static TaskBuilder<T> Create() => default;

    public readonly void Start<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine => method.MoveNext();

    /// <summary>For compilers of old.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine method) { }

    public void SetResult(T result)
    {
        if (_paused is null)
        {
            _task = System.Threading.Tasks.Task.FromResult(result);
        }
        else
        {
            _paused.SetResult(result);
        }
    }

    public void SetException(Exception failure)
    {
        var outcome = _paused ?? new TaskCompletionSource<T>();
        if (failure is OperationCanceledException cancelled)
        {
            outcome.SetCanceled(cancelled.CancellationToken);
        }
        else
        {
            outcome.SetException(failure);
        }

        _task = outcome.Task;
    }

    public void AwaitOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : INotifyCompletion
        where TMethod : IAsyncStateMachine => awaiter.OnCompleted(Pause(ref method));

    public void AwaitUnsafeOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : ICriticalNotifyCompletion
        where TMethod : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Pause(ref method));

    /// <returns>What goes on with the method.</returns>
    Action Pause<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine
    {
        if (_paused is null)
        {
            var paused = new Paused<TMethod>();
            _paused = paused; // it is a part of the method: the copy must know it as well
            paused.Method = method;
        }

        return _paused.Resume;
    }

    /// <summary>A method that has waited, and its task.</summary>
    abstract class Paused : TaskCompletionSource<T>
    {
        protected Paused() => Resume = MoveNext;

        public Action Resume { get; }

        protected abstract void MoveNext();
    }

    sealed class Paused<TMethod> : Paused
        where TMethod : IAsyncStateMachine
    {
        TMethod _method = default!;

        public TMethod Method
        {
            set => _method = value;
        }

        protected override void MoveNext() => _method.MoveNext();
    }
}

/// <inheritdoc cref="TaskBuilder{T}"/>
struct TaskBuilder
{
    TaskBuilder<bool> _builder; // of no result that anybody sees

    public readonly Task Task => _builder.Task;

    public static TaskBuilder Create() => default;

    public readonly void Start<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine => _builder.Start(ref method);

    public readonly void SetStateMachine(IAsyncStateMachine method) { }

    public void SetResult() => _builder.SetResult(true);

    public void SetException(Exception failure) => _builder.SetException(failure);

    public void AwaitOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : INotifyCompletion
        where TMethod : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref method);

    public void AwaitUnsafeOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : ICriticalNotifyCompletion
        where TMethod : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref method);
}
