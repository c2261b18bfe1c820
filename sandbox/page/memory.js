// What this browser remembers of the page; a browser that doesn't let us simply forgets.

export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(`sandbox-${name}`));
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`sandbox-${name}`, JSON.stringify(value));
  } catch {
    // a private window may refuse
  }
}
