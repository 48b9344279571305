import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { invalidConfig, unsupported } from '../contract/invalid-config.ts';
import type { RemoteSettings } from '../contract/remote-settings.ts';
import type { Lane } from '../contract/script.ts';
import { layerFromConfigFile, layerFromEnv, layerFromFlags, type OptionLayer, optionFlags } from './option-layers.ts';
import { type FlagSpec, type ParsedFlags, parseFlags } from './parse-flags.ts';
import { type ScenarioSelection, withoutLoad } from './scenario-selection.ts';
import { readSecrets } from './secret-source.ts';
import { flag, textList } from './value-readers.ts';

/** The arguments of `k6 run`, from its command line and the environment, that are no options of the test. */
export interface RunSettings {
  /** Path of the script as given; `-` is standard input. */
  readonly script: string;
  readonly lane: Lane | 'auto';
  /** `__ENV`: the process environment overlaid by -e. */
  readonly scriptEnv: Readonly<Record<string, string>>;
  /** The layers below the script's own options, and in `above` those above them, each lowest first. */
  readonly below: readonly OptionLayer[];
  readonly above: readonly OptionLayer[];
  readonly remote: RemoteSettings;
  readonly selection: ScenarioSelection;
  readonly noThresholds: boolean;
  readonly summaryMode: SummaryMode;
  readonly summaryExport: string;
  readonly machineReadableSummary: boolean;
  readonly outputs: readonly string[];
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly verbose: boolean;
  readonly logOutput: string;
  readonly logFormat: LogFormat;
  /** Times of the log to the nanosecond. */
  readonly logNsTimestamps: boolean;
  readonly secrets: ReadonlyMap<string, string>;
}

export type SummaryMode = 'compact' | 'full' | 'disabled';
export type LogFormat = 'text' | 'raw' | 'json';
type Env = Readonly<Record<string, string | undefined>>;

/** The folder of fetched remote modules, in the user's own cache folder. */
const CACHE = 'headroom-engine/remote-modules';

export const RUN_FLAGS: readonly (FlagSpec & { readonly env?: string })[] = [
  { name: 'env', short: 'e' },
  { name: 'lane' },
  { name: 'config', short: 'c', env: 'K6_CONFIG' },
  { name: 'no-remote', boolean: true },
  { name: 'remote-hosts' },
  { name: 'remote-cache' },
  { name: 'scenario' },
  { name: 'once', boolean: true },
  { name: 'include-system-env-vars', boolean: true, env: 'K6_INCLUDE_SYSTEM_ENV_VARS' },
  { name: 'compatibility-mode', env: 'K6_COMPATIBILITY_MODE' },
  { name: 'type', short: 't', env: 'K6_TYPE' },
  { name: 'no-thresholds', boolean: true, env: 'K6_NO_THRESHOLDS' },
  { name: 'summary-mode', env: 'K6_SUMMARY_MODE' },
  { name: 'summary-export', env: 'K6_SUMMARY_EXPORT' },
  { name: 'new-machine-readable-summary', boolean: true, env: 'K6_NEW_MACHINE_READABLE_SUMMARY' },
  { name: 'out', short: 'o', env: 'K6_OUT' },
  { name: 'quiet', short: 'q', boolean: true },
  { name: 'no-color', boolean: true },
  { name: 'verbose', short: 'v', boolean: true },
  { name: 'log-output', env: 'K6_LOG_OUTPUT' },
  { name: 'log-format', env: 'K6_LOG_FORMAT' },
  { name: 'log-ns-timestamps', boolean: true, env: 'K6_LOG_NS_TIMESTAMPS' },
  { name: 'secret-source', env: 'K6_SECRET_SOURCE' },
];

/**
 * Reads the arguments of `k6 run`, the environment and the --config file. Relative paths count from `cwd`. Throws a
 * RunEnd 104 with one line for anything unknown, unsupported or out of bounds.
 */
