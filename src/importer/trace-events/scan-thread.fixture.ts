import { workerData } from 'node:worker_threads';
import { isScanThreadTask, serveScan } from './scan-thread.ts';

if (isScanThreadTask(workerData)) serveScan(workerData);
