const LABEL_WIDTH = 16;

/** One line of a summary: a label and its text. */
export const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_WIDTH)}${text}\n`;
