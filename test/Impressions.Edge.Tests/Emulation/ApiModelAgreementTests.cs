using System.Text;
using System.Text.Json;

namespace Impressions.Tests;

/// <summary>The endpoint against the service's published API model.</summary>
public class ApiModelAgreementTests
{
    [ApiModelFact]
    public void Validate_BothSidesOfEveryConstraint_AgreesWithTheModel()
    {
        using var model = ReadModel();
        var probes = new ApiModelProbes(model.RootElement.GetProperty("shapes"))
            .Of("PutEventsRequest")
            .ToList();

        var disagreements = probes
            .Where(probe => probe.IsValid != IsValid(probe))
            .Select(probe => $"{probe.Path}, {probe.Side}");

        Assert.Empty(disagreements);
        Assert.InRange(probes.Count(probe => probe.IsValid), 30, 200); // the model really yields both kinds
        Assert.InRange(probes.Count(probe => !probe.IsValid), 30, 200);
    }

    [ApiModelFact]
    public void PutEvents_OperationAndSigning_AgreeWithTheModel()
    {
        using var model = ReadModel();
        var root = model.RootElement;
        var operation = root.GetProperty("operations").GetProperty("PutEvents");
        var http = operation.GetProperty("http");
        var error = Assert
            .Single(operation.GetProperty("errors").EnumerateArray())
            .GetProperty("shape")
            .GetString()!;

        Assert.Equal(
            ("POST", "/events"),
            (http.GetProperty("method").GetString(), http.GetProperty("requestUri").GetString())
        );
        Assert.Equal("personalize", root.GetProperty("metadata").GetProperty("signingName").GetString());
        Assert.Equal(Refusal.InvalidInput, error);
        Assert.False(operation.TryGetProperty("output", out _));
    }

    static bool IsValid(ApiModelProbe probe) =>
        PutEventsValidator.Validate(Encoding.UTF8.GetBytes(probe.Value.ToJsonString())).Refusal is null;

    static JsonDocument ReadModel() => JsonDocument.Parse(File.ReadAllBytes(ApiModelFactAttribute.ModelPath));
}
