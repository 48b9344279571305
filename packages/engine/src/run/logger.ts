import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { invalidConfig, unsupported } from '../contract/invalid-config.ts';
import type { LogLevel } from '../contract/run-context.ts';
import type { LogFormat } from '../options/run-settings.ts';
import type { RunIo } from './run-io.ts';

export interface LoggerSettings {
  readonly logOutput: string;
  readonly logFormat: LogFormat;
  readonly logNsTimestamps: boolean;
  readonly verbose: boolean;
  readonly secrets: ReadonlyMap<string, string>;
}

type Write = (line: string, level: LogLevel) => void;

/** The levels in ascending order. */
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

/** Formats and writes the log lines of the engine and of the script's console. */
export class Logger {
  readonly #io: RunIo;
  readonly #startMs = Date.now();
  #format: LogFormat = 'text';
  #now = milliseconds;
  #verbose = false;
  #secrets: readonly string[] = [];
  #write: Write;
  #writeConsole: Write | undefined;
  /** A line could not be written to a file of the log. */
  isLost = false;
  /** Called before a line is written to a terminal, so that the progress line can be cleared. */
  onTerminal = () => {};

  constructor(io: RunIo) {
    this.#io = io;
    this.#write = this.#to(io.stderr);
  }

  /**
   * Applies the settings; before it, lines go to stderr as text. Throws a RunEnd 104 for an output that is unknown or
   * unwritable.
   */
  configure({ logOutput, logFormat, logNsTimestamps, verbose, secrets }: LoggerSettings): void {
    this.#format = logFormat;
    this.#now = logNsTimestamps ? nanoseconds : milliseconds;
    this.#verbose = verbose;
    this.#secrets = [...secrets.values()].filter((secret) => secret !== '');
    this.#write = this.#output(logOutput);
  }

  /** --console-output: a file for `console.*` alone. */
  sendConsoleTo(path: string): void {
    this.#writeConsole = this.#toFile(resolve(this.#io.cwd, path), '--console-output');
  }

  log(level: LogLevel, message: string, source?: 'console'): void {
    if (level === 'debug' && !this.#verbose) return;
    const safe = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '***SECRET_REDACTED***'), message);
    const write = source === 'console' ? (this.#writeConsole ?? this.#write) : this.#write;
    write(`${this.#formatted(level, safe, source)}\n`, level);
  }

  #formatted(level: LogLevel, message: string, source?: 'console'): string {
    if (this.#format === 'raw') return message;
    if (this.#format === 'json') {
      return JSON.stringify({ level, msg: message, ...(source ? { source } : {}), time: this.#now() });
    }
    const suffix = source ? ` source=${source}` : '';
    if (!this.#io.stderr.isTTY) return `time="${this.#now()}" level=${level} msg=${JSON.stringify(message)}${suffix}`;
    const seconds = String(Math.floor((Date.now() - this.#startMs) / 1000)).padStart(4, '0');
    return `${level.toUpperCase().slice(0, 4)}[${seconds}] ${message}${suffix === '' ? '' : `  ${suffix}`}`;
  }

  #output(name: string): Write {
    if (name === 'stderr') return this.#to(this.#io.stderr);
    if (name === 'stdout') return this.#to(this.#io.stdout);
    if (name === 'none') return () => {};
    const [, path, settings] = /^file=([^,]+)(?:,(.*))?$/s.exec(name) ?? [];
    if (path === undefined) {
      throw unsupported(`--log-output ${name}`, 'it takes stderr, stdout, none and file=path[,level=level]');
    }
    const minLevel = minLevelOf(settings);
    const write = this.#toFile(resolve(this.#io.cwd, path), '--log-output');
    return (line, level) => {
      if (LEVELS.indexOf(level) >= LEVELS.indexOf(minLevel)) write(line, level);
    };
  }

  /** Creates the file. What cannot be written to it later is told to stderr once, and lost. */
  #toFile(path: string, where: string): Write {
    const lost = (error: unknown): void => {
      if (this.isLost) return;
      this.isLost = true;
      this.#io.stderr.write(`${where}: ${path} is incomplete: ${(error as NodeJS.ErrnoException).code}\n`);
    };
    try {
      writeFileSync(path, '');
    } catch (error) {
      throw invalidConfig(`${where}: cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`);
    }
    return (line) => {
      try {
        appendFileSync(path, line);
      } catch (error) {
        lost(error);
      }
    };
  }

  #to(stream: RunIo['stderr']): Write {
    return (line) => {
      this.onTerminal();
      stream.write(line);
    };
  }
}

const milliseconds = () => new Date().toISOString();

/** The time with nine decimals, of which the clock of Node fills six or so. */
function nanoseconds(): string {
  const ms = performance.timeOrigin + performance.now();
  const second = Math.floor(ms / 1000);
  const part = Math.floor((ms - second * 1000) * 1e6);
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${String(part).padStart(9, '0')}Z`;
}

/** The minimum level that follows the path of a log file: `level=error`, or all levels when absent. */
function minLevelOf(settings: string | undefined): LogLevel {
  if (settings === undefined) return 'debug';
  const [, given] = /^level=([^,]*)$/.exec(settings) ?? [];
  if (given === undefined) {
    throw unsupported(`--log-output file=…,${settings}`, 'after the path it takes level=level alone');
  }
  const level = LEVELS.find((one) => one === (given === 'warn' ? 'warning' : given));
  if (level === undefined) throw invalidConfig(`--log-output: level "${given}" is not one of ${LEVELS.join(', ')}`);
  return level;
}
