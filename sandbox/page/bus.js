// What happens, by name: the server's events and the page's own.

const listeners = new Map();

export function on(kind, act) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), act]);
}

export function tell(kind, facts = {}) {
  for (const act of listeners.get(kind) ?? []) act(facts);
}
