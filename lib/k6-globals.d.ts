/** Globals that k6 gives a script and @types/k6 leaves to the DOM types. */

interface K6Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
declare const console: K6Console;

declare const crypto: { randomUUID(): string };
