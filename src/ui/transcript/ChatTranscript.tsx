'use client';
import {
  forwardRef,
  useMemo,
  type ForwardRefExoticComponent,
  type RefAttributes,
  type Ref,
} from 'react';
import type { Message } from '../../react/index.ts';
import { ConversationAnnouncer } from '../announcer/ConversationAnnouncer.tsx';
import { MessagesAnnouncer } from '../announcer/MessagesAnnouncer.tsx';
import type { SpeechProps } from '../announcer/speech.ts';
import { OptionalConversation } from '../OptionalConversation.tsx';
import { SettingsProvider, type SettingsProps } from '../settings/SettingsProvider.tsx';
import { MessageActionsContext, type MessageActions } from '../message/MessageActions.ts';
import { defaultComponents } from './components.ts';
import { useActionProps } from '../message/useActionProps.ts';
import { ComponentsContext } from './ComponentsContext.ts';
import { ConnectedActions } from './ConnectedActions.tsx';
import { ConnectedTranscript } from './ConnectedTranscript.tsx';
import { ControlledTranscript } from './ControlledTranscript.tsx';
import type { FollowPolicy } from '../scroll/createScrollController.ts';
import type { TranscriptActions } from './ScrollActions.tsx';
import type { Virtualize } from '../window/WindowedList.tsx';
import { overrideComponents, type ComponentOverrides } from './overrideComponents.tsx';
import { Root, type RootProps } from './Root.tsx';

export interface ChatTranscriptProps
  extends Omit<RootProps, 'children'>, SettingsProps, SpeechProps, MessageActions {
  /** Default: the nearest `<Conversation>`. `null` while it is not known yet. */
  readonly conversationId?: string | null | undefined;
  /** Shows these instead of a conversation: no provider needed. */
  readonly messages?: readonly Message[] | undefined;
  /** `false` reads history without a stream. Default true. */
  readonly live?: boolean | undefined;
  /** Parts to use instead of the kit's; each is handed the kit's as `Default`. Keep the object stable. */
  readonly components?: ComponentOverrides | undefined;
  /**
   * Mounts only the rows near the viewport. Default `auto`: from 300 rows on. `false` keeps all mounted, e.g.
   * for people who search the page with their browser or use a screen reader's own navigation.
   */
  readonly virtualize?: Virtualize | undefined;
  /** What it follows by itself: `end` (default), `turn-top` (a sent message goes near the top), `never`. */
  readonly follow?: FollowPolicy | undefined;
  /** Opens at this message, with a line above it, instead of at the end. */
  readonly firstUnreadId?: string | undefined;
  /** Gets what an app can ask of the transcript: `scrollToMessage(id)`, `scrollToEnd()`. */
  readonly actionsRef?: Ref<TranscriptActions> | undefined;
}

/** A conversation to read, in a box that fills its parent and scrolls inside. */
export const ChatTranscript: ForwardRefExoticComponent<
  ChatTranscriptProps & RefAttributes<HTMLDivElement>
> = forwardRef<HTMLDivElement, ChatTranscriptProps>(function ChatTranscript(
  { conversationId, messages, live, components: given, virtualize = 'auto', ...rest },
  ref,
) {
  const { follow, firstUnreadId, actionsRef, speech, toSpeech, ...props } = rest;
  const [actions, others] = useActionProps(props);
  const { labels, locale, timeZone, headingLevel, ...rootProps } = others;
  const overrides = useMemo(() => overrideComponents(given ?? {}), [given]);
  const components = useMemo(() => ({ ...defaultComponents, ...overrides }), [overrides]);
  const settings = { labels, locale, timeZone, headingLevel };
  return (
    <SettingsProvider {...settings}>
      <ComponentsContext.Provider value={overrides}>
        <Root ref={ref} {...rootProps}>
          {messages ? (
            <MessagesAnnouncer {...{ messages, speech, toSpeech }}>
              <MessageActionsContext.Provider value={actions}>
                <ControlledTranscript {...{ messages, components, virtualize, follow }} />
              </MessageActionsContext.Provider>
            </MessagesAnnouncer>
          ) : (
            <OptionalConversation id={conversationId}>
              <ConversationAnnouncer {...{ speech, toSpeech }}>
                <ConnectedActions given={actions}>
                  <ConnectedTranscript
                    {...{ live, components, virtualize, follow, firstUnreadId, actionsRef }}
                  />
                </ConnectedActions>
              </ConversationAnnouncer>
            </OptionalConversation>
          )}
        </Root>
      </ComponentsContext.Provider>
    </SettingsProvider>
  );
});
