import {
  ConversationError,
  defaultPolicy,
  getMessageText,
  isConversationError,
  requestJson,
  turns,
  type ConnectionPolicy,
  type ConversationEvent,
  type ConversationTransport,
  type HeadersSource,
  type HttpRequest,
  type ListMessagesRequest,
  type MessagePage,
  type OpenFeedRequest,
  type RespondToApprovalRequest,
  type SendMessageRequest,
} from '../../core/index.ts';
import { createHeaders } from '../request/createHeaders.ts';
import { createUnreadable } from '../request/createUnreadable.ts';
import { warnAboutKey } from '../request/warnAboutKey.ts';
import {
  createAnswerInput,
  createUserInput,
  type LettaAnswer,
  type LettaClientTool,
} from './lettaInput.ts';
import { createLettaHistory } from './lettaHistory.ts';
import {
  createLettaMemory,
  learnTools,
  noteAnswer,
  type LettaMemory,
} from './createLettaMemory.ts';
import { createLettaRun, type LettaClock, type LettaRun } from './createLettaRun.ts';
import { asRecord, readText, type LettaMetadata } from './lettaMessage.ts';
import { lacksBackground, readBusyRun, toResumeRefusal, toSendRefusal } from './lettaRefusal.ts';

/** Options of the Letta transport. In a browser: a proxied `baseUrl` (`lettaRoutes` of `/server`), never `apiKey`. */
export interface LettaTransportOptions {
  /** The origin: `https://api.letta.com`, `http://localhost:8283`, or your app's proxy of it. */
  readonly baseUrl: string;
  /** Servers only. Default: the environment variable `LETTA_API_KEY`, in Node. */
  readonly apiKey?: string;
  /** Whose conversation `default` is; who answers in conversations made by `createConversation`. */
  readonly agentId?: string;
  /** Entries the server reads from its log at a time, when resuming. Null and undefined: its default, 100. */
  readonly batchSize?: number | null;
  /** Keep-alives every 20 s or so. Default true; without them a dead connection is found after 300 s. */
  readonly includePings?: boolean | null;
  /** Seconds between the server's looks at its log, when resuming. Null and undefined: its default, 0.1. */
  readonly pollInterval?: number | null;
  /**
   * Runs go on without a reader, and can be resumed. Default true; a server that cannot (no Redis) is
   * remembered, and spoken to without.
   */
  readonly background?: boolean;
  /** What `before` and `after` mean to the server. Default `auto`: found out. */
  readonly cursorMode?: 'chronological' | 'sort-relative' | 'auto';
  /** Tools that the app runs itself, told to the agent with each send. */
  readonly clientTools?: readonly LettaClientTool[];
  readonly fetch?: typeof fetch;
  /** Added to every request; a function is asked for every attempt. */
  readonly headers?: HeadersSource;
  /** Separates caches; add the user's id where several users share a page. Default: `baseUrl` and agent. */
  readonly scope?: string;
  readonly policy?: Partial<ConnectionPolicy>;
  /** Overrides of what every request carries (`credentials`, `redirect`, …). */
  readonly requestInit?: RequestInit;
  /** For the 2 s that the end of a stream is waited for. Default: the global timers, looked up at call time. */
  readonly clock?: LettaClock;
}

type Turn = AsyncIterable<readonly ConversationEvent[]>;

