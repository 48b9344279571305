import { ExitCode, RunEnd } from './exit.ts';

/** A configuration error: exit 104 and one line that says what, where and what is allowed. */
export function invalidConfig(message: string): RunEnd {
  return new RunEnd(ExitCode.invalidConfig, message);
}

/** The error for an option, flag or variable that k6 has and this engine does not: none is ignored silently. */
export function unsupported(what: string, why: string): RunEnd {
  return invalidConfig(`${what} is not supported by the embedded engine: ${why}`);
}

/** A value as it is shown in an error line: JSON, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
