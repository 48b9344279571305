const LABEL_WIDTH = 16;

/** One line of a summary: a label, and what it stands for. */
export const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_WIDTH)}${text}\n`;
