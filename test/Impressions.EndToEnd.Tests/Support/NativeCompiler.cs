using System.Runtime.InteropServices;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>Compiling native code takes minutes, so it is done only where it is asked for.</summary>
static class NativeCompiler
{
    const string Variable = "IMPRESSIONS_NATIVE";

    /// <summary>The compiler makes code for this machine.</summary>
    public static string Architecture { get; } =
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "arm64"
            : "x86_64";

    /// <summary>What the variable says, unless it is just 1.</summary>
    public static string PublishFlags { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 1 } flags ? flags : "";

    public static string? Missing() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            ? $"Takes minutes: set {Variable}=1, or to flags for dotnet publish such as \"-p:Tfm=net9.0 "
                + "-p:CheckEolTargetFramework=false\" where .NET 10's NativeAOT runtime pack cannot be restored"
        : Programs.Missing("clang") is null || Programs.Missing("gcc") is null ? Programs.Missing("make")
        : "Needs clang or gcc on the path";
}
