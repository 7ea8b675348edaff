// The losses by epoch. While the run is in training they are asked again every second; when it has finished, the page is loaded anew with all its panels.
import { json, text } from './api.js';
import { make } from './dom.js';
import { Plot, extent, show as number } from './plot.js';

const every = 1000;
const words = name => name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);

export async function show(section, page) {
  const state = make('p.note', { id: 'losses-state', role: 'status' }), grid = make('div.grid'), charts = new Map();
  section.append(state, grid);

  const read = async () => {
    const [header, ...lines] = (await text('losses/history')).trim().split('\n').map(line => line.split(','));
    const rows = lines.map(line => line.map(Number));
    if (rows.length === 0) {
      state.textContent = page.run.isFinished ? 'This run has no history of epochs.' : 'No epoch has ended yet.';
      return;
    }
    const column = name => rows.map(row => row[header.indexOf(name)] ?? NaN), epochs = column('epoch');
    const count = `${rows.length} epoch${rows.length === 1 ? '' : 's'}`;
    state.textContent = page.run.isFinished ? `${count}.` : `In training: ${count} so far.`;
    const parts = [...new Set(header.filter(name => /^(train|validation)_/.test(name)).map(name => name.slice(name.indexOf('_') + 1)))];
    for (const name of [...parts, 'learning_rate'].filter(n => n !== 'learning_rate' || header.includes(n))) {
      const lines = name === 'learning_rate' ? [['', column(name), '--first']]
        : [['training', `train_${name}`, '--first'], ['validation', `validation_${name}`, '--second']].filter(l => header.includes(l[1])).map(([label, key, color]) => [label, column(key), color]);
      draw(name, epochs, lines);
    }
  };
  const draw = (name, epochs, lines) => {
    const x = [Math.min(...epochs) - 0.2, Math.max(...epochs) + 0.2], y = extent(lines.flatMap(l => l[1]));
    let chart = charts.get(name);
    if (!chart) {
      const canvas = make('canvas', { role: 'img', 'aria-label': `${words(name)} by epoch` }), caption = make('figcaption');
      grid.append(make('figure', {}, make('h3', {}, words(name)), canvas, caption));
      chart = { caption, plot: new Plot(canvas, { x, y, labels: ['epoch', ''], isWhole: true }, p => chart.lines.forEach(([, values, color]) => p.line(chart.epochs, values, color, { hasDots: chart.epochs.length < 40 }))) };
      charts.set(name, chart);
    }
    Object.assign(chart, { epochs, lines });
    chart.caption.replaceChildren(...lines.flatMap(([label, values, color]) => [key(color), ` ${label} ${number(Number(values.at(-1).toPrecision(5)))}   `]));
    Object.assign(chart.plot, { x, y });
    chart.plot.paint();
  };
  const key = color => {
    const dot = make('b', {}, '●');
    dot.style.color = `var(${color})`;
    return dot;
  };
  const again = async () => {
    try {
      await read();
      if ((await json('state')).isFinished) location.reload();
    } catch (error) {
      page.failed(error);
    }
    setTimeout(again, every);
  };
  await read();
  if (!page.run.isFinished) setTimeout(again, every);
}
