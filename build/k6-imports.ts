import type { Import, ModuleParts } from './module-parts.ts';

/** What this module exports is global, too (docs/facts/k6.md, K3.4): no VU has to import it. */
const GLOBAL = 'k6/timers';

/**
 * The imports at the top level of a bundle. In k6's engine each imported name costs every VU about 0.75 KB (measured
 * on Sobek). So there is one import for each k6 module, however many of our modules use it: of the one name that is
 * used, or of the whole module where several are. Timers, which are global, are not imported.
 */
export class K6Imports {
  readonly #names = new Map<string, Set<string>>();

  add(imports: readonly Import[]): void {
    for (const { from, imported } of imports) {
      if (from === GLOBAL) continue;
      const names = this.#names.get(from) ?? new Set();
      this.#names.set(from, names.add(imported));
    }
  }

  /** The import declarations, one a line. */
  declarations(): string[] {
    return [...this.#names].map(([from, names]) => {
      const alias = aliasOf(from);
      if (names.size > 1 || names.has('*')) return `import * as ${alias} from '${from}';`;
      const [name = ''] = names;
      return `import { ${name} as ${alias} } from '${from}';`;
    });
  }

  /** A module's body, in which its imports are called as the bundle calls them; complete once everything was added. */
  bodyOf({ body, references }: ModuleParts): string {
    let text = '';
    let from = 0;
    for (const { to, start, end, shorthand } of references) {
      text += `${body.slice(from, start)}${shorthand ? `${to.local}: ` : ''}${this.#reference(to.from, to.imported)}`;
      from = end;
    }
    return text + body.slice(from);
  }

  #reference(from: string, imported: string): string {
    if (from === GLOBAL) return imported === '*' || imported === 'default' ? 'globalThis' : `globalThis.${imported}`;
    const names = this.#names.get(from);
    const whole = names === undefined || names.size > 1 || names.has('*');
    return whole && imported !== '*' ? `${aliasOf(from)}.${imported}` : aliasOf(from);
  }
}

/** Such as `k6$metrics`, which no source of ours uses. */
function aliasOf(from: string): string {
  return from.replace(/\W/g, '$');
}
