import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server in a child process, and the memory and CPU it has used. */
export class ServerProcess {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, address: string) {
    this.#process = child;
    this.address = address;
  }

  /** Starts Node with these arguments. The first line that it prints has to be JSON with an `address` (`host:port`). */
  static async start(args: readonly string[]): Promise<ServerProcess> {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new ServerProcess(child, (JSON.parse(line) as { address: string }).address);
  }

  /** Starts a simulated tenant on a port that the system chooses. `headroom` is the path of the CLI's file. */
  static tenant(headroom: string, sets: readonly string[], flags: readonly string[] = []): Promise<ServerProcess> {
    return ServerProcess.start([headroom, 'tenant', '--port', '0', ...flags, ...sets.flatMap((set) => ['--set', set])]);
  }

  /** Resident memory (bytes). */
  get memory(): number {
    return memoryOf(this.#process);
  }

  /** Open descriptors: files, sockets, pipes. */
  get descriptors(): number {
    return descriptorsOf(this.#process);
  }

  /** CPU time since its start (ms). */
  get cpuMs(): number {
    return cpuMsOf(this.#process);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await ended;
  }
}

/** Resident memory of a process (bytes); 0 between its end and its exit event. */
export function memoryOf({ pid }: ChildProcess): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return 1_024 * Number(kilobytes);
}

/** Open descriptors of a process. */
export const descriptorsOf = ({ pid }: ChildProcess): number => readdirSync(`/proc/${pid}/fd`).length;

/** CPU time of a process since its start (ms). */
export function cpuMsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
