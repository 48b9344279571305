import type { RunIo } from '@headroom/engine';
import { streamFileAtomically } from '../io/atomic-file.ts';
import { formatCount } from '../io/format-count.ts';
import { messageBatches, type ReadOptions, type Said } from './formats/read-any-format.ts';
import { ManifestFile, manifestOf } from './manifest.ts';
import { type DateOrder, DateOrderEvidence, UndecidedDates } from './messages/date-order.ts';
import { groupedOnDisk } from './messages/grouped-on-disk.ts';
import { LeftOutCounts } from './messages/left-out.ts';
import { PlayableTurns, type TextCounts, type TurnOptions } from './messages/playable-turns.ts';
import { dialoguesOf, lineOf, refuseLeftOut } from './messages/set-lines.ts';
import { type SpeakerOptions, Speakers } from './messages/speakers.ts';
import { timeOf } from './messages/times.ts';
import { conversationsTogether, type MessageBatch, NotTogether } from './messages/together.ts';
import { type Order, TurnOrder } from './messages/turn-order.ts';
import type { Encoding } from './source/encoding.ts';
import { sourceFiles, sourceSize } from './source/source-files.ts';

export interface ImportOptions extends ReadOptions, SpeakerOptions, TurnOptions {
  readonly output: string;
  readonly order?: Order | undefined;
  readonly dates?: DateOrder | undefined;
  /** Whether it is an error that something is left out. */
  readonly strict?: boolean | undefined;
  /** Where the manifest is written: a path, or true for beside the set. */
  readonly manifest?: string | true | undefined;
}

/** How an export is read: again in another way where the first shows that it has to be. */
interface Way {
  readonly isTogether: boolean;
  readonly dates: DateOrder | undefined;
}

/**
 * `headroom transcripts import <path>`: converts an export into a set of dialogues. Returns 0. Throws an error of one
 * line, and leaves the output as it was then.
 */
export async function importTranscripts(
  path: string,
  options: ImportOptions,
  io: RunIo,
  signal?: AbortSignal,
): Promise<number> {
  let way: Way = { isTogether: true, dates: options.dates };
  for (;;) {
    const manifest = manifestFor(options);
    const attempt = new Import(path, options, way, io, signal, manifest);
    try {
      await streamFileAtomically(options.output, attempt.lines());
      manifest?.keep();
      io.stdout.write(attempt.account());
      return 0;
    } catch (error) {
      manifest?.discard();
      if (error instanceof NotTogether) way = { ...way, isTogether: false };
      else if (error instanceof UndecidedDates && way.dates === undefined)
        way = { ...way, dates: await shownDateOrder(path, options, io, error) };
      else throw error;
    }
  }
}

function manifestFor({ manifest, output }: ImportOptions): ManifestFile | undefined {
  return manifest === undefined ? undefined : new ManifestFile(manifest === true ? manifestOf(output) : manifest);
}

/** One reading of an export. */
class Import {
  readonly #path: string;
  readonly #options: ImportOptions;
  readonly #way: Way;
  readonly #io: RunIo;
  readonly #signal: AbortSignal | undefined;
  readonly #manifest: ManifestFile | undefined;
  readonly #leftOut = new LeftOutCounts();
  readonly #playable: PlayableTurns;
  readonly #speakers: Speakers;
  readonly #remarks = new Set<string>();
  readonly #uncertain: string[] = [];
  #joined = 0;
  #dialogues = 0;
  #turns = 0;

  constructor(
    path: string,
    options: ImportOptions,
    way: Way,
    io: RunIo,
    signal: AbortSignal | undefined,
    manifest: ManifestFile | undefined,
  ) {
    this.#path = path;
    this.#options = options;
    this.#way = way;
    this.#io = io;
    this.#signal = signal;
    this.#manifest = manifest;
    this.#speakers = new Speakers(options);
    this.#playable = new PlayableTurns(this.#speakers, options, this.#leftOut);
  }

