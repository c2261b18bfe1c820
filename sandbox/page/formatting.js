// Formatted text: the server's HTML, built anew from allowed tags only, so that whatever slips through there doesn't run here.

const ALLOWED = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "TG-SPOILER"]);

export function formatted(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return cleaned(template.content);
}

function cleaned(node) {
  const result = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) result.append(child.textContent);
    else if (child.nodeType === Node.ELEMENT_NODE) result.append(rebuilt(child));
  }
  return result;
}

function rebuilt(element) {
  if (element.tagName === "A") return link(element);
  if (!ALLOWED.has(element.tagName)) return cleaned(element);
  const copy = document.createElement(element.tagName);
  if (element.tagName === "TG-SPOILER") hide(copy);
  copy.append(cleaned(element));
  return copy;
}

/** Addresses that a browser may follow; others (a mention's) stay words. */
function link(element) {
  const address = element.getAttribute("href") ?? "";
  if (!/^(https?|mailto|tel):/i.test(address)) return cleaned(element);
  const copy = Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener noreferrer" });
  copy.append(cleaned(element));
  return copy;
}

function hide(spoiler) {
  const show = () => spoiler.classList.add("shown");
  spoiler.tabIndex = 0;
  spoiler.setAttribute("role", "button");
  spoiler.addEventListener("click", show);
  spoiler.addEventListener("keydown", (event) => event.key === "Enter" && show());
}
