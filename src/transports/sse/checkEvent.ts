import { isConversationError, type ConversationEvent } from '../../core/index.ts';
import { checkMessage } from './checkMessage.ts';
import { checkPart } from './checkPart.ts';
import { isRecord, need, readNumber, readString } from './readField.ts';

type EndStatus = Extract<ConversationEvent, { type: 'message-end' }>['status'];
type Code = Extract<ConversationEvent, { type: 'diagnostic' }>['code'];

const ends = new Set<unknown>(['complete', 'stopped', 'interrupted', 'error']);

/** What a reader of `events` returned, built anew. Throws an Error that names the bad field. */
export function checkEvent(value: unknown, conversationId: string): ConversationEvent {
  const given = need(isRecord(value) ? value : undefined, 'event');
  const text = (name: string): string => need(readString(given[name]) || undefined, name);
  const { type, status, error } = given;
  switch (type) {
    case 'message':
    case 'message-start':
      return { type, message: checkMessage(given['message'], conversationId) };
    case 'message-deleted':
      return { type, messageId: text('messageId') };
    case 'part-set':
      return {
        type,
        messageId: text('messageId'),
        partId: text('partId'),
        part: checkPart(given['part']),
      };
    case 'part-delta':
      return {
        type,
        messageId: text('messageId'),
        partId: text('partId'),
        delta: need(readString(given['delta']), 'delta'),
      };
    case 'message-end':
      return {
        type,
        messageId: text('messageId'),
        status: need(ends.has(status) ? (status as EndStatus) : undefined, 'status'),
        ...(isConversationError(error) && { error }),
      };
    case 'status':
      return { type, status: text('status'), detail: given['detail'] };
    case 'retry':
      return { type, delay: need(readNumber(given['delay']), 'delay') };
    case 'diagnostic':
      return {
        type,
        code: text('code') as Code,
        detail: readString(given['detail']) ?? '',
        isLossy: given['isLossy'] === true,
      };
    default:
      throw new Error(`The reader gave no event: its type is ${JSON.stringify(type)}.`);
  }
}
