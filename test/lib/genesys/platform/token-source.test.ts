import { afterEach, describe, expect, it } from 'vitest';
import { packedSecrets } from '../../../../cli/deploy/cloud/packed-secrets.ts';
import { tokenSource } from '../../../../lib/genesys/platform/token-source.ts';
import { inputsOf } from '../../../../lib/plan/inputs.ts';
import { iterate, recorder } from '../../../k6/vu.ts';
import { aPlan, planJson } from '../../plan/a-plan.ts';

const { secrets } = recorder;
afterEach(() => secrets.clear());

/** The tokens of the agents of a plan, as its scripts ask for them. */
async function tokensOf(count: number, tokens: object, refused?: string): Promise<(string | undefined)[]> {
  const plan = aPlan({ agents: { ...planJson().agents, count, tokens: { source: 'secrets', ...tokens } } });
  const { agents } = plan;
  if (agents === undefined) throw new Error('no agents');
  const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, {});
  const found: (string | undefined)[] = [];
  await iterate(async () => {
    for (let index = 0; index < count; index++) found.push(await tokenSource(agents, inputs, index)(refused));
  });
  return found;
}

describe('the tokens of agents in secrets', () => {
  it('are one a secret, without the blanks around it', async () => {
    secrets.set('agent-1', ' one\n').set('agent-2', 'two');
    expect(await tokensOf(2, {})).toEqual(['one', 'two']);
  });

  it.each([1, 2, 3, 7, 20])('come out of packs of %i as they went in, each for its agent', async (perSecret) => {
    const tokens = Array.from({ length: 17 }, (_, index) => `token-${index}`);
    for (const { name, value } of packedSecrets(tokens, 'agents-{n}', perSecret)) secrets.set(name, value);
    expect(await tokensOf(17, { name: 'agents-{n}', perSecret })).toEqual(tokens);
  });

  it('are none where a pack holds too few, or what the API refused', async () => {
    secrets.set('agent-1', 'one,two');
    expect(await tokensOf(3, { perSecret: 3 })).toEqual(['one', 'two', undefined]);
    expect(await tokensOf(2, { perSecret: 3 }, 'one')).toEqual([undefined, 'two']);
  });
});
