import { allowedNodes } from 'react-conversation-stream/markdown';

const schemes = /^(?:https?|mailto|tel):$/u;

/** What of a tree is not on the published list, or leads where no link should. Told by the browser's own parser. */
export function findForeign(root: ParentNode): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    const { localName, namespaceURI, attributes } = element;
    const allowed = Object.hasOwn(allowedNodes, localName)
      ? allowedNodes[localName as keyof typeof allowedNodes]
      : undefined;
    if (!allowed || namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${localName}>`);
    for (const { name } of attributes)
      if (!allowed?.includes(name)) found.push(`<${localName} ${name}>`);
    if (localName === 'a' && !isFollowed(element.getAttribute('href')))
      found.push(element.outerHTML);
  }
  return found;
}

/** As a browser reads it; what is relative leads to the page itself. */
const isFollowed = (href: string | null): boolean =>
  href === null || schemes.test(new URL(href, 'https://page.example').protocol);