export interface LettaTransport extends ConversationTransport<LettaMetadata> {
  createConversation(request: {
    readonly signal: AbortSignal;
  }): Promise<{ conversationId: string }>;
  sendMessage(request: SendMessageRequest): Turn;
  resumeTurn(request: OpenFeedRequest): Turn;
  cancelTurn(request: {
    readonly conversationId: string;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** Calls of one message are answered together: all but the last answer resolve at once. */
  respondToApproval(request: RespondToApprovalRequest): Promise<void> | Turn;
}

/** PROTOCOLS §10.1, §10.2. */
const lettaPolicy: ConnectionPolicy = {
  ...defaultPolicy,
  idleTimeout: 65_000,
  headersTimeout: 60_000,
};

/**
 * Letta: each send starts a run, streamed token by token and logged by the server, so that it can be resumed
 * after a drop or a reload; one message per step; tools, approvals, cancel.
 */
export function createLettaTransport(options: LettaTransportOptions): LettaTransport {
  const { agentId, fetch, requestInit, clientTools, clock = globalThis } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const apiKey = options.apiKey ?? readEnvironmentKey();
  const secrets = apiKey ? [apiKey] : [];
  const includePings = options.includePings ?? true;
  const memories = new Map<string, LettaMemory>();
  let isBackground = options.background ?? true;
  let isWarned = false;
  warnAboutKey(options.apiKey, 'createLettaTransport', 'a proxied baseUrl');

  const toRequest = async (
    path: string,
    signal: AbortSignal,
    body?: object,
  ): Promise<HttpRequest> => {
    const headers = await createHeaders(options.headers, apiKey);
    const url = `${baseUrl}/v1/${path}`;
    const method = body ? 'POST' : 'GET';
    return { url, method, body, signal, headers, fetch, requestInit, secrets };
  };
  /** `rest` follows the conversation in the path. */
  const getPath = (conversationId: string, rest: string): string => {
    checkConversationId(conversationId, agentId);
    if (conversationId.startsWith('agent-') && !isWarned) {
      isWarned = true;
      console.warn(
        'Letta: an agent id as conversation id is deprecated. Use the conversation "default" with agentId.',
      );
    }
    return `conversations/${conversationId}/${rest}`;
  };
  const getAgent = (conversationId: string): { readonly agent_id?: string } =>
    conversationId === 'default' && agentId ? { agent_id: agentId } : {};
  const getMemory = (conversationId: string): LettaMemory => {
    const memory = memories.get(conversationId) ?? createLettaMemory();
    memories.set(conversationId, memory);
    return memory;
  };
  const history = createLettaHistory(options.cursorMode, async (request, parameters) => {
    const { conversationId, signal } = request;
    const query = new URLSearchParams({ ...parameters, ...getAgent(conversationId) });
    const path = getPath(conversationId, `messages?${query}`);
    const answer = await requestJson(await toRequest(path, signal));
    if (Array.isArray(answer)) return answer as unknown[];
    throw createUnreadable('a list of messages');
  });

  const createRun = (conversationId: string, isResumed: boolean): LettaRun =>
    createLettaRun({
      conversationId,
      // History may tell of it while the run is followed.
      findKnown: (id) => getMemory(conversationId).tools.get(id),
      isResumed,
      secrets,
      clock,
      async checkRun(runId, signal) {
        const request = await toRequest(`runs/${encodeURIComponent(runId)}`, signal);
        const status = readText(asRecord(await requestJson(request))['status']);
        return status === 'created' || status === 'running' ? undefined : status;
      },
    });
  const follow = async function* (
    memory: LettaMemory,
    run: LettaRun,
    request: HttpRequest,
    open: ConversationEvent,
  ): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
    try {
      yield* run.follow(request, open);
    } finally {
      memory.run = run;
      learnTools(memory, run.tools);
    }
  };
  /** Posts an input; where the server cannot run in the background, once more without. */
  const start = async function* (
    conversationId: string,
    createInput: () => object,
    otid: string,
    signal: AbortSignal,
    onAnswered?: (isTaken: boolean) => void,
  ): AsyncGenerator<readonly ConversationEvent[], void, undefined> {
    const path = getPath(conversationId, 'messages');
    const memory = getMemory(conversationId);
    const lastRunId = memory.run?.isOver ? memory.run.id : undefined;
    const background = isBackground;
    const body = {
      messages: [createInput()],
      streaming: true,
      stream_tokens: true,
      background,
      include_pings: includePings,
      ...getAgent(conversationId),
      ...(clientTools && { client_tools: clientTools }),
    };
    let isTaken = false;
    try {
      const request = await toRequest(path, signal, body);
      // Until the run is known, it is found by what it answers.
      const open = { type: 'open', ...(background && { cursor: `otid:${otid}` }) } as const;
      for await (const batch of follow(memory, createRun(conversationId, false), request, open)) {
        if (!isTaken) onAnswered?.(true);
        isTaken = true;
        memory.busyCount = 0;
        yield batch;
      }
      if (!isTaken && !signal.aborted) throw createUnreadable('a stream', { retryable: true });
    } catch (error) {
      if (isTaken) throw error;
      if (!background || !lacksBackground(error)) {
        const refusal = toSendRefusal(error, memory.busyCount, lastRunId, background);
        if (readBusyRun(error)) memory.busyCount += 1;
        onAnswered?.(false);
        throw refusal;
      }
      isBackground = false;
      yield* start(conversationId, createInput, otid, signal, onAnswered);
    }
  };

  return {
    name: 'letta',
    turns,
    scope: options.scope ?? `${baseUrl}#${agentId ?? ''}`,
    continuity: 'none',
    policy: {
      ...lettaPolicy,
      ...(!includePings && { idleTimeout: 300_000 }),
      ...options.policy,
    },
    capabilities: {
      canSend: true,
      canStop: true,
      canRegenerate: false,
      canAttach: true,
      canApprove: true,
      // A logged run is found again by its `otid`; another would be started twice.
      get isSendIdempotent() {
        return isBackground;
      },
      history: 'cursor',
    },
    async listMessages(request: ListMessagesRequest): Promise<MessagePage<LettaMetadata>> {
      const { page, tools } = await history(request);
      learnTools(getMemory(request.conversationId), tools);
      return page;
    },
    async createConversation({ signal }) {
      const path = `conversations/?agent_id=${encodeURIComponent(agentId ?? '')}`;
      const conversationId = readText(
        asRecord(await requestJson(await toRequest(path, signal, {})))['id'],
      );
      if (conversationId) return { conversationId };
      throw createUnreadable('a conversation with its id');
    },
    sendMessage: ({ conversationId, message, idempotencyKey, signal }) =>
      start(conversationId, () => createUserInput(message, idempotencyKey), idempotencyKey, signal),
    async *resumeTurn({ conversationId, after = '', signal }) {
      const path = getPath(conversationId, 'stream');
      const memory = getMemory(conversationId);
      const [, seq, place] = /^(\w+):(.*)$/s.exec(after) ?? [];
      const known = memory.run?.canResume(after) ? memory.run : undefined;
      // Whoever goes on with it is the only one.
      memory.run = undefined;
      const { batchSize, pollInterval } = options;
      const body = {
        ...getAgent(conversationId),
        starting_after: known ? Number(seq) : 0,
        include_pings: includePings,
        ...(batchSize != null && { batch_size: batchSize }),
        ...(pollInterval != null && { poll_interval: pollInterval }),
        ...(seq && { [seq === 'otid' ? 'otid' : 'run_id']: place }),
      };
      const open = { type: 'open', resumed: known !== undefined } as const;
      const run = known ?? createRun(conversationId, true);
      try {
        yield* follow(memory, run, await toRequest(path, signal, body), open);
      } catch (error) {
        const refusal = toResumeRefusal(error, after !== '');
        if (refusal) throw refusal;
      }
    },
    async cancelTurn({ conversationId, signal }) {
      const query = new URLSearchParams(getAgent(conversationId));
      const path = getPath(conversationId, `cancel?${query}`);
      await requestJson(await toRequest(path, signal, {})).catch((error: unknown) => {
        // Nothing was running: that is what was wanted.
        if (!isConversationError(error) || error.status !== 409) throw error;
      });
    },
    respondToApproval({ conversationId, approvalId, isApproved, reason, output, signal }) {
      const answer: LettaAnswer = { toolCallId: approvalId, isApproved, reason, output };
      const memory = getMemory(conversationId);
      const answers = noteAnswer(memory, answer);
      if (!answers) return Promise.resolve();
      const otid = `approval-${answers.map(({ toolCallId }) => toolCallId).join()}`;
      // Not taken, the last one is asked for again, and may be another then.
      const forget = (isTaken: boolean): void => {
        for (const { toolCallId } of isTaken ? answers : [answer])
          memory.answers.delete(toolCallId);
      };
      return start(conversationId, () => createAnswerInput(answers, otid), otid, signal, forget);
    },
    // Rows are known by their otid; only where the server lost it the words decide.
    matchesSend: (local, incoming) =>
      local.role === 'user' &&
      incoming.role === 'user' &&
      incoming.clientId === undefined &&
      getMessageText(local) === getMessageText(incoming),
  };
}

function readEnvironmentKey(): string | undefined {
  if (typeof document !== 'undefined') return undefined;
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.['LETTA_API_KEY'] || undefined;
}

/** Checked before anything is sent: 1 to 42 characters that cannot become another path (PROTOCOLS §6.2). */
function checkConversationId(id: string, agentId: string | undefined): void {
  if (!/^[\w-]{1,42}$/.test(id)) {
    throw new ConversationError(
      'invalid_argument',
      `"${id.slice(0, 60)}" is not a Letta conversation id: 1 to 42 letters, digits, "-" and "_".`,
    );
  }
  if (id !== 'default' || agentId !== undefined) return;
  throw new ConversationError(
    'invalid_argument',
    'The conversation "default" is an agent\'s own: say whose with agentId.',
  );
}
