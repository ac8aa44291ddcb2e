// A workspace of the repository's fixtures, and a model whose requests never end.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const FIXTURES = path.resolve(import.meta.dirname, "../../../fixtures");
export const SECRET = "s3cr3t-Vq7-zebra";

const SLOW = (port) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_Slow" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.9.0">
  <bpmn:process id="Process_Slow" isExecutable="true">
    <bpmn:serviceTask id="Activity_Wait" name="Wait for the report">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="io.camunda:http-json:1" retries="3" />
        <zeebe:ioMapping>
          <zeebe:input source="noAuth" target="authentication.type" />
          <zeebe:input source="GET" target="method" />
          <zeebe:input source="http://127.0.0.1:${port}/slow" target="url" />
        </zeebe:ioMapping>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>
`;

// "full" lacks nothing, so that a run asks for nothing; "dev" lacks a variable and the secret.
const CONFIGURATION = (port) => `default-environment = "full"

[environments.full]
variables = { weatherApi = "http://127.0.0.1:${port}", city = "Berlin" }
secrets-file = ".env"

[environments.dev]
description = "The weather on this machine"
variables = { weatherApi = "http://127.0.0.1:${port}" }

[environments.prod]
protected = true
description = "The real weather"
variables = { weatherApi = "http://127.0.0.1:${port}/prod", city = "Berlin" }
secrets-file = ".env"
`;

export function makeWorkspace(folder, port, environment) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(FIXTURES, "templates/weather.bpmn"), path.join(folder, "weather.bpmn"));
  copyFileSync(path.join(FIXTURES, "mistakes/unquoted-secret.bpmn"), path.join(folder, "orders.bpmn"));
  writeFileSync(path.join(folder, "slow.bpmn"), SLOW(port));
  writeFileSync(path.join(folder, "connlint.toml"), CONFIGURATION(port).replace('"full"\n\n', `"${environment}"\n\n`));
  writeFileSync(path.join(folder, ".env"), `OPEN_WEATHER_MAP_API_KEY=${SECRET}\n`);
}
