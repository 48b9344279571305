import { describe, expect, it } from 'vitest';
import { visitsNeverBegun } from '../../../cli/verify/planned-visits.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';

const plan = (customers: object = {}) =>
  aPlan({ customers: { ...planJson().customers, sessions: 3, transport: 'exact', ...customers } });
const missing = (found: readonly number[], customers: object = {}, runs = 1) =>
  visitsNeverBegun(plan(customers), new Set(found), runs);

describe('the visits of a plan that began no conversation', () => {
  it('are the first ones of the slots, whatever was found', () => {
    expect(missing([0, 1, 2])).toEqual([]);
    expect(missing([1])).toEqual([0, 2]);
    expect(missing([])).toEqual([0, 1, 2]);
  });

  it('are those before a later one: of all visits in the exact transport, of the same slot in the dense one', () => {
    expect(missing([0, 1, 2, 3, 6])).toEqual([4, 5]);
    expect(missing([0, 1, 2, 3, 9], { transport: 'dense' })).toEqual([6]);
    expect(missing([0, 1, 2, 3, 6, 9], { transport: 'dense' })).toEqual([]);
  });

  it('are only the first ones of the slots where several runs were found, which may be shares of one', () => {
    expect(missing([0, 1, 2, 6], {}, 2)).toEqual([]);
    expect(missing([0, 2, 6], {}, 2)).toEqual([1]);
  });

  it('are not known of the open model, and where visits share a conversation', () => {
    expect(missing([4], { model: 'open', visitsPerMinute: 60 })).toEqual([]);
    expect(missing([4], { identity: 'shared' })).toEqual([]);
  });
});
