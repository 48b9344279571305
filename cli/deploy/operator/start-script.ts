import { longestRunMs } from '../../../lib/plan/longest-run.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import type { OperatorDeployment } from './deployment.ts';
import { DATA_FOLDER, RUNS_FOLDER, setFile } from './pod-paths.ts';
import { secretCommand } from './secret-command.ts';
import { needsSecret } from './test-run.ts';

/** Beyond the longest that the run itself may take: pulling images, the initializer, and the loop of the starter. */
const SLACK_SECONDS = 900;

/**
 * The shell script that starts one run and judges it: it creates the objects and the TestRun, waits for its end, copies
 * the shares' results out of the volume, and merges them. Its exit code is that of `headroom merge`; 104 where the run did
 * not begin.
 */
export function startScript(deployment: OperatorDeployment): string {
  const { names, run, parallelism, placement, secrets } = deployment;
  const limit = Math.ceil(longestRunMs(run.script, run.plan, {}) / 1_000) + SLACK_SECONDS;
  const { transcripts = [] } = run;
  const copied = placement.set === 'on the volume' ? transcripts : [];
  const copies = copied.map(
    ({ path }, at) => `kubectl cp ${quoted(path)} ${names.files}:${DATA_FOLDER}/${setFile(at + 1, copied.length)}`,
  );
  return `#!/bin/sh
# Written by headroom deploy k6-operator. Starts a run of the plan ${run.plan.name} as ${parallelism} shares, waits for its end, and judges it
# as a whole. The exit code is that of headroom merge: 0 where the gate holds, 99 where not; 104 where no run began.
set -eu
here=$(pwd)
cd "$(dirname "$0")"
folder=$(pwd)
say() { echo "start.sh: $*" >&2; }
${
  needsSecret(secrets)
    ? `
kubectl get secret ${names.secret} >/dev/null || {
  say ${quoted(`no secret ${names.secret}: ${secretCommand(deployment)}`)}
  exit 104
}
`
    : ''
}
open_files() {
  kubectl delete pod ${names.files} --ignore-not-found --wait >/dev/null
  kubectl create -f files.yaml >/dev/null
  kubectl wait --for=condition=Ready pod/${names.files} --timeout=5m >/dev/null
}

kubectl apply --server-side ${deployment.claim === undefined ? '-f volume.yaml ' : ''}-f config.yaml
${
  copies.length === 0
    ? ''
    : `
open_files
kubectl exec ${names.files} -- mkdir -p ${DATA_FOLDER}
${copies.join('\n')}
kubectl delete pod ${names.files} --wait >/dev/null
`
}
run=$(kubectl create -f testrun.yaml -o jsonpath='{.metadata.name}')
say "run $run: ${parallelism} shares"
ends=$(($(date +%s) + ${limit}))
while :; do
  stage=$(kubectl get testrun "$run" -o jsonpath='{.status.stage}') || stage=unknown
  case $stage in
    finished | stopped) break ;;
    error)
      say "run $run did not begin; why says: kubectl logs job/$run-initializer"
      exit 104
      ;;
  esac
  if [ "$(date +%s)" -ge "$ends" ]; then
    say "run $run is still '$stage' after ${limit} s, as when a pod was killed for its memory: kubectl get pods -l k6_cr=$run"
    break
  fi
  sleep "\${POLL_SECONDS:-10}"
done

open_files
mkdir -p runs
kubectl cp "${names.files}:${RUNS_FOLDER}/$run" "runs/$run" || {
  say "run $run left nothing; why say: kubectl logs -l k6_cr=$run --prefix"
  exit 104
}
kubectl delete pod ${names.files} --wait=false >/dev/null
# headroom is that of the folder from which this is called: nothing is installed for it.
cd "$here"
\${HEADROOM:-npx --no headroom} merge "$folder/runs/$run" -o "$folder/runs/$run.json" --report "$folder/runs/$run.html"
`;
}

/** Whether the plan's target is each pod itself, where nobody listens. */
export const isPodItself = ({ plan }: OperatorDeployment['run']): boolean => isLoopback(plan.target);

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
