import type { RunIo } from '@headroom/engine';
import type { Command } from 'commander';
import { badInput } from '../io/bad-input.ts';
import { commandIo } from '../io/command-io.ts';
import { wholeNumber } from '../io/options.ts';
import { addImport } from './import-options.ts';

/** Adds `headroom transcripts …`. */
export function addTranscripts(program: Command, finish: (code: number) => void): void {
  const transcripts = program.command('transcripts').description('make, check and cut sets of dialogues to play');
  const act = async (name: string, run: (io: RunIo) => Promise<number>) => {
    const io = commandIo();
    try {
      finish(await run(io));
    } catch (error) {
      finish(badInput(`transcripts ${name}`, error, io));
    }
  };
  addImport(transcripts, act);
  transcripts
    .command('check <file>')
    .description("can every line be played, within Genesys's limits?")
    .action((file: string) =>
      act('check', async (io) => (await import('./transcripts-check.ts')).checkTranscripts(file, io)),
    );
  transcripts
    .command('pack <file>')
    .description('exactly as many dialogues as a run plays, split for several instances')
    .requiredOption('-o, --output <file>', 'where to')
    .requiredOption('--count <number>', 'dialogues in all')
    .option('--instances <number>', 'files to split them over', '1')
    .action((file: string, { output, count, instances }: Record<'output' | 'count' | 'instances', string>) =>
      act('pack', async (io) =>
        (await import('./transcripts-pack.ts')).packTranscripts(
          file,
          { output, count: whole('--count', count), instances: whole('--instances', instances) },
          io,
        ),
      ),
    );
  transcripts
    .command('sample')
    .description('a synthetic set of any size')
    .requiredOption('-o, --output <file>', 'where to')
    .requiredOption('--count <number>', 'dialogues')
    .option('--seed <number>', 'the same seed gives the same set', '1')
    .action(({ output, count, seed }: Record<'output' | 'count' | 'seed', string>) =>
      act('sample', async (io) =>
        (await import('./transcripts-sample.ts')).writeSampleTranscripts(
          { output, count: whole('--count', count), seed: whole('--seed', seed) },
          io,
        ),
      ),
    );
}

/** More dialogues than any run plays. */
const MAX_DIALOGUES = 100_000_000;

const whole = (name: string, text: string): number => wholeNumber(name, text, 1, MAX_DIALOGUES);
