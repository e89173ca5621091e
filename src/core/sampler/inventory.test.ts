import type { Systeminformation } from 'systeminformation';
import { describe, expect, it } from 'vitest';
import { graphicsCards } from './inventory.ts';
import { parseNvidiaCards } from './nvidia.ts';

const controller = (
  vendor: string,
  model: string,
  more: Partial<Systeminformation.GraphicsControllerData> = {},
): Systeminformation.GraphicsControllerData => ({
  vendor,
  model,
  bus: '',
  vram: null,
  vramDynamic: false,
  ...more,
});

describe('NVIDIA’s own list', () => {
  it('has name, memory and driver of each card', () => {
    const text = 'NVIDIA H200, 143771, 570.124.06\nTesla T4, 15360, 570.124.06\n';
    expect(parseNvidiaCards(text)).toEqual([
      { name: 'NVIDIA H200', memoryBytes: 143_771 * 1024 ** 2, driver: '570.124.06' },
      { name: 'NVIDIA Tesla T4', memoryBytes: 15_360 * 1024 ** 2, driver: '570.124.06' },
    ]);
  });

  it('is null where a card does not tell, and empty for words of failure', () => {
    expect(parseNvidiaCards('NVIDIA GB10, [N/A], [N/A]\n')).toEqual([
      { name: 'NVIDIA GB10', memoryBytes: null, driver: null },
    ]);
    for (const text of ['', '\n\n', 'No devices were found\n', ',,\n']) {
      expect(parseNvidiaCards(text)).toEqual([]);
    }
  });
});

describe('graphics cards', () => {
  it('are named once by maker and model', () => {
    expect(
      graphicsCards(
        [
          controller('Intel Corporation', 'UHD Graphics 630', { vram: 256, driverVersion: ' 31.0 ' }),
          controller('Apple', 'Apple M3'),
        ],
        [],
      ),
    ).toEqual([
      { name: 'Intel UHD Graphics 630', memoryBytes: 256 * 1024 ** 2, driver: '31.0' },
      { name: 'Apple M3', memoryBytes: null, driver: null },
    ]);
  });

  it('are not software, nor nothing', () => {
    const found = [
      controller('', ''),
      controller('Mesa', 'llvmpipe (LLVM 15)'),
      controller('Google', 'SwiftShader Device'),
      controller('Microsoft', 'Basic Display Adapter'),
    ];
    expect(graphicsCards(found, [])).toEqual([]);
  });

  it('are NVIDIA’s by NVIDIA’s word, and by the bus only where its driver is silent', () => {
    const onBus = controller('NVIDIA Corporation', 'GA102 [GeForce RTX 3090]', { vram: 32 });
    const known = [{ name: 'NVIDIA GeForce RTX 3090', memoryBytes: 24 * 1024 ** 3, driver: '550.1' }];
    const intel = controller('Intel Corporation', 'UHD Graphics 630');
    expect(graphicsCards([onBus, intel], known).map(({ name }) => name)).toEqual([
      'NVIDIA GeForce RTX 3090',
      'Intel UHD Graphics 630',
    ]);
    expect(graphicsCards([onBus], []).map(({ name }) => name)).toEqual(['NVIDIA GA102 [GeForce RTX 3090]']);
  });
});
