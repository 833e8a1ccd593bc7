'use client';
import type { ComponentType, ReactElement } from 'react';
import type { Message, MessagePart } from '../../react/index.ts';
import { Attachment } from './Attachment.tsx';
import { MessageText, type TextProps } from './MessageText.tsx';

export interface MessageBodyProps {
  readonly message: Message;
  readonly Text?: ComponentType<TextProps> | undefined;
}

/** The parts of a message in their order. */
export function MessageBody({ message, Text = MessageText }: MessageBodyProps): ReactElement {
  return (
    <div data-part="body" className="cs-body">
      {message.parts.map((part, index) => (
        // Parts are only ever appended or replaced in place: their position is their identity.
        // oxlint-disable-next-line react/no-array-index-key
        <PartView key={index} part={part} message={message} Text={Text} />
      ))}
    </div>
  );
}

interface PartViewProps {
  readonly part: MessagePart;
  readonly message: Message;
  readonly Text: ComponentType<TextProps>;
}

function PartView({ part, message, Text }: PartViewProps): ReactElement | null {
  if (part.type === 'text') return <Text part={part} message={message} />;
  if (part.type === 'file') return <Attachment part={part} />;
  return null;
}
