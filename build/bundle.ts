import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  encodedMap,
  FlattenMap,
  originalPositionFor,
  type SectionedSourceMap,
  TraceMap,
} from '@jridgewell/trace-mapping';
import { transform } from 'esbuild';
import type { ScriptName } from '../lib/measures/table/scripts.ts';
import { declarationsFor } from './declarations.ts';
import { bundleForK6, ES_TARGET } from './for-k6.ts';
import { K6Imports } from './k6-imports.ts';
import { EagerImport, type LazyCall, type ScriptImports, scriptImports } from './lazy-calls.ts';
import { blanked, type Import, type ModuleParts, takeApart } from './module-parts.ts';

export interface Bundle {
  /** Such as `customers`. */
  readonly name: string;
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
}

/** A module that a script calls: in parts, and its source map. */
interface Called extends ModuleParts {
  readonly map: string;
}

/** One self-contained ES module for each script in `scenarios/`, importing nothing but `k6` and `k6/*`. */
export async function bundleScenarios(root: string): Promise<Bundle[]> {
  const scenarios = (await readdir(path.join(root, 'scenarios'))).filter((file) => file.endsWith('.ts'));
  const modules = new Map<string, Promise<Called>>();
  const made = (file: string) => {
    const module = modules.get(file) ?? calledModule(root, file);
    modules.set(file, module);
    return module;
  };
  return Promise.all(scenarios.map((file) => bundleScript(path.join(root, 'scenarios', file), made)));
}

/** Bundles one entry as a whole, with everything at its top level. */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  return { name: path.basename(entry, '.ts'), ...(await bundleForK6(root, entry)) };
}

async function calledModule(root: string, file: string): Promise<Called> {
  const { code, map } = await bundleForK6(root, file);
  return { ...takeApart(code), map };
}

/**
 * Bundles a script. Every call of an imported function is replaced by one that makes its module at that place: see
 * lazy-calls.ts.
 */
async function bundleScript(entry: string, made: (file: string) => Promise<Called>): Promise<Bundle> {
  const source = await readFile(entry, 'utf8');
  const { code, map } = await transform(source, {
    loader: 'ts',
    target: ES_TARGET,
    format: 'esm',
    charset: 'utf8',
    sourcemap: 'external',
  });
  const { declarations, calls } = importsIn(entry, source, code, map);
  const pieces = await Promise.all(calls.map((call, place) => pieceOf(call, place, entry, made)));
  const k6 = new K6Imports();
  for (const { imports } of pieces) k6.add(imports);
  const written = new Written();
  for (const line of k6.declarations()) written.add(`${line}\n`);
  for (const { kept } of pieces) if (kept !== undefined) written.add(`let ${kept};\n`);
  const script = blanked(code, declarations);
  let from = 0;
  for (const piece of pieces) {
    written.add(script.slice(from, piece.start));
    piece.write(written, k6);
    from = piece.end;
  }
  written.add(script.slice(from));
  return { name: path.basename(entry, '.ts'), code: written.code, map: written.map() };
}

/** The code that replaces a callee, or a whole call. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly imports: readonly Import[];
  /** The name of the variable that keeps the function. */
  readonly kept: string | undefined;
  write(to: Written, k6: K6Imports): void;
}

async function pieceOf(
  call: LazyCall,
  place: number,
  entry: string,
  made: (file: string) => Promise<Called>,
): Promise<Piece> {
  const file = path.resolve(path.dirname(entry), call.from);
  if (call.imported === 'declareMeasures') return declarations(call);
  const module = await made(file);
  const local = module.exports.get(call.imported);
  if (local === undefined) throw new Error(`${path.basename(entry)}: ${call.from} exports no ${call.imported}`);
  const kept = call.kept ? `kept${place}` : undefined;
  return {
    start: call.start,
    end: call.end,
    imports: module.imports,
    kept,
    write(to, k6) {
      to.add(`(${kept === undefined ? '' : `${kept} ??= `}(() => { // ${call.callee}\n`);
      to.add(k6.bodyOf(module).trimEnd(), module.map);
      to.add(`\nreturn ${local};\n})())`);
    },
  };
}

function declarations({ start, callEnd, text }: LazyCall): Piece {
  const { code, imports } = declarationsFor(text as ScriptName);
  return { start, end: callEnd, imports, kept: undefined, write: (to) => to.add(code) };
}

/**
 * The imports of a script whose types esbuild has removed. `map` is the source map by which problems are named by their
 * original lines.
 */
function importsIn(entry: string, source: string, code: string, map: string): ScriptImports {
  try {
    return scriptImports(code);
  } catch (error) {
    if (!(error instanceof EagerImport)) throw error;
    // esbuild moves the names that a script exports to the end and maps no line to them.
    const { line } = originalPositionFor(new TraceMap(map), error.position);
    const exports = source.split('\n').findIndex((text) => /^\s*export\s*\{/.test(text)) + 1;
    throw new Error(`scenarios/${path.basename(entry)}:${line ?? exports}: ${error.message}`);
  }
}

/** Code that is put together from pieces, some of which have a source map. A piece with a source map begins a line. */
class Written {
  #code = '';
  #line = 0;
  readonly #sections: SectionedSourceMap['sections'] = [];

  get code(): string {
    return this.#code;
  }

  add(piece: string, map?: string): void {
    if (map !== undefined) {
      const section = { offset: { line: this.#line, column: 0 }, map: JSON.parse(map) };
      this.#sections.push(section);
    }
    this.#code += piece;
    this.#line += piece.split('\n').length - 1;
  }

  map(): string {
    return JSON.stringify(encodedMap(new FlattenMap({ version: 3, sections: this.#sections })));
  }
}
