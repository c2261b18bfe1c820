// A long list of which only the visible part (and a margin) is in the page's tree. Rows have any height: measured once
// drawn, guessed before. What the reader looks at stays where it is, whatever changes above it; who is at the end stays
// at the end.

const NEEDED = 300;
const DRAWN = 700;
const PAD = 10;
const AT_END = 30;

export class VirtualList {
  /**
   * `draw(item)` → element; `guess(item, width)` → pixels; `same(item, item)`: no new drawing needed; `moved()` after
   * every scroll and change; `replaced(old, element, focused)` once a row that had the focus inside was drawn anew.
   * Items have a `key`, unique and lasting; one that `floats` may change its place among the others.
   */
  constructor(scroller, { draw, guess, same, moved, replaced }) {
    Object.assign(this, { scroller, draw, guess, same, moved, replaced });
    this.items = [];
    this.places = new Map();
    this.offsets = [PAD];
    this.heights = new Map();
    this.drawn = new Map();
    this.atEnd = true;
    this.whole = false;
    this.width = 0;
    this.height = 0;
    this.above = spacer();
    this.below = spacer();
    scroller.append(this.above, this.below);
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.sizes = new ResizeObserver((entries) => this.resized(entries));
    this.sizes.observe(scroller);
  }

  /** `whole`: the list has its very beginning. */
  show(items, whole) {
    const anchor = this.anchor(new Set(items.map((item) => item.key)));
    this.items = items;
    this.whole = whole;
    this.places = new Map(items.map((item, place) => [item.key, place]));
    this.render(anchor);
  }

  /** Brings a row into the middle of the view. */
  goTo(key) {
    const place = this.places.get(key);
    if (place === undefined) return null;
    this.atEnd = false;
    const room = (item) => Math.max(0, (this.scroller.clientHeight - this.heightOf(item)) / 2);
    this.render({ key, top: room(this.items[place]) });
    this.render({ key, top: room(this.items[place]) });
    return this.drawn.get(key)?.element;
  }

  goToEnd() {
    this.atEnd = true;
    this.render(null);
  }

  elementOf(key) {
    return this.drawn.get(key)?.element;
  }