  /** The lines of the set, many at once. Throws an error of one line when there is nothing in it. */
  async *lines(): AsyncGenerator<string> {
    const { isTogether, dates } = this.#way;
    const messages = this.#messages();
    const conversations = isTogether
      ? conversationsTogether(messages)
      : groupedOnDisk(messages, await sourceSize(this.#path), () => this.#joined++);
    const order = new TurnOrder(this.#options.order ?? 'time', new DateOrderEvidence(dates));
    for await (const dialogues of dialoguesOf(conversations, order, this.#playable)) {
      this.#signal?.throwIfAborted();
      let lines = '';
      for (const dialogue of dialogues) {
        this.#dialogues++;
        this.#turns += dialogue.turns.length;
        lines += lineOf(dialogue);
        this.#manifest?.add(dialogue);
      }
      if (lines !== '') yield lines;
    }
    if (this.#dialogues === 0) throw new Error(`${this.#path}: no dialogue in it${this.#leftOutText('; left out: ')}`);
    if (this.#options.strict === true) refuseLeftOut(this.#leftOut, this.#uncertain);
    this.#manifest?.flush();
  }

  async *#messages(): AsyncGenerator<MessageBatch> {
    for await (const file of sourceFiles(this.#path, this.#io.stderr)) {
      for await (const batch of messageBatches(file, this.#options, this.#said)) {
        this.#signal?.throwIfAborted();
        yield batch;
      }
    }
  }

  readonly #said: Said = {
    encoding: (file, encoding) => this.#encoding(file, encoding),
    format: (_, format) => this.#remarks.add(`read as ${format}`),
    columns: (_, columns) => this.#remarks.add(`taken: ${columns}`),
  };

  #encoding(file: string, { name, rival }: Encoding): void {
    const close = rival === undefined ? '' : `, which it is likelier than ${rival}; --encoding says it`;
    this.#remarks.add(`${file}: encoded in ${name}${close}`);
    if (rival !== undefined && this.#options.encoding === undefined)
      this.#uncertain.push(`${file}: its encoding may be ${name} or ${rival}; allowed: --encoding with one of them`);
  }

  #leftOutText(before: string): string {
    return this.#leftOut.isEmpty ? '' : `${before}${this.#leftOut}`;
  }

  /** What became of the export, in lines. */
  account(): string {
    const { output } = this.#options;
    const set = `${counted(this.#dialogues, 'dialogue')}, ${counted(this.#turns, 'turn')} into ${output}`;
    const joined = `conversations that stand in several files, and were joined: ${formatCount(this.#joined)}`;
    const others = this.#speakers.takenAsOthers;
    const remarks = [
      ...this.#remarks,
      ...(others > 0
        ? [
            `speakers that nothing names, taken for what --others says (${this.#options.others}): ${formatCount(others)}`,
          ]
        : []),
      ...(this.#joined > 0 ? [joined] : []),
      ...remarksOn(this.#playable.counts),
    ];
    return `${set}${this.#leftOutText('; left out: ')}\n${remarks.map((remark) => `${remark}\n`).join('')}`;
  }
}

function remarksOn({ html, withoutHtml, split, loneSurrogates }: TextCounts): string[] {
  return [
    html > 0 && `texts that look like HTML and stay as they are: ${formatCount(html)}; --drop-html takes the tags off`,
    withoutHtml > 0 && `texts whose HTML was taken off: ${formatCount(withoutHtml)}`,
    split > 0 && `texts over the limit that were split: ${formatCount(split)}`,
    loneSurrogates > 0 &&
      `${counted(loneSurrogates, 'text')} with half a character of UTF-16, which no message can hold`,
  ].filter((line) => line !== false);
}

const counted = (count: number, what: string): string => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;

/** Looks through the whole export for a date that shows the order of all. Throws `undecided` when there is none. */
async function shownDateOrder(
  path: string,
  options: ImportOptions,
  io: RunIo,
  undecided: UndecidedDates,
): Promise<DateOrder> {
  const evidence = new DateOrderEvidence(undefined);
  const silent: Said = { encoding: () => undefined, format: () => undefined, columns: () => undefined };
  for await (const file of sourceFiles(path, io.stderr)) {
    for await (const { messages } of messageBatches(file, options, silent)) {
      for (const { time } of messages) {
        const read = typeof time === 'string' ? timeOf(time) : undefined;
        if (typeof read === 'object') evidence.note(read, () => file.name);
        if (evidence.order !== undefined) return evidence.order;
      }
    }
  }
  throw undecided;
}
