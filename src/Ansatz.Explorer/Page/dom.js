// Makes elements: make('button.main', { type: 'button', onclick }, 'Draw').

export function make(what, properties = {}, ...children) {
  const [name, ...classes] = what.split('.');
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role' || key === 'for') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

/** A labelled choice; `choices` are texts, and `chosen` gets the index. */
export function select(name, choices, index, chosen) {
  const options = choices.map((text, i) => make('option', { value: String(i), selected: i === index }, text));
  const box = make('select', { onchange: () => chosen(Number(box.value)) }, ...options);
  return make('label', {}, name, ' ', box);
}

export const button = (text, onclick, what = 'button') => make(what, { type: 'button', onclick }, text);

/** Shows bytes of height × width × channels on a canvas of that size. */
export function paint(canvas, bytes, { height, width, channels }) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d'), image = context.createImageData(width, height);
  for (let i = 0, from = 0, to = 0; i < width * height; i++, from += channels, to += 4) {
    image.data[to] = bytes[from];
    image.data[to + 1] = bytes[from + (channels > 1 ? 1 : 0)];
    image.data[to + 2] = bytes[from + (channels > 1 ? 2 : 0)];
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
