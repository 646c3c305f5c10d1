using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Impressions.Benchmarks;

/// <summary>Runs every benchmark once, so that none is found broken on the day when somebody wants to measure.</summary>
static class Check
{
    /// <summary>False when one of them failed, or a class has none.</summary>
    public static bool Run(IEnumerable<Type> subjects, TextWriter output) =>
        subjects.Select(subject => RunAll(subject, output)).ToList().TrueForAll(isSound => isSound);

    static bool RunAll(Type subject, TextWriter output)
    {
        try
        {
            var instance = Activator.CreateInstance(subject);
            foreach (var setup in MethodsWith<GlobalSetupAttribute>(subject))
            {
                _ = setup.Invoke(instance, parameters: null);
            }

            var benchmarks = MethodsWith<BenchmarkAttribute>(subject).ToList();
            foreach (var benchmark in benchmarks)
            {
                output.WriteLine(
                    $"{subject.Name}.{benchmark.Name}: {benchmark.Invoke(instance, parameters: null)}"
                );
            }

            return benchmarks.Count > 0;
        }
        catch (TargetInvocationException exception)
        {
            output.WriteLine($"{subject.Name} failed: {exception.InnerException}");
            return false;
        }
    }

    static IEnumerable<MethodInfo> MethodsWith<T>(Type subject)
        where T : Attribute => subject.GetMethods().Where(method => method.IsDefined(typeof(T)));
}
