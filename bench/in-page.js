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
    } else if (rowsMs !== null && status !== before && status.includes(' of ') && rows > 0) {
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

/** The same, while the wheel and the keys move a flame chart: in, along, and out again. */
window.dynoFlameFrames = (forMs) =>
  new Promise((resolve) => {
    const chart = document.querySelector('[aria-roledescription="flame chart"]');
    const { left, width, top } = chart.getBoundingClientRect();
    const gaps = [];
    let last = null;
    let first = null;
    const turn = (deltaY, shiftKey, share) =>
      chart.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY,
          shiftKey,
          clientX: left + width * share,
          clientY: top + 60,
          bubbles: true,
          cancelable: true,
        }),
      );
    const frame = (at) => {
      first ??= at;
      if (last !== null) gaps.push(at - last);
      last = at;
      const share = (at - first) / forMs;
      if (share >= 1) return resolve(gaps);
      // Four times in and out, each time deeper; along while it is in.
      const round = (share * 4) % 1;
      if (round < 0.35) turn(-(12 + share * 28), false, 0.3 + 0.4 * share);
      else if (round < 0.65) turn(round < 0.5 ? 40 : -40, true, 0.5);
      else turn(12 + share * 28, false, 0.3 + 0.4 * share);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

watchOpening();

window.dynoGraphBoxes = () => Number(document.querySelector('canvas[data-boxes]')?.dataset.boxes ?? 0);

/** From the next press to the first frame on which the graph's canvas has boxes. */
window.dynoWatchGraph = () => {
  document.addEventListener(
    'pointerdown',
    () => {
      const began = performance.now();
      const look = () => {
        const boxes = window.dynoGraphBoxes();
        if (boxes === 0) requestAnimationFrame(look);
        else
          requestAnimationFrame(() => {
            window.dynoGraphPaint = { paintMs: performance.now() - began, boxes };
          });
      };
      requestAnimationFrame(look);
    },
    { once: true, capture: true },
  );
};

/** Moves the graph with the pointer on every frame, and gives the times between frames. */
window.dynoMoveGraph = async (way, from, forMs) => {
  const canvas = document.querySelector('canvas[data-boxes]');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
  const wheel = (deltaY) => canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  if (from === 'near') {
    for (let step = 0; step < 33; step += 1) wheel(-100);
    await frame();
  }
  let isOver = false;
  const moving = (async () => {
    for (let step = 0; !isOver; step += 1) {
      if (way === 'zoom') wheel(Math.floor(step / 20) % 2 === 0 ? -60 : 60);
      else dragBy(canvas, at, Math.floor(step / 40) % 2 === 0 ? 12 : -12);
      await frame();
    }
  })();
  const gaps = await window.dynoFrames(forMs);
  isOver = true;
  await moving;
  return gaps;
};

/** A drag by the pointer, in one step. */
function dragBy(canvas, at, by) {
  const pointer = (type, x) =>
    canvas.dispatchEvent(
      new PointerEvent(type, {
        ...at,
        clientX: at.clientX + x,
        clientY: at.clientY + x,
        pointerId: 1,
        button: 0,
      }),
    );
  canvas.setPointerCapture = () => undefined;
  pointer('pointerdown', 0);
  pointer('pointermove', by);
  pointer('pointerup', by);
}
