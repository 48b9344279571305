import { isLoopbackAddress } from '../../plan/loopback.ts';
import type { Plan } from '../../plan/schema.ts';

/**
 * Whether a notifications socket may be opened at an address that the org gave: over TLS in its own domain, and for a
 * target by address only there, or on this machine where the target is. A name and a password in front of the host fit
 * no pattern.
 */
export function mayConnectTo(connectUri: string, target: Plan['target']): boolean {
  const [, scheme, host = ''] =
    /^(wss?):\/\/([a-z0-9.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)(?:\/|$)/i.exec(connectUri) ?? [];
  if ('address' in target)
    return host === target.address || (isLoopbackAddress(target.address) && isLoopbackAddress(host));
  return scheme === 'wss' && host.replace(/:\d+$/, '').endsWith(`.${target.domain}`);
}
