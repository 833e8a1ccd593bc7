import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';
import { callBimpe } from './bimpeClient.ts';

let server: BimpeServer;

beforeEach(async () => {
  server = await startBimpe();
});

afterEach(() => server.close());

/** Five messages, the middle two in the same millisecond. */
function seedHistory(): void {
  const at = (second: number): string => `2026-05-02T10:11:0${second}.000Z`;
  server.seed({
    conversations: [
      {
        id: 'cv_h',
        messages: [
          { id: 'm1', role: 'user', message: 'One', created_at: at(1) },
          { id: 'm2', role: 'assistant', message: 'Two', created_at: at(2) },
          { id: 'm3', role: 'restaurant_user', message: 'Three', created_at: at(2) },
          { id: 'm4', role: 'customer', message: null, message_type: null, created_at: at(3) },
          {
            id: 'm5',
            message: null,
            message_type: 'image',
            created_at: at(4),
            attachments: [{ type: 'image', url: 'https://example.com/a.png' }],
          },
        ],
      },
    ],
  });
}

const idsOf = (json: { data: { id: string }[] }): string[] => json.data.map(({ id }) => id);

describe('history (PROTOCOLS §3.2, §3.3)', () => {
  beforeEach(seedHistory);

  it('comes in the list envelope, oldest first by default', async () => {
    const { status, json } = await callBimpe(server, 'GET', '/cv_h/messages');
    expect(status).toBe(200);
    expect(json.message).toBe('Success');
    expect(idsOf(json)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(json.meta).toEqual({
      total_count: 5,
      page_count: 1,
      current_page: 1,
      limit: 20,
      has_next_page: false,
      has_previous_page: false,
    });
  });

  it('has messages of the documented shape: no conversation_id, attachments only where there are some', async () => {
    const { json } = await callBimpe(server, 'GET', '/cv_h/messages');
    expect(json.data[0]).toEqual({
      id: 'm1',
      role: 'user',
      message: 'One',
      message_type: 'text',
      created_at: '2026-05-02T10:11:01.000Z',
    });
    expect(Object.keys(json.data[0])).toEqual([
      'id',
      'role',
      'message',
      'message_type',
      'created_at',
    ]);
    expect(json.data[3]).toMatchObject({ message: null, message_type: null });
    expect(json.data[4].attachments).toEqual([{ type: 'image', url: 'https://example.com/a.png' }]);
  });

  it('turns the whole order round with sort=-created_at, ties included', async () => {
    const { json } = await callBimpe(server, 'GET', '/cv_h/messages?sort=-created_at');
    expect(idsOf(json)).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
  });

  it('pages from 1 and says what lies before and behind', async () => {
    const { json } = await callBimpe(server, 'GET', '/cv_h/messages?page=2&limit=2');
    expect(idsOf(json)).toEqual(['m3', 'm4']);
    expect(json.meta).toEqual({
      total_count: 5,
      page_count: 3,
      current_page: 2,
      limit: 2,
      has_next_page: true,
      has_previous_page: true,
    });
  });

  it('answers a page out of range with 200 and nothing', async () => {
    const { status, json } = await callBimpe(server, 'GET', '/cv_h/messages?page=9&limit=2');
    expect(status).toBe(200);
    expect(json.data).toEqual([]);
    expect(json.meta.has_next_page).toBe(false);
  });

  it('searches the text', async () => {
    const { json } = await callBimpe(server, 'GET', '/cv_h/messages?search=T');
    expect(idsOf(json)).toEqual(['m2', 'm3']);
    expect(json.meta.total_count).toBe(2);
  });

  it.each([
    ['limit=101', 'limit: must not be greater than 100'],
    ['limit=0', 'limit: must not be less than 1'],
    ['limit=x', 'limit: must be an integer number'],
    ['page=0', 'page: must not be less than 1'],
    ['sort=colour', 'sort: must be one of created_at, id'],
  ])('refuses %s with a list of messages', async (query, message) => {
    const { status, json } = await callBimpe(server, 'GET', `/cv_h/messages?${query}`);
    expect(status).toBe(400);
    expect(json).toEqual({
      message: [message],
      error: 'Bad Request',
      code: 'validation_error',
      statusCode: 400,
    });
  });

  it('gives one message by id, attachments included, and 404 for another', async () => {
    const found = await callBimpe(server, 'GET', '/cv_h/messages/m5');
    expect(found.status).toBe(200);
    expect(found.json.data).toMatchObject({ id: 'm5', attachments: [{ type: 'image' }] });
    const missing = await callBimpe(server, 'GET', '/cv_h/messages/m99');
    expect(missing.status).toBe(404);
    expect(missing.json).toMatchObject({ message: 'Message not found', code: 'not_found' });
  });
});

describe('conversations (PROTOCOLS §3.2, §3.3)', () => {
  it('are listed with every documented field and given in detail with the contact', async () => {
    server.seed({
      conversations: [{ id: 'cv_2', full_name: 'Ada', channel_user_username: 'ada' }],
    });
    const list = await callBimpe(server, 'GET', '');
    expect(idsOf(list.json)).toEqual(['cv_1', 'cv_2']);
    expect(Object.keys(list.json.data[1])).toEqual([
      'id',
      'channel_type',
      'channel_id',
      'channel_user_id',
      'channel_user_username',
      'is_test_channel',
      'is_ai_chat_paused',
      'needs_attention',
      'last_message_at',
      'last_seen',
      'last_message_preview',
      'created_at',
      'updated_at',
    ]);
    const detail = await callBimpe(server, 'GET', '/cv_2');
    expect(detail.json.data).toEqual({
      ...list.json.data[1],
      full_name: 'Ada',
      email: null,
      phone_number: null,
      profile_picture: null,
    });
  });

  it('can be filtered by channel, flags and text', async () => {
    server.seed({
      conversations: [
        { id: 'cv_w', channel_type: 'whatsapp', needs_attention: true },
        { id: 'cv_t', is_test_channel: true, is_ai_chat_paused: true },
        { id: 'cv_s', messages: [{ message: 'About the PAELLA' }] },
      ],
    });
    const ids = async (query: string): Promise<string[]> =>
      idsOf((await callBimpe(server, 'GET', `?${query}`)).json);
    expect(await ids('channel=whatsapp')).toEqual(['cv_w']);
    expect(await ids('channel=webchat')).toEqual(['cv_1', 'cv_s']);
    expect(await ids('channel=test_webchat')).toEqual(['cv_t']);
    expect(await ids('is_test_channel=true')).toEqual(['cv_t']);
    expect(await ids('is_ai_chat_paused=true')).toEqual(['cv_t']);
    expect(await ids('needs_attention=true')).toEqual(['cv_w']);
    expect(await ids('search=paella')).toEqual(['cv_s']);
    expect((await callBimpe(server, 'GET', '?channel=fax')).status).toBe(400);
    expect((await callBimpe(server, 'GET', '?needs_attention=1')).status).toBe(400);
  });

  it('show their newest message and its time', async () => {
    const message = server.emit({ conversationId: 'cv_1', message: 'Newest' });
    const { json } = await callBimpe(server, 'GET', '/cv_1');
    expect(json.data).toMatchObject({
      last_message_preview: 'Newest',
      last_message_at: message.created_at,
      updated_at: message.created_at,
    });
  });

  it('can have their AI paused and resumed', async () => {
    const paused = await callBimpe(server, 'PATCH', '/cv_1/ai-status', {
      body: { is_ai_chat_paused: true },
    });
    expect(paused.status).toBe(200);
    expect(paused.json).toEqual({ message: 'Success', data: { is_ai_chat_paused: true } });
    expect((await callBimpe(server, 'GET', '/cv_1')).json.data.is_ai_chat_paused).toBe(true);
    const wrong = await callBimpe(server, 'PATCH', '/cv_1/ai-status', { body: {} });
    expect(wrong.status).toBe(400);
  });
});

describe('unknown places (PROTOCOLS §3.2)', () => {
  it.each([
    ['GET', '/cv_9/messages', 'Conversation not found'],
    ['POST', '/cv_9/stream-ticket', 'Conversation not found'],
    ['GET', '/cv_1/messages/stream', 'Cannot GET'],
    ['DELETE', '/cv_1/messages', 'Cannot DELETE'],
  ])('%s %s is a 404', async (method, path, message) => {
    const { status, json, headers } = await callBimpe(server, method, path);
    expect(status).toBe(404);
    expect(json.message).toContain(message);
    expect(json).toMatchObject({ error: 'Not Found', code: 'not_found', statusCode: 404 });
    expect(json.request_id).toBe(headers.get('x-request-id'));
  });

  it('an agent nobody knows is not found, and a conversation of another agent neither', async () => {
    const agent = await callBimpe(server, 'GET', '/cv_1/messages', { agentId: 'ag_x' });
    expect(agent.json).toMatchObject({ message: 'Agent not found', code: 'not_found' });
    server.seed({ conversations: [{ id: 'cv_other', agentId: 'ag_2' }] });
    expect((await callBimpe(server, 'GET', '/cv_other/messages')).status).toBe(404);
  });
});
