import { enumOf } from './official-enums.ts';
import type { OfficialModels } from './official-models.ts';

const LIST = /^Array<(.+)>$/;
const NAMED = /^(?:Record<string, (.+)>|\{ \[key: string\]: (.+); \})$/;
const MODEL = /^Models\.(\w+)$/;

/**
 * Where a JSON value is otherwise than its type says, each thing once: `$.entities[].pageCount is no field of Queue`. A
 * type is one of the SDK's. `null` is of none: what is not there is left out.
 */
export function beyondModel(models: OfficialModels, value: unknown, type: string): string[] {
  return [...new Set(faults(models, value, type, '$'))];
}

function* faults(models: OfficialModels, value: unknown, type: string, at: string): Generator<string> {
  // Anything: the SDK says no more of it.
  if (type === 'object') return;
  if (type === 'string' || type === 'number' || type === 'boolean') {
    if (typeof value !== type) yield `${at} is ${shown(value)}, and no ${type}`;
    return;
  }
  const element = LIST.exec(type)?.[1];
  if (value === null || typeof value !== 'object' || (element !== undefined) !== Array.isArray(value)) {
    yield `${at} is ${shown(value)}, and no ${type}`;
    return;
  }
  const [, inRecord, inIndex] = NAMED.exec(type) ?? [];
  const each = element ?? inRecord ?? inIndex;
  const mark = element === undefined ? '{}' : '[]';
  if (each !== undefined) for (const one of Object.values(value)) yield* faults(models, one, each, `${at}${mark}`);
  const [, model] = MODEL.exec(type) ?? [];
  if (model !== undefined) yield* faultsOfFields(models, value, model, at);
  else if (each === undefined) yield `${at} has the type ${type}, which is not understood`;
}

function* faultsOfFields(models: OfficialModels, value: object, name: string, at: string): Generator<string> {
  const fields = models.model(name);
  if (fields === undefined) {
    yield `${at} is of the model ${name}, which is not there`;
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    const field = fields.get(key);
    if (field === undefined) {
      yield `${at}.${key} is no field of ${name}`;
      continue;
    }
    yield* faults(models, one, field.type, `${at}.${key}`);
    const values = enumOf(name, key);
    for (const value of values === undefined ? [] : [one].flat())
      if (typeof value === 'string' && !values?.includes(value))
        yield `${at}.${key} is ${shown(value)}, which is no value of it`;
  }
  for (const [key, { required }] of fields)
    if (required && !Object.hasOwn(value, key)) yield `${at}.${key} is required by ${name}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
