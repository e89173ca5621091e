import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { GpuProbe } from '../../../contract/probe.ts';
import { formatPercent } from '../../../contract/units.ts';
import { formatArithmetic } from '../../output/rates.ts';
import { judgedOnCard, notJudged } from '../checks.ts';
import type { Check, Section, SectionContext } from '../types.ts';

const LIMIT_MS = 60_000;
const LEAST_SHARE = 0.8;

/** The best of both sizes, of five rounds of ten products each: cuBLAS as PyTorch calls it. */
const PROGRAM = `
import json, sys
try:
    import torch
except Exception as error:
    print(json.dumps({"missing": "PyTorch cannot be imported: %s" % error})); sys.exit(0)
if not torch.cuda.is_available():
    print(json.dumps({"missing": "PyTorch %s sees no CUDA device" % torch.__version__})); sys.exit(0)
found = {"torch": torch.__version__, "device": torch.cuda.get_device_name(0)}
for name, dtype in (("fp16", torch.float16), ("bf16", torch.bfloat16)):
    best = 0.0
    for n in (4096, 8192):
        a = torch.randn(n, n, device="cuda").to(dtype)
        b = torch.randn(n, n, device="cuda").to(dtype)
        for _ in range(5): torch.matmul(a, b)
        torch.cuda.synchronize()
        for _ in range(5):
            begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            begin.record()
            for _ in range(10): torch.matmul(a, b)
            end.record(); end.synchronize()
            best = max(best, 20.0 * n ** 3 / (begin.elapsed_time(end) * 1e6))
    found[name] = best
print(json.dumps(found))
`;

const answer = z.union([
  z.object({ missing: z.string() }),
  z.object({
    torch: z.string(),
    device: z.string(),
    fp16: z.number().positive(),
    bf16: z.number().positive(),
  }),
]);
type Answer = z.infer<typeof answer>;

/** The tensor cores' peak against what PyTorch's matrix product reaches on the same card. */
export const pytorch: Section = {
  id: 'pytorch',
  title: 'Tensor cores against PyTorch',
  limitMs: LIMIT_MS + 5000,
  async run({ shared, surroundings, say }) {
    say('PyTorch’s matrix product');
    const found = await askPyTorch();
    const gpu = gpuLike(found, shared.probe?.gpus ?? []);
    return {
      sentences: 'missing' in found ? [`${found.missing}.`] : [`PyTorch ${found.torch} on ${found.device}.`],
      tables:
        'missing' in found
          ? []
          : [
              {
                head: ['type', 'PyTorch', 'Dyno’s tensor probe'],
                rows: [
                  ['FP16', formatArithmetic(found.fp16), formatArithmetic(gpu?.tensorFp16Gflops ?? null)],
                  ['BF16', formatArithmetic(found.bf16), formatArithmetic(gpu?.tensorBf16Gflops ?? null)],
                ],
              },
            ],
      checks: [
        share('FP16', found, 'fp16', gpu?.tensorFp16Gflops ?? null, surroundings),
        share('BF16', found, 'bf16', gpu?.tensorBf16Gflops ?? null, surroundings),
      ],
      data: found,
      standIn: surroundings.standIn,
    };
  },
};

function share(
  name: string,
  found: Answer,
  type: 'fp16' | 'bf16',
  peak: number | null,
  surroundings: SectionContext['surroundings'],
): Check {
  const promised = { what: `Tensor probe ${name}, of PyTorch’s matrix product`, target: 'at least 80 %' };
  if ('missing' in found) return notJudged({ ...promised, measured: '—' }, found.missing);
  if (peak === null) return notJudged({ ...promised, measured: '—' }, 'no tensor cores were measured');
  const ratio = peak / found[type];
  return judgedOnCard(
    surroundings,
    { ...promised, measured: formatPercent(ratio * 100) },
    ratio >= LEAST_SHARE,
  );
}

function gpuLike(found: Answer, gpus: readonly GpuProbe[]): GpuProbe | undefined {
  return 'missing' in found ? undefined : (gpus.find(({ name }) => name === found.device) ?? gpus[0]);
}

async function askPyTorch(): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', PROGRAM], {
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    return answer.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (thrown) {
    const { code, killed } = thrown as { code?: unknown; killed?: boolean };
    if (code === 'ENOENT') return { missing: 'There is no python3 here' };
    if (killed === true) return { missing: `PyTorch took longer than ${LIMIT_MS / 1000} s` };
    return {
      missing: `PyTorch’s matrix product failed: ${(thrown as Error).message.split('\n').at(-1) ?? ''}`,
    };
  }
}
