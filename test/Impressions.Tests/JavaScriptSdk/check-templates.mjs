// Checks the CloudFormation templates whose files are the arguments against the resource schemas that AWS publishes, and
// writes what is wrong with each as a JSON array of arrays of texts. What is only advice is left out.
import validate from "@aws/cloudformation-validate";

const region = "eu-central-1";
const schemas = new validate.SchemaValidator();
const wrong = process.argv.slice(2).map((file) =>
  schemas
    .validate(new validate.TemplateFile(file), region)
    .filter(({ severity }) => severity !== "INFO" && severity !== "DEBUG")
    .map(({ ruleId, entity, propertyPath, message }) => `${ruleId} ${entity?.logicalId} ${propertyPath}: ${message}`),
);

console.log(JSON.stringify(wrong));
