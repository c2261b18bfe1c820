// Before the first paint: the look that was chosen here, else the system's.

try {
  const look = JSON.parse(localStorage.getItem("sandbox-look"));
  if (look) document.documentElement.dataset.look = look;
} catch {
  // nothing was chosen, or the browser doesn't let us look
}
