// Noise and data side by side. A point that is dragged on either side is followed through every bijector.
import { blob, json, newest, post } from './api.js';
import { button, make, select } from './dom.js';
import { Plot, extent, show as number } from './plot.js';

export async function show(section, page) {
  const list = await json('flows/list');
  let flow = 0, seed = 1, draws, axes, point, followed, density = null, isShown = true, chosen = 0;
  const value = make('p.note.figures', { id: 'flows-value' }), strip = make('div.strip', { id: 'flows-strip' }), choices = make('div.bar');
  const canvases = ['noise', 'data'].map(name => make('canvas', { id: `flows-${name}`, 'aria-label': `The ${name}. The arrow keys move the point, with Shift in large steps.` }));
  let small = [];

  const stage = k => draws.stages.at(k), dimension = () => draws.axes.length;
  // The i-th number of all points; the only number of a flow of one is spread over the other axis.
  const column = (points, i) => i >= dimension() ? points.map((_, n) => (n * 0.618034) % 1 - 0.5).slice(0, points.length / dimension()) : Array.from({ length: points.length / dimension() }, (_, n) => Number(points[n * dimension() + i]));
  const shown = points => axes.map(i => column(points, i));
  const window = points => shown(points).map(values => {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
    return extent([sorted[Math.floor(0.002 * (sorted.length - 1))], sorted[Math.floor(0.998 * (sorted.length - 1))]], 0.1);
  });
  const at = points => axes.map(i => i >= dimension() ? 0 : points[i]);

  const big = canvases.map((canvas, side) => {
    const plot = new Plot(canvas, { x: [-3, 3], y: [-3, 3], ratio: 0.9 }, p => {
      if (!draws) return;
      const isOnPicture = side === 1 && isShown && density;
      if (isOnPicture) p.picture(density, draws.window.slice(0, 2), draws.window.slice(2));
      p.points(...shown(stage(side === 0 ? 0 : -1).points), isOnPicture ? () => '#fff' : '--first', isOnPicture ? 1.2 : 1.6, isOnPicture ? 0.4 : 0.55);
      if (followed) p.marker(...at(followed.points.at(side === 0 ? 0 : -1)), '--second');
    });
    plot.drag(() => followed ? at(followed.points.at(side === 0 ? 0 : -1)) : [0, 0], place => {
      const moved = [...followed.points.at(side === 0 ? 0 : -1)].map(Number);
      axes.forEach((i, k) => { if (i < dimension()) moved[i] = place[k]; });
      follow({ point: moved, isData: side === 1 });
    });
    return plot;
  });

  const paint = () => {
    for (const plot of [...big, ...small]) plot.paint();
    if (!followed) return;
    const data = followed.points.at(-1), text = v => number(Number(Number(v).toPrecision(4)));
    value.textContent = draws.axes.map((name, i) => `${name} ${text(data[i])}`).slice(0, 6).join(', ') + (followed.logDensity === null ? '' : ` · log p ${text(followed.logDensity)} nats`);
  };
  const follow = newest(async asked => {
    followed = await (await post('flows/follow', { flow, seed: seed - 1, draw: chosen, ...asked })).json();
    paint();
  }, page.failed);

  const layout = () => {
    const names = draws.axes;
    for (const [side, plot] of big.entries()) {
      const [x, y] = window(stage(side === 0 ? 0 : -1).points);
      const isPicture = side === 1 && draws.window;
      Object.assign(plot, { x: isPicture ? draws.window.slice(0, 2) : x, y: isPicture ? draws.window.slice(2) : y, labels: axes.map(i => i >= names.length ? '' : side === 0 ? `noise ${i + 1}` : names[i]) });
    }
    small = draws.stages.map((s, k) => {
      const canvas = make('canvas', { role: 'img', 'aria-label': `${s.name}: the points and the one that is followed` }), [x, y] = window(s.points);
      strip.append(make('figure', {}, canvas, make('figcaption', {}, `${k}  ${s.name}`)));
      return new Plot(canvas, { x, y, ratio: 1, isBare: true }, p => {
        p.points(...shown(s.points), '--first', 1, 0.4);
        if (followed) p.marker(...at(followed.points[k]), '--second', 4);
      });
    });
    choices.replaceChildren(...names.length > 2 ? [select('Across', names, axes[0], i => { axes[0] = i; again(); }), select('Up', names, axes[1], i => { axes[1] = i; again(); })] : []);
  };
  const again = () => { strip.replaceChildren(); layout(); paint(); };
  const draw = async () => {
    try {
      draws = await json(`flows/draws?flow=${flow}&seed=${seed++}`);
      axes ??= [0, 1];
      followed = undefined;
      density = draws.window ? await createImageBitmap(await blob(`flows/density?flow=${flow}`)) : null;
      densityBox.hidden = !density;
      strip.replaceChildren();
      layout();
      await follow({ point: stage(0).points.slice(chosen * dimension(), (chosen + 1) * dimension()).map(Number), isData: false });
    } catch (error) { page.failed(error); }
  };
  const box = make('input', { type: 'checkbox', checked: true, onchange: () => { isShown = box.checked; paint(); } });
  const densityBox = make('label', {}, box, 'Density');
  const bar = make('div.bar', {}, ...list.length > 1 ? [select('Flow', list, 0, index => { flow = index; draw(); })] : [], button('Draw again', draw), densityBox);
  section.append(bar, choices, make('div.pair', {},
    make('figure', {}, make('h3', {}, 'Noise'), canvases[0]),
    make('figure', {}, make('h3', {}, 'Data'), canvases[1])), value,
  make('p.note', {}, 'Drag the ring on either side: the flow maps each point of the noise to one point of the data, and back. Below, every step of the way.'), strip);
  await draw();
}
