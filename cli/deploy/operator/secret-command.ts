import type { OperatorDeployment } from './deployment.ts';
import { EXPIRY_FILE, GUESTS_FILE, K6_SECRETS_FILE, TOKENS_FILE } from './pod-paths.ts';

/** The command that makes the Secret of the run's credentials. It names files: nothing secret stands on the command line. */
export function secretCommand({ names, run, secrets }: OperatorDeployment): string {
  const { tokens, tokenExpiry, guests } = run;
  const files = [
    ...(tokens === undefined ? [] : [`${TOKENS_FILE}=${tokens.path}`]),
    ...(tokenExpiry === undefined ? [] : [`${EXPIRY_FILE}=${tokenExpiry.path}`]),
    ...(guests === undefined ? [] : [`${GUESTS_FILE}=${guests.path}`]),
    ...(secrets.k6 ? [`${K6_SECRETS_FILE}=<file of name=value lines>`] : []),
  ];
  return ['kubectl create secret generic', names.secret, ...files.map((file) => `--from-file=${file}`)].join(' ');
}