  /** The first row in view and how far below the view's edge it begins; null where nothing drawn is in view. */
  anchor(staying) {
    if (this.atEnd) return null;
    const { scrollTop } = this.scroller;
    for (let place = this.placeAt(scrollTop); place < this.items.length; place += 1) {
      const { key, floats } = this.items[place];
      if (!this.drawn.has(key)) return null;
      if (!floats && (!staying || staying.has(key))) return { key, top: this.offsets[place] - scrollTop };
    }
    return null;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight, clientWidth } = this.scroller;
    const isReshaped = clientWidth !== this.width || clientHeight !== this.height;
    if (isReshaped) return; // not the reader scrolled: the new room did, and resized() comes next
    this.atEnd = scrollHeight - scrollTop - clientHeight < AT_END;
    if (!this.covers(scrollTop - NEEDED, scrollTop + clientHeight + NEEDED)) this.render(this.atEnd ? null : this.anchor());
    this.moved();
  }

  covers(top, bottom) {
    const [start, end] = this.range ?? [0, 0];
    return (start === 0 || this.offsets[start] <= top) && (end === this.items.length || this.offsets[end] >= bottom);
  }

  resized(entries) {
    let changed = false;
    const anchor = this.anchor();
    for (const { target, borderBoxSize } of entries) {
      if (target === this.scroller) changed = this.reshaped() || changed;
      else if (target.isConnected) changed = this.noted(target.rowKey, borderBoxSize[0].blockSize) || changed;
    }
    if (changed) this.render(anchor);
  }

  reshaped() {
    const { clientWidth, clientHeight } = this.scroller;
    if (clientWidth === this.width && clientHeight === this.height) return false;
    if (clientWidth !== this.width) this.heights.clear();
    [this.width, this.height] = [clientWidth, clientHeight];
    for (const [key, { element }] of this.drawn) this.noted(key, element.getBoundingClientRect().height);
    return true;
  }

  noted(key, height) {
    if (Math.abs((this.heights.get(key) ?? -1) - height) < 0.5) return false;
    this.heights.set(key, height);
    return true;
  }

  heightOf(item) {
    return this.heights.get(item.key) ?? this.guess(item, this.width || 360);
  }

  layOut() {
    const offsets = new Array(this.items.length + 1);
    offsets[0] = PAD;
    for (let place = 0; place < this.items.length; place += 1) {
      offsets[place + 1] = offsets[place] + this.heightOf(this.items[place]);
    }
    this.offsets = offsets;
  }

  get total() {
    return this.offsets[this.items.length] + PAD;
  }

  /** The row that covers this height. */
  placeAt(top) {
    let [low, high] = [0, this.items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.offsets[middle + 1] > top) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low);
  }

  render(anchor) {
    const view = this.scroller.clientHeight;
    if (!view) return;
    let top = this.scroller.scrollTop;
    for (let round = 0; round < 4; round += 1) {
      this.layOut();
      top = this.wantedTop(anchor, top, view);
      const start = this.placeAt(top - DRAWN);
      const end = this.items.length ? this.placeAt(top + view + DRAWN) + 1 : 0;
      this.range = [start, end];
      if (!this.fill(start, end)) break;
    }
    this.layOut();
    this.settle(top);
    this.moved();
  }

  wantedTop(anchor, top, view) {
    if (this.atEnd) return Math.max(0, this.total - view);
    const place = anchor && this.places.get(anchor.key);
    return place === undefined || place === null ? top : this.offsets[place] - anchor.top;
  }

  /** The free height above and below, and the view back to where it belongs. */
  settle(top) {
    const [start, end] = this.range;
    this.above.style.height = `${this.offsets[start]}px`;
    this.below.style.height = `${this.total - this.offsets[end]}px`;
    const wanted = this.atEnd ? this.scroller.scrollHeight : top;
    if (Math.abs(this.scroller.scrollTop - wanted) > 0.5) this.scroller.scrollTop = wanted;
  }

  /** Exactly these rows into the tree; → whether a height turned out to differ. */
  fill(start, end) {
    let next = this.above.nextSibling;
    const fresh = [];
    const kept = new Map();
    for (let place = start; place < end; place += 1) {
      const item = this.items[place];
      const before = this.drawn.get(item.key);
      const row = before && this.same(before.item, item) ? before : this.drawNew(item, before, fresh);
      row.item = item;
      kept.set(item.key, row);
      this.number(row.element, place);
      if (row.element === next) next = next.nextSibling;
      else this.scroller.insertBefore(row.element, next);
    }
    this.drop(kept);
    const measured = fresh.map((element) => [element.rowKey, element.getBoundingClientRect().height]);
    return measured.map(([key, height]) => this.noted(key, height)).includes(true);
  }

  drawNew(item, before, fresh) {
    const element = this.draw(item);
    element.rowKey = item.key;
    const focused = document.activeElement;
    if (before?.element.contains(focused)) queueMicrotask(() => this.replaced(before.element, element, focused));
    this.sizes.observe(element);
    fresh.push(element);
    return { item, element };
  }

  /** Rows that aren't among `kept` any more, and older drawings of those that are. */
  drop(kept) {
    for (const [key, { element }] of this.drawn) {
      if (kept.get(key)?.element === element) continue;
      this.sizes.unobserve(element);
      if (!kept.has(key) && element.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
      element.remove();
    }
    this.drawn = kept;
  }

  number(element, place) {
    const size = this.whole ? this.items.length : -1;
    if (element.role !== "article" || (element.ariaPosInSet === `${place + 1}` && element.ariaSetSize === `${size}`)) return;
    element.ariaPosInSet = `${place + 1}`;
    element.ariaSetSize = `${size}`;
  }
}

function spacer() {
  const element = document.createElement("div");
  element.className = "spacer";
  element.setAttribute("role", "presentation");
  return element;
}
