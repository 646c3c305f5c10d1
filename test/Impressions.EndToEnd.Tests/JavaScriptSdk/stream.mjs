// A local Kinesis. Writes its address; then makes a stream of three shards of each line of standard input
// ({"stream":NAME,"cases":[{"key":KEY,"records":[BASE64, …]}, …]}): half of the cases, a split, the other half, a merge. Answers "ready".
import kinesalite from "kinesalite";
import { createInterface } from "node:readline";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { KinesisClient, CreateStreamCommand, DescribeStreamCommand, MergeShardsCommand, PutRecordsCommand, SplitShardCommand } from "@aws-sdk/client-kinesis";

const server = kinesalite({ createStreamMs: 0, updateStreamMs: 0, shardLimit: 1000 });
await new Promise((done, failed) => server.listen(0, "127.0.0.1", error => error ? failed(error) : done()));
const endpoint = `http://127.0.0.1:${server.address().port}`;
const kinesis = new KinesisClient({ endpoint, region: "us-east-1", requestHandler: new NodeHttpHandler(),
  credentials: { accessKeyId: "local", secretAccessKey: "local" } });

async function active(StreamName) {
  for (;;) {
    const stream = (await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription;
    if (stream.StreamStatus === "ACTIVE") {
      return stream;
    }
  }
}

async function put(StreamName, cases) {
  for (const { key, records } of cases) { // a case lies in one shard, so that its events keep their order
    const answer = await kinesis.send(new PutRecordsCommand({ StreamName,
      Records: records.map(record => ({ Data: Buffer.from(record, "base64"), PartitionKey: key })) }));
    if (answer.FailedRecordCount > 0) {
      throw new Error(`${answer.FailedRecordCount} records were not put`);
    }
  }
}

console.log(endpoint);
for await (const line of createInterface({ input: process.stdin })) {
  const { stream: StreamName, cases } = JSON.parse(line);
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
  const { Shards: [first, second, third] } = await active(StreamName);
  const half = Math.ceil(cases.length / 2);
  await put(StreamName, cases.slice(0, half));
  const { StartingHashKey, EndingHashKey } = first.HashKeyRange;
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: first.ShardId,
    NewStartingHashKey: ((BigInt(StartingHashKey) + BigInt(EndingHashKey)) / 2n).toString() }));
  await active(StreamName);
  await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: second.ShardId, AdjacentShardToMerge: third.ShardId }));
  await active(StreamName);
  await put(StreamName, cases.slice(half));
  console.log("ready");
}

kinesis.destroy();
server.close();
