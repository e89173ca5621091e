import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { ByteScanner } from '../byte-scanner.ts';
import { Rates } from '../rates.ts';
import { SourceLost } from '../source-lost.ts';
import { TableLayout } from '../table-layout.ts';
import type { Freshness, KeptFile, MachineFiles, Opened, TickReader, TickSource } from './types.ts';

const NET_DEV = '/proc/net/dev';
const NET = '/sys/class/net';
const COLON = 58;
/** The machine's way to itself, and ends of wires that lead into its own containers: their traffic is counted twice. */
const NO_NETWORK = /^(lo|ifb|dummy|veth|docker|br-|virbr|vnet|cni|cali|flannel|lxc|nodelocaldns|kube-)/;
const METRICS = ['network.received', 'network.sent', 'network.errors'] as const;

/** Each interface that leads out of the machine. */
export const networkSource: TickSource = {
  id: 'network',
  title: 'Network interfaces (/proc/net/dev)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 200,
  open({ files }) {
    const file = files.keep(NET_DEV);
    const names = file === null ? null : namesIn(file);
    if (file === null || names === null) {
      file?.close();
      return { absent: `${NET_DEV} cannot be read.`, nextStep: 'Mount /proc in this container.' };
    }
    const interfaces = interfacesAmong(names);
    if (interfaces.length === 0) {
      file.close();
      return { absent: 'There is no network interface but those of the machine to itself.', nextStep: '' };
    }
    return {
      devices: interfaces.map((name) => deviceOf(files, name)),
      channels: interfaces.flatMap((name) =>
        METRICS.map((metric) => ({ device: `network:${name}`, metric, detail: '' })),
      ),
      reader: new NetworkReader(file, interfaces),
    } satisfies Opened<TickReader>;
  },
};

const interfacesAmong = (names: readonly string[]): string[] =>
  names.filter((name) => !NO_NETWORK.test(name));

/** Two lines of headings, then "  name: numbers". A name may hold a colon itself, where it is an alias. */
function namesIn(file: KeptFile): string[] | null {
  const text = file.scan();
  if (text === null) return null;
  const names: string[] = [];
  text.skipLine();
  text.skipLine();
  while (!text.isAtEnd) {
    text.skipBlanks();
    const from = text.at;
    while (text.takesPast(COLON) && !text.isBeforeNumber) continue;
    const name = text.text(from, text.at - 1);
    if (name !== '') names.push(name);
    text.skipLine();
  }
  return names;
}

function deviceOf(files: MachineFiles, name: string): HardwareDevice {
  const megabits = Number(files.read(`${NET}/${name}/speed`)?.trim());
  const speed =
    megabits > 0 ? (megabits < 1000 ? ` (${megabits} Mbit/s)` : ` (${megabits / 1000} Gbit/s)`) : '';
  return { id: `network:${name}`, kind: 'network', name: `${name}${speed}`, totalBytes: null, partOf: null };
}

class NetworkReader implements TickReader {
  readonly #file: KeptFile;
  readonly #interfaces: readonly string[];
  readonly #layout = new TableLayout();
  readonly #rates: Rates;

  constructor(file: KeptFile, interfaces: readonly string[]) {
    this.#file = file;
    this.#interfaces = interfaces;
    this.#rates = new Rates(interfaces.length * METRICS.length);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    let text = this.#file.scan();
    if (text === null || !this.#parse(text, out, offset, passedMs)) {
      this.#learn();
      text = this.#file.scan();
      if (text === null || !this.#parse(text, out, offset, passedMs))
        throw new SourceLost(`${NET_DEV} can no longer be read.`);
    }
    return 'fresh';
  }

  /** Wires to containers come and go all the time; an interface that does so changes the columns. */
  #learn(): void {
    const names = namesIn(this.#file);
    if (names === null) throw new SourceLost(`${NET_DEV} can no longer be read.`);
    if (interfacesAmong(names).join() !== this.#interfaces.join())
      throw new SourceLost('A network interface came or went.');
    this.#layout.learn(
      names.map((name) => `${name}:`),
      (name) => this.#interfaces.indexOf(name.slice(0, -1)),
    );
  }

  #parse(text: ByteScanner, out: Float64Array, offset: number, passedMs: Milliseconds): boolean {
    const layout = this.#layout;
    text.skipLine();
    text.skipLine();
    const first = text.at;
    for (let line = 0; line < layout.lines; line += 1) {
      text.skipBlanks();
      if (!layout.takes(line, text)) return false;
      text.skipLine();
    }
    if (!text.isAtEnd || layout.lines === 0) return false;
    text.goTo(first);
    for (let line = 0; line < layout.lines; line += 1) {
      text.skipBlanks();
      layout.takes(line, text);
      const column = layout.columnOf(line);
      if (column >= 0) this.#count(text, column, out, offset, passedMs);
      text.skipLine();
    }
    return true;
  }

  /** Bytes, packets, errors, drops and four more received; the same sent. */
  #count(text: ByteScanner, column: number, out: Float64Array, offset: number, passedMs: Milliseconds): void {
    const received = text.number();
    text.skipWord();
    let faults = text.number() + text.number();
    text.skipWords(4);
    const sent = text.number();
    text.skipWord();
    faults += text.number() + text.number();
    const [rates, at] = [this.#rates, column * METRICS.length];
    out[offset + at] = rates.perSecond(at, received, passedMs);
    out[offset + at + 1] = rates.perSecond(at + 1, sent, passedMs);
    out[offset + at + 2] = rates.perSecond(at + 2, faults, passedMs);
  }

  close(): void {
    this.#file.close();
  }
}
