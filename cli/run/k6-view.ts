import path from 'node:path';
import { LiveRegion, type RunIo, showsEveryMs } from '@headroom/engine';
import { formatSeconds } from '../../lib/plan/duration.ts';
import type { Point } from '../../report/read/sample-line.ts';
import { unguarded } from '../io/command-io.ts';
import { packedLines } from '../io/packed-lines.ts';
import { GrowingSamples } from './growing-samples.ts';
import { type OrgRunView, VIEWED_METRICS, viewOfRun } from './run-view.ts';

const K6_METRICS = ['vus', 'vus_max', 'iterations'];

/**
 * What is shown of a run of a real k6, from the samples that it writes: on a terminal a few lines that stay, else plain lines
 * every 10 s. It is made before k6 begins.
 */
export class K6View {
  readonly #io: RunIo;
  readonly #view: OrgRunView;
  readonly #samples: GrowingSamples;
  readonly #isLive: boolean;
  readonly #region: LiveRegion;
  readonly #startedMs = Date.now();
  readonly #k6: Record<string, number> = {};
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #isReading = false;
  /** The streams of k6 that stand within a line, where nothing else may be written. */
  readonly #inLine = new Set<string>();

  constructor(view: OrgRunView, samples: string, io: RunIo) {
    this.#io = io;
    this.#view = view;
    this.#samples = new GrowingSamples(samples, new Set([...VIEWED_METRICS, ...K6_METRICS]));
    this.#isLive = LiveRegion.fits(io.stdout, io.env);
    this.#region = new LiveRegion(unguarded(io.stdout));
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), showsEveryMs(this.#isLive));
  }

  /** Passes on what k6 wrote, which stands above the lines that stay. */
  pass(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#region.clear();
    this.#io[stream].write(bytes);
    if (bytes.at(-1) === 0x0a) this.#inLine.delete(stream);
    else this.#inLine.add(stream);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#region.clear();
    await this.#reading;
    await this.#samples.close();
  }

  #tick(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#reading = this.#samples
      .read((point) => this.#take(point))
      .then(() => {
        this.#isReading = false;
        if (this.#timer !== undefined) this.#show();
      });
  }

  #take({ metric: name, value, tags, timeMs }: Point): void {
    if (name === 'iterations') this.#k6.iterations = (this.#k6.iterations ?? 0) + value;
    else if (K6_METRICS.includes(name)) this.#k6[name] = value;
    else this.#view.push({ name, type: 'counter', contains: 'default' }, value, tags, timeMs);
  }

  #show(): void {
    if (this.#inLine.size > 0) return;
    const { columns = 80 } = this.#io.stdout;
    const { vus, vus_max: most, iterations = 0 } = this.#k6;
    const since = formatSeconds(Date.now() - this.#startedMs);
    const own =
      vus === undefined
        ? [`k6 for ${since}`, 'no sample so far']
        : [`k6 for ${since}`, `${vus} of ${most ?? vus} VUs`, `${iterations} iterations complete`];
    const lines = [...packedLines(own, columns), ...(vus === undefined ? [] : this.#view.lines({ columns }))];
    if (this.#isLive) this.#region.show(lines);
    else this.#io.stdout.write(`${lines.join('\n')}\n`);
  }
}

/**
 * The view of a run of k6: where the script is headroom's own and its samples go to a file that can be read while it grows.
 * Undefined elsewhere, and with `--quiet`: what k6 shows itself stays as it is then.
 */
export function k6View(words: readonly string[], io: RunIo): K6View | undefined {
  if (words.some((word) => word === '-q' || /^--quiet(?:=true)?$/.test(word))) return undefined;
  const samples = samplesFile(words, io.env);
  const view = samples === undefined ? undefined : viewOfRun(words, io);
  return samples === undefined || view === undefined ? undefined : new K6View(view, path.resolve(io.cwd, samples), io);
}

/** The file of `--out json=…`, else the one that `K6_OUT` names; undefined where it is packed, or standard output. */
function samplesFile(words: readonly string[], env: RunIo['env']): string | undefined {
  const given = words.flatMap((word, n) => {
    const [, attached] = /^(?:--out=|-o=?)(json=.*)$/s.exec(word) ?? [];
    return attached ?? (['-o', '--out'].includes(words[n - 1] ?? '') ? [word] : []);
  });
  const outputs = given.length > 0 ? given : [env.K6_OUT ?? ''];
  const files = outputs.flatMap((output) => /^json=(?!-$)(.+)$/s.exec(output)?.[1] ?? []);
  return files.find((file) => !file.endsWith('.gz'));
}
