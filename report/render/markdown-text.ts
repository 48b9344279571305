/** Text that Markdown shows as it stands, also in a cell of a table. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
