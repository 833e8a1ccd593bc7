'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type RefAttributes,
} from 'react';
import { useConversation } from '../../react/index.ts';
import { ConnectionBanner } from '../banner/ConnectionBanner.tsx';
import { MessageComposer } from '../composer/MessageComposer.tsx';
import { joinClassNames } from '../joinClassNames.ts';
import { OptionalConversation } from '../OptionalConversation.tsx';
import { SettingsProvider, type SettingsProps } from '../settings/SettingsProvider.tsx';
import { ChatTranscript, type ChatTranscriptProps } from '../transcript/ChatTranscript.tsx';

export interface ConversationFeedProps
  extends
    Omit<ComponentPropsWithoutRef<'div'>, 'children'>,
    SettingsProps,
    Pick<ChatTranscriptProps, 'conversationId' | 'live' | 'components'> {}

/** A whole chat: transcript, connection banner and composer. Fills its parent. */
export const ConversationFeed: ForwardRefExoticComponent<
  ConversationFeedProps & RefAttributes<HTMLDivElement>
> = forwardRef<HTMLDivElement, ConversationFeedProps>(function ConversationFeed(
  { conversationId, live, components, labels, locale, timeZone, headingLevel, ...props },
  ref,
) {
  const { className, ...rootProps } = props;
  const settings = { labels, locale, timeZone, headingLevel };
  return (
    <SettingsProvider {...settings}>
      <OptionalConversation id={conversationId}>
        <div
          ref={ref}
          data-part="feed"
          className={joinClassNames('cs-feed', className)}
          {...rootProps}
        >
          <ConnectionBanner />
          <ChatTranscript live={live} components={components} />
          <FeedComposer />
        </div>
      </OptionalConversation>
    </SettingsProvider>
  );
});

/* A draft belongs to the conversation it was written for. */
function FeedComposer(): ReactElement {
  const { id } = useConversation(undefined, { enabled: false });
  return <MessageComposer key={id} />;
}
