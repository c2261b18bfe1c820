// What can only be told inside the page: how readable its texts are, and what has the focus.
globalThis.measures = (() => {
  const channels = (color) => {
    const found = color.match(/[\d.]+/g)?.map(Number);
    if (!found) throw new Error(`a colour that can't be read: ${color}`);
    const scale = color.startsWith("color(") ? 255 : 1;
    const [r, g, b, a = 1] = found;
    return [r * scale, g * scale, b * scale, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const color = channels(getComputedStyle(one).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return layers.reduceRight((below, layer) => over(layer, below), canvas);
  };
  const opacity = (element) => {
    let all = 1;
    for (let one = element; one; one = one.parentElement) all *= Number(getComputedStyle(one).opacity);
    return all;
  };
  const ratioOf = (element, style = getComputedStyle(element)) => {
    const back = behind(element);
    const [r, g, b, a] = channels(style.color);
    const [light, dark] = [luminance(over([r, g, b, a * opacity(element)], back)), luminance(back)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const inside = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return inside && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const words = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").trim();
  // A picture made of a font (an emoji alone) has colours of its own, and a spoiler is there to be unreadable.
  const isText = (text, element) => /[\p{L}\p{N}]/u.test(text) && !element.closest("tg-spoiler:not(.shown)");
  const lowContrasts = (least) => {
    const low = [];
    for (const element of document.body.querySelectorAll("*")) {
      const isField = element.matches("input, textarea") && !element.value && element.placeholder;
      const text = isField ? element.placeholder : words(element);
      if (!isText(text, element) || !isSeen(element)) continue;
      const ratio = isField ? ratioOf(element, getComputedStyle(element, "::placeholder")) : ratioOf(element);
      if (ratio < least) low.push({ text: text.slice(0, 60), class: element.className, ratio: Math.round(ratio * 100) / 100 });
    }
    return low;
  };
  const focused = () => {
    const one = document.activeElement;
    return one?.getAttribute("aria-label") || one?.labels?.[0]?.innerText || one?.innerText || one?.title || one?.tagName || "";
  };
  return { lowContrasts, focused };
})();
