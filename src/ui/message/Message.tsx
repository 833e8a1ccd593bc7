'use client';
import {
  forwardRef,
  useContext,
  useId,
  type ComponentPropsWithoutRef,
  type ComponentType,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import type { Message as MessageRecord } from '../../react/index.ts';
import { joinClassNames } from '../joinClassNames.ts';
import { SettingsContext } from '../settings/SettingsContext.ts';
import { getAuthorKind, getAuthorName } from './author.ts';
import { MessageBody } from './MessageBody.tsx';
import type { TextProps } from './MessageText.tsx';
import { PartialNotice } from './PartialNotice.tsx';
import { SendNotice, type SendNoticeProps } from './SendNotice.tsx';
import { Timestamp } from './Timestamp.tsx';

export interface MessageProps
  extends
    Omit<ComponentPropsWithoutRef<'article'>, 'children'>,
    Pick<SendNoticeProps, 'onRetry' | 'onDiscard'> {
  readonly message: MessageRecord;
  /** Follows another one of the same author: the heading is only spoken. */
  readonly isContinued?: boolean | undefined;
  readonly Text?: ComponentType<TextProps> | undefined;
}

/** One message: who, when, what, and what became of it. The line at its side tells author and state. */
export const Message: ForwardRefExoticComponent<MessageProps & RefAttributes<HTMLElement>> =
  forwardRef<HTMLElement, MessageProps>(function Message(
    { message, isContinued = false, Text, onRetry, onDiscard, className, ...props },
    ref,
  ) {
    const { labels, headingLevel } = useContext(SettingsContext);
    const headingId = useId();
    const Heading = `h${headingLevel}` as const;
    return (
      <article
        ref={ref}
        data-part="message"
        data-role={message.role}
        data-author={getAuthorKind(message)}
        data-status={message.status}
        data-message-id={message.id}
        data-continued={isContinued || undefined}
        aria-labelledby={headingId}
        className={joinClassNames('cs-message', className)}
        {...props}
      >
        <header className="cs-message-header">
          <Heading id={headingId} data-part="author" className="cs-author">
            {getAuthorName(message, labels)}
          </Heading>
          <Timestamp time={message.createdAt} />
        </header>
        <MessageBody message={message} Text={Text} />
        <PartialNotice status={message.status} />
        <SendNotice message={message} onRetry={onRetry} onDiscard={onDiscard} />
      </article>
    );
  });
