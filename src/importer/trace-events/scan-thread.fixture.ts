import { workerData } from 'node:worker_threads';
import { serveScan } from './scan-thread.ts';
import { isScanThreadTask } from './scan-thread-task.ts';

if (isScanThreadTask(workerData)) serveScan(workerData);
