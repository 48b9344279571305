import { streamOf } from '../../base/streams.ts';
import { deploymentFor, guestAddress } from '../../genesys/guest/deployment.ts';
import { phraseOf } from '../../genesys/guest/refusal-phrases.ts';
import { wordsOf } from '../../genesys/guest/refusal-words.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordWatch } from '../../measures/record/watch.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { exact } from '../../transport/exact.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { eachInterval } from './each-interval.ts';

/**
 * The one iteration of the scenario `sentinel`. While the sessions are dense, it opens sockets by `k6/ws`, which
 * alone shows why an upgrade is refused, and logs once what each kind of refusal looked like. It has a VU of its own, since an
 * attempt can block for a minute.
 */
export async function standSentinel(inputs: Inputs, metrics: MetricsOf<'customer'>): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const random = streamOf('sentinel', plan.seed, 0);
    const emit = recordWatch(metrics);
    const said = new Set<string>();
    await eachInterval(plan, async () => {
      const deployment = deploymentFor(plan.deployments, random());
      const address = guestAddress(plan, deployment, 'sentinel');
      const ended = await exact(address, 1_000, {
        opened: (wire) => wire.close(1000),
        received: () => {},
        tick: () => Number.POSITIVE_INFINITY,
      });
      const words = ended.kind === 'refused' ? wordsOf(ended) : undefined;
      const kind = words && `${words.status} ${ended.kind === 'refused' && phraseOf(ended)}`;
      if (words !== undefined && kind !== undefined && !said.has(kind)) {
        said.add(kind);
        console.warn(
          `sentinel: upgrade refused with ${words.status}, Retry-After ${words.retry_after ?? 'none'}: ${JSON.stringify(words.words)}`,
        );
      }
      emit({ kind: 'knock', ended, deployment: deployment.id });
    });
  });
}
