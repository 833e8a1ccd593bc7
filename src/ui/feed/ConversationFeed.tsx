'use client';
import { forwardRef, useCallback, useRef, type ReactElement } from 'react';
import { getMessageText, type Message } from '../../react/index.ts';
import { ConnectionBanner } from '../banner/ConnectionBanner.tsx';
import { describeRefusal } from '../banner/describeRefusal.ts';
import { MessageComposer, type MessageComposerProps } from '../composer/MessageComposer.tsx';
import type { ComposerHandle } from '../composer/Root.tsx';
import { OptionalConversation } from '../OptionalConversation.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';
import { SettingsProvider, type SettingsProps } from '../settings/SettingsProvider.tsx';
import { useLabels } from '../settings/useLabels.ts';
import { ChatTranscript, type ChatTranscriptProps } from '../transcript/ChatTranscript.tsx';

type TranscriptOption =
  | 'live'
  | 'components'
  | 'virtualize'
  | 'follow'
  | 'firstUnreadId'
  | 'actionsRef'
  | 'speech'
  | 'toSpeech';

export interface ConversationFeedProps
  extends
    Omit<PartProps<'div'>, 'children'>,
    SettingsProps,
    Pick<ChatTranscriptProps, 'conversationId' | TranscriptOption>,
    Pick<MessageComposerProps, 'accept' | 'drafts' | 'maxFileSize'> {}

/** A whole chat: transcript, connection banner and composer. Fills its parent. */
export const ConversationFeed: PartComponent<ConversationFeedProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ConversationFeedProps
>(function ConversationFeed(
  { conversationId, labels, locale, timeZone, headingLevel, ...props },
  ref,
) {
  return (
    <SettingsProvider {...{ labels, locale, timeZone, headingLevel }}>
      <OptionalConversation id={conversationId}>
        <Feed ref={ref} {...props} />
      </OptionalConversation>
    </SettingsProvider>
  );
});

type FeedProps = Omit<ConversationFeedProps, 'conversationId' | keyof SettingsProps>;

const Feed = forwardRef<HTMLDivElement, FeedProps>(function Feed(
  { live, components, virtualize, accept, drafts, maxFileSize, ...rest },
  ref,
) {
  const { follow, firstUnreadId, actionsRef, speech, toSpeech, ...props } = rest;
  const shown = { live, components, virtualize, follow, firstUnreadId, actionsRef };
  const { discardMessage } = usePassiveConversation();
  const composer = useRef<ComposerHandle>(null);
  const handleEdit = useCallback(
    (message: Message) => {
      composer.current?.edit(getMessageText(message));
      // What was never sent is not said twice.
      if (message.status === 'failed') discardMessage(message.key);
    },
    [discardMessage],
  );
  const own = {
    name: 'feed',
    ref,
    children: (
      <>
        <FeedBanner />
        <ChatTranscript {...shown} {...{ speech, toSpeech }} onEdit={handleEdit} />
        <MessageComposer handleRef={composer} {...{ accept, drafts, maxFileSize }} />
      </>
    ),
  };
  return usePart('div', own, props);
});

/** Refused access stands in place of the rows, with a way to try again: once is enough. */
function FeedBanner(): ReactElement | null {
  const { keys, error } = usePassiveStream();
  const labels = useLabels();
  return keys.length === 0 && describeRefusal(error, labels) ? null : <ConnectionBanner />;
}
