import type { ReactElement } from 'react';
import { MarkdownText, type MarkdownTextProps } from 'react-conversation-stream/markdown';

/** Text as Markdown, with what it was written as: that is what the digest is about. What a user typed is shown so. */
export function MarkdownWithSource(props: MarkdownTextProps): ReactElement {
  if (props.message.role === 'user') return <MarkdownText {...props} />;
  return (
    <div data-part="text" data-source={props.part.text}>
      <MarkdownText {...props} />
    </div>
  );
}
