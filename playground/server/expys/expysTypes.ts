/** Wire shapes of Expys, in its own words (PROTOCOLS §4.2). */

export interface ExpysAttachment {
  readonly name: string;
  /** Signed, good until `expiresAt`; null while the file is processed. */
  readonly url: string | null;
  readonly expiresAt: string;
}

export interface ExpysMessage {
  readonly id: string;
  readonly authorID: string;
  /** A free string. */
  readonly type: string;
  readonly body: string | null;
  /** ISO 8601 with milliseconds, UTC. */
  readonly createdAt: string;
  readonly attachments: readonly ExpysAttachment[];
}

/** A file as the server keeps it; its URL is signed anew for each reader. */
export interface StoredAttachment {
  readonly name: string;
  /** What a click on it shows. Default: its name. */
  readonly content?: string;
  /** No URL yet. */
  readonly isProcessing?: boolean;
}

export interface StoredMessage extends Omit<ExpysMessage, 'attachments'> {
  readonly attachments: readonly StoredAttachment[];
  /** A note of the team: members neither hear nor list it. */
  readonly isInternal: boolean;
  /** Position among messages of the same time. */
  readonly position: number;
}

export type ExpysMessageInput = Partial<Omit<StoredMessage, 'position'>>;

/** Someone who may write here: the app's id for them, and the one messages carry. */
export interface ExpysMember {
  readonly externalUserID: string;
  readonly id: string;
}

export interface ExpysConversationInput {
  readonly id: string;
  readonly title?: string | null;
  readonly type?: string;
  /** Members who see it, by `externalUserID`. Default: all. */
  readonly members?: readonly string[];
  readonly messages?: readonly ExpysMessageInput[];
}

/** Loads conversations, for tests and demos. Fields left out get ordinary values. */
export interface ExpysSeed {
  readonly members?: readonly ExpysMember[];
  readonly conversations: readonly ExpysConversationInput[];
}

/** One answer of the concierge: its messages, each after its own delay (ms after the one before). */
export type ConciergeReply = readonly (ExpysMessageInput & { readonly delay?: number })[];

export interface ExpysToken {
  readonly accessToken: string;
  readonly expiresAt: string;
}

/** A token as the server remembers it; the value itself is masked except its tail. */
export interface TokenRecord {
  readonly token: string;
  readonly externalUserID: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface ExpysViolation {
  readonly kind: 'org-key-from-browser' | 'org-key-on-stream';
  readonly detail: string;
}

/** What tests and the control plane can do to an Expys server. */
export interface ExpysControl {
  seed(data: ExpysSeed): void;
  /** Queues answers: the next messages of members get these instead of the usual reply. */
  script(data: {
    readonly conversationId: string;
    readonly replies: readonly ConciergeReply[];
  }): void;
  /** A message from elsewhere: the concierge (default author), a member's other device, the team. Created now. */
  emit(message: ExpysMessageInput & { readonly conversationId: string }): ExpysMessage;
  /** Changes a stored message. The wire tells nobody unless `resend`. */
  edit(
    change: Pick<ExpysMessageInput, 'body' | 'type' | 'attachments'> & {
      readonly conversationId: string;
      readonly id: string;
      readonly resend?: boolean;
    },
  ): ExpysMessage;
  /** Deletes a message; without `id` the whole conversation, whose streams end. */
  remove(target: { readonly conversationId: string; readonly id?: string }): void;
  /** What a member can see, in order. */
  messages(conversationId: string): readonly ExpysMessage[];
  /** The author id of this user, who becomes a member if need be. */
  memberId(externalUserID: string): string;
  /** A token without the detour of the exchange. `ttl` in ms. */
  mintToken(user: { readonly externalUserID: string; readonly ttl?: number }): ExpysToken;
  /** From now on every token issued so far gets a 401. Open streams go on. */
  revokeTokens(): void;
  tokens(): readonly TokenRecord[];
  violations(): readonly ExpysViolation[];
}
