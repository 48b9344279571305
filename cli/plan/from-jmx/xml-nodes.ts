import { Parser } from 'htmlparser2';

/** An element of an XML file, with the line on which it begins (from 1). */
export interface XmlNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
  readonly children: XmlNode[];
  text: string;
}

/** Reads XML. No entity but XML's own is resolved, and no other file is read. Throws an error of one line where elements are not closed. */
export function xmlNodes(text: string): XmlNode {
  const root: XmlNode = { tag: '', attributes: {}, line: 1, children: [], text: '' };
  const open: XmlNode[] = [root];
  const lineAt = lineCounter(text);
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        const node: XmlNode = { tag, attributes, line: lineAt(parser.startIndex), children: [], text: '' };
        open.at(-1)?.children.push(node);
        open.push(node);
      },
      ontext: (part) => {
        const node = open.at(-1);
        if (node !== undefined) node.text += part;
      },
      onclosetag: (tag, isImplied) => {
        if (isImplied && !text.startsWith('/>', parser.endIndex - 1))
          throw new Error(`line ${open.at(-1)?.line}: <${tag}> is not closed`);
        open.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return root;
}

/** Counts lines up to a place; places are asked in their order. */
function lineCounter(text: string): (place: number) => number {
  let [line, done] = [1, 0];
  return (place) => {
    for (; done < place; done++) if (text[done] === '\n') line++;
    return line;
  };
}
