'use client';
import type { ReactElement } from 'react';
import type { Message } from '../../react/index.ts';
import { JumpToLatest } from './JumpToLatest.tsx';
import { useNewMessages } from './useNewMessages.ts';

export interface ControlledJumpProps {
  readonly keys: readonly string[];
  readonly messages: readonly Message[];
}

/** The way back to the end of given messages. */
export function ControlledJump({ keys, messages }: ControlledJumpProps): ReactElement {
  const newMessages = useNewMessages({ keys, read: (index) => messages[index] });
  const isStreaming = messages.at(-1)?.status === 'streaming';
  return <JumpToLatest newMessages={newMessages} isStreaming={isStreaming} />;
}
