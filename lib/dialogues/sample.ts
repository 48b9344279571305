import text from './sample.jsonl';

/** A small set of the project's own making, for runs without a file of transcripts. */
export const sampleTranscripts: string = text;
