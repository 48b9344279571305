/**
 * The one way in which our scripts make a blocking k6 call. In k6 the call has blocked and returned. In headroom's
 * embedded engine it returns a thenable, since Node cannot block. `await` suits both. Lint forbids `k6/ws` elsewhere.
 */
export async function blocking<T>(result: T): Promise<T> {
  return await result;
}
