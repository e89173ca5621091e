import { addAb } from './ab.ts';
import { addBaseline } from './baseline.ts';
import { addBench } from './bench.ts';
import { addCalibrate } from './calibrate.ts';
import { addCompare } from './compare.ts';
import { addDb } from './db.ts';
import { addDelete, addRestore } from './delete.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addGate } from './gate.ts';
import { addHistory } from './history.ts';
import { addMonitor } from './monitor.ts';
import { addArchive, addPin, addTag } from './mark-runs.ts';
import { addModel } from './model.ts';
import { addProbe } from './probe.ts';
import { addProfile } from './profile.ts';
import { addRuns } from './runs.ts';
import { addServe } from './serve.ts';
import { addShow } from './show.ts';
import { addSweep } from './sweep.ts';
import { addTargets } from './targets.ts';
import { addTrace } from './trace.ts';
import type { AddCommand } from './types.ts';

/** In the order of --help. */
export const COMMANDS: readonly AddCommand[] = [
  addBench,
  addProfile,
  addSweep,
  addModel,
  addRuns,
  addShow,
  addAb,
  addCompare,
  addHistory,
  addTargets,
  addBaseline,
  addGate,
  addExport,
  addTag,
  addArchive,
  addPin,
  addDelete,
  addRestore,
  addDb,
  addCalibrate,
  addProbe,
  addMonitor,
  addTrace,
  addDoctor,
  addServe,
];
