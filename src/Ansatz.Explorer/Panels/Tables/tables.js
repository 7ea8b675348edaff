// Each column of the table, real beside sampled, and any two columns against each other.
import { json } from './api.js';
import { button, make, select } from './dom.js';
import { Plot, extent } from './plot.js';

const binCount = 30, mostCategories = 10, tail = 0.005;

export async function show(section, page) {
  let seed = 1, table, pair = [0, 1];
  const numbers = values => values.map(Number).filter(v => Number.isFinite(v));
  const grid = make('div.grid', { id: 'tables-marginals' }), pairs = make('div.pair'), bar = make('div.bar'), charts = [];

  // All but the outermost values; heavy tails would hide the rest.
  const range = column => {
    const sorted = numbers(column.real.length ? column.real : column.sampled).sort((a, b) => a - b);
    if (column.categories.length) return [-0.5, column.categories.length - 0.5];
    const [low, high] = [sorted[Math.floor(tail * (sorted.length - 1))], sorted[Math.floor((1 - tail) * (sorted.length - 1))]];
    return low < high ? [low, high] : [low - 0.5, low + 0.5];
  };
  // A few whole numbers have a bin each; else some bins would hold more of them than others.
  const bins = (column, [low, high]) => high - low < 2 * binCount && numbers(column.real.concat(column.sampled)).every(Number.isInteger)
    ? { from: Math.floor(low + 0.5) - 0.5, width: 1, count: Math.ceil(high - 0.5) - Math.floor(low + 0.5) + 1 } : { from: low, width: (high - low) / binCount, count: binCount };
  const density = (values, { from: low, width, count }) => {
    const counts = new Array(count).fill(0), all = numbers(values), high = low + count * width;
    for (const v of all) if (v >= low && v <= high) counts[Math.min(count - 1, Math.floor((v - low) / width))]++;
    return counts.map((n, i) => [low + i * width, low + (i + 1) * width, n / (all.length * width || 1)]);
  };
  // The most frequent categories, the real and the sampled bar of each side by side.
  const shares = column => {
    const count = (values, k) => { const all = numbers(values); return all.filter(v => v === k).length / (all.length || 1); };
    const chosen = column.categories.map((_, k) => [k, count(column.real.length ? column.real : column.sampled, k)]).sort((a, b) => b[1] - a[1]).slice(0, mostCategories).map(([k]) => k);
    return { names: chosen.map(k => column.categories[k]), real: chosen.map((k, i) => [i - 0.36, i, count(column.real, k)]), sampled: chosen.map((k, i) => [i, i + 0.36, count(column.sampled, k)]) };
  };
  const marginal = column => {
    const isCategorical = column.categories.length > 0, within = bins(column, range(column)), x = [within.from, within.from + within.count * within.width];
    const bars = isCategorical ? shares(column) : { real: density(column.real, within), sampled: density(column.sampled, within) };
    const canvas = make('canvas', { role: 'img', 'aria-label': `${column.name}: real and sampled` });
    grid.append(make('figure', {}, make('h3', {}, column.name), canvas));
    return new Plot(canvas, { x: isCategorical ? [-0.6, bars.names.length - 0.4] : x, y: [0, 1.08 * Math.max(...bars.real.concat(bars.sampled).map(b => b[2]), 1e-9)], names: bars.names, labels: ['', isCategorical ? 'share' : 'density'] }, p => {
      p.bars(bars.real, '--first', isCategorical ? 0.85 : 0.45);
      if (isCategorical) p.bars(bars.sampled, '--second', 0.85);
      else p.line(bars.sampled.flatMap(b => [b[0], b[1]]), bars.sampled.flatMap(b => [b[2], b[2]]), '--second', { width: 2 });
    });
  };
  // Categories are spread a little, so that equal points are seen.
  const spread = (column, values) => column.categories.length ? values.map((v, i) => Number(v) + 0.5 * ((i * 0.618034) % 1 - 0.5)) : values.map(Number);
  const namesOf = column => column.categories.length ? column.categories : undefined;
  const showPair = () => {
    const [a, b] = pair.map(j => table.columns[j]);
    pairs.replaceChildren(...[['real', '--first'], ['sampled', '--second']].filter(([which]) => a[which].length).map(([which, color]) => {
      const canvas = make('canvas', { role: 'img', id: `tables-${which}`, 'aria-label': `${a.name} and ${b.name}, ${which}` });
      charts.push(new Plot(canvas, { x: extent(range(a), namesOf(a) ? 0 : 0.02), y: extent(range(b), namesOf(b) ? 0 : 0.02), labels: [a.name, b.name], names: namesOf(a), namesUp: namesOf(b) }, p => p.points(spread(a, a[which]), spread(b, b[which]), color, 1.8, 0.5)));
      return make('figure', {}, make('h3', {}, which), canvas);
    }));
  };
  const draw = async () => {
    try {
      table = await json(`tables/rows?seed=${seed++}`);
      grid.replaceChildren();
      table.columns.forEach(marginal);
      if (table.columns.length > 1) showPair();
    } catch (error) { page.failed(error); }
  };
  await draw();
  const names = table.columns.map(column => column.name);
  section.append(
    make('div.bar', {}, button('Sample again', draw), make('div.legend', {}, make('span', {}, key('--first'), 'real'), make('span', {}, key('--second'), 'sampled'))),
    ...table.note ? [make('p.note', {}, table.note)] : [], grid);
  if (names.length < 2) return;
  bar.append(select('Across', names, 0, j => { pair[0] = j; showPair(); }), select('Up', names, 1, j => { pair[1] = j; showPair(); }));
  section.append(make('h2', {}, 'Pairs of columns'), bar, pairs);
}

function key(color) {
  const dot = make('b', {}, '●');
  dot.style.color = `var(${color})`;
  return dot;
}
