import { invalidConfig, shown } from '../contract/invalid-config.ts';
import type { Stage } from './scenario-config.ts';
import { durationMs, integer, list, record, type ValueReader } from './value-readers.ts';

/** Reads the keys of an object one by one. A key that was never read is unknown. */
export class ObjectFields {
  readonly where: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>();

  constructor(values: unknown, where: string) {
    this.where = where;
    this.#values = record(values, where);
  }

  has(key: string): boolean {
    this.#known.add(key);
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  optional<T, U>(key: string, reader: ValueReader<T>, fallback: U): T | U {
    return this.has(key) ? reader.json(this.#values[key], `${this.where}.${key}`) : fallback;
  }

  required<T>(key: string, reader: ValueReader<T>): T {
    if (!this.has(key)) throw invalidConfig(`${this.where}.${key} is required`);
    return reader.json(this.#values[key], `${this.where}.${key}`);
  }

  /** A number that must be at least `min`. */
  withMin(key: string, reader: ValueReader<number>, min: number, fallback?: number): number {
    const value = fallback === undefined ? this.required(key, reader) : this.optional(key, reader, fallback);
    if (value < min) {
      const limit = reader === durationMs ? `${min / 1000}s` : String(min);
      throw invalidConfig(`${this.where}.${key}: ${shown(this.#values[key] ?? value)} is below ${limit}`);
    }
    return value;
  }

  stages(): readonly Stage[] {
    if (!this.has('stages')) throw invalidConfig(`${this.where}.stages is required`);
    return readStages(this.#values.stages, `${this.where}.stages`);
  }

  refuseUnknown(): void {
    const unknown = Object.keys(this.#values).find((key) => !this.#known.has(key));
    if (unknown !== undefined) {
      throw invalidConfig(`${this.where}: unknown key "${unknown}"; allowed are ${[...this.#known].sort().join(', ')}`);
    }
  }
}

export function readStages(value: unknown, where: string): readonly Stage[] {
  const stages = list(value, where).map((one, at) => readStage(one, `${where}[${at}]`));
  if (stages.length === 0) throw invalidConfig(`${where}: at least one stage is needed`);
  return stages;
}

function readStage(value: unknown, where: string): Stage {
  const fields = new ObjectFields(value, where);
  const stage = { durationMs: fields.withMin('duration', durationMs, 0), target: fields.withMin('target', integer, 0) };
  fields.refuseUnknown();
  return stage;
}

/** `10s:5,20s:0`, as --stage and K6_STAGES take them, in JSON's shape. */
export function stagesFromText(source: string, where: string): readonly { duration: string; target: number }[] {
  return source.split(',').map((part) => {
    const [duration, target, ...rest] = part.split(':');
    if (duration === undefined || target === undefined || rest.length > 0) {
      throw invalidConfig(`${where}: "${part}" is not duration:target, such as 30s:10`);
    }
    return { duration: duration.trim(), target: integer.text(target, where) };
  });
}
