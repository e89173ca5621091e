import type { ActivityMetric, Alert } from '../../contract/alert.ts';
import {
  MARKS,
  type HardwareCatalog,
  type HardwareChannel,
  type HardwareFrames,
} from '../../contract/hardware-channels.ts';
import type { WallTime } from '../../contract/units.ts';
import { newId } from '../engine/new-run.ts';
import type { Owner, Store } from '../store/store.ts';
import { AlertEngine, type Reading } from './alert-engine.ts';
import { OUTSIDE } from './outside-values.ts';
import { listThresholds } from './threshold-list.ts';

const MOST_SHOWN = 100;
const FORGET_EVERY = 1000;
/** What Dyno itself does goes by names that no device has. */
const OWN = 'dyno/';

export interface AlertSurroundings {
  readonly store: Pick<
    Store,
    'thresholds' | 'putAlert' | 'getAlert' | 'listAlerts' | 'orphanedAlerts' | 'forgetOldAlerts'
  >;
  readonly owner: Owner;
  readonly wallNow: () => WallTime;
  readonly changed: (alert: Alert) => void;
  readonly failed: (error: unknown) => void;
}

interface WatchedColumn {
  readonly column: number;
  readonly channel: HardwareChannel;
  readonly deviceName: string;
}

/** Holds what comes in against the thresholds; keeps the alerts that come of it, and tells of each change. */
export class AlertWatch {
  readonly #around: AlertSurroundings;
  readonly #engine = new AlertEngine(newId);
  #catalog: HardwareCatalog | null = null;
  #columns: readonly WatchedColumn[] = [];
  #written = 0;

  constructor(around: AlertSurroundings) {
    this.#around = around;
    this.#engine.setThresholds(listThresholds(around.store), around.wallNow());
    const { store, owner, wallNow } = around;
    for (const alert of store.orphanedAlerts()) store.putAlert({ ...alert, closedAt: wallNow() }, owner);
    store.forgetOldAlerts();
  }

  /** Open ones first, then the newest. */
  list(): readonly Alert[] {
    const open = new Map(this.#engine.open.map((alert) => [alert.id, alert]));
    return this.#around.store.listAlerts(MOST_SHOWN).map((alert) => ({
      ...alert,
      ...open.get(alert.id),
      // Another program may have acknowledged it.
      acknowledgedAt: alert.acknowledgedAt,
    }));
  }

  acknowledge(ids: readonly string[]): void {
    const { store, wallNow } = this.#around;
    const at = wallNow();
    this.#tell(
      ids.flatMap((id) => {
        const stored = this.#engine.acknowledge(id, at) ?? store.getAlert(id);
        return stored === null ? [] : [{ ...stored, acknowledgedAt: stored.acknowledgedAt ?? at }];
      }),
    );
  }

  thresholdsChanged(): void {
    const { store, wallNow } = this.#around;
    this.#tell(this.#engine.setThresholds(listThresholds(store), wallNow()));
    this.#choose();
  }

  catalog(catalog: HardwareCatalog): void {
    this.#catalog = catalog;
    const there = new Set([...catalog.devices.map(({ id }) => id), OUTSIDE.id]);
    const isGone = (subject: string): boolean => !there.has(subject) && !subject.startsWith(OWN);
    this.#tell(this.#engine.gone(isGone, this.#around.wallNow()));
    this.#choose();
  }

  frames({ revision, atMs, values, marks }: HardwareFrames, wallMinusMonotonicMs: number): void {
    if (this.#columns.length === 0 || revision !== this.#catalog?.revision) return;
    const width = this.#catalog.channels.length;
    atMs.forEach((at, row) => {
      const readings: Reading[] = [];
      for (const { column, channel, deviceName } of this.#columns) {
        const place = row * width + column;
        if (marks[place] === MARKS.fresh) {
          readings.push(readingOf(channel, deviceName, values[place] as number));
        }
      }
      if (readings.length > 0) this.#tell(this.#engine.take(readings, at + wallMinusMonotonicMs));
    });
  }

  outside(channel: HardwareChannel, value: number, at: WallTime): void {
    this.#tell(this.#engine.take([readingOf(channel, OUTSIDE.name, value)], at));
  }

  /** What Dyno does itself, under a name of its own: a run, the store. */
  activity(metric: ActivityMetric, subject: string, subjectName: string, values: Float64Array): void {
    if (!this.#engine.isWatched(metric, OWN + subject)) return;
    const series = { metric, subject: OWN + subject, subjectName, channel: metric, values };
    this.#tell(this.#engine.takeSeries(series, this.#around.wallNow()));
  }

  /** A run that is over goes on crossing nothing. */
  activityOver(subject: string): void {
    this.#tell(this.#engine.gone((known) => known === OWN + subject, this.#around.wallNow()));
  }

  close(): void {
    this.#tell(this.#engine.gone(() => true, this.#around.wallNow()));
  }

  #choose(): void {
    const names = new Map(this.#catalog?.devices.map(({ id, name }) => [id, name]));
    this.#columns = (this.#catalog?.channels ?? []).flatMap((channel, column) =>
      // Values from outside are held against their lines as they come.
      channel.source !== 'outside' && this.#engine.isWatched(channel.metric, channel.device)
        ? [{ column, channel, deviceName: names.get(channel.device) ?? channel.device }]
        : [],
    );
  }

  #tell(alerts: readonly Alert[]): void {
    const { store, owner, changed, failed } = this.#around;
    for (const alert of alerts) {
      try {
        store.putAlert(alert, owner);
        this.#written += 1;
        if (this.#written % FORGET_EVERY === 0) store.forgetOldAlerts();
      } catch (error) {
        failed(error);
      }
      changed(alert);
    }
  }
}

function readingOf(channel: HardwareChannel, subjectName: string, value: number): Reading {
  return { metric: channel.metric, subject: channel.device, subjectName, channel: channel.id, value };
}
