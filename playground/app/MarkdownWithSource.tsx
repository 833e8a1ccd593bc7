import type { ReactElement } from 'react';
import { MarkdownText, type MarkdownTextProps } from 'react-conversation-stream/markdown';

/** Text as Markdown, with what it was written as: that is what the digest is about. */
export function MarkdownWithSource(props: MarkdownTextProps): ReactElement {
  return (
    <div data-part="text" data-source={props.part.text}>
      <MarkdownText {...props} />
    </div>
  );
}
