'use client';
import {
  forwardRef,
  useMemo,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import type { Message } from '../../react/index.ts';
import { OptionalConversation } from '../OptionalConversation.tsx';
import { SettingsProvider, type SettingsProps } from '../settings/SettingsProvider.tsx';
import { defaultComponents, type TranscriptComponents } from './components.ts';
import { ConnectedTranscript } from './ConnectedTranscript.tsx';
import { ControlledTranscript } from './ControlledTranscript.tsx';
import { Root } from './Root.tsx';

export interface ChatTranscriptProps
  extends Omit<ComponentPropsWithoutRef<'div'>, 'children'>, SettingsProps {
  /** Default: the nearest `<Conversation>`. `null` while it is not known yet. */
  readonly conversationId?: string | null | undefined;
  /** Shows these instead of a conversation: no provider needed. */
  readonly messages?: readonly Message[] | undefined;
  /** `false` reads history without a stream. Default true. */
  readonly live?: boolean | undefined;
  /** Parts to use instead of the kit's. Keep the object stable. */
  readonly components?: Partial<TranscriptComponents> | undefined;
  /** With `messages`: what the buttons of a failed message do. Without, there are none. */
  readonly onRetry?: ((key: string) => unknown) | undefined;
  readonly onDiscard?: ((key: string) => unknown) | undefined;
}

/** A conversation to read, in a box that fills its parent and scrolls inside. */
export const ChatTranscript: ForwardRefExoticComponent<
  ChatTranscriptProps & RefAttributes<HTMLDivElement>
> = forwardRef<HTMLDivElement, ChatTranscriptProps>(function ChatTranscript(
  { conversationId, messages, live, components: given, onRetry, onDiscard, ...props },
  ref,
) {
  const { labels, locale, timeZone, headingLevel, ...rootProps } = props;
  const components = useMemo(() => ({ ...defaultComponents, ...given }), [given]);
  const settings = { labels, locale, timeZone, headingLevel };
  return (
    <SettingsProvider {...settings}>
      <Root ref={ref} {...rootProps}>
        {messages ? (
          <ControlledTranscript {...{ messages, components, onRetry, onDiscard }} />
        ) : (
          <OptionalConversation id={conversationId}>
            <ConnectedTranscript live={live} components={components} />
          </OptionalConversation>
        )}
      </Root>
    </SettingsProvider>
  );
});
