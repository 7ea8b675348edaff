// An image that is drawn by hand, dropped, pasted or taken from the run; its code becomes the point of the page, so the decoded image is its reconstruction.
import { blob, newest, upload } from './api.js';
import { button, make, paint } from './dom.js';

export async function show(section, page) {
  const { height, width, channels } = page.model;
  const canvas = make('canvas.pixels.drag', { id: 'drawing-canvas', width, height, tabIndex: 0, 'aria-label': 'Drawing board. Arrow keys move the brush, Space draws.' });
  const reconstruction = make('canvas.pixels', { id: 'reconstruction', width, height, role: 'img', 'aria-label': 'Its reconstruction' });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const file = make('input', { type: 'file', accept: 'image/*', id: 'drawing-file', hidden: true });
  const color = make('input', { type: 'color', value: '#ffffff', 'aria-label': 'Brush colour' });
  const size = make('input', { type: 'range', min: 1, max: Math.max(4, Math.round(Math.min(width, height) / 4)), value: Math.max(2, Math.round(Math.min(width, height) / 12)), 'aria-label': 'Brush size' });
  let example = 0, brush = [width / 2, height / 2];

  const clear = () => { context.fillStyle = '#000'; context.fillRect(0, 0, width, height); };
  const encode = newest(async () => {
    const png = await new Promise(done => canvas.toBlob(done, 'image/png'));
    const { z } = await upload(`drawing/encode?class=${page.label}`, png, 'image/png');
    paint(reconstruction, await page.decode(z), page.model);
    page.move(z);
  }, page.failed);

  const stroke = (from, to) => {
    context.strokeStyle = channels === 1 ? '#fff' : color.value;
    context.lineWidth = Number(size.value);
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] + 0.01, to[1]);
    context.stroke();
    brush = to;
    encode();
  };
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
  };
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    stroke(at(event), at(event));
  });
  canvas.addEventListener('pointermove', event => { if (event.buttons & 1) stroke(brush, at(event)); });
  canvas.addEventListener('keydown', event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], ' ': [0, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = [Math.min(width, Math.max(0, brush[0] + step[0])), Math.min(height, Math.max(0, brush[1] + step[1]))];
    if (event.key === ' ' || event.shiftKey) stroke(brush, next);
    else brush = next;
  });

  // Any picture that the browser reads, cut to the middle and brought to the size of the run's images.
  const take = async picture => {
    try {
      const image = await createImageBitmap(picture), scale = Math.max(width / image.width, height / image.height);
      clear();
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, (width - image.width * scale) / 2, (height - image.height * scale) / 2, image.width * scale, image.height * scale);
      encode();
    } catch {
      page.say(`${picture.name ?? 'the file'}: the browser cannot read it; expected a picture, such as PNG or JPEG`);
    }
  };
  file.addEventListener('change', () => { if (file.files[0]) take(file.files[0]); });
  const drop = make('div.drop', {},
    make('div.board', {},
      make('figure', {}, canvas, make('figcaption', {}, 'Draw here, drop a picture, or paste one.')),
      make('figure', {}, reconstruction, make('figcaption', {}, 'Encoded, and decoded again. The point of the latent space follows.'))));
  for (const name of ['dragover', 'dragleave', 'drop']) drop.addEventListener(name, event => {
    event.preventDefault();
    drop.classList.toggle('over', name === 'dragover');
    if (name === 'drop' && event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  document.addEventListener('paste', event => { if (event.clipboardData.files[0]) take(event.clipboardData.files[0]); });

  const bar = make('div.bar', {},
    button('Clear', () => { clear(); encode(); }),
    button('An image of the run', async () => {
      try { await take(await blob(`drawing/example?image=${example++}`)); } catch (error) { page.failed(error); }
    }),
    button('Open a file', () => file.click()), file, make('label', {}, 'Brush', size));
  if (channels > 1) bar.append(color);
  section.append(bar, drop);
  clear();
  paint(reconstruction, new Uint8Array(width * height * channels), page.model);
}
