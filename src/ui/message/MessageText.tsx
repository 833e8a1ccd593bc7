'use client';
import type { ReactElement } from 'react';
import type { Message, TextPart } from '../../react/index.ts';

/** What a text part is shown with: `components={{ Text }}` takes anything with these props. */
export interface TextProps {
  readonly part: TextPart;
  readonly message: Message;
}

/** The text as it is: never HTML, line breaks kept. */
export function MessageText({ part }: TextProps): ReactElement {
  return (
    <div data-part="text" className="cs-text">
      {part.text}
    </div>
  );
}
