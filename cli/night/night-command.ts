import { processIo } from '@headroom/engine/io';
import type { Command } from 'commander';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { collect } from '../io/options.ts';
import { PUBLISHED_PER_MINUTE } from '../platform/call-pace.ts';

/** `headroom night <plan>`. */
export function addNight(program: Command, finish: (code: number) => void): void {
  program
    .command('night <plan>')
    .description('wait for the approved window, preflight, run, guard, clean up, report, tell')
    .option('-o, --output <folder>', 'where the status file and a folder for each night go', 'results/night')
    .option('--script <name>', 'contact-centre, customers, agents or reconnect-storm; by default what the plan is for')
    .option('--engine <name>', 'k6 or embedded, as for headroom run')
    .option('-e <NAME=value>', 'override of the plan as for a run, repeatable', collect, [])
    .option('--max-waiting <queue=number>', 'guard: conversations that wait in a queue of others, at most', collect, [])
    .option('--min-service-level <queue=percent>', 'guard: service level of a queue of others, at least', collect, [])
    .option('--guard-every <duration>', 'how often the guards look', '30s')
    .option('--webhook <url>', 'is told by POST what came of it; or HEADROOM_WEBHOOK in the environment')
    .option('--notify <command>', 'is told on its input what came of it')
    .option('--per-minute <calls>', 'calls a minute of preflight, guards and cleanup each', `${PUBLISHED_PER_MINUTE}`)
    .option('--by-day', "the window counts, also outside of the region's night: Genesys confirmed it in writing", false)
    .option('--run-anyway', 'run although a check of preflight fails', false)
    .option('--yes', 'cleanup does not ask where the window is long over', false)
    .addHelpText(
      'after',
      `
An org takes a real k6; the embedded engine sends load to this machine alone.
Beyond the limit of a guard the run is interrupted as by Ctrl+C. Killed and
started again, it cleans up what was under way, reports it, and runs nothing.
headroom status, in a second terminal, says how far it is.

Examples:
  headroom night my-org.json --max-waiting 3f2a…=20 --notify ./tell-me.sh
  headroom night plans/smoke.json

Exit codes: that of the run (0 the gate holds, 99 it does not), 99 also where it
was not begun or something is left open, 104 bad input, 105 ended by a guard,
the end of the night or a signal
`,
    )
    .action(async (plan: string, options) => {
      const { night } = await import('./night.ts');
      const code = await night(plan, options, processIo());
      finish(code);
      // After a second interrupt sockets may still be open (RunIo), and would keep the process.
      if (code === INTERRUPTED) process.exit(code);
    });
}
