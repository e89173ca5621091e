/** Runs in the page, before its own scripts: when the table of runs is there, and how long it takes to follow. */

const shownRows = () => document.querySelectorAll('[role="row"][aria-selected]').length;
const countLine = () => document.querySelector('header [role="status"]')?.textContent ?? '';

const tableOpen = (since) =>
  new Promise((resolve) => {
    let rowsMs = null;
    const look = () => {
      const ms = performance.now() - since;
      if (rowsMs === null && shownRows() > 0) rowsMs = ms;
      if (rowsMs !== null && !countLine().includes('reading')) resolve({ rowsMs, wholeMs: ms });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

window.dynoRunsOpening = tableOpen(0);

/** In a window that stands on another page and has never shown the table. */
window.dynoOpenRuns = () => {
  const since = performance.now();
  location.hash = '#/runs';
  return tableOpen(since);
};

/** From an act until the frame that shows what it has changed is painted. */
const painted = (act) =>
  new Promise((resolve) => {
    const began = performance.now();
    act();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - began);
      channel.port2.postMessage(null);
    });
  });

window.dynoTypeFilter = async (typed) => {
  const filter = document.querySelector('input[type="search"]');
  const ms = await painted(() => {
    // React listens to what the native setter causes, not to its own.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(filter, typed);
    filter.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return { ms, shown: countLine() };
};

window.dynoSortBy = async (title) => {
  const head = [...document.querySelectorAll('[role="columnheader"] button')].find(
    (button) => button.textContent === title,
  );
  const ms = await painted(() => head.click());
  return { ms, shown: head.closest('[role="columnheader"]').getAttribute('aria-sort') };
};

window.dynoGroupBy = async (grouping) => {
  const select = [...document.querySelectorAll('select')].find((each) =>
    [...each.options].some(({ value }) => value === grouping),
  );
  const ms = await painted(() => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, grouping);
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  return { ms, shown: document.querySelector('[role="treegrid"]') === null ? '' : 'groups' };
};
