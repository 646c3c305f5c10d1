// Puts lines (base64, one a line of standard input) through a local Kinesis, and writes what Lambda's event source would
// hand to a function: one payload a line, each from one shard.
import kinesalite from "kinesalite";
import { createInterface } from "node:readline";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { KinesisClient, CreateStreamCommand, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";

const StreamName = "enriched-good";
const shards = 2;
const recordsPerPut = 500;
const recordsPerPayload = 10;
const visitorColumn = 15; // domain_userid: what Enrich's partitionKey should be, so that a visitor's events keep their order

const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  lines.push(Buffer.from(line, "base64"));
}

const server = kinesalite({ createStreamMs: 0 });
await new Promise((done, failed) => server.listen(0, "127.0.0.1", error => error ? failed(error) : done()));
const kinesis = new KinesisClient({
  endpoint: `http://127.0.0.1:${server.address().port}`, region: "us-east-1", requestHandler: new NodeHttpHandler(),
  credentials: { accessKeyId: "local", secretAccessKey: "local" } });

try {
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  let stream;
  do {
    stream = (await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription;
  } while (stream.StreamStatus !== "ACTIVE");

  for (let at = 0; at < lines.length; at += recordsPerPut) {
    const put = await kinesis.send(new PutRecordsCommand({ StreamName, Records: lines.slice(at, at + recordsPerPut)
      .map((Data, i) => ({ Data, PartitionKey: Data.toString().split("\t")[visitorColumn] || `event-${at + i}` })) }));
    if (put.FailedRecordCount > 0) {
      throw new Error(`${put.FailedRecordCount} records were not put`);
    }
  }

  for (const { ShardId } of stream.Shards) {
    let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" }));
    for (;;) {
      const got = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: recordsPerPayload }));
      if (got.Records.length === 0) {
        break;
      }
      ShardIterator = got.NextShardIterator;
      console.log(JSON.stringify({ Records: got.Records.map(record => ({
        eventID: `${ShardId}:${record.SequenceNumber}`, eventVersion: "1.0", eventSource: "aws:kinesis", eventName: "aws:kinesis:record",
        awsRegion: "us-east-1", eventSourceARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`,
        invokeIdentityArn: "arn:aws:iam::000000000000:role/impressions",
        kinesis: { kinesisSchemaVersion: "1.0", partitionKey: record.PartitionKey, sequenceNumber: record.SequenceNumber,
          data: Buffer.from(record.Data).toString("base64"),
          approximateArrivalTimestamp: record.ApproximateArrivalTimestamp.getTime() / 1000 } })) }));
    }
  }
} finally {
  kinesis.destroy();
  server.close();
}
