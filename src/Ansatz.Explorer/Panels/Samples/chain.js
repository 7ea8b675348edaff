// Images that a Boltzmann machine draws.
import { blob } from './api.js';
import { button, make } from './dom.js';

export async function show(section, page) {
  const image = make('img.pixels', { id: 'chain-image', alt: 'Samples' });
  let seed = 1;
  const draw = async () => {
    try {
      URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(await blob(`chain/images?seed=${seed++}`));
    } catch (error) { page.failed(error); }
  };
  section.append(make('div.bar', {}, button('Draw again', draw)), image);
  await draw();
}
