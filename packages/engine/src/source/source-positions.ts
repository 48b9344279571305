import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import type { EditedSource } from './text-edits.ts';

/** Where something stands in the script as it was written. */
export interface SourcePosition {
  /** Relative to the working directory when below it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The part of a `NodeJS.CallSite` that says where a stack frame is. */
export type StackFrame = Pick<NodeJS.CallSite, 'getFileName' | 'getLineNumber' | 'getColumnNumber' | 'getFunctionName'>;

const FILES = '{"x_files":';

/**
 * The JSON of a source map. When several files were bundled their paths are added to it, since a file that is itself a
 * bundle may bring a source map that names other files.
 */
export function withFiles(map: string, files: readonly string[]): string {
  return files.length > 1 ? `${FILES}${JSON.stringify(files)},${map.slice(1)}` : map;
}

function isRemote(file: string): boolean {
  return file.startsWith('https://');
}

/** Translates places in the bundle to places in the script. */
export class SourcePositions {
  readonly #json: string;
  #map: SourceMap | undefined;
  #files: ReadonlySet<string> | undefined;
  readonly #bundleName: string;
  readonly #directory: string;
  readonly #cwd: string;
  readonly #edited: EditedSource | undefined;

  /**
   * @param bundleName the file name that V8 knows the bundle by, as it stands in stacks
   * @param edited what runs, where text was put into the bundle
   */
  constructor(map: string, bundleName: string, directory: string, cwd: string, edited?: EditedSource) {
    this.#json = map;
    this.#edited = edited;
    this.#bundleName = bundleName;
    this.#directory = directory;
    this.#cwd = cwd;
  }

  /** @param line 1-based, @param column 1-based, both in the bundle */
  original(line: number, column: number): SourcePosition | undefined {
    const found = this.#find(line, column);
    if (!found) return undefined;
    if (isRemote(found.file)) return found;
    const relative = path.relative(this.#cwd, found.file);
    return { ...found, file: relative.startsWith('..') ? found.file : relative };
  }

  /** Like `original`, with an absolute path, or the URL of a remote module. */
  #find(line: number, column: number): SourcePosition | undefined {
    this.#map ??= new SourceMap(JSON.parse(this.#json) as SourceMapPayload);
    const own = this.#edited?.columnBefore(line, column) ?? column;
    const entry = this.#map.findEntry(line - 1, own - 1) as Partial<ReturnType<SourceMap['findEntry']>>;
    if (!('originalSource' in entry) || entry.originalSource === undefined) return undefined;
    const source = entry.originalSource as string;
    return {
      file: isRemote(source) ? source : path.resolve(this.#directory, source),
      line: (entry.originalLine as number) + 1,
      column: (entry.originalColumn as number) + 1,
    };
  }

  /** Whether the script is one file, so that all its code stands in one known module. */
  get isOneFile(): boolean {
    return !this.#json.startsWith(FILES);
  }

  /**
   * The directory of the module whose top level runs.
   * @param frames a whole stack, innermost first
   */
  moduleDirectory(frames: readonly StackFrame[]): string {
    this.#files ??= new Set(this.isOneFile ? [] : (JSON.parse(this.#json) as { x_files: string[] }).x_files);
    let directory = this.#directory;
    for (const frame of frames) {
      if (frame.getFileName() !== this.#bundleName) continue;
      const file = this.#find(frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1)?.file;
      // A remote module has no directory: its files count from the local module that imports it.
      if (file === undefined || isRemote(file) || !this.#files.has(file)) continue;
      directory = path.dirname(file);
      // The top level of a CommonJS module is a function, which esbuild calls by the module's path.
      if (frame.getFunctionName() === path.relative(this.#directory, file)) break;
    }
    return directory;
  }

  /** The innermost frame of a stack that lies in the script. */
  inStack(stack: unknown): SourcePosition | undefined {
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
    return position ? `${text} at ${formatPosition(position)}` : text;
  }
}

export function formatPosition({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { name, message } = thrown as { name?: unknown; message: unknown };
    return `${name ? `${String(name)}: ` : ''}${String(message)}`;
  }
  return String(thrown);
}
