// The straight line between two points of the latent space: an animation to look at and to save.
import { post } from './api.js';
import { button, make, paint } from './dom.js';

export async function show(section, page) {
  const { latent, codes, order } = page.model;
  const code = i => codes.length >= (i + 1) * latent ? codes.slice(i * latent, (i + 1) * latent) : order.map((_, j) => j === order[0] ? 4 * i - 2 : 0);
  page.ends = [code(0), code(1)];
  const pictures = ['start', 'end'].map(name => make('canvas.pixels', { id: `interpolation-${name}`, role: 'img', 'aria-label': `The ${name}` }));
  const frames = make('input', { type: 'number', min: 2, max: 200, value: 30, id: 'interpolation-frames' });
  const image = make('img.pixels', { id: 'interpolation-image', alt: 'The animation', hidden: true });
  const save = make('a.button', { id: 'interpolation-save', download: 'interpolation.png', hidden: true }, 'Save the animation');

  const showEnd = async k => {
    try {
      paint(pictures[k], await page.decode(page.ends[k]), page.model);
    } catch (error) { page.failed(error); }
  };
  const take = k => {
    page.ends[k] = [...page.point];
    page.tell('ends');
    showEnd(k);
  };
  const play = async () => {
    try {
      const response = await post('interpolation/animation', { from: page.ends[0], to: page.ends[1], frames: Number(frames.value), class: page.label });
      URL.revokeObjectURL(image.src);
      image.src = save.href = URL.createObjectURL(await response.blob());
      image.hidden = save.hidden = false;
    } catch (error) { page.failed(error); }
  };
  section.append(
    make('div.bar', {},
      button('Start at the point', () => take(0)), button('End at the point', () => take(1)),
      make('label', {}, 'Images', frames), button('Play', play, 'button.main'), save),
    make('div.ends', {},
      make('figure', {}, pictures[0], make('figcaption', {}, 'The start')),
      make('figure', {}, pictures[1], make('figcaption', {}, 'The end')),
      make('figure', {}, image)));
  page.tell('ends');
  await Promise.all([showEnd(0), showEnd(1)]);
}
