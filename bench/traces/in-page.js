/** Runs in a page: whether a wide canvas has something on it, in several colours: spans or their labels. */
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
