"""The model of a BPMN file: processes, flow nodes, connector tasks, mappings, headers, scopes, variables."""
