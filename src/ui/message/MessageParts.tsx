'use client';
import { useContext, type ReactElement } from 'react';
import type { Message, MessagePart } from '../../react/index.ts';
import { Citations, type Source } from '../citations/Citations.tsx';
import { Reasoning } from '../reasoning/Reasoning.tsx';
import { ToolCall } from '../tool/ToolCall.tsx';
import { isToolPart } from '../tool/toolStatus.ts';
import { ComponentsContext } from '../transcript/ComponentsContext.ts';
import { Attachment } from './Attachment.tsx';
import { MessageText } from './MessageText.tsx';

export interface MessagePartsProps {
  readonly message: Message;
}

/** The parts of a message in their order; what it cites comes last. */
export function MessageParts({ message }: MessagePartsProps): ReactElement {
  const { Citations: Sources = Citations } = useContext(ComponentsContext);
  const sources = message.parts.filter(isSource);
  return (
    <>
      {message.parts.map((part, index) => (
        // Parts are only ever appended or replaced in place: their position is their identity.
        // oxlint-disable-next-line react/no-array-index-key
        <PartView key={index} part={part} message={message} />
      ))}
      {sources.length > 0 && <Sources sources={sources} />}
    </>
  );
}

interface PartViewProps extends MessagePartsProps {
  readonly part: MessagePart;
}

function PartView({ part, message }: PartViewProps): ReactElement | null {
  const {
    Text = MessageText,
    Attachment: File = Attachment,
    Reasoning: Thoughts = Reasoning,
    ToolCall: Tool = ToolCall,
    Data,
  } = useContext(ComponentsContext);
  if (part.type === 'text') return <Text part={part} message={message} />;
  if (part.type === 'file') return <File part={part} />;
  if (part.type === 'reasoning') return <Thoughts part={part} />;
  if (isToolPart(part)) return <Tool part={part} />;
  // What an app's own data looks like only the app knows.
  return isSource(part) || !Data ? null : <Data part={part} message={message} />;
}

function isSource(part: MessagePart): part is Source {
  return part.type === 'source-url' || part.type === 'source-document';
}
