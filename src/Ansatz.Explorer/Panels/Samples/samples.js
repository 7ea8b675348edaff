// Draws from the prior, decoded. A click moves the point of the page to a draw.
import { json } from './api.js';
import { button, make, paint } from './dom.js';

const count = 24;

export async function show(section, page) {
  const { latent } = page.model, grid = make('div.thumbs', { id: 'samples-grid' });
  let seed = 1;
  const draw = async () => {
    try {
      const { z } = await json(`samples/draws?count=${count}&seed=${seed++}&class=${page.label}`);
      const bytes = await page.decode(z), length = bytes.length / count;
      grid.replaceChildren(...Array.from({ length: count }, (_, i) => {
        const canvas = make('canvas.pixels');
        paint(canvas, bytes.subarray(i * length, (i + 1) * length), page.model);
        return make('button', { type: 'button', 'aria-label': `Sample ${i + 1}: move the point to it`, onclick: () => page.move(z.slice(i * latent, (i + 1) * latent)) }, canvas);
      }));
    } catch (error) { page.failed(error); }
  };
  section.append(make('div.bar', {}, button('Draw again', draw), make('span.note', {}, 'A click moves the point of the latent space to a sample.')), grid);
  await draw();
}
