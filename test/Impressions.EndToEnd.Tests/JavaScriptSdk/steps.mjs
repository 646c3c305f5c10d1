// Evaluates what a state machine in JSONata does, without doing it. Gets {definition, execution, input} as JSON on standard
// input, and writes what is wrong with the definition, and the arguments of each task.
import aslValidator from "asl-validator";
import jsonata from "jsonata";

const { definition, execution, input } = JSON.parse(await new Response(process.stdin).text());
const { isValid, errorsText } = aslValidator(definition);

const evaluate = async (value) => {
  if (typeof value === "string" && value.startsWith("{%") && value.endsWith("%}")) {
    const states = { input, context: { Execution: { Name: execution } } };
    return jsonata(value.slice(2, -2)).evaluate({}, { states, importJob: "arn:of:the:job" });
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map(evaluate));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const entries = Object.entries(value).map(async ([name, inner]) => [name, await evaluate(inner)]);
  return Object.fromEntries(await Promise.all(entries));
};

const tasks = Object.entries(definition.States).filter(([, state]) => state.Type === "Task");
const evaluated = tasks.map(async ([name, state]) => [name, await evaluate(state.Arguments)]);
console.log(JSON.stringify({ wrong: isValid ? "" : errorsText(), tasks: Object.fromEntries(await Promise.all(evaluated)) }));
