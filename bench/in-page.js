/** Runs in the page, before its own scripts: what a user would see, timed where it is seen. */

/** Types into the filter as soon as there are rows, and notes when the page's count has followed. */
function watchOpening() {
  let rowsMs = null;
  let before = '';
  const look = () => {
    const status = document.querySelector('[role="status"]')?.textContent ?? '';
    const rows = document.querySelectorAll('[role="row"][aria-selected]').length;
    const filter = document.querySelector('input[type="search"]');
    if (rowsMs === null && rows > 0 && filter !== null) {
      rowsMs = performance.now();
      before = status;
      // React listens to what the native setter causes, not to its own.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(filter, 'encoder');
      filter.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (rowsMs !== null && status !== before && rows > 0) {
      const firstPaintMs = performance.getEntriesByName('first-paint')[0]?.startTime ?? Number.NaN;
      window.dynoOpening = { firstPaintMs, rowsMs, answeredMs: performance.now() };
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** The times between the page's frames, in milliseconds. */
window.dynoFrames = (forMs) =>
  new Promise((resolve) => {
    const gaps = [];
    let last = null;
    let first = null;
    const frame = (at) => {
      first ??= at;
      if (last !== null) gaps.push(at - last);
      last = at;
      if (at - first < forMs) requestAnimationFrame(frame);
      else resolve(gaps);
    };
    requestAnimationFrame(frame);
  });

watchOpening();
