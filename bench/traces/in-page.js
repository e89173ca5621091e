/** Runs in a page. */

/** Whether a wide canvas has something on it, in several colours: spans or their labels. */
window.traceChartIsDrawn = ({ width, height }) => {
  for (const canvas of document.querySelectorAll('canvas')) {
    if (canvas.clientWidth < width || canvas.clientHeight < height || canvas.width === 0) continue;
    const drawing = canvas.getContext('2d');
    if (drawing === null) continue;
    const { data } = drawing.getImageData(0, 0, canvas.width, Math.min(canvas.height, 400));
    const colours = new Set();
    let painted = 0;
    for (let at = 0; at < data.length; at += 4 * 3) {
      if (data[at + 3] < 64) continue;
      painted += 1;
      colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    }
    if (painted > 500 && colours.size >= 6) return true;
  }
  return false;
};

/** The times between frames while nothing happens, in milliseconds. */
window.traceFramesAtRest = (forMs) => framesWhile(forMs, () => undefined);

/** The same while the wheel moves a timeline: four times in and out, each time deeper; along while it is in. */
window.traceFramesMoving = (forMs) => {
  const chart = document.querySelector(
    '[aria-roledescription="flame chart"], [aria-roledescription="timeline"]',
  );
  const { left, width, top, height } = chart.getBoundingClientRect();
  const turn = (deltaY, shiftKey, share) =>
    chart.dispatchEvent(
      new WheelEvent('wheel', {
        deltaY,
        shiftKey,
        clientX: left + width * share,
        clientY: top + height / 2,
        bubbles: true,
        cancelable: true,
      }),
    );
  return framesWhile(forMs, (share) => {
    const round = (share * 4) % 1;
    if (round < 0.35) turn(-(20 + share * 40), false, 0.3 + 0.4 * share);
    else if (round < 0.65) turn(round < 0.5 ? 40 : -40, true, 0.5);
    else turn(20 + share * 40, false, 0.3 + 0.4 * share);
  });
};

function framesWhile(forMs, act) {
  return new Promise((resolve) => {
    const gaps = [];
    let last = null;
    let first = null;
    const frame = (at) => {
      first ??= at;
      if (last !== null) gaps.push(at - last);
      last = at;
      const share = (at - first) / forMs;
      if (share >= 1) return resolve(gaps);
      act(share);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
