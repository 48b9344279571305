import type { RunKind } from '../../render/run-kind.ts';
import { runModel } from './run-model.ts';
import { runWords } from './run-words.ts';

export const runKind: RunKind = { model: runModel, words: runWords };
