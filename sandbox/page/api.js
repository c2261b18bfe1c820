// The people's side of the sandbox, as calls that either answer or throw a sentence.

import { say } from "./words.js";

export async function call(verb, path, body) {
  let reply;
  try {
    const headers = { "Content-Type": "application/json" };
    reply = await fetch(`/sandbox${path}`, { method: verb, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Error(say("errors.offline"));
  }
  const answer = await reply.json();
  if (!reply.ok) {
    const problem = new Error(say("errors.failed", { error: answer.error ?? reply.status }));
    throw Object.assign(problem, { status: reply.status });
  }
  return answer;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
