// Checks lines of self-describing JSON on standard input against the Iglu schema whose file is the argument, and writes
// what is wrong as a JSON array of texts.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const { $schema, self, ...schema } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);

const name = `iglu:${self.vendor}/${self.name}/${self.format}/${self.version}`;
const wrong = [];
for (const line of (await text(process.stdin)).split("\n").filter((line) => line !== "")) {
  const row = JSON.parse(line);
  if (row.schema !== name) wrong.push(`schema is ${row.schema}`);
  if (!validate(row.data)) wrong.push(ajv.errorsText(validate.errors));
}

console.log(JSON.stringify(wrong));
