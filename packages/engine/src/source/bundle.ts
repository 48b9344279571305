import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFailure, Loader, Message, OnResolveResult, Plugin } from 'esbuild';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import { buildInMemory } from './in-memory-build.ts';
import { withFiles } from './source-positions.ts';

/** A script and the local files it imports, as the body of one function. */
export interface ScriptBundle {
  readonly code: string;
  /** JSON of the source map, and the files that were bundled, for `Positions`. */
  readonly map: string;
  /** All k6 modules that the script asks for. */
  readonly imported: ReadonlySet<string>;
  /** Those of them that a CommonJS `require` asks for. */
  readonly required: ReadonlySet<string>;
}

export interface ScriptSource {
  /** Absolute path; of standard input, a file that need not exist. */
  readonly path: string;
  readonly contents: string;
  readonly loader: Loader;
}

/** Gives the exported names of a supported k6 module, and undefined for any other module. */
export type ExportsOf = (module: string) => readonly string[] | undefined;

/** Gives the source text of a module over HTTPS. Rejects with an error of one line, which does not name the module. */
export type LoadRemote = (url: URL) => Promise<string>;

export async function readSource(given: string, cwd: string): Promise<ScriptSource> {
  if (given === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return { path: path.join(cwd, '-'), contents: Buffer.concat(chunks).toString(), loader: 'ts' };
  }
  const absolute = path.resolve(cwd, given);
  const refuse = (why: string) => new RunEnd(ExitCode.scriptException, `${given}: ${why}`);
  if (given.endsWith('.tar')) throw refuse('k6 archives are not supported by the embedded engine, give the script');
  try {
    return { path: absolute, contents: await readFile(absolute, 'utf8'), loader: loaderOf(absolute) };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(missing ? 'there is no such script' : `the script cannot be read: ${(error as Error).message}`);
  }
}

function loaderOf(file: string): Loader {
  return /\.[mc]?ts$/.test(file) ? 'ts' : 'js';
}

/**
 * Bundles a script in memory. Types of `.ts` files are stripped, files may import one another and modules over HTTPS, which
 * `remote` loads; any other import is refused by name with a RunEnd 107. The code refers to k6 modules as `__k6(module, exportedName?)`.
 */
export async function bundleScript(
  source: ScriptSource,
  exportsOf: ExportsOf,
  remote: LoadRemote,
): Promise<ScriptBundle> {
  const imported = new Set<string>();
  const required = new Set<string>();
  const files = new Set([source.path]);
  try {
    const built = await buildInMemory({
      stdin: {
        contents: source.contents,
        loader: source.loader,
        sourcefile: source.path,
        resolveDir: path.dirname(source.path),
      },
      outfile: 'script.js',
      format: 'cjs',
      platform: 'neutral',
      // Nothing is lowered, as in k6: what its engine does not parse is refused (`parseBundle`).
      target: 'esnext',
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: '{}',
      absWorkingDir: path.dirname(source.path),
      plugins: [modules(exportsOf, remote, { imported, required, files }, source.path)],
    });
    const text = (suffix: string) => built.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
    return { code: text('script.js'), map: withFiles(text('script.js.map'), [...files]), imported, required };
  } catch (error) {
    const first = (error as Partial<BuildFailure>).errors?.[0];
    throw first ? new RunEnd(ExitCode.scriptException, describe(first)) : error;
  }
}

