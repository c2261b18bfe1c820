// The people's side of the sandbox, as calls that either answer or throw a sentence.

import { say } from "./words.js";

async function call(verb, path, body) {
  let reply;
  let answer;
  try {
    const sent = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    reply = await fetch(`/sandbox${path}`, { method: verb, ...sent });
    answer = await reply.json();
  } catch {
    throw new Error(say("errors.offline"));
  }
  if (!reply.ok) {
    const problem = new Error(say("errors.failed", { error: answer.error ?? reply.status }));
    throw Object.assign(problem, { status: reply.status });
  }
  return answer;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path, body) => call("DELETE", path, body);
