import type { RunView } from './run-view.ts';

/** A stream for text, such as `process.stdout`. */
export interface TextStream {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** The surroundings of a run: streams, environment, working directory and interrupts. */
export interface RunIo {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What the program shows of the run while it lasts. */
  readonly view?: RunView;
  /** Ends the run as a first SIGINT would. */
  readonly signal?: AbortSignal;
  /**
   * Calls `listener` at each SIGINT or SIGTERM until the returned function is called. After the second signal
   * `runScript` resolves at once, and the caller should exit, since sockets may still be open.
   */
  onInterrupt?(listener: () => void): () => void;
}

/** The surroundings of this process. */
export function processIo(): RunIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
  };
}
