// The latent plane: codes as points, one point that is dragged, and the image that the decoder makes of it.
import { json, newest, post } from './api.js';
import { button, make, paint, select } from './dom.js';
import { Plot, extent, seen, show as number } from './plot.js';

const mostSliders = 12, reach = 4;
const subscript = index => `z${String(index + 1).replace(/\d/g, digit => '₀₁₂₃₄₅₆₇₈₉'[digit])}`;

export async function show(section, page) {
  const model = await json('plane/codes');
  const { latent, codes } = model, count = codes.length / latent;
  page.model = model;
  page.decode = async points => new Uint8Array(await (await post('plane/decode', { z: points, class: page.label })).arrayBuffer());
  let axes = [model.order[0], model.order[1] ?? null], coloring = 0;
  const column = j => Array.from({ length: count }, (_, i) => j === null ? 0 : codes[i * latent + j]);
  let [xs, ys] = axes.map(column);

  const canvas = make('canvas', { id: 'plane-chart', 'aria-label': 'Latent plane. The arrow keys move the point, with Shift in large steps.' });
  const decoded = make('canvas.pixels', { id: 'decoded', role: 'img', 'aria-label': 'The decoded image' });
  const place = make('p.note.figures', { id: 'place' }), legend = make('div.legend'), bar = make('div.bar');
  const range = values => { const [low, high] = extent(values); return [Math.min(low, -3), Math.max(high, 3)]; };
  const plot = new Plot(canvas, { x: range(xs), y: range(ys), isEqual: true, ratio: 0.82, labels: axes.map(a => a === null ? '' : subscript(a)) }, p => {
    const colors = model.colorings[coloring]?.colors;
    const known = new Map(colors?.map(color => [color, seen(color)]));
    p.points(xs, ys, colors ? i => known.get(colors[i]) : '--point');
    if (page.ends) p.line(...[0, 1].map(k => page.ends.map(end => axes[k] === null ? 0 : end[axes[k]])), '--ink', { dash: [5, 4] });
    const [x, y] = where();
    p.marker(x, y);
  });
  const where = () => axes.map(a => a === null ? 0 : page.point[a]);
  plot.drag(where, at => {
    const point = [...page.point];
    axes.forEach((axis, k) => { if (axis !== null) point[axis] = at[k]; });
    page.move(point);
  });

  const chooseAxes = (k, index) => {
    axes[k] = index;
    [xs, ys] = axes.map(column);
    Object.assign(plot, { x: range(xs), y: range(ys), labels: axes.map(subscript) });
    plot.paint();
  };
  const names = Array.from({ length: latent }, (_, j) => subscript(j));
  if (model.colorings.length > 1) bar.append(select('Colour', model.colorings.map(c => c.name), 0, index => { coloring = index; showLegend(); plot.paint(); }));
  if (latent > 2) bar.append(select('Across', names, axes[0], j => chooseAxes(0, j)), select('Up', names, axes[1], j => chooseAxes(1, j)));
  if (model.classes.length) bar.append(select('Class', model.classes, 0, label => page.move(page.point, label)));
  bar.append(button('Centre', () => page.move(new Array(latent).fill(0))));
  if (count) bar.append(button('Nearest image', () => page.move(nearest())));

  const nearest = () => {
    let best = 0, least = Infinity;
    for (let i = 0; i < count; i++) {
      const distance = page.point.reduce((sum, v, j) => sum + (v - codes[i * latent + j]) ** 2, 0);
      if (distance < least) [best, least] = [i, distance];
    }
    return codes.slice(best * latent, (best + 1) * latent);
  };
  const showLegend = () => {
    const chosen = model.colorings[coloring];
    legend.replaceChildren();
    if (!chosen) return;
    if (!chosen.isContinuous) legend.append(...chosen.legend.map(entry => make('span', {}, swatch(entry.color), entry.text)));
    else legend.append(make('span', {}, chosen.name), make('span', {}, chosen.legend[0].text), scale(chosen.legend), make('span', {}, chosen.legend.at(-1).text));
  };

  const sliders = model.order.map(j => slider(j, page));
  const box = make('div.sliders', { hidden: latent < 3 }, ...sliders.slice(0, mostSliders));
  const side = make('div', {}, make('figure.decoded', {}, decoded, place), box);
  if (sliders.length > mostSliders) side.append(make('details', {}, make('summary', {}, `${sliders.length - mostSliders} more dimensions`), make('div.sliders', {}, ...sliders.slice(mostSliders))));
  section.append(bar, make('div.side', {}, make('figure', {}, canvas, legend, make('figcaption', {},
    count ? `Each dot is the code of one of ${count} images that the model was judged by. Drag anywhere: the image at the side is what the decoder makes of the point.`
      : `${model.note ?? ''} Drag anywhere: the image at the side is what the decoder makes of the point.`)), side));
  showLegend();

  const decode = newest(async point => {
    const start = performance.now();
    paint(decoded, await page.decode(point), model);
    place.textContent = `${axes.filter(a => a !== null).map(a => `${subscript(a)} ${number(Number(point[a].toFixed(2)))}`).join(', ')} · ${(performance.now() - start).toFixed(1)} ms`;
    page.tell('decoded', point);
  }, page.failed);
  page.on('point', point => {
    plot.paint();
    decode(point);
    for (const line of sliders) line.follow(point);
  });
  page.on('ends', () => plot.paint());
  page.move(count ? codes.slice(0, latent) : new Array(latent).fill(0), 0);
}

function slider(j, page) {
  const input = make('input', { type: 'range', min: -reach, max: reach, step: 0.01, 'aria-label': subscript(j) });
  const value = make('output');
  const line = make('label', {}, subscript(j), input, value);
  input.addEventListener('input', () => page.move(page.point.map((v, k) => k === j ? Number(input.value) : v)));
  line.follow = point => {
    input.value = point[j];
    value.textContent = number(Number(point[j].toFixed(2)));
  };
  return line;
}

function swatch(color) {
  const dot = make('i');
  dot.style.background = seen(color);
  return dot;
}

function scale(stops) {
  const canvas = make('canvas', { width: stops.length * 8, height: 8, role: 'presentation' }), context = canvas.getContext('2d');
  const gradient = context.createLinearGradient(0, 0, canvas.width, 0);
  stops.forEach((stop, i) => gradient.addColorStop(i / (stops.length - 1), stop.color));
  context.fillStyle = gradient;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
