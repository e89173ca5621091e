import { parentChannel } from '../../../child/parent-channel.ts';
import { DynoError } from '../../../contract/errors.ts';
import { aCpu, aGpu } from '../../../contract/probe.fixture.ts';
import type { ProberApi, ProberEvents } from '../../../contract/prober-api.ts';
import { connect, type Connection } from '../../../contract/rpc.ts';

// A prober that a test steers by the environment: it answers at once, hangs or dies.
const script = process.env['PROBER_SCRIPT'] ?? '';
const says = (word: string): boolean => script.split(' ').includes(word);
const state = { isLoaded: true, detail: 'libcuda.so.1', isStandIn: says('stand-in') };

const aCheck = { kernel: 'cosine', type: 'fp32', size: '3 × 5', maxError: 1e-7, tolerance: 1e-6 } as const;

const aCardCache = {
  card: says('no-gpu') ? null : 'a GPU of the test',
  reason: says('no-gpu') ? 'No driver' : '',
  isStandIn: says('stand-in'),
  entries: 0,
  bytes: 0,
  limitBytes: 1000,
  hits: 0,
  misses: 0,
  evictions: 0,
  expired: 0,
  refusals: 0,
};

const connection: Connection<ProberEvents, ProberApi> = connect<ProberEvents, ProberApi>(
  parentChannel(),
  {
    describe: async () => ({ missing: null, version: '1', simd: 'avx2', nvml: state, cuda: state }),
    async probeCpu() {
      if (says('no-addon')) {
        throw new DynoError({
          code: 'NATIVE_MISSING',
          message: 'There is no addon.',
          subject: 'the native addon',
          nextStep: 'Build it.',
        });
      }
      await connection.remote.onStep('CPU triad', 1, 2);
      if (says('cpu-hangs')) await new Promise(() => undefined);
      return aCpu;
    },
    async probeGpus() {
      await connection.remote.onStep('GPU copy', 1, 2);
      if (says('gpu-dies')) {
        process.stderr.write('the driver has gone\n', () => process.kill(process.pid, 'SIGSEGV'));
        await new Promise(() => undefined);
      }
      return says('no-gpu') ? { gpus: [], reason: 'No driver.' } : { gpus: [aGpu], reason: '' };
    },
    cacheGet: async () => null,
    cachePut: async () => false,
    async cacheStatistics() {
      if (says('cache-hangs')) await new Promise(() => undefined);
      return aCardCache;
    },
    checkKernels: async () => [
      { ...aCheck, where: 'cpu', device: 'avx2', isRight: true },
      { ...aCheck, where: 'gpu', device: 'a GPU of the test', isRight: !says('wrong-kernel') },
    ],
  },
  { peer: 'the host', events: ['onStep'] },
);
