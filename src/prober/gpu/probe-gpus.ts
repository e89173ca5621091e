import type { CudaDevice, CudaDriver, CudaNative } from '../../../native/cuda.d.ts';
import type { GpuProbe } from '../../contract/probe.ts';
import type { GpuProbes, ProberEvents } from '../../contract/prober-api.ts';
import { adviceFrom } from './advice.ts';
import { Card } from './card.ts';
import { openCards } from './open-cards.ts';
import { probeArithmetic, settleClocks } from './probe-arithmetic.ts';
import { probeBandwidth, probeL2 } from './probe-bandwidth.ts';
import { probeLaunches } from './probe-launches.ts';
import { probePadding, probeProducts } from './probe-products.ts';
import { gpuSizes } from './probe-sizes.ts';
import { probeOverlap, probeTransfers } from './probe-transfers.ts';
import { probeComparison, probeCosine } from './probe-vectors.ts';
import { fillWithRandom } from './random-memory.ts';

type OnStep = ProberEvents['onStep'];

const STEPS = 10;

/** What every card here can do at most, one after the other, in about ten seconds each. */
export function probeGpus(cuda: CudaNative, onStep: OnStep): GpuProbes {
  const reasons: string[] = [];
  const gpus: GpuProbe[] = [];
  try {
    const { driver, devices, reason } = openCards(cuda);
    if (reason !== '') reasons.push(reason);
    for (const [index, device] of devices.entries()) {
      try {
        gpus.push(
          probeCard(driver, device, (step, done) =>
            onStep(`GPU ${device.ordinal}, ${step}`, index * STEPS + done, devices.length * STEPS),
          ),
        );
      } catch (thrown) {
        reasons.push(wordsOf(thrown));
      }
    }
  } catch (thrown) {
    reasons.push(wordsOf(thrown));
  }
  return { gpus, reason: gpus.length > 0 ? '' : reasons.join('; ') };
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function probeCard(
  driver: CudaDriver,
  device: CudaDevice,
  onStep: (step: string, done: number) => void,
): GpuProbe {
  const card = new Card(driver, device);
  let done = 0;
  /** What a step allocates is given back at its end. */
  const step = <Result>(words: string, work: () => Result): Result => {
    onStep(words, done);
    done += 1;
    const result = work();
    card.release();
    return result;
  };
  try {
    const sizes = gpuSizes(card);
    const arrays = () => {
      const [a, b, c] = [0, 1, 2].map(() => card.allocate(sizes.arrayBytes));
      if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.');
      for (const array of [a, b, c]) fillWithRandom(array, 'fp32');
      return { a, b, c };
    };
    step('raising its clocks', () => settleClocks(card));
    const { spread: copySpread, ...bandwidth } = step('memory', () => probeBandwidth(card, arrays()));
    const l2ReadGBs = step('L2 cache', () => probeL2(card, sizes.l2Bytes));
    const { spread: fp32Spread, ...arithmetic } = step('arithmetic', () => probeArithmetic(card));
    const launches = step('launches', () => probeLaunches(card));
    const transfers = step('transfers', () => probeTransfers(card, sizes.transferBytes));
    const overlap = step('two streams', () =>
      probeOverlap(card, sizes.transferBytes, transfers.hostToDevice.pinnedGBs),
    );
    const matrixProducts = step('matrix products', () => probeProducts(card, sizes.products));
    const padding = step('padded products', () =>
      probePadding(card, sizes.unaligned.size, sizes.unaligned.padded),
    );
    const { cosine, comparison } = step('cosine and comparison', () => {
      const memory = arrays();
      // The comparison first: cosine leaves other values behind.
      const ofOutputs = probeComparison(card, memory, bandwidth.copyGBs);
      return {
        cosine: probeCosine(card, memory, sizes.vectorLength, bandwidth.copyGBs),
        comparison: ofOutputs,
      };
    });
    const probe = {
      device: device.uuid === '' ? `GPU ${device.ordinal}` : device.uuid,
      name: device.name,
      computeCapability: `${device.major}.${device.minor}`,
      memoryBytes: device.memoryBytes,
      ...bandwidth,
      l2ReadGBs,
      ...arithmetic,
      ...launches,
      ...transfers,
      overlapGain: overlap.gain,
      matrixProducts,
      cosine,
      comparison,
      spread: { copy: copySpread, fp32: fp32Spread },
    };
    return { ...probe, advice: adviceFrom({ probe, padding, overlap }) };
  } finally {
    card.close();
  }
}
