namespace Impressions.Core.Delivery;

/// <summary>What became of the metadata of an invocation.</summary>
/// <param name="Accepted">Users and items that Personalize took.</param>
/// <param name="Failed">Those that it did not.</param>
/// <param name="Failure">Why, as a code (<see cref="CallAnswer.Code"/>); empty when nothing failed.</param>
readonly record struct MetadataReport(int Accepted, int Failed, string Failure);
