'use client';
import { useState, type ReactElement } from 'react';

interface Pieces {
  readonly text: string;
  readonly list: readonly string[];
}

/** More than this many text nodes are made one: nobody selects that much of a line while it grows. */
const maxPieces = 256;

/**
 * Text that grows at its end. What arrived stands in text nodes of its own and is never written again, so a
 * selection in it survives (EXPERIENCE R5).
 */
export function GrowingText({ text }: { readonly text: string }): ReactElement {
  const [pieces, setPieces] = useState<Pieces>({ text, list: [text] });
  const current = grow(pieces, text);
  if (current !== pieces) setPieces(current);
  return <>{current.list}</>;
}

function grow(pieces: Pieces, text: string): Pieces {
  const { length } = pieces.text;
  if (pieces.text === text) return pieces;
  if (pieces.list.length >= maxPieces || text.slice(0, length) !== pieces.text)
    return { text, list: [text] };
  return { text, list: [...pieces.list, text.slice(length)] };
}
