import type { Scene } from './scene.ts';

/** What a peer says itself of what it did; undefined is what it does not say. */
export interface Says {
  readonly sessions: number;
  readonly refused: number;
  readonly sent: number;
  readonly received: number | undefined;
}

/** How a peer is started, and where it says what. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Reads, after its end, what the peer says, from what it printed and wrote. */
  says(printed: string): Says;
}

/** A tool that opens sessions. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** @param folder where the scripts and results of this start may stand */
  start(scene: Scene, folder: string): Start;
}

/** A peer, or in one line why it is left out. */
export type Found = Peer | string;