export async function readSettings(
  argv: readonly string[],
  env: Env,
  cwd: string,
  warn: (line: string) => void,
): Promise<RunSettings> {
  const flags = parseFlags(argv, [...RUN_FLAGS, ...optionFlags()]);
  const given = (name: string) => oneValue(name, flags, env);
  const isOn = (name: string) => flag.text(given(name) ?? 'false', `--${name}`);
  const choice = <T extends string>(name: string, allowed: readonly T[], otherwise: T) =>
    oneOf(`--${name}`, given(name) ?? otherwise, allowed);
  const [script, ...more] = flags.positional;
  if (script === undefined || more.length > 0)
    throw invalidConfig('run takes one script: a path, or - for standard input');
  oneOf('--type', given('type') ?? 'js', ['js'], 'archives are not supported by the embedded engine');
  oneOf(
    '--compatibility-mode',
    given('compatibility-mode') ?? 'extended',
    ['extended'],
    'the embedded engine has one mode',
  );
  const config = given('config');
  const selection = {
    names: (flags.values.get('scenario') ?? []).flatMap((names) => textList.text(names, '--scenario')),
    once: isOn('once'),
  };
  return {
    script,
    lane: choice('lane', ['auto', 'async', 'worker'], 'auto'),
    scriptEnv: scriptEnv(
      flags,
      env,
      flag.text(given('include-system-env-vars') ?? 'true', '--include-system-env-vars'),
    ),
    below: config === undefined ? [] : [await configFile(resolve(cwd, config), warn)],
    above: [layerFromEnv(env), withoutLoad(layerFromFlags(flags), selection, 'flags', warn)],
    remote: {
      isNetworkAllowed: !isOn('no-remote'),
      hosts: (flags.values.get('remote-hosts') ?? []).flatMap((hosts) => textList.text(hosts, '--remote-hosts')),
      cacheFolder: resolve(
        cwd,
        given('remote-cache') ?? join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), CACHE),
      ),
      env,
    },
    selection,
    noThresholds: isOn('no-thresholds'),
    summaryMode: choice('summary-mode', ['compact', 'full', 'disabled'], 'compact'),
    summaryExport: given('summary-export') ?? '',
    machineReadableSummary: isOn('new-machine-readable-summary'),
    outputs: flags.values.get('out') ?? (env.K6_OUT ? [env.K6_OUT] : []),
    quiet: isOn('quiet'),
    noColor: isOn('no-color') || (env.NO_COLOR ?? '') !== '' || (env.K6_NO_COLOR ?? '') !== '',
    verbose: isOn('verbose'),
    logOutput: given('log-output') ?? 'stderr',
    logFormat: choice('log-format', ['text', 'raw', 'json'], 'text'),
    logNsTimestamps: isOn('log-ns-timestamps'),
    secrets: await readSecrets(
      flags.values.get('secret-source') ?? (env.K6_SECRET_SOURCE ? [env.K6_SECRET_SOURCE] : []),
      cwd,
    ),
  };
}

function oneValue(name: string, flags: ParsedFlags, env: Env): string | undefined {
  const variable = RUN_FLAGS.find((spec) => spec.name === name)?.env;
  return flags.values.get(name)?.at(-1) ?? (variable === undefined ? undefined : env[variable] || undefined);
}

function oneOf<T extends string>(where: string, value: string, allowed: readonly T[], why?: string): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  if (why !== undefined) throw unsupported(`${where} ${value}`, why);
  throw invalidConfig(`${where}: "${value}" is not one of ${allowed.join(', ')}`);
}

async function configFile(path: string, warn: (line: string) => void): Promise<OptionLayer> {
  const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw invalidConfig(`--config: cannot read ${path}: ${error.code ?? error.message}`);
  });
  return layerFromConfigFile(source, path, warn);
}

function scriptEnv(flags: ParsedFlags, env: Env, system: boolean): Readonly<Record<string, string>> {
  const base = system ? Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined) : [];
  const own = (flags.values.get('env') ?? []).map((pair) => {
    const [, name, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)(?:=(.*))?$/s.exec(pair) ?? [];
    if (name === undefined) throw invalidConfig(`--env: "${pair}" is not NAME=value`);
    return [name, value ?? env[name] ?? ''] as const;
  });
  return Object.fromEntries([...base, ...own]);
}
