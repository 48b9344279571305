/**
 * The one way our scripts make a blocking k6 call. In k6 the call has blocked and returned; in headroom's embedded
 * engine it gives a thenable, since Node cannot block. Awaiting suits both. Lint forbids `k6/ws` elsewhere.
 */
export async function blocking<T>(result: T): Promise<T> {
  return await result;
}
