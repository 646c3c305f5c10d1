// Sends the PutEvents request on standard input with the official SDK, which takes endpoint, region and credentials
// from the environment, and writes the outcome as JSON.
import { json } from "node:stream/consumers";
import {
  InvalidInputException,
  PersonalizeEventsClient,
  PutEventsCommand,
} from "@aws-sdk/client-personalize-events";

const request = await json(process.stdin);
for (const event of request.eventList) {
  event.sentAt = new Date(event.sentAt);
}

const client = new PersonalizeEventsClient({});
let outcome;
try {
  const { $metadata } = await client.send(new PutEventsCommand(request));
  outcome = { status: $metadata.httpStatusCode, attempts: $metadata.attempts, error: "", message: "" };
} catch (e) {
  outcome = {
    status: e.$metadata?.httpStatusCode ?? 0,
    attempts: e.$metadata?.attempts ?? 0,
    error: e.name,
    message: e.message,
    isModelledError: e instanceof InvalidInputException,
  };
}

console.log(JSON.stringify(outcome));
