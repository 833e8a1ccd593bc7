/** Wire shapes of BimpeAI, in its own words (PROTOCOLS §3.3). */

export interface BimpeAttachment {
  readonly type: 'image' | 'audio';
  readonly url: string;
}

/** A stored message: the six fields of the stream, and attachments, which only history has. */
export interface BimpeMessage {
  readonly id: string;
  readonly conversation_id: string;
  /** `user`, `assistant`, `restaurant_user` (a human operator), `customer`; an open set. */
  readonly role: string;
  readonly message: string | null;
  readonly message_type: string | null;
  /** ISO 8601 with milliseconds, UTC. */
  readonly created_at: string;
  readonly attachments?: readonly BimpeAttachment[];
}

export interface BimpeConversation {
  readonly id: string;
  readonly channel_type: string;
  readonly channel_id: string | null;
  readonly channel_user_id: string | null;
  readonly channel_user_username: string | null;
  readonly is_test_channel: boolean;
  readonly is_ai_chat_paused: boolean;
  readonly needs_attention: boolean;
  readonly last_message_at: string | null;
  readonly last_seen: string | null;
  readonly last_message_preview: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What only the detail route adds. */
export interface BimpeContact {
  readonly full_name: string | null;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly profile_picture: string | null;
}

export type BimpeScope = 'conversations:read' | 'conversations:write';

export interface BimpeApiKey {
  readonly scopes: readonly BimpeScope[];
  readonly isExpired?: boolean;
}

export type MessageInput = Partial<Omit<BimpeMessage, 'conversation_id'>>;

/** Loads conversations, for tests and demos. Fields left out get ordinary values. */
export interface BimpeSeed {
  readonly conversations: readonly (Partial<BimpeConversation & BimpeContact> & {
    readonly id: string;
    /** Default: the first agent. */
    readonly agentId?: string;
    /** Shown by the playground, not part of the API. */
    readonly title?: string;
    readonly messages?: readonly MessageInput[];
  })[];
}

/** One answer of the scripted agent: its messages, each after its own delay. */
export type ScriptedReply = readonly (MessageInput & {
  /** ms after the message before it. */
  readonly delay?: number;
})[];

/** What tests and the control plane can do to a BimpeAI server. */
export interface BimpeControl {
  seed(data: BimpeSeed): void;
  /** Queues answers: the next user messages of that conversation get these instead of the usual reply. */
  script(data: {
    readonly conversationId: string;
    readonly replies: readonly ScriptedReply[];
  }): void;
  /** A message from elsewhere: an operator, the agent, another device. Default role `assistant`, created now. */
  emit(message: MessageInput & { readonly conversationId: string }): BimpeMessage;
  /** Changes a stored message. `resend` (default false) sends it on the stream again, under the same id. */
  edit(
    change: Pick<MessageInput, 'message' | 'message_type' | 'attachments'> & {
      readonly conversationId: string;
      readonly id: string;
      readonly resend?: boolean;
    },
  ): BimpeMessage;
  /** Deletes a message. The wire tells nobody. */
  remove(target: { readonly conversationId: string; readonly id: string }): void;
  pauseAgent(target: { readonly conversationId: string; readonly isPaused: boolean }): void;
  messages(conversationId: string): readonly BimpeMessage[];
  tickets(): readonly TicketRecord[];
  /** Broken promises of the client, such as a ticket used twice. */
  violations(): readonly Violation[];
}

/** A ticket as the server remembers it; the value itself is masked except its tail. */
export interface TicketRecord {
  readonly ticket: string;
  readonly agentId: string;
  readonly conversationId: string;
  /** Epoch ms by the server's clock. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly usedAt?: number;
}

export interface Violation {
  readonly kind: 'ticket-reused' | 'authorization-on-stream';
  readonly conversationId: string;
  readonly detail: string;
}
