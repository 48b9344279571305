import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RemoteSettings } from '../contract/remote-settings.ts';
import type { RunContext } from '../contract/run-context.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import { fetchModule, isHostAllowed } from './fetch-module.ts';
import { ModuleLock } from './module-lock.ts';

/**
 * The remote modules of one script. A module is fetched once, kept in the cache folder by its SHA-256, and pinned in the lock
 * file beside the script; from then on it comes from the cache, and a fetched one that differs is refused.
 */
export class RemoteModules {
  readonly #settings: RemoteSettings;
  readonly #log: RunContext['log'];
  readonly #lock: Promise<ModuleLock>;

  /** @param folder of the script */
  constructor(folder: string, settings: RemoteSettings, log: RunContext['log']) {
    this.#settings = settings;
    this.#log = log;
    this.#lock = ModuleLock.of(folder);
    // Who loads a module sees the error.
    this.#lock.catch(() => undefined);
  }

  /** The source text of a module. Rejects with an error of one line, which does not name the module. */
  async load(url: URL): Promise<string> {
    const lock = await this.#lock;
    const pinned = lock.sha256Of(url.href);
    const cached = pinned === undefined ? undefined : await this.#cached(pinned);
    if (cached) return text(cached);
    const { hosts, isNetworkAllowed } = this.#settings;
    if (!isNetworkAllowed) throw new Error('it is not in the cache, and --no-remote keeps it from being fetched');
    if (!isHostAllowed(url, hosts)) throw new Error(`--remote-hosts does not name ${url.host}`);
    const bytes = await fetchModule(url, this.#settings);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (pinned !== undefined && sha256 !== pinned) {
      throw new Error(
        `it has changed since it was pinned in ${lock.path} (sha256 ${sha256}, pinned ${pinned}): remove its line to take it as it is now`,
      );
    }
    if (pinned === undefined) lock.pin(url.href, sha256);
    this.#log('info', `fetched ${url.href}, ${bytes.length} bytes, sha256 ${sha256}`);
    await this.#keep(sha256, bytes);
    return text(bytes);
  }

  /** Writes the lock file, once the whole script has been read. */
  async save(): Promise<void> {
    const lock = await this.#lock;
    await lock.save().catch((error: NodeJS.ErrnoException) => {
      this.#log('warning', `${lock.path} cannot be written (${error.code}): the remote modules are not pinned`);
    });
  }

  async #cached(sha256: string): Promise<Uint8Array | undefined> {
    const bytes = await readFile(this.#file(sha256)).catch(() => undefined);
    // A damaged file is as good as none.
    return bytes && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined;
  }

  async #keep(sha256: string, bytes: Uint8Array): Promise<void> {
    const file = this.#file(sha256);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeWholeFile(file, bytes);
    } catch (error) {
      this.#log(
        'warning',
        `${file} cannot be written (${(error as NodeJS.ErrnoException).code}): the next run fetches again`,
      );
    }
  }

  #file(sha256: string): string {
    return path.join(this.#settings.cacheFolder, `${sha256}.js`);
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
