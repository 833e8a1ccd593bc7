/** Text of one element that only grows, written past React. */
export interface TextSink {
  readonly element: Element;
  /** What is new at the end is appended: whatever is selected before it stays so. Any other change replaces. */
  write(text: string): void;
}

/** Takes over the text of `element`: nobody else may write its children from now on. */
export function createTextSink(element: Element): TextSink {
  let shown = element.textContent ?? '';
  let node = element.firstChild;
  const replace = (text: string): void => {
    node = element.ownerDocument.createTextNode(text);
    element.replaceChildren(node);
  };
  return {
    element,
    write(text) {
      if (text === shown) return;
      // A page translator may have put elements in place of the text node.
      const isOwn = node?.nodeType === Node.TEXT_NODE && node.parentNode === element;
      if (isOwn && text.startsWith(shown)) (node as Text).appendData(text.slice(shown.length));
      else replace(text);
      shown = text;
    },
  };
}
