// A picture over the whole window; arrows walk through an album, Escape closes.

import { iconButton, make } from "./dom.js";
import { open } from "./notices.js";
import { say } from "./words.js";

/** `pictures`: [{url, text?}]; `place` is the first one shown. */
export function showPicture(pictures, place) {
  const image = make("img", { alt: say("message.photo") });
  const caption = make("p", {});
  const dialog = make("dialog", { className: "lightbox", aria: { label: say("message.photo") } });
  let shown = place;
  const show = (next) => {
    shown = (next + pictures.length) % pictures.length;
    image.src = pictures[shown].url;
    caption.textContent = pictures[shown].text ?? "";
  };
  const close = iconButton("close", say("close"), () => dialog.close());
  const around = pictures.length > 1
    ? [iconButton("left", say("message.before"), () => show(shown - 1), "before"), iconButton("right", say("message.after"), () => show(shown + 1), "after")]
    : [];
  dialog.append(make("div", { className: "stage" }, image, caption), ...around, close);
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(shown + step);
  });
  dialog.firstChild.addEventListener("click", (event) => event.target !== image && dialog.close());
  show(place);
  open(dialog);
  close.focus();
}
