// What the pipeline makes of an invocation: its plan, and the outcome that gets the answers.
global using Planned = (
    Impressions.Core.InvocationPlan Plan,
    Impressions.Core.Delivery.InvocationOutcome Outcome
);
