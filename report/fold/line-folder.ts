import { readLine } from '../read/sample-line.ts';
import { FoldedSamples, type SampleSlot } from './folded-samples.ts';
import { refusalIn } from './refusal-samples.ts';
import { TimestampReader } from './timestamp-reader.ts';

const HEAD = '{"metric":"';
const POINT = '","type":"Point","data":{"time":"';
const VALUE = '","value":';
const TAGS = ',"tags":';
/** Spellings of tags remembered for one metric; another is parsed anew each time. */
const MAX_SPELLINGS = 2_000;

/**
 * Folds lines. A sample spelled as k6 does, with tags that were seen before, is taken apart without parsing: nearly
 * every line of a long file. Lines are latin1, one character a byte.
 */
export class LineFolder {
  readonly folded = new FoldedSamples();
  lines = 0;
  skipped = 0;
  readonly #slots = new Map<string, Map<string, SampleSlot>>();
  readonly #timestamps = new TimestampReader();

  /** Takes the line that stands from `start` to `end` of `text`. */
  take(text: string, start: number, end: number): void {
    if (isBlank(text, start, end)) return;
    this.lines++;
    if (!this.#takeKnown(text, start, end) && !this.#takeParsed(text.slice(start, end))) this.skipped++;
  }

  #takeKnown(text: string, start: number, end: number): boolean {
    if (!text.startsWith(HEAD, start)) return false;
    const nameStart = start + HEAD.length;
    const nameEnd = text.indexOf('"', nameStart);
    if (!text.startsWith(POINT, nameEnd)) return false;
    const timeStart = nameEnd + POINT.length;
    const timeEnd = text.indexOf('"', timeStart);
    if (!text.startsWith(VALUE, timeEnd)) return false;
    const valueStart = timeEnd + VALUE.length;
    const valueEnd = text.indexOf(',', valueStart);
    if (valueEnd > end || !text.startsWith(TAGS, valueEnd)) return false;
    const slot = this.#slots.get(text.slice(nameStart, nameEnd))?.get(text.slice(valueEnd, end));
    if (slot === undefined) return false;
    const timeMs = this.#timestamps.read(text, timeStart, timeEnd);
    const value = Number(text.slice(valueStart, valueEnd));
    if (Number.isNaN(timeMs) || Number.isNaN(value)) return false;
    this.folded.add(slot, timeMs, value);
    return true;
  }

  #takeParsed(latin1: string): boolean {
    const line = readLine(Buffer.from(latin1, 'latin1').toString());
    if (line === undefined) return false;
    if ('declares' in line) {
      this.folded.declare(line.metric, line.declares);
      return true;
    }
    const slot = this.folded.slot(line.metric, line.tags);
    if (slot === undefined) return true;
    this.folded.add(slot, line.timeMs, line.value);
    if (line.tags.group === '::setup' && line.metadata.run !== undefined)
      this.folded.noteShare(JSON.stringify(line.metadata));
    const refusal = refusalIn(line.tags, line.metadata, line.timeMs);
    // Each refusal is looked at, for its words.
    if (refusal !== undefined) this.folded.refusals.add(refusal);
    else this.#remember(line.metric, latin1, slot);
    return true;
  }

  #remember(metric: string, latin1: string, slot: SampleSlot): void {
    const from = latin1.indexOf(TAGS);
    // Metadata is another for each sample.
    if (from < 0 || latin1.includes('"metadata"', from)) return;
    let spellings = this.#slots.get(metric);
    if (spellings === undefined) {
      spellings = new Map();
      this.#slots.set(copied(metric), spellings);
    }
    if (spellings.size < MAX_SPELLINGS) spellings.set(copied(latin1.slice(from)), slot);
  }
}

function isBlank(text: string, start: number, end: number): boolean {
  return end === start || (end === start + 1 && text.charCodeAt(start) === 13);
}

/** A string of its own: a slice would keep the whole chunk that it was cut from. */
function copied(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
