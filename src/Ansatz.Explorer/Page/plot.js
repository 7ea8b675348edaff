// A chart on a canvas: axes, points, lines, bars, pictures. It keeps its sharpness on every screen and draws again when its size or the colours of the page change.

const margin = { left: 46, right: 12, top: 8, bottom: 24 }, nameHeight = 15;
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Steps of 1, 2 or 5 times a power of ten within [low, high]. */
export function ticks(low, high, most = 6) {
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= rough * 0.999);
  const values = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) values.push(k === 0 ? 0 : Number((k * step).toPrecision(12)));
  return values;
}

/** A colour of a light page, made lighter where the page is dark. */
export const seen = color => matchMedia('(prefers-color-scheme: dark)').matches ? `color-mix(in oklab, ${color}, white 28%)` : color;

/** A number as the page writes it. */
export const show = value => (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(0) : String(Number(value.toPrecision(6)))).replace('e+', 'e').replaceAll('-', '−');

/** The ticks of one axis in one format: as many decimals as their step needs, or a common power of ten. */
export function tickLabels(values) {
  const most = Math.max(...values.map(Math.abs), 0), step = values.length > 1 ? values[1] - values[0] : most || 1;
  const place = v => Math.floor(Math.log10(v) + 1e-9), power = most >= 1e6 || place(step) < -5 ? place(most) : 0;
  const decimals = Math.max(0, power - place(step));
  return values.map(v => v === 0 ? '0' : `${(v / 10 ** power).toFixed(decimals)}${power ? `e${power}` : ''}`.replaceAll('-', '−'));
}

/** The least and the greatest of some numbers, with room around them. */
export function extent(values, room = 0.05) {
  let low = Infinity, high = -Infinity;
  for (const v of values) if (Number.isFinite(v)) { if (v < low) low = v; if (v > high) high = v; }
  if (low > high) return [0, 1];
  const pad = high > low ? room * (high - low) : Math.abs(high) * 0.1 || 0.5;
  return [low - pad, high + pad];
}

