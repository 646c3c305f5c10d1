// Reads the local account by the official clients and writes what they make of its answers, as JSON by operation; for a call
// that is refused, the name of the client's error.
import { NodeHttpHandler } from "@smithy/node-http-handler";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as lambda from "@aws-sdk/client-lambda";
import * as personalize from "@aws-sdk/client-personalize";

const [endpoint, accessKeyId, secretAccessKey, calls] = process.argv.slice(2);
const options = { endpoint, region: "us-east-1", maxAttempts: 1, requestHandler: new NodeHttpHandler(), credentials: { accessKeyId, secretAccessKey } };
const services = {
  kinesis: [kinesis, new kinesis.KinesisClient(options)],
  lambda: [lambda, new lambda.LambdaClient(options)],
  personalize: [personalize, new personalize.PersonalizeClient(options)],
};

const answers = {};
for (const [service, operation, parameters] of JSON.parse(calls)) {
  const [module, client] = services[service];
  try {
    const { $metadata, ...answer } = await client.send(new module[`${operation}Command`](parameters));
    answers[operation] = answer;
  } catch (error) {
    answers[operation] = error.name;
  }
}
console.log(JSON.stringify(answers));
