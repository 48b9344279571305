/** Where text goes. */
export interface TextStream {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world around a run, so that tests and the CLI can each give their own. */
export interface RunIo {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Ends the run as a first SIGINT would. */
  readonly signal?: AbortSignal;
  /**
   * Has `listener` called at each SIGINT or SIGTERM until the answer is called. After the second one `runScript`
   * settles at once and the caller shall exit, since sockets may still be open.
   */
  onInterrupt?(listener: () => void): () => void;
}

/** The io of this very process. */
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
