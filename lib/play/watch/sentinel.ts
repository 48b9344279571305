import { streamOf } from '../../base/streams.ts';
import { deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordWatch } from '../../measures/record/watch.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { exact } from '../../transport/exact.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { eachInterval } from './each-interval.ts';

/**
 * The one iteration of the scenario `sentinel`. While the sessions are dense, it opens sockets by `k6/ws`, which
 * alone shows why an upgrade is refused, and logs once what a refusal looked like. It has a VU of its own, since an
 * attempt can block for a minute.
 */
export async function standSentinel(inputs: Inputs, metrics: MetricsOf<'customer'>): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const random = streamOf('sentinel', plan.seed, 0);
    const emit = recordWatch(metrics);
    let said = false;
    await eachInterval(plan, async () => {
      const address = guestAddress(plan, deploymentFor(plan.deployments, random()), 'sentinel');
      const ended = await exact(address, 1_000, {
        opened: (wire) => wire.close(1000),
        received: () => {},
        tick: () => Number.POSITIVE_INFINITY,
      });
      if (ended.kind === 'refused' && !said) {
        said = true;
        const after = ended.retryAfterMs === undefined ? 'none' : `${ended.retryAfterMs / 1_000} s`;
        console.warn(
          `sentinel: upgrade refused with ${ended.status}, Retry-After ${after}, body ${JSON.stringify(ended.body?.slice(0, 200))}`,
        );
      }
      emit({ kind: 'knock', ended });
    });
  });
}
