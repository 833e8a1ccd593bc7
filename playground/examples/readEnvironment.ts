/** A variable of the environment, or an error that says which one is missing and what it is for. */
export function readVariable(name: string, purpose: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`Set ${name}: ${purpose}.`);
}

/** Two ids from the command line, as the vendor's samples take them. */
export function readIds(usage: string): [agentId: string, conversationId: string] {
  const [agentId, conversationId] = process.argv.slice(2);
  if (agentId && conversationId) return [agentId, conversationId];
  throw new Error(`usage: ${usage} <agentId> <conversationId>`);
}
