// What the page asks of the server. All paths are relative, so they carry the token of the page's own address.

async function ask(path, body, type) {
  const options = body === undefined ? {} : { method: 'POST', body, headers: { 'Content-Type': type } };
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(await response.text());
  return response;
}

export const text = async path => (await ask(path)).text();
export const blob = async path => (await ask(path)).blob();
export const json = async path => (await ask(path)).json();
export const post = (path, document) => ask(path, JSON.stringify(document), 'application/json');
export const upload = async (path, file, type) => (await ask(path, file, type)).json();

/** Runs the newest of the calls that come while one runs; those between are left out. Errors go to `failed`. */
export function newest(work, failed) {
  let waiting = null, isRunning = false;
  return async argument => {
    waiting = { argument };
    if (isRunning) return;
    isRunning = true;
    while (waiting) {
      const next = waiting.argument;
      waiting = null;
      try { await work(next); } catch (error) { failed(error); }
    }
    isRunning = false;
  };
}
