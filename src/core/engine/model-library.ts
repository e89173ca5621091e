import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  InspectedModel,
  ModelIdentity,
  ModelInfo,
  ModelListItem,
  ModelRef,
  ModelShapes,
} from '../../contract/model.ts';
import { formatScaled } from '../../contract/units.ts';
import {
  buildDemo,
  countWork,
  demoName,
  describeDemo,
  describeModel,
  listDemoModels,
  readModel,
} from '../model/index.ts';
import type { OnnxModel } from '../model/index.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { demoFile } from '../files/demo-files.ts';
import { externalFiles, hashFiles, openModelFile, stampOf } from '../files/model-file.ts';
import type { PreparedModel } from './run-session.ts';

const RECENT_MODELS = 20;
const KEPT_OPEN = 4;

export interface OpenedModel {
  readonly info: ModelInfo;
  readonly model: OnnxModel;
}

/** Every model that Dyno can be asked for: files where they lie, and demo models. */
export class ModelLibrary {
  readonly #store: Store;
  readonly #ports: Pick<CorePorts, 'paths' | 'version' | 'clock'>;
  /** A structure that was read already, until its file changes: planning asks for the same one again and again. */
  readonly #opened = new Map<string, OpenedModel>();

  constructor(store: Store, ports: Pick<CorePorts, 'paths' | 'version' | 'clock'>) {
    this.#store = store;
    this.#ports = ports;
  }

  /** The structure alone, never the weights. Throws where it is missing, no model, or lacks its external data. */
  async open(ref: ModelRef): Promise<OpenedModel> {
    const stamp = ref.kind === 'demo' ? '' : await stampOf(ref.location);
    const key = `${ref.kind}\n${ref.location}\n${stamp}`;
    const opened = this.#opened.get(key) ?? (ref.kind === 'demo' ? openDemo(ref.location) : openFile(ref));
    this.#opened.delete(key);
    this.#opened.set(key, opened);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > KEPT_OPEN && oldest !== undefined) this.#opened.delete(oldest);
    return opened;
  }

  async inspect(ref: ModelRef, at: ModelShapes = {}): Promise<InspectedModel> {
    const { info, model } = await this.open(ref);
    // Reading it and counting what it does are two turns of the event loop.
    await nextTurn();
    const work = countWork(model, info, at);
    if (ref.kind === 'demo') return { ...info, ...work };
    return { ...info, ...work, externalData: await externalFiles(info, { mustExist: false }) };
  }

  list(): readonly ModelListItem[] {
    const recent = this.#store.recentModels(RECENT_MODELS);
    const isRecent = (ref: ModelRef): boolean =>
      recent.some((item) => item.ref.kind === ref.kind && item.ref.location === ref.location);
    return [...recent, ...listDemoModels().filter(({ ref }) => !isRecent(ref))];
  }

  remember(info: ModelInfo): void {
    const demo = listDemoModels().find(
      ({ ref }) => info.ref.kind === 'demo' && ref.location === info.ref.location,
    );
    const detail = demo?.detail ?? `${formatScaled(info.parameters)} parameters, ${info.ref.location}`;
    this.#store.rememberModel({ ref: info.ref, name: info.name, detail, lastUsed: this.#ports.clock.wall() });
  }

  /** What is known without reading gigabytes: the hash is empty until prepare() has found it out. */
  async identify(info: ModelInfo): Promise<ModelIdentity> {
    return identityOf(info, (await this.#knownHash(info)) ?? '');
  }

  /** A file that the runtime can load, and the model's whole identity. */
  async prepare(info: ModelInfo, stopped: () => boolean): Promise<PreparedModel> {
    if (info.ref.kind === 'demo') {
      const { path, contentHash } = await demoFile(
        info.ref.location,
        this.#ports.paths.models,
        this.#ports.version,
        (key) => this.#store.cachedHash(key, ''),
        (key, hash) => this.#store.cacheHash(key, '', hash),
        stopped,
      );
      return { path, identity: identityOf(info, contentHash) };
    }
    const path = info.ref.location;
    const files = await externalFiles(info, { mustExist: true });
    const known = await this.#knownHash(info);
    if (known !== null) return { path, identity: identityOf(info, known) };
    const stamp = await this.#stampOfAll(info);
    const hash = await hashFiles([path, ...files.map((file) => file.path)], path, stopped);
    this.#store.cacheHash(path, stamp, hash);
    return { path, identity: identityOf(info, hash) };
  }

  /** Of a file that may be a model; null where it is none, or is not there. */
  async identifyFile(path: string): Promise<ModelIdentity | null> {
    try {
      const { info } = await this.open({ kind: 'file', location: path });
      return (await this.prepare(info, () => false)).identity;
    } catch {
      return null;
    }
  }

  async #knownHash(info: ModelInfo): Promise<string | null> {
    if (info.ref.kind === 'demo') {
      return this.#store.cachedHash(`demo:${demoName(info.ref.location)}@${this.#ports.version}`, '');
    }
    return this.#store.cachedHash(info.ref.location, await this.#stampOfAll(info));
  }

  async #stampOfAll(info: ModelInfo): Promise<string> {
    const files = await externalFiles(info, { mustExist: true });
    const stamps = await Promise.all([info.ref.location, ...files.map(({ path }) => path)].map(stampOf));
    return stamps.join(' ');
  }
}

function openDemo(reference: string): OpenedModel {
  return { info: describeDemo(reference), model: buildDemo(reference) };
}

function openFile(ref: ModelRef): OpenedModel {
  const file = openModelFile(ref.location);
  try {
    const model = readModel(file, ref.location);
    return { info: describeModel(model, ref, file.name, file.size), model };
  } finally {
    file.close();
  }
}

function identityOf(
  { name, ref, parameters, weightBytes, fileBytes }: ModelInfo,
  contentHash: string,
): ModelIdentity {
  return { name, ref, contentHash, parameters, weightBytes, fileBytes };
}
