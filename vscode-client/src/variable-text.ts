/** What a person types for a process variable: JSON where it reads as JSON, else the text itself. */

export function variableOf(typed: string): unknown {
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return typed;
  }
}

/** A sentence where the text looks like JSON that went wrong, else undefined. */
export function variableProblem(typed: string): string | undefined {
  const trimmed = typed.trim();
  if (!/^[[{"]/.test(trimmed)) {
    return undefined;
  }
  try {
    JSON.parse(trimmed);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
