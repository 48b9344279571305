import type { RunIo } from '@headroom/engine';
import { type Command, Option } from 'commander';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { FORMATS } from './formats/format-names.ts';
import { DATE_ORDERS } from './messages/date-order.ts';
import { BOT_TURNS, OTHERS } from './messages/speakers.ts';
import { ORDERS } from './messages/turn-order.ts';
import type { ImportOptions } from './transcripts-import.ts';

const oneOf = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices);

/** Adds `headroom transcripts import`. */
export function addImport(
  transcripts: Command,
  act: (name: string, run: (io: RunIo) => Promise<number>) => Promise<void>,
): void {
  transcripts
    .command('import <path>')
    .description('an export of chats (a file, a folder or a zip) into one dialogue a line; its format is found out')
    .requiredOption('-o, --output <file>', 'where to')
    .addOption(oneOf('--format <format>', 'what the export is, where it is not found out', FORMATS))
    .option('--encoding <name>', 'what its texts are encoded in, where it is not found out')
    .option('--conversation <column>', 'what tells conversations apart: a column, a key or a path such as $.id')
    .option('--time <column>', 'when: a column, key or path of a date or a number')
    .option('--participant <column>', 'who speaks: a column, key or path')
    .option('--text <column>', 'what is said: a column, key or path')
    .option('--turns <path>', 'JSON: the path from a conversation to its messages, such as $.messages[*]')
    .option('--records <keys>', 'JSON: the key whose list holds the conversations or messages; * for an object of them')
    .option('--delimiter <sign>', 'table: what parts cells, \\t for a tab')
    .option('--quote <sign>', 'table: what cells are quoted by')
    .option('--escape <sign>', 'table: what stands before a quote in a quoted cell')
    .option('--no-header', 'table: the first row is a message; columns are named by number')
    .option('--customers <values>', 'participants that are the customer, separated by commas')
    .option('--agents <values>', 'participants that are the agent')
    .option('--bots <values>', 'participants that are a bot')
    .addOption(oneOf('--others <side>', 'what participants are that nothing names', OTHERS))
    .addOption(
      oneOf('--bot-turns <rule>', "bots' turns: an agent's, left out (default), or kept for a reader", BOT_TURNS),
    )
    .addOption(oneOf('--order <order>', 'turns by time (default), or as the file has them', ORDERS))
    .addOption(oneOf('--dates <order>', 'what stands first in dates such as 03/04/2026', DATE_ORDERS))
    .option('--split-long', 'split texts over the limit instead of leaving them out')
    .option('--drop-html', 'take tags and entities off texts that are HTML')
    .option('--strict', 'leaving anything out is an error')
    .option('--manifest [file]', 'write where each turn comes from, and its hash; verify names the source then')
    .action((path: string, options: ImportOptions) =>
      act('import', async (io) => {
        const { importTranscripts } = await import('./transcripts-import.ts');
        return untilInterrupted((signal) => importTranscripts(path, options, io, signal), io);
      }),
    );
}

/** What is being read may never come, as from a pipe: then the import is not waited for. */
const STOPS_WITHIN_MS = 1_000;

/**
 * Returns 105 when the user interrupts it: what was begun is removed then, and the output is as it was. Where a read does
 * not return, the process ends by the signal: it cannot exit while a thread of it waits.
 */
async function untilInterrupted(run: (signal: AbortSignal) => Promise<number>, { stderr }: RunIo): Promise<number> {
  const interrupt = new AbortController();
  let late: NodeJS.Timeout | undefined;
  const say = () => stderr.write('headroom transcripts import: interrupted; nothing was written\n');
  const forget = () => {
    clearTimeout(late);
    process.off('SIGINT', abort).off('SIGTERM', abort);
  };
  // It stays until the end: where nobody listens any more, the process would end by the signal, and say nothing.
  const abort = (signal: NodeJS.Signals) => {
    interrupt.abort();
    late ??= setTimeout(() => {
      say();
      forget();
      process.kill(process.pid, signal);
    }, STOPS_WITHIN_MS);
  };
  process.on('SIGINT', abort).on('SIGTERM', abort);
  try {
    return await run(interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say();
    return INTERRUPTED;
  } finally {
    forget();
  }
}
