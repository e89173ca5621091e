import { cpus, release, type } from 'node:os';
import { cpu, graphics, osInfo, type Systeminformation } from 'systeminformation';
import type { Inventory } from '../../contract/sampler-api.ts';
import { nvidiaCards } from './nvidia.ts';

type Card = Inventory['gpus'][number];

const WITHIN_MS = 4000;

/** Software that poses as a graphics card. */
const NO_CARD = /llvmpipe|swiftshader|virtio|qxl|vmware svga|bochs|cirrus|basic (display|render)/i;
const NVIDIA = /nvidia/i;

/** What the machine is, as far as its own programs say within a few seconds. */
export async function takeInventory(): Promise<Inventory> {
  const [processor, cards, nvidia, system] = await Promise.all([
    within(cpu()),
    within(graphics()),
    nvidiaCards(WITHIN_MS),
    within(osInfo()),
  ]);
  return {
    cpuModel: joined(processor?.manufacturer, processor?.brand) || cpus()[0]?.model.trim() || 'unknown',
    physicalCores: positive(processor?.physicalCores),
    gpus: graphicsCards(cards?.controllers ?? [], nvidia),
    osName: joined(system?.distro, system?.release) || joined(type(), release()),
  };
}

/** NVIDIA's driver knows its cards better than the bus, which shows them even where no driver is loaded. */
export function graphicsCards(
  found: readonly Systeminformation.GraphicsControllerData[],
  nvidia: readonly Card[],
): Card[] {
  const others = found
    .map((card) => ({ card, text: joined(card.vendor, card.model) }))
    .filter(({ text }) => text !== '' && !NO_CARD.test(text) && !(nvidia.length > 0 && NVIDIA.test(text)))
    .map(({ card }) => ({
      name: cardName(card.vendor, card.name || card.model),
      memoryBytes: mebibytes(card.memoryTotal ?? card.vram),
      driver: card.driverVersion?.trim() || null,
    }));
  return [...nvidia, ...others];
}

function cardName(vendor: string, model: string): string {
  const maker = vendor.replace(/\b(Corporation|Inc\.?|Co\.?,? Ltd\.?)/gi, '').trim();
  return model.toLowerCase().includes(maker.toLowerCase()) ? model.trim() : `${maker} ${model}`.trim();
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' ').trim();
}

function mebibytes(value: number | null | undefined): number | null {
  const known = positive(value);
  return known === null ? null : known * 1024 * 1024;
}

function positive(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** Null where it fails, or takes longer than anybody would wait: a vendor's program may hang with its driver. */
async function within<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), WITHIN_MS);
  });
  return Promise.race([answer.catch(() => null), late]).finally(() => clearTimeout(timer));
}
