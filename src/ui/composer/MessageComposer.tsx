'use client';
import {
  forwardRef,
  useState,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type KeyboardEvent,
  type RefAttributes,
  type SyntheticEvent,
} from 'react';
import { useConversationStream } from '../../react/index.ts';
import { joinClassNames } from '../joinClassNames.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ComposerButton } from './ComposerButton.tsx';
import { isSendKey } from './isSendKey.ts';

export interface MessageComposerProps extends Omit<
  ComponentPropsWithoutRef<'form'>,
  'children' | 'onSubmit'
> {
  /** Default: the nearest `<Conversation>`. */
  readonly conversationId?: string | null | undefined;
}

/** Where one writes. The message shows in the transcript at once; offline it waits there. Reads, joins nothing. */
export const MessageComposer: ForwardRefExoticComponent<
  MessageComposerProps & RefAttributes<HTMLFormElement>
> = forwardRef<HTMLFormElement, MessageComposerProps>(function MessageComposer(
  { conversationId, className, ...props },
  ref,
) {
  const labels = useLabels();
  const { capabilities, sendMessage } = useConversationStream(conversationId, { enabled: false });
  const [draft, setDraft] = useState('');
  const text = draft.trim();
  const canSend = capabilities.canSend && text !== '';

  const send = (): void => {
    if (!canSend) return;
    setDraft('');
    // The row in the transcript tells how it went, and offers to try again.
    sendMessage(text).catch(() => undefined);
  };
  const handleSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send();
  };
  const handleKeyDown = (event: KeyboardEvent): void => {
    if (!isSendKey(event)) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      ref={ref}
      data-part="composer"
      className={joinClassNames('cs-composer', className)}
      onSubmit={handleSubmit}
      {...props}
    >
      <textarea
        data-part="composer-input"
        className="cs-input"
        aria-label={labels.composer}
        placeholder={labels.placeholder}
        rows={1}
        enterKeyHint="send"
        value={draft}
        disabled={!capabilities.canSend}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={handleKeyDown}
      />
      <ComposerButton conversationId={conversationId} canSend={canSend} />
    </form>
  );
});
