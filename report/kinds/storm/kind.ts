import type { RunKind } from '../../render/run-kind.ts';
import { stormModel } from './storm-model.ts';
import { stormWords } from './storm-words.ts';

export const runKind: RunKind = { model: stormModel, words: stormWords };
