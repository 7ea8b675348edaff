// The page: it asks what the run has, and lets each panel draw itself.
import { json } from './api.js';
import { make } from './dom.js';

/** What panels share: the run, and the point of the latent space that all of them look at. */
class Page {
  #listeners = new Map();

  constructor(run) { this.run = run; }

  on(event, listener) { this.#listeners.set(event, [...this.#listeners.get(event) ?? [], listener]); }
  tell(event, value) { for (const listener of this.#listeners.get(event) ?? []) listener(value); }

  /** Moves the point, and the class of a conditional decoder. */
  move(point, label = this.label) {
    this.point = point;
    this.label = label;
    this.tell('point', point);
  }

  /** Shows a line at the foot of the page for some seconds. */
  say(line) {
    const status = document.querySelector('#status');
    status.textContent = line;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { status.textContent = ''; }, 8000);
  }

  failed = error => this.say(error.message || String(error));
}

async function show() {
  const run = await json('run');
  const page = new Page(run);
  const name = run.folder.split(/[\\/]/).filter(part => part).pop();
  document.title = `${name} · Ansatz`;
  document.querySelector('h1').textContent = name;
  document.querySelector('#folder').textContent = `A run of ${run.study}, ${run.folder}`;
  const main = document.querySelector('main'), nav = document.querySelector('nav');
  for (const panel of run.panels) {
    const section = make('section', { id: panel.name }, make('h2', {}, panel.title));
    main.append(section);
    if (run.panels.length > 1) nav.append(make('a', { href: `#${panel.name}` }, panel.title));
    try {
      await (await import(`./${panel.name}.js`)).show(section, page);
    } catch (error) {
      section.append(make('p.note', {}, `This panel cannot be shown: ${error.message}`));
    }
  }
  main.removeAttribute('aria-busy');
}

show().catch(error => { document.querySelector('#status').textContent = error.message; });
