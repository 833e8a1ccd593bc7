import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPlaygroundApi,
  type PlaygroundConfig,
} from '../../playground/server/playgroundApi.ts';
import {
  startReferenceServers,
  type ReferenceServers,
} from '../../playground/server/startReferenceServers.ts';
import type { FetchHandler } from '../../playground/server/fetchHandler.ts';

const keys = {
  bimpe: 'sk_canary_0123456789',
  expys: 'expys_sandbox_canary_0123456789',
  lexey: 'lxc_canary_0123456789',
  letta: 'sk-let-canary-0123456789',
};
let servers: ReferenceServers;
let api: FetchHandler;

beforeEach(async () => {
  servers = await startReferenceServers({
    bimpeApiKey: keys.bimpe,
    expysApiKey: keys.expys,
    lexeyApiKey: keys.lexey,
    lettaApiKey: keys.letta,
  });
  api = createPlaygroundApi(servers, keys);
});
afterEach(() => servers.close());

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  api(new Request(`http://localhost${path}`, init));
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

describe('the playground’s Expys', () => {
  it('gives the page a member token that reads the demo, and never the key', async () => {
    const config = await (await ask('/api/config')).text();
    const { expys } = JSON.parse(config) as PlaygroundConfig;
    const answer = await (await ask(expys.tokenUrl, post)).text();
    const { accessToken } = JSON.parse(answer) as { accessToken: string };
    const [first] = expys.conversations;
    const history = await fetch(`${expys.baseUrl}/v1/conversations/${first!.id}/messages`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const page = await history.text();
    const { messages } = JSON.parse(page) as { messages: { authorID: string }[] };
    expect(messages.map(({ authorID }) => authorID)).toContain(expys.selfAuthorId);
    expect(`${config}${answer}${page}`).not.toContain(keys.expys);
    const used = servers.expys.log().map(({ headers }) => headers['authorization']);
    expect(used).toContain(`•••${keys.expys.slice(-4)}`);
  });

  it('refuses pages of other sites', async () => {
    const headers = { ...post.headers, 'sec-fetch-site': 'cross-site' };
    expect((await ask('/api/expys/token', { ...post, headers })).status).toBe(403);
  });
});