export class Plot {
  /**
   * @param canvas fills its column; its height is `ratio` times its width
   * @param options x and y are [low, high]; isEqual gives both axes one scale; labels are the names of the axes; isWhole shows whole numbers alone across; names and namesUp are categories at 0, 1, … of an axis; isBare leaves out numbers and names
   * @param draw called with the plot whenever it is to be drawn
   */
  constructor(canvas, options, draw) {
    Object.assign(this, { canvas, ratio: 0.75, labels: ['', ''], ...options });
    this.draw = draw;
    canvas.classList.add('chart');
    canvas.style.aspectRatio = `1 / ${this.ratio}`;
    new ResizeObserver(() => this.paint()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  get box() {
    const m = this.isBare ? { left: 6, right: 6, top: 6, bottom: 6 } : { ...margin, left: this.leftMargin ?? margin.left, top: margin.top + (this.labels[1] ? nameHeight : 0), bottom: margin.bottom + (this.labels[0] ? nameHeight : 0) };
    return { left: m.left, top: m.top, width: this.width - m.left - m.right, height: this.height - m.top - m.bottom };
  }

  // One scale for both axes: the axis with more room shows more.
  get domains() {
    const { width, height } = this.box;
    let [x, y] = [this.x, this.y];
    if (this.isEqual) {
      const unit = Math.max((x[1] - x[0]) / width, (y[1] - y[0]) / height);
      const around = ([low, high], length) => [(low + high) / 2 - unit * length / 2, (low + high) / 2 + unit * length / 2];
      [x, y] = [around(x, width), around(y, height)];
    }
    return { x, y };
  }

  toPixel(x, y) {
    const { left, top, width, height } = this.box, d = this.scale ?? this.domains;
    return [left + (x - d.x[0]) / (d.x[1] - d.x[0]) * width, top + height - (y - d.y[0]) / (d.y[1] - d.y[0]) * height];
  }

  toData(px, py) {
    const { left, top, width, height } = this.box, d = this.domains;
    return [d.x[0] + (px - left) / width * (d.x[1] - d.x[0]), d.y[0] + (top + height - py) / height * (d.y[1] - d.y[0])];
  }

  paint() {
    const ratio = devicePixelRatio || 1;
    this.width = this.canvas.clientWidth;
    if (!this.width) return;
    this.height = this.canvas.clientHeight;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.context = this.canvas.getContext('2d');
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.font = '11px system-ui, sans-serif';
    if (!this.isBare) this.#fitLeft();
    this.scale = this.domains;
    if (!this.isBare) this.#axes();
    const { left, top, width, height } = this.box;
    this.context.save();
    this.context.beginPath();
    this.context.rect(left, top, width, height);
    this.context.clip();
    this.draw(this);
    this.context.restore();
  }

  // Ticks of the left axis: every k-th category if they would touch.
  #ticksUp() {
    const { box: { height }, domains: { y } } = this, names = this.namesUp;
    if (!names) {
      const values = ticks(...y, Math.max(2, Math.floor(height / 40))), labels = tickLabels(values);
      return values.map((v, i) => [v, labels[i]]);
    }
    const each = Math.ceil(13 * (y[1] - y[0]) / height);
    return names.map((name, i) => [i, this.#cut(name, 0.3 * this.width)]).filter(([i]) => i % each === 0);
  }

  // The left margin holds the longest label.
  #fitLeft() {
    this.leftMargin = Math.max(margin.left, ...this.#ticksUp().map(([, label]) => this.context.measureText(label).width + 12));
  }

  // A text that is as wide as there is room, with an ellipsis if it was cut.
  #cut(text, room) {
    const width = t => this.context.measureText(t).width;
    if (width(text) <= room) return text;
    let length = text.length - 1;
    while (length > 1 && width(`${text.slice(0, length).trimEnd()}…`) > room) length--;
    return `${text.slice(0, length).trimEnd()}…`;
  }

  #ticksAcross() {
    const { box: { width }, scale: { x } } = this, names = this.names, least = 26;
    if (names) {
      const room = width / (x[1] - x[0]), each = Math.ceil(least / room);
      return names.map((name, i) => [i, this.#cut(name, each * room - 5)]).filter(([i]) => i % each === 0);
    }
    // Fewer, until their labels do not touch.
    for (let most = Math.max(2, Math.floor(width / 45)); ; most--) {
      const values = ticks(...x, most).filter(v => !this.isWhole || Number.isInteger(v)), labels = tickLabels(values);
      const widest = Math.max(...labels.map(l => this.context.measureText(l).width), 0) + 8;
      if (most <= 1 || widest * values.length <= width * 1.1) return values.map((v, i) => [v, labels[i]]);
    }
  }

  #axes() {
    const { context: c, box: { left, top, width, height } } = this;
    c.fillStyle = style('--soft');
    c.strokeStyle = style('--line');
    c.lineWidth = 1;
    c.beginPath();
    c.textAlign = 'center';
    c.textBaseline = 'top';
    for (const [v, label] of this.#ticksAcross()) {
      const x = Math.round(this.toPixel(v, 0)[0]) + 0.5;
      if (!this.names) { c.moveTo(x, top); c.lineTo(x, top + height); }
      // A label at the right edge stays on the page.
      c.fillText(label, Math.min(x, this.width - c.measureText(label).width / 2 - 2), top + height + 5);
    }
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    for (const [v, label] of this.#ticksUp()) {
      const y = Math.round(this.toPixel(0, v)[1]) + 0.5;
      if (!this.namesUp) { c.moveTo(left, y); c.lineTo(left + width, y); }
      c.fillText(label, left - 5, y);
    }
    c.stroke();
    c.fillStyle = style('--ink');
    c.textAlign = 'right';
    c.textBaseline = 'bottom';
    c.fillText(this.labels[0], left + width, this.height - 4);
    c.textAlign = 'left';
    c.textBaseline = 'top';
    c.fillText(this.labels[1], 8, 6);
  }

  points(xs, ys, color, radius = 2, opacity = 0.75) {
    const c = this.context;
    c.globalAlpha = opacity;
    for (let i = 0; i < xs.length; i++) {
      const [x, y] = this.toPixel(xs[i], ys[i]);
      c.fillStyle = typeof color === 'function' ? color(i) : style(color);
      c.beginPath();
      c.arc(x, y, radius, 0, 2 * Math.PI);
      c.fill();
    }
    c.globalAlpha = 1;
  }

  line(xs, ys, color, { width = 1.8, dash = [], hasDots = false } = {}) {
    const c = this.context;
    c.strokeStyle = style(color);
    c.lineWidth = width;
    c.setLineDash(dash);
    c.beginPath();
    let isDown = false;
    for (let i = 0; i < xs.length; i++) {
      if (!Number.isFinite(ys[i])) { isDown = false; continue; }
      const [x, y] = this.toPixel(xs[i], ys[i]);
      if (isDown) c.lineTo(x, y); else c.moveTo(x, y);
      isDown = true;
    }
    c.stroke();
    c.setLineDash([]);
    if (hasDots) this.points(xs, ys, color, 2.5, 1);
  }

  /** Bars from 0; each is [from, to, height]. */
  bars(bars, color, opacity = 0.5) {
    const c = this.context;
    c.globalAlpha = opacity;
    c.fillStyle = style(color);
    for (const [from, to, value] of bars) {
      const [x0, y0] = this.toPixel(from, 0), [x1, y1] = this.toPixel(to, value);
      c.fillRect(x0, y1, Math.max(1, x1 - x0 - 0.5), y0 - y1);
    }
    c.globalAlpha = 1;
  }

  /** A ring that can be seen on any ground. */
  marker(x, y, color = '--accent', radius = 7) {
    const c = this.context, [px, py] = this.toPixel(x, y);
    for (const [width, stroke] of [[5, style('--ground')], [3, style(color)]]) {
      c.lineWidth = width;
      c.strokeStyle = stroke;
      c.beginPath();
      c.arc(px, py, radius, 0, 2 * Math.PI);
      c.stroke();
    }
  }

  /** A picture over a rectangle of the plane. */
  picture(image, [x0, x1], [y0, y1], opacity = 1) {
    const [left, bottom] = this.toPixel(x0, y0), [right, top] = this.toPixel(x1, y1);
    this.context.globalAlpha = opacity;
    this.context.drawImage(image, left, top, right - left, bottom - top);
    this.context.globalAlpha = 1;
  }

  /** Lets a pointer or the arrow keys move a point; `moved` gets its place, `where` tells the place now. */
  drag(where, moved) {
    const { canvas } = this;
    canvas.classList.add('drag');
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    const follow = event => {
      const place = canvas.getBoundingClientRect();
      moved(this.toData(event.clientX - place.left, event.clientY - place.top));
    };
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      follow(event);
    });
    canvas.addEventListener('pointermove', event => { if (event.buttons & 1) follow(event); });
    canvas.addEventListener('keydown', event => {
      const { x, y } = this.domains, share = event.shiftKey ? 0.1 : 0.02;
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!step) return;
      event.preventDefault();
      const [px, py] = where(), clamp = (v, [low, high]) => Math.min(high, Math.max(low, v));
      moved([clamp(px + step[0] * share * (x[1] - x[0]), x), clamp(py + step[1] * share * (y[1] - y[0]), y)]);
    });
  }
}
