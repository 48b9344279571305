import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

/** Where something stands in the script as it was written. */
export interface Position {
  /** Relative to the working directory when below it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Translates places in the bundle to places in the script. */
export class Positions {
  readonly #json: string;
  #map: SourceMap | undefined;
  readonly #bundleName: string;
  readonly #directory: string;
  readonly #cwd: string;

  /** @param bundleName the file name that V8 knows the bundle by, as it stands in stacks */
  constructor(map: string, bundleName: string, directory: string, cwd: string) {
    this.#json = map;
    this.#bundleName = bundleName;
    this.#directory = directory;
    this.#cwd = cwd;
  }

  /** @param line 1-based, @param column 1-based, both in the bundle */
  original(line: number, column: number): Position | undefined {
    this.#map ??= new SourceMap(JSON.parse(this.#json) as SourceMapPayload);
    const entry = this.#map.findEntry(line - 1, column - 1) as Partial<ReturnType<SourceMap['findEntry']>>;
    if (!('originalSource' in entry) || entry.originalSource === undefined) return undefined;
    const file = path.resolve(this.#directory, entry.originalSource as string);
    const relative = path.relative(this.#cwd, file);
    return {
      file: relative.startsWith('..') ? file : relative,
      line: (entry.originalLine as number) + 1,
      column: (entry.originalColumn as number) + 1,
    };
  }

  /** The topmost place of a stack that lies in the script. */
  inStack(stack: unknown): Position | undefined {
    if (typeof stack !== 'string') return undefined;
    for (const line of stack.split('\n')) {
      const at = line.indexOf(`${this.#bundleName}:`);
      if (at < 0) continue;
      const [row, column] = line.slice(at + this.#bundleName.length + 1).split(':');
      const found = this.original(Number(row), Number.parseInt(column ?? '1', 10));
      if (found) return found;
    }
    return undefined;
  }

  /** One line about anything that was thrown: `TypeError: x is not a function at script.ts:12:5`. */
  describe(thrown: unknown): string {
    const text = textOf(thrown);
    const position = this.inStack((thrown as { stack?: unknown } | null | undefined)?.stack);
    return position ? `${text} at ${format(position)}` : text;
  }
}

export function format({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { name, message } = thrown as { name?: unknown; message: unknown };
    return `${name ? `${String(name)}: ` : ''}${String(message)}`;
  }
  return String(thrown);
}
