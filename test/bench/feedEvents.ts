import { conversationId, createMessages } from './messages.ts';

/** About what a busy socket hands over at once: 16 KiB. */
const eventsPerChunk = 64;

/** A feed of so many messages as BimpeAI's wire has them, in chunks. */
export function createFeedChunks(events: number): Uint8Array[] {
  const frames = createMessages(events).map(({ id, role, createdAt }, index) => {
    const data = {
      id,
      conversation_id: conversationId,
      role,
      message: `Message number ${index}, with a text of a usual length for a chat.`,
      message_type: 'text',
      created_at: new Date(createdAt).toISOString(),
    };
    return `id: ${id}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`;
  });
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < frames.length; at += eventsPerChunk)
    chunks.push(new TextEncoder().encode(frames.slice(at, at + eventsPerChunk).join('')));
  return chunks;
}
