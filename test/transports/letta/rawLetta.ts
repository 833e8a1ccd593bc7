import {
  createLettaTransport,
  type LettaTransport,
} from 'react-conversation-stream/transports/letta';
import { startServer, type RunningServer } from '../../server/serveHandler.ts';

/** A server that answers every POST with these bytes, cut into pieces of `size`. */
export async function serveBytes(
  text: string,
  size = Infinity,
): Promise<{ transport: LettaTransport; server: RunningServer }> {
  const bytes = Buffer.from(text);
  const server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void (async () => {
      for (let start = 0; start < bytes.length; start += size) {
        response.write(bytes.subarray(start, Math.min(bytes.length, start + size)));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    })();
  });
  return { server, transport: createLettaTransport({ baseUrl: server.origin, apiKey: 'key' }) };
}

const head = (id: string, type: string, otid: string, seq: number): string =>
  `"id":"${id}","date":"2026-05-14T10:00:01+00:00","name":null,"message_type":"${type}","otid":"${otid}","sender_id":null,"step_id":"step-11","is_err":null,"seq_id":${seq},"run_id":"run-a1"`;
const row = 'message-6d5b2a54-1c2e-4f30-9a11-0d9f5c7be213';
const part = (index: number): string => `6d5b2a54-1c2e-4f30-9a11-0d9f5c7be20${index}`;

/** The stream printed in PROTOCOLS §6.5, byte by byte, with what it abbreviates written out. */
export const printedStream = [
  `data: {"id":"ping-7c9d","date":"2026-05-14T10:00:00+00:00","name":null,"message_type":"ping","otid":null,"sender_id":null,"step_id":null,"is_err":null,"seq_id":1,"run_id":"run-a1"}`,
  `data: {${head(row, 'reasoning_message', part(0), 2)},"source":"reasoner_model","reasoning":"User wants","signature":null}`,
  `data: {${head(row, 'reasoning_message', part(0), 3)},"source":"reasoner_model","reasoning":" weather.","signature":null}`,
  `data: {${head(row, 'assistant_message', part(1), 4)},"content":[{"type":"text","text":"Let me","signature":null}]}`,
  `data: {${head(row, 'assistant_message', part(1), 5)},"content":[{"type":"text","text":" look.","signature":null}]}`,
  `data: {${head(row, 'tool_call_message', part(2), 6)},"tool_call":{"name":"get_weather","arguments":"","tool_call_id":"call_1"},"tool_calls":{"name":"get_weather","arguments":"","tool_call_id":"call_1"}}`,
  `data: {${head(row, 'tool_call_message', part(2), 7)},"tool_call":{"name":null,"arguments":"{\\"city\\":\\"La","tool_call_id":"call_1"},"tool_calls":{"name":null,"arguments":"{\\"city\\":\\"La","tool_call_id":"call_1"}}`,
  `data: {${head(row, 'tool_call_message', part(2), 8)},"tool_call":{"name":null,"arguments":"gos\\"}","tool_call_id":"call_1"},"tool_calls":{"name":null,"arguments":"gos\\"}","tool_call_id":"call_1"}}`,
  `data: {${head('message-9b0c5a54-1c2e-4f30-9a11-0d9f5c7be280', 'tool_return_message', '9b0c5a54-1c2e-4f30-9a11-0d9f5c7be280', 12)},"tool_return":"31 C","status":"success","tool_call_id":"call_1","stdout":null,"stderr":null,"tool_returns":[{"type":"tool","tool_call_id":"call_1","status":"success","tool_return":"31 C","stdout":null,"stderr":null}]}`,
  `data: {"message_type":"stop_reason","stop_reason":"end_turn"}`,
  `data: {"message_type":"usage_statistics","completion_tokens":42,"prompt_tokens":910,"total_tokens":952,"step_count":2,"run_ids":null,"cached_input_tokens":null,"cache_write_tokens":null,"reasoning_tokens":null,"context_tokens":910}`,
  'data: [DONE]',
  '',
].join('\n\n');

/** The first error ending of PROTOCOLS §6.5. */
export const printedError = [
  'data: {"message_type":"stop_reason","stop_reason":"error"}',
  'event: error\ndata: {"message_type":"error_message","run_id":"run-a1","error_type":"llm_timeout","message":"The LLM request timed out. Please try again.","detail":null,"seq_id":null}',
  'data: [DONE]',
  '',
].join('\n\n');

/** The end of a cancelled run, PROTOCOLS §6.11. */
export const printedCancel =
  'data: {"message_type": "stop_reason", "stop_reason": "cancelled"}\n\n';
