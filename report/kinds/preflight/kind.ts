import type { Preflight } from '../../read/preflight.ts';
import type { DocumentKind, ShownDocument } from '../../render/document-kind.ts';
import { preflightTold } from './preflight-told.ts';

export const documentKind: DocumentKind = {
  /** Those of the plan that ran, in the order in which they were made. */
  show: (files, plan, say) =>
    files
      .flatMap(({ path, result }) => (result.kind === 'preflight' ? [{ path, preflight: result.content }] : []))
      .filter(({ path, preflight }) => {
        if (plan === undefined || preflight.plan === plan.name) return true;
        say(path, `skipped: it looked at another plan, "${preflight.plan}" and not "${plan.name}"`);
        return false;
      })
      .sort((a, b) => Date.parse(a.preflight.at) - Date.parse(b.preflight.at))
      .map(({ preflight }) => shown(preflight)),
};

function shown({ plan, target, at, checks }: Preflight): ShownDocument {
  const preflight = { plan, target, at, checks };
  return { list: 'preflights', data: preflight, title: plan, told: preflightTold(preflight) };
}
