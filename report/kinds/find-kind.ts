import type { DocumentKind } from '../render/document-kind.ts';
import type { RunKind } from '../render/run-kind.ts';

/**
 * A kind of result is a folder here, and is found by its name: one for results of `headroom attribute` would be
 * `attribute/kind.ts`, and nothing else has to name it.
 */

/** The kind of runs called `name`. */
export async function runKindNamed(name: string): Promise<RunKind> {
  const found: { readonly runKind: RunKind } = await import(`./${name}/kind.ts`);
  return found.runKind;
}

/** The kind of documents called `name`; undefined where the report has no folder for it. */
export async function documentKindNamed(name: string): Promise<DocumentKind | undefined> {
  try {
    const found: { readonly documentKind: DocumentKind } = await import(`./${name}/kind.ts`);
    return found.documentKind;
  } catch (error) {
    if (error instanceof Error && error.message.includes(`/${name}/kind.ts`)) return undefined;
    throw error;
  }
}
