// A model of two tasks: one reads the weather into a variable, the other posts it.
import { writeFileSync } from "node:fs";
import path from "node:path";

const inputs = (mappings) =>
  Object.entries(mappings).map(
    ([target, source]) => `          <zeebe:input source="${source}" target="${target}" />\n`,
  );

const task = (id, name, mappings, headers = "") => `    <bpmn:serviceTask id="${id}" name="${name}">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="io.camunda:http-json:1" retries="3" />
        <zeebe:ioMapping>
${inputs(mappings).join("")}        </zeebe:ioMapping>
${headers}      </bpmn:extensionElements>
    </bpmn:serviceTask>
`;

const RESULT = `        <zeebe:taskHeaders>
          <zeebe:header key="resultExpression" value="={degrees: response.body.main.temp}" />
        </zeebe:taskHeaders>
`;

export const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_Report" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.9.0">
  <bpmn:process id="Process_Report" isExecutable="true">
${task(
  "Activity_Read",
  "Read weather",
  {
    "authentication.type": "noAuth",
    method: "GET",
    url: "=weatherApi + &#34;/weather&#34;",
    queryParameters: "={appid: &#34;{{secrets.OPEN_WEATHER_MAP_API_KEY}}&#34;}",
  },
  RESULT,
)}${task("Activity_Report", "Send report", {
  "authentication.type": "noAuth",
  method: "POST",
  url: "=weatherApi + &#34;/reports&#34;",
  body: "={now: degrees}",
})}  </bpmn:process>
</bpmn:definitions>
`;

/** A model of a single request to an address. */
export const single = (url) =>
  REPORT.replace(
    /^ {4}<bpmn:serviceTask[^]*<\/bpmn:serviceTask>\n/m,
    task("Activity_Picture", "Get picture", { "authentication.type": "noAuth", method: "GET", url }),
  );

export function addReport(folder) {
  writeFileSync(path.join(folder, "report.bpmn"), REPORT);
}
