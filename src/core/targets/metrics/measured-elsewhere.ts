import type { TargetUnit } from '../../../contract/target.ts';
import { notMeasured, type Metric } from './types.ts';

const LABELLED_DATA = 'It needs labelled data to score the outputs on.';
const LOAD_TEST = 'It needs a load test of a service.';
const MEMORY_STORE = 'It needs a test of a memory store, which is no model.';
const WATCHED = 'It needs a service that is watched over time.';
const AUDIO = 'A run does not know how much audio one iteration holds.';
const EACH_ALONE = 'A run times the whole model: measure each modality’s part as a model of its own.';
const SEVERAL_GPUS = 'It needs runs on one GPU and on several.';

/** What a set may ask and no run of a model can answer by itself, with the reason. */
export const MEASURED_ELSEWHERE: readonly Metric[] = [
  elsewhere('taskAccuracy', 'task accuracy', 'percent', LABELLED_DATA),
  elsewhere('wordAccuracy', 'words right (1 − word error rate)', 'percent', LABELLED_DATA),
  elsewhere('coherence', 'coherence', 'percent', LABELLED_DATA),
  elsewhere('bleu', 'BLEU', 'number', LABELLED_DATA),
  elsewhere('rouge', 'ROUGE', 'number', LABELLED_DATA),
  elsewhere('bertScore', 'BERTScore', 'number', LABELLED_DATA),
  elsewhere('timePerAudioSecond', 'time per second of audio', 'ms', AUDIO),
  elsewhere('timePerModality', 'time per modality', 'ms', EACH_ALONE),
  elsewhere('workingStore', 'working memory store', 'ms', MEMORY_STORE),
  elsewhere('episodicStore', 'episodic memory store', 'ms', MEMORY_STORE),
  elsewhere('semanticStore', 'semantic memory store', 'ms', MEMORY_STORE),
  elsewhere('sizeReduction', 'size saved', 'percent', MEMORY_STORE),
  elsewhere('uptime', 'up over the window watched', 'percent', WATCHED),
  elsewhere('durability', 'durability', 'percent', WATCHED),
  elsewhere('recoveryTime', 'recovery', 'ms', LOAD_TEST),
  elsewhere('errorRate', 'errors', 'percent', LOAD_TEST),
  elsewhere('gpuScaling', 'speed kept per GPU added', 'percent', SEVERAL_GPUS),
];

function elsewhere(id: string, label: string, unit: TargetUnit, reason: string): Metric {
  return { id, label, unit, read: () => notMeasured(reason) };
}
