using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Impressions.Benchmarks;

/// <summary>A column of the table.</summary>
/// <param name="position">From the left, 0-based.</param>
sealed class Figure(string name, int position, Func<Summary, BenchmarkCase, string> value) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public string Legend => "";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => position;

    public bool IsNumeric => position > 0;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => value(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        value(summary, benchmarkCase);
}
