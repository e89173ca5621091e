import { cpu, graphics, osInfo } from 'systeminformation';
import type { Inventory } from '../../contract/sampler-api.ts';

const WITHIN_MS = 4000;

/** Software that poses as a graphics card. */
const NO_CARD = /llvmpipe|swiftshader|virtio|qxl|vmware svga|bochs|cirrus|basic (display|render)/i;

/** What the machine is, as far as its own programs say within a few seconds. */
export async function takeInventory(): Promise<Inventory> {
  const [processor, cards, system] = await Promise.all([
    within(cpu(), null),
    within(graphics(), null),
    within(osInfo(), null),
  ]);
  return {
    cpuModel: [processor?.manufacturer, processor?.brand].filter(Boolean).join(' ').trim(),
    physicalCores: positive(processor?.physicalCores),
    gpus: (cards?.controllers ?? [])
      .filter(({ model, vendor }) => `${vendor}${model}`.trim() !== '' && !NO_CARD.test(`${vendor} ${model}`))
      .map((card) => ({
        name: cardName(card.vendor, card.name ?? card.model),
        memoryBytes: mebibytes(card.memoryTotal ?? card.vram),
        driver: card.driverVersion?.trim() || null,
      })),
    osName: [system?.distro, system?.release].filter(Boolean).join(' ').trim(),
  };
}

function cardName(vendor: string, model: string): string {
  const maker = vendor.replace(/\b(Corporation|Inc\.?|Co\.?,? Ltd\.?)/gi, '').trim();
  return model.toLowerCase().includes(maker.toLowerCase()) ? model.trim() : `${maker} ${model}`.trim();
}

function mebibytes(value: number | null | undefined): number | null {
  return positive(value) === null ? null : (value as number) * 1024 * 1024;
}

function positive(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

async function within<T>(answer: Promise<T>, otherwise: T | null): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T | null>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), WITHIN_MS);
  });
  return Promise.race([answer.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
}
