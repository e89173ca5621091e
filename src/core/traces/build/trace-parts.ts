import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceDevice, TraceUnit, TraceWindow } from '../../../contract/trace.ts';
import { DiskFile, told } from '../disk-file.ts';
import { ArrivingSpans } from './arriving-spans.ts';
import { CategoryList } from './category-list.ts';
import { CounterSamples } from './counter-samples.ts';
import { detailSpills, type DetailSpills } from './detail-spill.ts';
import { LinkList } from './link-list.ts';
import { LinkPlaces } from './link-places.ts';
import { StringTable } from './string-table.ts';
import { TextUse } from './text-use.ts';
import { TrackList } from './track-list.ts';
import { WarningList } from './warning-list.ts';

/** All that is held of a trace while it is read. */
export class TraceParts {
  readonly folder: string;
  /** Names the process, so that two that read one trace do not write into one folder. */
  readonly partial: string;
  readonly window: TraceWindow | null;
  readonly #spillFiles: DiskFile[] = [];
  readonly strings: StringTable;
  readonly tracks = new TrackList();
  readonly categories = new CategoryList();
  readonly spans: ArrivingSpans;
  readonly details: DetailSpills;
  readonly texts = new TextUse();
  readonly links = new LinkList();
  readonly linkPlaces = new LinkPlaces();
  readonly counters = new CounterSamples();
  readonly warnings = new WarningList();
  readonly devices: TraceDevice[] = [];
  readonly facts = new Map<string, string>();
  baseNs = '0';
  unit: TraceUnit = 'ns';

  constructor(folder: string, window: TraceWindow | null) {
    this.folder = folder;
    this.partial = `${folder}.${process.pid}.partial`;
    this.window = window;
    this.strings = new StringTable(this.#spill('strings.spill'));
    this.spans = new ArrivingSpans(this.#spill('spans.spill'));
    this.details = detailSpills(this.#spill('details.spill'), this.texts);
  }

  /** A file for what waits while the trace is read, made when first needed. */
  #spill(name: string): () => DiskFile {
    let file: DiskFile | null = null;
    return () => {
      if (file === null) {
        file = new DiskFile(join(this.partial, name), 'make');
        this.#spillFiles.push(file);
      }
      return file;
    };
  }

  dropSpills(): void {
    for (const file of this.#spillFiles.splice(0)) {
      file.close();
      told(file.path, () => rmSync(file.path, { force: true }));
    }
  }
}
