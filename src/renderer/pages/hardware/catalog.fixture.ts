import type {
  DeviceKind,
  HardwareChannel,
  HardwareDevice,
  HardwareMetric,
} from '../../../contract/hardware-channels.ts';

export function device(id: string, kind: DeviceKind, part: Partial<HardwareDevice> = {}): HardwareDevice {
  return { id, kind, name: id, totalBytes: null, partOf: null, ...part };
}

export function channel(deviceId: string, metric: HardwareMetric, detail = ''): HardwareChannel {
  const id = [deviceId, metric, detail].filter((part) => part !== '').join('/');
  return { id, device: deviceId, metric, detail, source: 'cpu', periodMs: 100 };
}
