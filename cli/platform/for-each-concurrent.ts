/**
 * Calls `act` for each item, at most `atOnce` at a time. After the first failure it starts no more, waits for those
 * that are running, and throws the failure.
 */
export async function forEachConcurrent<T>(
  all: readonly T[],
  atOnce: number,
  act: (one: T) => Promise<void>,
): Promise<void> {
  const queue = all.values();
  let failed = false;
  const turn = async (): Promise<void> => {
    for (const one of queue) {
      if (failed) return;
      await act(one).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, turn));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
