'use client';
import type { ReactElement } from 'react';
import { Markdown, type MarkdownSettings } from './Markdown.tsx';

/** What a `Text` of `<ChatTranscript components={{ Text }}>` gets, as far as markdown needs it. */
export interface MarkdownTextProps {
  readonly part: { readonly text: string; readonly state?: 'streaming' | 'done' };
  readonly message: { readonly status: string; readonly role?: string };
}

/**
 * Shows text parts as Markdown: `<ChatTranscript components={{ Text: MarkdownText }}>`. What a user typed is shown
 * as it was typed: nobody meant a path's backslashes, or a line that begins with a year, as marks.
 */
export function MarkdownText(props: MarkdownTextProps): ReactElement {
  return renderText(props);
}

/** The same with settings of your own. Call it outside of components, once. */
export function createMarkdownText(
  settings: MarkdownSettings,
): (props: MarkdownTextProps) => ReactElement {
  return function MarkdownTextWithSettings(props) {
    return renderText(props, settings);
  };
}

function renderText(
  { part, message }: MarkdownTextProps,
  settings?: MarkdownSettings,
): ReactElement {
  if (message.role === 'user') return <TypedText text={part.text} />;
  return (
    <Markdown {...settings} isStreaming={isArriving(part, message)}>
      {part.text}
    </Markdown>
  );
}

/** As `/ui` shows text, which this entry does without: line breaks and spaces are kept by its stylesheet. */
function TypedText({ text }: { readonly text: string }): ReactElement {
  return (
    <div data-part="text" className="cs-text">
      {text}
    </div>
  );
}

/** A part may be done before its message is. */
const isArriving = (
  { state }: MarkdownTextProps['part'],
  { status }: MarkdownTextProps['message'],
): boolean => status === 'streaming' && state !== 'done';
