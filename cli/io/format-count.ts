/** A whole number as commands print it: 1,234. */
export const formatCount = (value: number): string => Math.round(value).toLocaleString('en-US');
