'use client';
import type { ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { getAuthorKind } from '../message/author.ts';
import { JumpToLatest } from './JumpToLatest.tsx';
import { useNewMessages } from './useNewMessages.ts';

/** The way back to the end of given messages. */
export function ControlledJump({
  messages,
}: {
  readonly messages: readonly Message[];
}): ReactElement {
  const keys = messages.map(({ key }) => key);
  const others = new Set(
    messages.filter((message) => getAuthorKind(message) !== 'self').map(({ key }) => key),
  );
  const newMessages = useNewMessages(keys, (key) => others.has(key));
  const isStreaming = messages.at(-1)?.status === 'streaming';
  return <JumpToLatest newMessages={newMessages} isStreaming={isStreaming} />;
}
