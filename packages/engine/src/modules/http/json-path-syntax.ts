/** One step of a path, as it is written, and what joins it to the one before. */
export interface Component {
  readonly text: string;
  readonly joined: '.' | '|';
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Divides a path at dots and pipes, or at `separator` alone, outside of brackets and quotes. A backslash keeps the character
 * after it from dividing; it stays where that character has a meaning of its own.
 */
export function components(path: string, separator?: ','): readonly Component[] {
  const found: Component[] = [];
  const open: string[] = [];
  let text = '';
  let joined: Component['joined'] = '.';
  let isQuoted = false;
  const end = (next: Component['joined']) => {
    found.push({ text, joined });
    text = '';
    joined = next;
  };
  for (let at = 0; at < path.length; at += 1) {
    const char = path.charAt(at);
    const isInside = open.length > 0 || separator !== undefined || /^[#!@{[]/.test(text);
    if (char === '\\') {
      const escaped = path.charAt(at + 1);
      text += isQuoted || open.length > 0 || /[*?\\]/.test(escaped) ? char + escaped : escaped;
      at += 1;
    } else if (char === '"' && isInside) {
      isQuoted = !isQuoted;
      text += char;
    } else if (isQuoted) text += char;
    else if (char in CLOSES && (isInside || text === '')) {
      open.push(CLOSES[char] ?? '');
      text += char;
    } else if (open.length > 0 && char === open.at(-1)) {
      open.pop();
      text += char;
    } else if (open.length === 0 && (separator ? char === separator : char === '.' || char === '|')) {
      end(char === '|' ? '|' : '.');
    } else text += char;
  }
  end('.');
  return found;
}

/** The query of `#(…)` or `#(…)#`, and whether it asks for all elements. */
export function innerOf(text: string): { readonly query: string; readonly all: boolean } {
  const all = text.endsWith('#');
  return { query: text.slice(2, all ? -2 : -1), all };
}