function describe({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}

interface Seen {
  readonly imported: Set<string>;
  readonly required: Set<string>;
  readonly files: Set<string>;
}

/** The namespace of remote modules. With it a path like `//host/file.js` reads as a URL in messages and source maps. */
const HTTPS = 'https';

function modules(exportsOf: ExportsOf, remote: LoadRemote, seen: Seen, entry: string): Plugin {
  return {
    name: 'k6-modules',
    setup(builder) {
      builder.onResolve(
        { filter: /.*/ },
        async ({ path: name, importer, namespace, resolveDir, kind, with: attributes }) => {
          if (Object.keys(attributes).length > 0) {
            return refuse(`import attributes are not in k6's JavaScript engine: import "${name}" without them`);
          }
          if (name === 'k6' || name.startsWith('k6/')) {
            if (!exportsOf(name)) return refuse(unsupported(name));
            seen.imported.add(name);
            if (kind === 'require-call') seen.required.add(name);
            return { path: name, namespace: 'k6', sideEffects: false };
          }
          if (namespace === HTTPS || /^[a-z][a-z0-9+.-]*:\/\//i.test(name)) {
            const url = remoteUrl(name, namespace === HTTPS ? `https:${importer}` : undefined);
            if (url !== undefined) return url;
          }
          return await resolveLocal(name, importer === '' ? path.dirname(entry) : resolveDir);
        },
      );
      builder.onLoad({ filter: /.*/, namespace: 'k6' }, ({ path: name }) => ({
        contents: virtualModule(name, exportsOf(name) ?? []),
        loader: 'js',
      }));
      builder.onLoad({ filter: /.*/, namespace: HTTPS }, async ({ path: name }) => {
        const url = new URL(`https:${name}`);
        seen.files.add(url.href);
        try {
          return { contents: await remote(url), loader: loaderOf(url.pathname) };
        } catch (error) {
          return refuse(`the remote module "${url.href}" cannot be loaded: ${(error as Error).message}`);
        }
      });
      builder.onLoad({ filter: /.*/, namespace: 'file' }, async ({ path: file }) => {
        seen.files.add(file);
        return { contents: await readFile(file, 'utf8'), loader: loaderOf(file) };
      });
    },
  };
}

async function resolveLocal(name: string, from: string): Promise<OnResolveResult> {
  if (/^(cdn[a-z]*|github)\.[a-z.]+\//.test(name)) {
    return refuse(`the module "${name}" is remote: write https:// before it`);
  }
  const local = name.startsWith('file://') ? fileURLToPath(name) : name;
  if (!/^\.{0,2}\//.test(local)) {
    return refuse(`unknown module "${name}": k6 has no npm packages, bundle it into the script`);
  }
  if (local.endsWith('.json')) return refuse(`"${name}" is JSON: use JSON.parse(open(...))`);
  const file = path.resolve(from, local);
  if (await isFile(file)) return { path: file };
  return refuse(`the module "${name}" was not found at ${file}${await missingExtension(name, file)}`);
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

/** What the import lacks, where a bundler would have found the file and k6 does not. */
async function missingExtension(name: string, file: string): Promise<string> {
  for (const extension of ['.ts', '.js']) {
    if (await isFile(file + extension)) return `: k6 adds no extension, import "${name}${extension}"`;
  }
  return '';
}

/**
 * A remote module as esbuild names it. A name inside a remote module is taken from the module's own URL. Undefined for a
 * file:// of a local module.
 */
function remoteUrl(name: string, importer: string | undefined): OnResolveResult | undefined {
  if (importer !== undefined && !/^(\.{0,2}\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(name)) {
    return refuse(`unknown module "${name}": k6 has no npm packages`);
  }
  let url: URL;
  try {
    url = new URL(name, importer);
  } catch {
    return refuse(`the module "${name}" has no valid URL`);
  }
  if (url.protocol === 'file:' && importer === undefined) return undefined;
  if (url.protocol !== 'https:') {
    return refuse(
      `only supported schemes for imports are file and https, ${name} has \`${url.protocol.slice(0, -1)}\``,
    );
  }
  return { path: url.href.slice('https:'.length), namespace: HTTPS };
}

/** The modules that k6 has removed, and what takes their place. */
const REMOVED: Readonly<Record<string, string>> = {
  'k6/experimental/browser': ', k6/browser takes its place',
  'k6/experimental/grpc': ', k6/net/grpc takes its place',
  'k6/experimental/redis': ', the extension k6/x/redis takes its place',
  'k6/experimental/timers': ': import k6/timers',
  'k6/experimental/tracing': '',
  'k6/experimental/webcrypto': ': use the global crypto',
};

function unsupported(name: string): string {
  if (name.startsWith('k6/x/')) return `"${name}" is a k6 extension: the embedded engine has none`;
  const instead = REMOVED[name];
  if (instead !== undefined) return `"${name}" was removed from k6${instead}`;
  return `the k6 module "${name}" is not supported by the embedded engine`;
}

function refuse(text: string): OnResolveResult {
  return { errors: [{ text }] };
}

/** The source of a k6 module for esbuild. Its calls are marked pure, so that unused exports cost no VU anything. */
function virtualModule(name: string, names: readonly string[]): string {
  const module = JSON.stringify(name);
  const lines = names.map((key) => `export const ${key} = /* @__PURE__ */ __k6(${module}, ${JSON.stringify(key)});`);
  return `${lines.join('\n')}\nexport default /* @__PURE__ */ __k6(${module});\n`;
}
