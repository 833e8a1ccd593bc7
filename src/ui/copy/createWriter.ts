/** An element by what it is around, and by itself. */
export type WriteElement = (content: string, element: HTMLElement) => string;

/** Writes what is inside a node, from its leaves up, without decoration, of which the text says nothing. */
export function createWriter(
  writeText: (text: string) => string,
  writeElement: WriteElement,
): (node: Node) => string {
  const write = (node: Node): string => {
    if (node instanceof Text) return writeText(node.data);
    if (!(node instanceof HTMLElement) || node.matches(decoration)) return '';
    return writeElement(writeInside(node), node);
  };
  const writeInside = (node: Node): string => Array.from(node.childNodes, write).join('');
  return writeInside;
}

const decoration = 'button, [aria-hidden="true"]';
