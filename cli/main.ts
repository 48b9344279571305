#!/usr/bin/env node
import { CommanderError } from 'commander';
import { badInput } from './io/bad-input.ts';
import { commandIo } from './io/command-io.ts';
import { headroomProgram } from './program.ts';

/** What was to be printed and could not be. */
let isLost = false;

function finish(code: number): void {
  process.exitCode = code === 0 && isLost ? 104 : code;
}

const program = headroomProgram(finish);

// A reader that closes the pipe early, such as `head`, must not end a run: the rest of the output is dropped.
// Output that is lost otherwise, as to a full disk, is said, and no such command ends with 0.
for (const [name, stream] of [
  ['stdout', process.stdout],
  ['stderr', process.stderr],
] as const) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    if (name === 'stdout') process.stderr.write(`headroom: stdout cannot be written: ${error.code}\n`);
    finish(Number(process.exitCode ?? 0));
  });
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  // commander has printed its line.
  if (error instanceof CommanderError) finish(error.exitCode === 0 ? 0 : 104);
  else if (isOfTheSystem(error)) finish(badInput(program.args[0] ?? '', error, commandIo()));
  else throw error;
}

/** Whether the operating system reported an error, such as a full disk. The user can mend it, unlike a bug of headroom. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
