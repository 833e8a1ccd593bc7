'use client';
import type { ReactElement } from 'react';
import { Markdown, type MarkdownSettings } from './Markdown.tsx';

/** What a `Text` of `<ChatTranscript components={{ Text }}>` gets, as far as markdown needs it. */
export interface MarkdownTextProps {
  readonly part: { readonly text: string; readonly state?: 'streaming' | 'done' };
  readonly message: { readonly status: string };
}

/** Shows text parts as Markdown: `<ChatTranscript components={{ Text: MarkdownText }}>`. */
export function MarkdownText({ part, message }: MarkdownTextProps): ReactElement {
  return <Markdown isStreaming={isArriving(part, message)}>{part.text}</Markdown>;
}

/** The same with settings of your own. Call it outside of components, once. */
export function createMarkdownText(
  settings: MarkdownSettings,
): (props: MarkdownTextProps) => ReactElement {
  return function MarkdownTextWithSettings({ part, message }) {
    return (
      <Markdown {...settings} isStreaming={isArriving(part, message)}>
        {part.text}
      </Markdown>
    );
  };
}

/** A part may be done before its message is. */
const isArriving = (
  { state }: MarkdownTextProps['part'],
  { status }: MarkdownTextProps['message'],
): boolean => status === 'streaming' && state !== 'done';
