import type { MachineFiles } from './sources/types.ts';

export interface DrmCard {
  /** "card0": the kernel's number of it, which a restart may change. */
  readonly name: string;
  /** Its device's folder in sysfs. */
  readonly folder: string;
  readonly driver: string;
  /** "0000:03:00.0": its place on the bus, the steadiest name it has. */
  readonly address: string;
  /** "1002:73df" */
  readonly pciId: string;
}

const DRM = '/sys/class/drm';

/** The cards of these kernel drivers, by their place on the bus. */
export function drmCards(files: Pick<MachineFiles, 'read' | 'list'>, drivers: readonly string[]): DrmCard[] {
  return files
    .list(DRM)
    .filter((name) => /^card\d+$/.test(name))
    .flatMap((name) => {
      const folder = `${DRM}/${name}/device`;
      const told = files.read(`${folder}/uevent`) ?? '';
      const line = (key: string): string => new RegExp(`^${key}=(.+)$`, 'm').exec(told)?.[1]?.trim() ?? '';
      const [driver, address] = [line('DRIVER'), line('PCI_SLOT_NAME').toLowerCase()];
      if (!drivers.includes(driver) || address === '') return [];
      return [{ name, folder, driver, address, pciId: line('PCI_ID').toLowerCase() }];
    })
    .sort((a, b) => a.address.localeCompare(b.address));
}

/** Cards can be unplugged, and come back under another number. */
export function sameCards(a: readonly DrmCard[], b: readonly DrmCard[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ folder, address }, index) => b[index]?.folder === folder && b[index].address === address)
  );
}

/** The folder with its sensors' files; null where the driver keeps none for this card. */
export function sensorFolder(files: Pick<MachineFiles, 'list'>, { folder }: DrmCard): string | null {
  const name = files.list(`${folder}/hwmon`).find((entry) => /^hwmon\d+$/.test(entry));
  return name === undefined ? null : `${folder}/hwmon/${name}`;
}

/** A whole number on its own in a file; NaN for a file that is gone, or holds an error. */
export function numberIn(text: string | null): number {
  return text !== null && /^-?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** "16.0 GT/s PCIe" is generation 4; NaN for "Unknown". */
export function pcieGeneration(speed: string | null): number {
  const transfers = Number(/^([\d.]+)\s*GT\/s/i.exec(speed?.trim() ?? '')?.[1] ?? Number.NaN);
  const at = [2.5, 5, 8, 16, 32, 64].indexOf(transfers);
  return at < 0 ? Number.NaN : at + 1;
}

/** A card that sleeps is not woken to be asked how it is. */
export function isAsleep(files: Pick<MachineFiles, 'read'>, { folder }: DrmCard): boolean {
  const status = files.read(`${folder}/power/runtime_status`)?.trim();
  return status === 'suspended' || status === 'suspending';
}
