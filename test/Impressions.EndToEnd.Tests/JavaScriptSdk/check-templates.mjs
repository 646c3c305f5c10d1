// Checks the CloudFormation templates whose files are the arguments against the resource schemas that AWS publishes, and
// writes what is wrong with each as a JSON array of arrays of texts. What is only advice is left out.
import validate from "@aws/cloudformation-validate";

const engine = new validate.RegoEngine();
const wrong = process.argv.slice(2).map((file) => {
  const { status, diagnostics } = engine.validateStandard(new validate.TemplateFile(file), { severityLevel: "WARN" });
  return [
    ...(status === "OK" ? [] : [status]), // not all of it could be looked at
    ...diagnostics.map((d) => `${d.ruleId} ${d.entity?.logicalId} ${d.propertyPath}: ${d.message}`),
  ];
});

console.log(JSON.stringify(wrong));
